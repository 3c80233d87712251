"""WhatsApp's Cloud API: takes what we send as strictly as Meta, and tells what became of it."""

from collections.abc import Callable
from typing import Any

from bot.simulators.accounts import DAY, NUMBER, Account, Person
from bot.simulators.checks import part
from bot.simulators.faults import WHATSAPP_FAULTS, Refusal
from bot.simulators.rates import Pace, Rate
from bot.simulators.requests import Request
from bot.simulators.template_fill import ON_WHATSAPP
from bot.simulators.templates import Template, Templates
from bot.simulators.whatsapp_media import Media
from bot.simulators.whatsapp_people import WhatsAppPeople
from bot.simulators.whatsapp_rules import check
from bot.simulators.whatsapp_sent import WhatsAppSent
from bot.simulators.whatsapp_statuses import Statuses

_A_SECOND = 1000
_EVERY, _BURST = 6000, 45
"""To one person one message in six seconds, 45 of them at once against the time to come."""
_RETRY_AFTER = "30"


class SimulatedWhatsApp(WhatsAppPeople):
    """One business number."""

    name = "whatsapp"
    faults = WHATSAPP_FAULTS

    def __init__(self, now: Callable[[], int], account: Account | None = None) -> None:
        super().__init__(now, account or NUMBER)
        self.habits.review = 60_000
        self.marked: list[str] = []
        """What travellers wrote that we marked as read, with dots below it."""
        self.statuses = Statuses(self)
        self.templates = Templates(now, self.new_id, product="whatsapp", codes=ON_WHATSAPP, tell=self._template_changed)
        self.templates.review = lambda: self.habits.review
        self._media = Media(self.files)
        self._numbers = Rate(80, _A_SECOND)
        self._people = Pace(_EVERY, _BURST)
        self.edges |= {"POST messages": self._send, "POST media": self._media.upload}
        self.nodes += [self._business, self.templates.node, self._media.node, self._number]
        self.before_delivery.append(self.templates.settle)

    def status(self, sent: WhatsAppSent, state: str) -> None:
        """Tell what became of a message."""
        self.statuses.tell(sent, state)

    def usage(self, refusal: Refusal | None) -> dict[str, str]:
        """When to come back, if a call was one too many."""
        limited = refusal is not None and refusal.code == WHATSAPP_FAULTS["rate_limited"][0]
        return {"retry-after": _RETRY_AFTER} if limited else {}

    def _send(self, call: Request) -> dict[str, Any]:
        request = call.fields()
        check(request)
        if "status" in request:
            return self._mark(request)
        self._media.check(request)
        user, person = self._addressed(request)
        self._check_named(request)
        closed = request.get("type") != "template" and self.now() - person.last_heard >= DAY
        if closed and not self.habits.closed_late:
            raise Refusal(*self.faults["window"])
        told = part(request, "template")
        filled = self.templates.fill(told) if told else {}
        self._check_rates(user)
        sent = WhatsAppSent(user, self.new_id(), request, self.now(), filled)
        self.sent.append(sent)
        self.statuses.accepted(sent, closed=closed)
        by_phone = bool(request.get("to"))
        contact = {"wa_id": person.phone} if by_phone else {"user_id": person.scoped}
        contacts = [{"input": request["to"] if by_phone else request["recipient"], **contact}]
        return {"messaging_product": "whatsapp", "contacts": contacts, "messages": [{"id": sent.mid}]}

    def _mark(self, request: dict[str, Any]) -> dict[str, Any]:
        if request["message_id"] not in self.ids:
            raise Refusal(131009, None, "Parameter value is not valid: message_id")
        self.marked.append(request["message_id"])
        return {"success": True}

    def _check_named(self, request: dict[str, Any]) -> None:
        for named in (part(request, "context").get("message_id"), part(request, "reaction").get("message_id")):
            if named is not None and str(named) not in self.ids:
                raise Refusal(131009, None, "Parameter value is not valid: message_id")

    def _addressed(self, request: dict[str, Any]) -> tuple[str, Person]:
        """Whom a message is for; digits without + are read as a number of the business's own country."""
        told = str(request.get("to") or request["recipient"])
        if request.get("to") and not told.startswith("+"):
            told = f"{self.account.phone[:1]}{told}"
        told = told.removeprefix("+")
        for user, person in self.people.items():
            if told in {user, person.phone or user, person.scoped}:
                self._check_person(person)
                return user, person
        raise Refusal(131026, None, "Message undeliverable")

    def _check_person(self, person: Person) -> None:
        if person.blocked:
            raise Refusal(131026, None, "Message undeliverable")
        self.meet(person)

    def _check_rates(self, user: str) -> None:
        if not self.habits.limits:
            return
        if not self._numbers.take(self.now()):
            raise Refusal(*self.faults["rate_limited"])
        if not self._people.take(user, self.now()):
            raise Refusal(*self.faults["pair_limited"])

    def _business(self, request: Request) -> Any:
        """The calls of the account to which the number belongs."""
        if request.node != self.account.parent:
            return None
        edges: dict[str, Callable[[Request], Any]] = {
            **self.templates.edges(),
            "POST subscribed_apps": self._subscribe,
            "GET subscribed_apps": lambda _: {"data": [{"whatsapp_business_api_data": {"id": self.account.app}}]},
            "GET phone_numbers": lambda _: {"data": [self._shown()]},
        }
        edge = edges.get(f"{request.method} {request.edge}")
        return edge(request) if edge else None

    def _subscribe(self, _: Request) -> dict[str, Any]:
        self.resume()
        return {"success": True}

    def _number(self, request: Request) -> Any:
        if request.node != self.account.id or request.edge or request.method != "GET":
            return None
        return self._shown()

    def _shown(self) -> dict[str, Any]:
        told = {"id": self.account.id, "display_phone_number": f"+{self.account.phone}", "verified_name": "Threadfare"}
        return {**told, "quality_rating": "GREEN", "platform_type": "CLOUD_API"}

    def _template_changed(self, template: Template) -> None:
        told = {"event": template.status, "message_template_id": template.id, "message_template_name": template.name}
        also = {"message_template_language": template.language, "reason": template.reason}
        value = {**told, **also, "message_template_category": template.category}
        self.tell(self.account.parent, {"field": "message_template_status_update", "value": value})
