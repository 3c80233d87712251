"""What travellers and colleagues do on Messenger and Instagram, as webhooks tell it."""

from collections.abc import Callable
from typing import Any

from bot.simulators.accounts import Account
from bot.simulators.page_sent import PageSent
from bot.simulators.product import Product
from bot.simulators.profile import Profile
from bot.simulators.routing import Routing
from bot.simulators.wire import Item

PAGE_INBOX = "263902037430900"
"""The app id of the inbox in which a page's own people write (Meta, "Conversation Routing")."""
_REACTIONS = {"❤": "love", "😆": "smile", "😮": "wow", "😢": "sad", "😠": "angry", "👍": "like", "👎": "dislike"}


class PagePeople(Product):
    """The verbs of travellers; each gives the id of what they did."""

    inbox = PAGE_INBOX
    other_owner = 2018300
    on_instagram = False

    def __init__(self, now: Callable[[], int], account: Account) -> None:
        super().__init__(now, account)
        self.routing = Routing(now, account.app, self._told, refusal=self.other_owner)
        self.said: dict[str, list[dict[str, Any]]] = {}
        """What each traveller wrote or tapped."""
        self.profile = Profile(now, self.new_id, instagram=self.on_instagram)

    def says(self, user: str, text: str) -> str:
        """The traveller writes."""
        return self.hears(user, {"message": {"mid": self.new_id(), "text": text}})

    def replies(self, user: str, target: str, text: str) -> str:
        """The traveller writes below a certain message."""
        return self.hears(user, {"message": {"mid": self.new_id(), "text": text, "reply_to": {"mid": target}}})

    def attaches(self, user: str, kind: str, **payload: Any) -> str:
        """The traveller sends a picture, a sticker or a voice message."""
        attachment = {"type": kind, "payload": payload}
        return self.hears(user, {"message": {"mid": self.new_id(), "attachments": [attachment]}})

    def taps(self, user: str, payload: str, *, title: str = "") -> str:
        """The traveller taps the newest option with that payload: a chip comes as words, a button as a postback.

        What no message brought may stand in the menu, or among the questions to begin with.
        """
        for sent in reversed(self.to(user)):
            if payload in sent.options:
                return self._tapped(user, sent, payload, title or sent.options[payload])
        titles = self.profile.titles(user)
        if payload in titles:
            return self.hears(user, {"postback": self._pressed(title or titles[payload], payload)})
        raise LookupError(f"Nothing that {user} was shown has the payload {payload!r}.")

    def opens(self, user: str, ref: str = "") -> str:
        """The traveller presses Get Started, having come by a link with `ref` if there is one.

        In a thread that is known there is no such button: the link is told by itself.
        """
        if ref and self.person(user).last_heard >= 0:
            return self.refers(user, ref)
        referral = {"referral": {"ref": ref, "source": "SHORTLINK", "type": "OPEN_THREAD"}} if ref else {}
        return self.hears(user, {"postback": {**self._pressed("Get Started", self.profile.started()), **referral}})

    def refers(self, user: str, ref: str, *, source: str = "SHORTLINK", ad_id: str = "") -> str:
        """The traveller comes back by a link, or by an advertisement."""
        ad = {"ad_id": ad_id} if ad_id else {}
        return self.hears(user, {"referral": {"ref": ref, "source": source, "type": "OPEN_THREAD", **ad}})

    def reacts(self, user: str, target: str, emoji: str = "❤") -> str:
        """The traveller puts an emoji on a message, which opens the window; none takes it away."""
        if not emoji:
            return self.hears(user, {"reaction": {"mid": target, "action": "unreact"}})
        told = {"reaction": _REACTIONS.get(emoji, "other"), "emoji": emoji}
        return self.hears(user, {"reaction": {"mid": target, "action": "react", **told}})

    def edits(self, user: str, target: str, text: str, *, number: int = 1) -> str:
        """The traveller changes a message."""
        return self._done(user, {"message_edit": {"mid": target, "text": text, "num_edit": number}})

    def unsends(self, user: str, target: str) -> str:
        """The traveller takes a message back."""
        return self._done(user, {"message": {"mid": target, "is_deleted": True}})

    def reads(self, user: str) -> str:
        """The traveller sees everything up to now."""
        return self._done(user, {"read": {"watermark": self.now()}})

    def links(self, user: str, code: str = "") -> str:
        """The traveller links their account with the airline's, or unlinks it when there is no code."""
        told = {"status": "linked", "authorization_code": code} if code else {"status": "unlinked"}
        return self._done(user, {"account_linking": told})

    def rates(self, user: str, target: str, *, good: bool = True) -> str:
        """The traveller says whether an answer was good."""
        told = {"feedback": "Good response" if good else "Bad response", "mid": target}
        return self._done(user, {"response_feedback": told})

    def warned(self, user: str, action: str = "warning", reason: str = "") -> str:
        """The platform warns or blocks the page; `user` is whose report it was."""
        return self._done(user, {"policy_enforcement": {"action": action, "reason": reason}})

    def colleague_writes(self, user: str, text: str, *, app_id: str | None = None) -> str:
        """Somebody answers in the page's own inbox, or by another app; with "" nothing says by which.

        Where there is a default app the inbox takes the thread by it.
        """
        mid, app = self.new_id(), self.inbox if app_id is None else app_id
        if self.routing.default and self.routing.owner(user) != app:
            self.routing.give(user, app, taken=True)
        self.echo(user, {"mid": mid, "text": text, **({"app_id": int(app)} if app else {})})
        return mid

    def colleague_returns(self, user: str) -> str:
        """Somebody gives the thread back to our app."""
        self.routing.give(user, self.account.app)
        return ""

    def echo(self, user: str, message: dict[str, Any]) -> None:
        """Tell of a message to a traveller, whoever wrote it."""
        item = {"sender": {"id": self.account.id}, "recipient": {"id": user}, "timestamp": self.now()}
        self._place(user, {**item, "message": {"is_echo": True, **message}})

    def hears(self, user: str, content: Item) -> str:
        """Something that opens the window for a day."""
        self.person(user).last_heard = self.now()
        self.routing.heard(user)
        self._keep(user, content)
        return self._done(user, content)

    def _keep(self, user: str, content: Item) -> None:
        (told,) = content.values()
        words = told.get("text") or told.get("title")
        if words:
            line = {"mid": told["mid"], "text": words, "at": self.now(), "ours": False}
            self.said.setdefault(user, []).append(line)

    def _pressed(self, title: str, payload: str) -> dict[str, Any]:
        return {"mid": self.new_id(), "title": title, "payload": payload}

    def _tapped(self, user: str, sent: PageSent, payload: str, title: str) -> str:
        if payload in sent.chips:
            chip = {"mid": self.new_id(), "text": title, "quick_reply": {"payload": payload}}
            return self.hears(user, {"message": chip})
        return self.hears(user, {"postback": self._pressed(title, payload)})

    def _done(self, user: str, content: Item) -> str:
        self.person(user)
        self._place(user, self.item(user, content))
        (part,) = content.values()
        return str(part.get("mid", ""))

    def item(self, user: str, content: Item) -> Item:
        """Something that came from a traveller."""
        return {"sender": {"id": user}, "recipient": {"id": self.account.id}, "timestamp": self.now(), **content}

    def _place(self, user: str, item: Item) -> None:
        """Tell our app, or let it only listen: then what a button brings is for the owner alone."""
        if not self.routing.listens_only(user):
            self.tell(self.account.id, item, after=self.habits.delay)
            return
        if "postback" in item:
            item = {**item, "postback": {key: told for key, told in item["postback"].items() if key != "payload"}}
        self.tell(self.account.id, {"standby": item}, after=self.habits.delay)

    def _told(self, user: str, content: Item) -> None:
        self.tell(self.account.id, self.item(user, content))
