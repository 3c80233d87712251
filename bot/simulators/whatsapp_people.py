"""What travellers and colleagues do on WhatsApp, as webhooks tell it."""

from hashlib import sha256
from typing import Any

from bot.simulators.accounts import DAY, Person
from bot.simulators.product import Product
from bot.simulators.wire import Item

_WEEK = 7 * DAY
_MIME = {
    "image": "image/jpeg",
    "video": "video/mp4",
    "audio": "audio/ogg",
    "document": "application/pdf",
    "sticker": "image/webp",
}


class WhatsAppPeople(Product):
    """The verbs of travellers, each known by phone (digits), or by business-scoped id if the phone is hidden."""

    kind = "whatsapp_business_account"
    prefix = "wamid.fake"
    patience = _WEEK

    def says(self, user: str, text: str) -> str:
        """The traveller writes."""
        return self.hears(user, {"type": "text", "text": {"body": text}})

    def replies(self, user: str, target: str, text: str) -> str:
        """The traveller writes below a certain message."""
        context = {"from": self.account.phone, "id": target}
        return self.hears(user, {"context": context, "type": "text", "text": {"body": text}})

    def taps(self, user: str, payload: str, *, title: str = "") -> str:
        """The traveller taps something that was shown with that payload."""
        for sent in reversed(self.to(user)):
            if payload not in sent.options:
                continue
            shown = title or sent.options[payload]
            context = {"context": {"from": self.account.phone, "id": sent.mid}}
            if sent.filled:
                return self.hears(user, {**context, "type": "button", "button": {"payload": payload, "text": shown}})
            kind = "list_reply" if sent.request["interactive"]["type"] == "list" else "button_reply"
            reply = {"type": kind, kind: {"id": payload, "title": shown}}
            return self.hears(user, {**context, "type": "interactive", "interactive": reply})
        raise LookupError(f"Nothing that {user} was shown has the payload {payload!r}.")

    def attaches(self, user: str, kind: str, **payload: Any) -> str:
        """The traveller sends a picture, a sticker, a voice message or a file, which we can fetch for a week."""
        if kind in _MIME and "id" not in payload:
            content = payload.pop("content", f"a {kind} of {user}")
            content = content.encode() if isinstance(content, str) else content
            file = self.files.keep(content, payload.get("mime_type", _MIME[kind]), span=_WEEK)
            payload = {"id": file.id, "mime_type": file.mime, "sha256": file.digest, **payload}
        return self.hears(user, {"type": kind, kind: payload})

    def opens(self, user: str, ref: str = "") -> str:
        """The traveller opens the chat for the first time, or writes below an ad, if there is a `ref`."""
        if not ref:
            return self.hears(user, {"type": "request_welcome"})
        referral = {"source_url": f"https://fb.me/{ref}", "source_id": ref, "source_type": "ad", "headline": "Fly"}
        return self.hears(user, {"type": "text", "text": {"body": "Hello"}, "referral": referral})

    def reacts(self, user: str, target: str, emoji: str = "❤") -> str:
        """The traveller puts an emoji on a message; none takes it away."""
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

    def sends_form(self, user: str, response_json: str, *, name: str = "flow") -> str:
        """The traveller fills in a form; what they filled in comes as text that should be JSON."""
        reply = {"name": name, "body": "Sent", "response_json": response_json}
        return self.hears(user, {"type": "interactive", "interactive": {"type": "nfm_reply", "nfm_reply": reply}})

    def shares_number(self, user: str, phone: str) -> str:
        """A traveller who hides the number gives it because we asked; it is shown from now on."""
        self.person(user).phone = phone
        contact = {"name": {"formatted_name": "Contact"}, "phones": [{"phone": f"+{phone}", "wa_id": phone}]}
        return self.hears(user, {"type": "contacts", "contacts": [{**contact, "origin": "contact_request"}]})

    def changes_number(self, user: str, phone: str) -> str:
        """The traveller moves to another number, by which they are known from now on; gives their new scoped id."""
        person = self.people.pop(user)
        before = person.scoped or self._scoped(user)
        person.scoped, shown = self._scoped(phone), bool(person.phone) or user.isdigit()
        person.phone = phone if shown else ""
        self.people[phone if shown else person.scoped] = person
        ids = {**({"wa_id": phone} if shown else {}), "user_id": person.scoped}
        system = {"type": "user_changed_number", **ids, "body": f"User changed from {user} to {phone}"}
        sender = {"from": user} if user.isdigit() else {}
        message = {**sender, "from_user_id": before, "id": self.new_id(), "timestamp": self.seconds()}
        self.change({"messages": [{**message, "type": "system", "system": system}]})
        both = {"previous": before, "current": person.scoped}
        moved = {**ids, "user_id": both, "detail": "user changed number", "timestamp": self.seconds()}
        self.change({"user_id_update": [moved]}, "user_id_update")
        return person.scoped

    def colleague_writes(self, user: str, text: str) -> str:
        """Somebody answers in the WhatsApp Business app, which shares the number."""
        wamid = self.new_id()
        told = {"to": user} if user.isdigit() else {"to_user_id": user}
        echo = {"from": self.account.phone, **told, "id": wamid, "timestamp": self.seconds()}
        self.change({"message_echoes": [{**echo, "type": "text", "text": {"body": text}}]}, "smb_message_echoes")
        return wamid

    def hears(self, user: str, content: Item) -> str:
        """Something that opens the window for a day."""
        person = self.person(user)
        person.last_heard = self.now()
        if "referral" in content:
            person.came_by_ad = self.now()
        return self._told(user, content)

    def person(self, user: str) -> Person:
        """A traveller, who is known from now on by phone or by scoped id."""
        if user not in self.people:
            shown = user.isdigit()
            self.people[user] = Person(phone=user if shown else "", scoped=self._scoped(user) if shown else user)
        return self.people[user]

    def status(self, sent: Any, state: str) -> None:
        """Tell what became of a message."""
        raise NotImplementedError

    def change(self, value: Item, field: str = "messages", *, after: int = 0) -> None:
        """Tell of a change."""
        metadata = {"display_phone_number": self.account.phone, "phone_number_id": self.account.id}
        value = {"messaging_product": "whatsapp", "metadata": metadata, **value}
        self.tell(self.account.parent, {"field": field, "value": value}, after=after + self.habits.delay)

    def contact(self, person: Person) -> Item:
        """Who a traveller is, as webhooks tell it."""
        shown = {"wa_id": person.phone} if person.phone else {}
        scoped = {"user_id": person.scoped} if self.habits.scoped or not person.phone else {}
        return {"profile": {"name": person.profile.get("name", "Traveller")}, **shown, **scoped}

    def seconds(self) -> str:
        """Now, as WhatsApp writes it."""
        return str(self.now() // 1000)

    def _told(self, user: str, content: Item) -> str:
        person, wamid = self.person(user), self.new_id()
        contact = self.contact(person)
        names = (("from", "wa_id"), ("from_user_id", "user_id"))
        sender = {name: contact[key] for name, key in names if key in contact}
        message = {**sender, "id": wamid, "timestamp": self.seconds(), **content}
        self.change({"contacts": [contact], "messages": [message]})
        return wamid

    def _scoped(self, phone: str) -> str:
        """The scoped id of whoever has a number: another number has another id."""
        return f"GB.{int(sha256(f'{self.account.parent}/{phone}'.encode()).hexdigest()[:16], 16)}"
