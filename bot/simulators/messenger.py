"""Messenger: a page, its people, and the Send API with every limit of Messenger's."""

from collections.abc import Callable
from typing import Any

from bot.simulators.accounts import Account
from bot.simulators.attachments import Attachments
from bot.simulators.checks import part
from bot.simulators.faults import Refusal
from bot.simulators.messenger_rules import Receipts, check
from bot.simulators.page_sent import PageSent
from bot.simulators.pages import Pages
from bot.simulators.template_fill import ON_MESSENGER
from bot.simulators.templates import Template, Templates


class SimulatedMessenger(Pages):
    """One page."""

    name = "messenger"
    kind = "page"
    closed = 2018278
    unknown = 2018001

    def __init__(self, now: Callable[[], int], account: Account | None = None, *, receipts: bool = True) -> None:
        super().__init__(now, account, receipts=receipts)
        self.templates = Templates(
            now, self.new_id, product="messenger", codes=ON_MESSENGER, tell=self._template_changed
        )
        self.templates.review = lambda: self.habits.review
        self._numbers = Receipts()
        self._saved = Attachments(self.files, self.new_id)
        self.edges |= {"POST message_attachments": self._saved.save, **self.templates.edges()}
        self.nodes.append(self.templates.node)
        self.before_delivery.append(self.templates.settle)

    def check(self, request: dict[str, Any]) -> None:
        """Refuse what Messenger refuses."""
        check(request, self._numbers)
        self._saved.check(part(request, "message"))
        persona = request.get("persona_id")
        if persona is not None and str(persona) not in self.profile.personas:
            raise Refusal(100, None, "Param persona_id must be a persona of the page")

    def fill(self, request: dict[str, Any]) -> dict[str, Any]:
        """The utility template that a message names, with its parameters in place."""
        told = part(part(request, "message"), "template")
        return self.templates.fill(told) if told else {}

    def accepted(self, sent: PageSent) -> None:
        """Echo it; the number of a receipt is used up."""
        if sent.payload.get("template_type") == "receipt":
            self._numbers.numbers.add(sent.payload["order_number"])
        super().accepted(sent)

    def _template_changed(self, template: Template) -> None:
        told = {"event": template.status, "message_template_id": template.id, "message_template_name": template.name}
        also = {"message_template_language": template.language, "reason": template.reason}
        self.tell(self.account.id, {"field": "messenger_template_status_update", "value": {**told, **also}})
