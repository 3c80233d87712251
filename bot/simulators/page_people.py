"""What travellers and colleagues do on Messenger and Instagram, as webhooks tell it."""

from typing import Any

from bot.simulators.page_sent import PageSent
from bot.simulators.product import Product
from bot.simulators.wire import Item

PAGE_INBOX = "263902037430900"
"""The app id of the inbox in which a page's own people write (Meta, "Conversation Routing")."""


class PagePeople(Product):
    """The verbs of travellers; each gives the id of what they did."""

    inbox = PAGE_INBOX

    def says(self, user: str, text: str) -> str:
        """The traveller writes."""
        return self._heard(user, {"message": {"mid": self.new_id(), "text": text}})

    def attaches(self, user: str, kind: str, **payload: Any) -> str:
        """The traveller sends a picture, a sticker or a voice message."""
        attachment = {"type": kind, "payload": payload}
        return self._heard(user, {"message": {"mid": self.new_id(), "attachments": [attachment]}})

    def taps(self, user: str, payload: str, *, title: str = "") -> str:
        """The traveller taps the newest option with that payload: a chip comes as words, a button as a postback."""
        for sent in reversed(self.to(user)):
            if payload in sent.options:
                return self._tapped(user, sent, payload, title or sent.options[payload])
        raise LookupError(f"Nothing that {user} was shown has the payload {payload!r}.")

    def opens(self, user: str, ref: str = "") -> str:
        """The traveller presses Get Started, having come by a link with `ref` if there is one."""
        referral = {"referral": {"ref": ref, "source": "SHORTLINK", "type": "OPEN_THREAD"}} if ref else {}
        pressed = {"mid": self.new_id(), "title": "Get Started", "payload": "GET_STARTED", **referral}
        return self._heard(user, {"postback": pressed})

    def reacts(self, user: str, target: str, emoji: str = "❤") -> str:
        """The traveller puts an emoji on a message, which opens the window."""
        return self._heard(user, {"reaction": {"mid": target, "action": "react", "reaction": "love", "emoji": emoji}})

    def edits(self, user: str, target: str, text: str, *, number: int = 1) -> str:
        """The traveller changes a message."""
        return self._done(user, {"message_edit": {"mid": target, "text": text, "num_edit": number}})

    def unsends(self, user: str, target: str) -> str:
        """The traveller takes a message back."""
        return self._done(user, {"message": {"mid": target, "is_deleted": True}})

    def reads(self, user: str) -> str:
        """The traveller sees everything up to now."""
        return self._done(user, {"read": {"watermark": self.now()}})

    def colleague_writes(self, user: str, text: str) -> str:
        """Somebody answers in the page's own inbox."""
        mid = self.new_id()
        self.echo(user, {"mid": mid, "text": text, "app_id": int(self.inbox)})
        return mid

    def echo(self, user: str, message: dict[str, Any]) -> None:
        """Tell of a message to a traveller, whoever wrote it."""
        item = {"sender": {"id": self.account.id}, "recipient": {"id": user}, "timestamp": self.now()}
        self.tell(self.account.id, {**item, "message": {"is_echo": True, **message}})

    def _tapped(self, user: str, sent: PageSent, payload: str, title: str) -> str:
        if payload in sent.chips:
            chip = {"mid": self.new_id(), "text": title, "quick_reply": {"payload": payload}}
            return self._heard(user, {"message": chip})
        return self._heard(user, {"postback": {"mid": self.new_id(), "title": title, "payload": payload}})

    def _heard(self, user: str, content: Item) -> str:
        """Something that opens the window for a day."""
        self.person(user).last_heard = self.now()
        return self._done(user, content)

    def _done(self, user: str, content: Item) -> str:
        self.person(user)
        item = {"sender": {"id": user}, "recipient": {"id": self.account.id}, "timestamp": self.now(), **content}
        self.tell(self.account.id, item)
        (part,) = content.values()
        return str(part.get("mid", ""))
