"""The Send API that Messenger and Instagram share: as strict as Meta, and telling what came of each message."""

from collections.abc import Callable
from typing import Any

import msgspec

from bot.simulators.accounts import DAY, WEEK, Account, Person
from bot.simulators.checks import part
from bot.simulators.faults import PAGE_FAULTS, RATE_CODES, Refusal
from bot.simulators.history import History
from bot.simulators.page_people import PagePeople
from bot.simulators.page_sent import PageSent
from bot.simulators.rates import Rate
from bot.simulators.requests import Request

_SECOND = 1000
_HEAVY = frozenset({"audio", "video"})
_REGAIN = 2
"""Minutes until there is access again, as told when there is none."""


class Pages(PagePeople):
    """What Messenger and Instagram have in common."""

    faults = PAGE_FAULTS
    closed = 0
    unknown = 0
    too_many = 80006

    def __init__(self, now: Callable[[], int], account: Account | None = None, *, receipts: bool = True) -> None:
        super().__init__(now, account or Account())
        self.habits.receipts = self.habits.echoes = receipts
        self.fields: list[str] = []
        """What our app subscribed to, once it did."""
        self._light, self._heavy = Rate(300, _SECOND), Rate(10, _SECOND)
        self._today = Rate(0, DAY)
        history = History(self)
        self.edges |= {
            "POST messages": self._send,
            "POST subscribed_apps": self._subscribe,
            "GET subscribed_apps": self._subscribed,
            "GET conversations": history.conversations,
            **self.profile.edges(),
            **self.routing.edges(),
        }
        self.nodes += [self.profile.node, self._person, self._features]

    def check(self, request: dict[str, Any]) -> None:
        """Refuse what the product refuses whatever the thread's state."""
        raise NotImplementedError

    def fill(self, request: dict[str, Any]) -> dict[str, Any]:  # noqa: ARG002  Messenger reads it
        """The template that a message names, with its parameters in place."""
        return {}

    def accepted(self, sent: PageSent) -> None:
        """Echo what was accepted, and say that it was delivered."""
        message = {key: value for key, value in sent.message.items() if key not in {"quick_replies", "template"}}
        marked = {**message, "app_id": int(self.account.app)}
        unmarked = {key: value for key, value in message.items() if key != "metadata"}
        if self.habits.echoes:
            self.echo(sent.user, {**(marked if self.habits.marks else unmarked), "mid": sent.mid})
        if self.habits.receipts:
            self._delivered(sent)
        if self.habits.reads:
            self.reads(sent.user)

    def usage(self, refusal: Refusal | None) -> dict[str, str]:
        """How much of the day's calls was used; all of it, and for how long, when a call was one too many."""
        refused = refusal is not None and refusal.code in RATE_CODES
        part_used = 100 if refused else max(self.habits.usage, self._share())
        told = {"call_count": part_used, "total_time": min(part_used, 25), "total_cputime": min(part_used, 25)}
        headers = {"x-app-usage": msgspec.json.encode(told).decode()}
        if refused:
            kind = {"type": self.name, **told, "estimated_time_to_regain_access": _REGAIN}
            headers["x-business-use-case-usage"] = msgspec.json.encode({self.account.id: [kind]}).decode()
        return headers

    def _send(self, call: Request) -> dict[str, Any]:
        request = call.fields()
        self.check(request)
        user = str(part(request, "recipient").get("id", ""))
        person = self._addressed(user)
        self._check_thread(request, user, person)
        if "sender_action" in request:
            self.actions.append((user, request["sender_action"]))
            return {"recipient_id": user}
        filled = self.fill(request)
        self._check_rate(part(request, "message"))
        sent = PageSent(user, self.new_id(), request, self.now(), filled)
        self.sent.append(sent)
        self.accepted(sent)
        self.routing.after(user, part(request, "thread_control"))
        return {"recipient_id": user, "message_id": sent.mid}

    def _addressed(self, user: str) -> Person:
        """Whom a message is for: a page knows nobody who never wrote to it."""
        person = self.people.get(user)
        if person is None or person.last_heard < 0:
            raise Refusal(100, self.unknown, "No matching user found")
        if person.blocked:
            raise Refusal(551, 1545041, "This person isn't available right now")
        self.meet(person)
        return person

    def _check_thread(self, request: dict[str, Any], user: str, person: Person) -> None:
        self.routing.check(user)
        kind = request.get("messaging_type", "RESPONSE")
        limit = WEEK if kind == "MESSAGE_TAG" else DAY
        if kind != "UTILITY" and self.now() - person.last_heard >= limit:
            raise Refusal(10, self.closed, "This message is sent outside of allowed window")
        for target in (part(request, "reply_to").get("mid"), part(request, "payload").get("message_id")):
            if target is not None and str(target) not in self.ids:
                raise Refusal(100, None, "The message that is named does not exist")

    def _check_rate(self, message: dict[str, Any]) -> None:
        if not self.habits.limits:
            return
        now = self.now()
        self._today.most = 200 * max(1, sum(now - one.last_heard < DAY for one in self.people.values()))
        rate = self._heavy if part(message, "attachment").get("type") in _HEAVY else self._light
        if not self._today.take(now):
            raise Refusal(self.too_many, None, "There have been too many calls to this account")
        if not rate.take(now):
            raise Refusal(613, None, "Calls to this api have exceeded the rate limit")

    def _share(self) -> int:
        return min(100, 100 * self._today.used(self.now()) // (self._today.most or 200))

    def _delivered(self, sent: PageSent) -> None:
        told = self.item(sent.user, {"delivery": {"mids": [sent.mid], "watermark": sent.at}})
        self._place(sent.user, told)

    def _subscribe(self, request: Request) -> dict[str, Any]:
        told = request.fields().get("subscribed_fields", "")
        self.fields = told if isinstance(told, list) else [name for name in str(told).split(",") if name]
        if not self.fields:
            raise Refusal(100, None, "The parameter subscribed_fields is required")
        self.resume()
        return {"success": True}

    def _subscribed(self, _: Request) -> dict[str, Any]:
        return {"data": [{"id": self.account.app, "subscribed_fields": self.fields}] if self.fields else []}

    def _person(self, request: Request) -> Any:
        """What may be known about a traveller: nothing, unless they and the app's permissions allow it."""
        person = self.people.get(request.node)
        if person is None or request.edge or request.method != "GET":
            return None
        if self.on_instagram and person.last_heard < 0:
            raise Refusal(230, None, "User consent is required to access user profile")
        asked = request.query.get("fields", "first_name,last_name,profile_pic").split(",")
        shown = {name: person.profile[name] for name in asked if name in person.profile}
        return {**shown, "id": request.node} if shown else {}

    def _features(self, request: Request) -> Any:
        if not self.owns(request.node) or request.edge or request.method != "GET":
            return None
        told: dict[str, Any] = {"id": self.account.id}
        if "messaging_feature_status" in request.query.get("fields", ""):
            routed = bool(self.routing.default)
            told["messaging_feature_status"] = {"hop_v2": routed, "msgr_multi_app": True, "ig_multi_app": routed}
        return told
