"""The Send API that Messenger and Instagram share: as strict as Meta, and telling what came of each message."""

from collections.abc import Callable
from typing import Any

from bot.simulators.accounts import DAY, WEEK, Account
from bot.simulators.faults import PAGE_FAULTS, Refusal
from bot.simulators.page_people import PagePeople
from bot.simulators.page_sent import PageSent
from bot.simulators.requests import Request

_USAGE = {"x-app-usage": '{"call_count":28,"total_time":25,"total_cputime":25}'}
_BUSY = {
    "x-business-use-case-usage": '{"1001":[{"type":"messenger","call_count":100,"estimated_time_to_regain_access":2}]}'
}


class Pages(PagePeople):
    """What Messenger and Instagram have in common."""

    faults = PAGE_FAULTS
    closed = 0
    unknown = 0

    def __init__(self, now: Callable[[], int], account: Account | None = None, *, receipts: bool = True) -> None:
        super().__init__(now, account or Account())
        self._tells = receipts
        self.edges |= {
            "POST messages": self._send,
            "POST messenger_profile": lambda _: {"result": "success"},
            "POST subscribed_apps": lambda _: {"success": True},
        }

    def check(self, request: dict[str, Any]) -> None:
        """Refuse what the product refuses whatever the thread's state."""
        raise NotImplementedError

    def _send(self, call: Request) -> dict[str, Any]:
        request = call.fields()
        self.check(request)
        user = str(request.get("recipient", {}).get("id", ""))
        person = self.people.get(user)
        if person is None:
            raise Refusal(100, self.unknown, "No matching user found")
        if person.blocked:
            raise Refusal(551, 1545041, "This person isn't available right now")
        self._check_window(request, self.now() - person.last_heard)
        if "sender_action" in request:
            self.actions.append((user, request["sender_action"]))
            return {"recipient_id": user}
        sent = PageSent(user, self.new_id(), request, self.now())
        self.sent.append(sent)
        self.accepted(sent)
        return {"recipient_id": user, "message_id": sent.mid}

    def _check_window(self, request: dict[str, Any], silence: int) -> None:
        kind = request.get("messaging_type", "RESPONSE")
        limit = WEEK if kind == "MESSAGE_TAG" else DAY
        if kind != "UTILITY" and silence >= limit:
            raise Refusal(10, self.closed, "This message is sent outside of allowed window")

    def accepted(self, sent: PageSent) -> None:
        """Echo what was accepted, and say that it was delivered."""
        if not self._tells:
            return
        message = {key: value for key, value in sent.message.items() if key != "quick_replies"}
        self.echo(sent.user, {**message, "mid": sent.mid, "app_id": int(self.account.app)})
        self._delivered(sent)

    def _delivered(self, sent: PageSent) -> None:
        item = {"sender": {"id": sent.user}, "recipient": {"id": self.account.id}, "timestamp": self.now()}
        self.tell(self.account.id, {**item, "delivery": {"mids": [sent.mid], "watermark": sent.at}})

    def _usage(self, refusal: Refusal | None) -> dict[str, str]:
        return _BUSY if refusal and refusal.code in {4, 613} else _USAGE
