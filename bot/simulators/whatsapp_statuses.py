"""What becomes of messages on WhatsApp: sent, delivered, read, or failed, sometimes long after they were accepted.

Meta, WhatsApp Business Platform: "Status messages webhook reference", "Pricing".
"""

from typing import Any

from bot.simulators.accounts import DAY
from bot.simulators.whatsapp_people import WhatsAppPeople
from bot.simulators.whatsapp_sent import WhatsAppSent

_FREE_ENTRY = 3 * DAY
_WORDS = {131026: "Message undeliverable", 131047: "Re-engagement message", 131049: "Ecosystem engagement"}
_CLOSED = 131047


class Statuses:
    """Tells statuses of one number's messages, as the number's habits are."""

    def __init__(self, number: WhatsAppPeople) -> None:
        self._number = number

    def accepted(self, sent: WhatsAppSent, *, closed: bool) -> None:
        """Tell what becomes of a message; one into a closed window fails."""
        habits = self._number.habits
        code = _CLOSED if closed else habits.fails_late
        self._enter(sent)
        if not habits.receipts:
            return
        if not closed:
            self.tell(sent, "sent")
        if code:
            self.tell(sent, "failed", code=code, after=habits.late)
            return
        if not habits.skips_delivered:
            self.tell(sent, "delivered")
        if habits.reads or habits.skips_delivered:
            self.tell(sent, "read")

    def tell(self, sent: WhatsAppSent, state: str, *, code: int = 0, after: int = 0) -> None:
        """Tell one status."""
        person = self._number.person(sent.user)
        contact = self._number.contact(person)
        named = (("recipient_id", "wa_id"), ("recipient_user_id", "user_id"))
        to = {name: contact[key] for name, key in named if key in contact}
        at = str((self._number.now() + after) // 1000)
        opaque = sent.request.get("biz_opaque_callback_data")
        told: dict[str, Any] = {"id": sent.mid, "status": state, "timestamp": at, **to}
        told |= {"biz_opaque_callback_data": opaque} if opaque else {}
        told |= self._price(sent) if state in {"sent", "delivered"} else {}
        contacts = {} if state == "failed" else {"contacts": [contact]}
        if code:
            words = _WORDS.get(code, "Message failed")
            told["errors"] = [{"code": code, "title": words, "message": words, "error_data": {"details": words}}]
        self._number.change({**contacts, "statuses": [told]}, after=after)

    def _enter(self, sent: WhatsAppSent) -> None:
        """An answer within a day to somebody who came by an advertisement makes three days free."""
        person, now = self._number.person(sent.user), self._number.now()
        if person.came_by_ad and now - person.came_by_ad < DAY:
            person.entry_until, person.came_by_ad = now + _FREE_ENTRY, 0

    def _price(self, sent: WhatsAppSent) -> dict[str, Any]:
        person, now = self._number.person(sent.user), self._number.now()
        category = str(sent.filled.get("category", "service")).lower()
        price = {"billable": True, "pricing_model": "PMP", "type": "regular", "category": category}
        if now >= person.entry_until:
            return {"pricing": price}
        origin = {"id": f"entry-{sent.user}", "origin": {"type": "referral_conversion"}}
        conversation = {**origin, "expiration_timestamp": str(person.entry_until // 1000)}
        return {"pricing": {**price, "billable": False, "type": "free_entry_point"}, "conversation": conversation}
