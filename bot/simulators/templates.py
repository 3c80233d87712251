"""Message templates and their lives: created, looked at, approved or rejected, edited, paused, deleted.

Meta: "WhatsApp, Message templates", "Messenger Platform, Utility messages".
"""

from collections.abc import Callable
from typing import Any

import msgspec

from bot.simulators.checks import listed, part
from bot.simulators.faults import Refusal
from bot.simulators.messenger_rules import refuse
from bot.simulators.requests import Request
from bot.simulators.template_fill import Codes, Filling
from bot.simulators.template_rules import normal, problems, verdict

_EXISTS = 2388024
_DAY = 24 * 3600 * 1000
STATES = frozenset({"APPROVED", "PENDING", "REJECTED", "PAUSED", "DISABLED", "IN_APPEAL", "ARCHIVED"})


class Template(msgspec.Struct):
    """One template in one language. `due` is when its review ends, `edited` when it was edited last."""

    id: str
    name: str
    language: str
    category: str
    components: list[dict[str, Any]]
    parameter_format: str
    due: int
    status: str = "PENDING"
    reason: str = "NONE"
    edited: int = 0

    def shown(self) -> dict[str, Any]:
        """What a listing says of it."""
        told = {name: getattr(self, name) for name in ("id", "name", "language", "category", "status")}
        form = {"parameter_format": self.parameter_format.upper(), "rejected_reason": self.reason}
        return {**told, **form, "components": [{**one, "type": one["type"].upper()} for one in self.components]}


Tell = Callable[[Template], None]


class Templates:
    """The templates of one account. `review` gives how long each is looked at."""

    def __init__(
        self, now: Callable[[], int], new_id: Callable[[], str], *, product: str, codes: Codes, tell: Tell
    ) -> None:
        self.review: Callable[[], int] = lambda: 0
        self._now = now
        self._new_id = new_id
        self._product = product
        self._codes = codes
        self._tell = tell
        self._all: dict[str, Template] = {}

    def edges(self) -> dict[str, Callable[[Request], Any]]:
        """What can be called on the account."""
        return {
            "POST message_templates": self._create,
            "GET message_templates": self._list,
            "DELETE message_templates": self._delete,
        }

    def node(self, request: Request) -> Any:
        """The answer to a call to one template, None for any other node."""
        template = self._all.get(request.node)
        if template is None or request.edge:
            return None
        self.settle()
        return self._edit(template, request) if request.method == "POST" else template.shown()

    def settle(self) -> None:
        """End the reviews whose time has come."""
        for template in self._all.values():
            if template.status == "PENDING" and template.due <= self._now():
                reason = verdict(template.components)
                self.decide(template, "REJECTED" if reason else "APPROVED", reason or "NONE")

    def decide(self, template: Template, status: str, reason: str = "NONE") -> None:
        """A template gets another status, which the webhook is told."""
        template.status, template.reason = status, reason
        self._tell(template)

    def judge(self, name: str, status: str, *, language: str = "", reason: str = "NONE") -> int:
        """Give templates of a name another status; gives how many there were. Raises `ValueError` for no status."""
        if status not in STATES:
            raise ValueError(f"There is no status {status}.")
        found = [one for one in self._all.values() if one.name == name and language in {"", one.language}]
        for template in found:
            self.decide(template, status, reason)
        return len(found)

    def fill(self, told: dict[str, Any]) -> dict[str, Any]:
        """What a traveller sees of a message by a template; raises `Refusal` if it may not be sent."""
        self.settle()
        template = self._named(str(told.get("name")), str(part(told, "language").get("code")))
        if template is not None and template.status == "PAUSED":
            raise Refusal(self._codes.paused, None, "The template is paused")
        if template is not None and template.status == "DISABLED":
            raise Refusal(self._codes.disabled, None, "The template is disabled")
        if template is None or template.status != "APPROVED":
            raise Refusal(self._codes.unknown, None, "The template does not exist in the language, or is not approved")
        return Filling(template, listed(told.get("components")), self._codes).filled()

    def _named(self, name: str, language: str) -> Template | None:
        fits = (one for one in self._all.values() if (one.name, one.language) == (name, language))
        return next(fits, None)

    def _create(self, request: Request) -> dict[str, Any]:
        told = request.fields()
        refuse(problems(told, self._product))
        if self._named(told["name"], told["language"]):
            raise Refusal(100, _EXISTS, "There is already content in this language")
        template = Template(
            id="".join(sign for sign in self._new_id() if sign.isdigit()),
            name=told["name"],
            language=told["language"],
            category=str(told["category"]).upper(),
            components=normal(told["components"]),
            parameter_format=str(told.get("parameter_format", "positional")).lower(),
            due=self._now() + self.review(),
        )
        self._all[template.id] = template
        self.settle()
        return {"id": template.id, "status": template.status, "category": template.category}

    def _list(self, request: Request) -> dict[str, Any]:
        self.settle()
        asked = {name: value for name, value in request.query.items() if name in {"name", "language", "status"}}
        found = [one for one in self._all.values() if all(getattr(one, key) == value for key, value in asked.items())]
        limit = request.query.get("limit", "")
        most = int(limit) if limit.isdecimal() else 25
        after = request.query.get("after", "")
        first = next((number + 1 for number, one in enumerate(found) if one.id == after), 0)
        page = found[first : first + most]
        cursors = {"before": page[0].id, "after": page[-1].id} if page else {}
        return {"data": [one.shown() for one in page], "paging": {"cursors": cursors}}

    def _edit(self, template: Template, request: Request) -> dict[str, Any]:
        told = request.fields()
        if template.status == "APPROVED" and template.edited and self._now() - template.edited < _DAY:
            raise Refusal(100, None, "An approved template is edited once a day at most")
        kept = {name: getattr(template, name) for name in ("name", "language", "category", "parameter_format")}
        kept["components"] = template.components
        refuse(problems({**kept, **told}, self._product))
        template.components = normal(told.get("components", template.components))
        template.status, template.reason = "PENDING", "NONE"
        template.due, template.edited = self._now() + self.review(), self._now()
        self.settle()
        return {"success": True}

    def _delete(self, request: Request) -> dict[str, Any]:
        name = request.fields().get("name", "")
        gone = [key for key, one in self._all.items() if one.name == name]
        if not gone:
            raise Refusal(100, None, "There is no template of that name")
        for key in gone:
            del self._all[key]
        return {"success": True}
