"""What travellers and colleagues do on WhatsApp, as webhooks tell it."""

from typing import Any

from bot.simulators.product import Product
from bot.simulators.wire import Item


class WhatsAppPeople(Product):
    """The verbs of travellers; a traveller is known by phone (digits) or by business-scoped id."""

    kind = "whatsapp_business_account"
    prefix = "wamid.fake"

    def says(self, user: str, text: str) -> str:
        """The traveller writes."""
        return self.hears(user, {"type": "text", "text": {"body": text}})

    def taps(self, user: str, payload: str, *, title: str = "") -> str:
        """The traveller taps something that was shown with that payload."""
        for sent in reversed(self.to(user)):
            if payload in sent.options:
                kind = "list_reply" if sent.request["interactive"]["type"] == "list" else "button_reply"
                reply = {"type": kind, kind: {"id": payload, "title": title or sent.options[payload]}}
                return self.hears(user, {"type": "interactive", "interactive": reply})
        raise LookupError(f"Nothing that {user} was shown has the payload {payload!r}.")

    def attaches(self, user: str, kind: str, **payload: Any) -> str:
        """The traveller sends a picture, a sticker, a voice message or a file."""
        return self.hears(user, {"type": kind, kind: payload})

    def opens(self, user: str, ref: str = "") -> str:
        """The traveller opens the chat for the first time, or writes below an ad, if there is a `ref`."""
        if not ref:
            return self.hears(user, {"type": "request_welcome"})
        referral = {"source_url": f"https://fb.me/{ref}", "source_id": ref, "source_type": "ad", "headline": "Fly"}
        return self.hears(user, {"type": "text", "text": {"body": "Hello"}, "referral": referral})

    def reacts(self, user: str, target: str, emoji: str = "❤") -> str:
        """The traveller puts an emoji on a message."""
        return self.hears(user, {"type": "reaction", "reaction": {"message_id": target, "emoji": emoji}})

    def edits(self, user: str, target: str, text: str, *, number: int = 1) -> str:  # noqa: ARG002  as elsewhere
        """The traveller changes a message."""
        message = {"type": "text", "text": {"body": text}}
        return self._told(user, {"type": "edit", "edit": {"original_message_id": target, "message": message}})

    def unsends(self, user: str, target: str) -> str:
        """The traveller takes a message back."""
        return self._told(user, {"type": "revoke", "revoke": {"original_message_id": target}})

    def reads(self, user: str) -> str:
        """The traveller sees the newest message."""
        sent = self.to(user)[-1]
        self.status(sent, "read")
        return str(sent.mid)

    def colleague_writes(self, user: str, text: str) -> str:
        """Somebody answers in the WhatsApp Business app, which shares the number."""
        wamid = self.new_id()
        echo = {"from": self.account.phone, "to": user, "id": wamid, "timestamp": self.seconds()}
        self.change({"message_echoes": [{**echo, "type": "text", "text": {"body": text}}]}, "smb_message_echoes")
        return wamid

    def hears(self, user: str, content: Item) -> str:
        """Something that opens the window for a day."""
        self.person(user).last_heard = self.now()
        return self._told(user, content)

    def status(self, sent: Any, state: str) -> None:
        """Tell what became of a message."""
        raise NotImplementedError

    def change(self, value: Item, field: str = "messages") -> None:
        """Tell of a change."""
        metadata = {"display_phone_number": self.account.phone, "phone_number_id": self.account.id}
        value = {"messaging_product": "whatsapp", "metadata": metadata, **value}
        self.tell(self.account.parent, {"field": field, "value": value})

    def seconds(self) -> str:
        """Now, as WhatsApp writes it."""
        return str(self.now() // 1000)

    def _told(self, user: str, content: Item) -> str:
        self.person(user)
        wamid = self.new_id()
        sender = {"from": user} if user.isdigit() else {"from_user_id": user}
        self.change({"messages": [{**sender, "id": wamid, "timestamp": self.seconds(), **content}]})
        return wamid
