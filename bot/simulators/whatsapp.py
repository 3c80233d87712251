"""WhatsApp's Cloud API: takes what we send as strictly as Meta, and tells what became of it."""

from collections.abc import Callable
from typing import Any

from bot.simulators.accounts import DAY, NUMBER, Account
from bot.simulators.faults import WHATSAPP_FAULTS, Refusal
from bot.simulators.requests import Request
from bot.simulators.whatsapp_people import WhatsAppPeople
from bot.simulators.whatsapp_rules import check
from bot.simulators.whatsapp_sent import WhatsAppSent


class SimulatedWhatsApp(WhatsAppPeople):
    """One business number."""

    name = "whatsapp"
    faults = WHATSAPP_FAULTS

    def __init__(self, now: Callable[[], int], account: Account | None = None) -> None:
        super().__init__(now, account or NUMBER)
        self.marked: list[str] = []
        """What travellers wrote that we marked as read, with dots below it."""
        self.edges |= {"POST messages": self._send}

    def _send(self, call: Request) -> dict[str, Any]:
        request = call.fields()
        check(request)
        if request.get("status") == "read":
            self.marked.append(request["message_id"])
            return {"success": True}
        user = str(request.get("to") or request["recipient"]).removeprefix("+")
        person = self.people.get(user)
        if person is None or person.blocked:
            raise Refusal(131026, None, "Message undeliverable")
        if self.now() - person.last_heard >= DAY:
            raise Refusal(131047, None, "Re-engagement message")
        sent = WhatsAppSent(user, self.new_id(), request, self.now())
        self.sent.append(sent)
        for state in ("sent", "delivered"):
            self.status(sent, state)
        return {"messaging_product": "whatsapp", "contacts": [{"input": user}], "messages": [{"id": sent.mid}]}

    def status(self, sent: WhatsAppSent, state: str) -> None:
        """Tell what became of a message."""
        person = {"recipient_id": sent.user} if sent.user.isdigit() else {"recipient_user_id": sent.user}
        opaque = sent.request.get("biz_opaque_callback_data", "")
        told = {"id": sent.mid, "status": state, "timestamp": self.seconds(), **person}
        self.change({"statuses": [{**told, "biz_opaque_callback_data": opaque}]})

    def _usage(self, refusal: Refusal | None) -> dict[str, str]:
        return {"retry-after": "30"} if refusal and refusal.code == WHATSAPP_FAULTS["rate_limited"][0] else {}
