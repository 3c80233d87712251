"""A traveller who wants to fly and never gives up: whatever the bot says last, she does the sensible next thing.

She is how tests prove that a talk goes on after anything: she needs no plan, only what is on the screen. On the pay
page she sends a card whose bank asks her to confirm, and confirms.
"""

from bot.domain.conversation.messages import Link, Message, Receipt, options_of, spoken
from bot.domain.errors import InvalidError
from bot.services import checkouts
from bot.services.checkouts import LinkView
from tests.journeys.fake_stage import BROWSER, FakeStage

WISH = "One way from Nice to Paris next Friday, 1 adult"
CARD = "4000002760003184"
"""The bank of this card always asks."""
_TAPS = {"Yes, hold them": "yes", "Search again": "search", "Choose": "choose"}
_ANSWERS = {
    "first name and family name": ("name", "Marie Durand"),
    "Date of birth": ("born", "24 July 1987"),
    "e-mail address": ("e-mail", "marie@example.com"),
}


class Persistent:
    """One traveller on a stage; `page` is what her browser shows of the pay page, if it is open."""

    def __init__(self, stage: FakeStage) -> None:
        self.stage = stage
        self.page: tuple[str, LinkView] | None = None
        self._answered = ""

    @property
    def is_booked(self) -> bool:
        """Whether she has her receipt."""
        return any(isinstance(message, Receipt) for message in self.stage.said)

    def act(self) -> str:
        """Do the sensible next thing, and give its name."""
        if not self.stage.said:
            self.stage.say(WISH)
            return "wish"
        if self.page is not None:
            return self._send(*self.page)
        last = self.stage.said[-1]
        if isinstance(last, Link):
            return self._pay()
        return self._tap(last) or self._answer(last) or self._wait()

    def _tap(self, last: Message) -> str:
        titles = {option.title for option in options_of(last)}
        title = next((title for title in _TAPS if title in titles), "")
        if title:
            self.stage.tap(title)
        return _TAPS.get(title, "")

    def _answer(self, last: Message) -> str:
        for words, (name, answer) in _ANSWERS.items():
            if words in spoken(last):
                self.stage.say(answer)
                return name
        return ""

    def _pay(self) -> str:
        view = self.stage.page()[1]
        shown = view.state
        if shown == "challenge" and view.action_url != self._answered:
            self._answered = view.action_url
            self.stage.challenge("approve")
            return "approve"
        if shown not in {"open", "declined"}:
            return self._wait()
        self.page = self.stage.page()
        return "open"

    def _send(self, token: str, view: LinkView) -> str:
        """Send the card from the page as it was opened, however long ago; a page that is over takes none."""
        self.page = None
        try:
            checkouts.submit(self.stage.web, token, BROWSER, self.stage.card(view, CARD))
        except InvalidError:
            return "too late"
        self.stage.rest()
        return "pay"

    def _wait(self) -> str:
        self.stage.happen("a minute passes")
        return "wait"
