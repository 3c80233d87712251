"""One traveller, several chats: linked by a code or by e-mail across channels, paying and looking from each."""

from typing import Any

import msgspec
import pytest

from bot.adapters.channels.terminal import Terminal
from bot.domain.conversation.messages import options_of
from bot.domain.ids import ThreadKey
from bot.domain.understanding.link_codes import read_code
from tests.fakes.mailer import MemoryMailer
from tests.journeys import stage as stages
from tests.journeys.fake_stage import FakeStage
from tests.journeys.runner import check_facts, check_wallet
from tests.journeys.whatsapp_stage import PromptSenders
from workers.archivist import Archivist
from workers.courier import Courier

WEB = ThreadKey("webchat", "TF", "visitor")
MESSENGER = ThreadKey("messenger", "page", "ada")
EVE = ThreadKey("messenger", "page", "eve")
BOOKED = "Your booking reference is"


class Channel(Terminal):
    """A channel that is told apart by its name, and notes for whom each message was."""

    def __init__(self, name: str, stage: "Chats") -> None:
        super().__init__(stage.hear)
        self.name = name


class Chats(FakeStage):
    """The fake stage with the web chat and Messenger side by side, and a mailbox."""

    def __init__(self) -> None:
        self.by_chat: list[tuple[ThreadKey, Any]] = []
        super().__init__()
        self.mailbox = MemoryMailer()
        channels = {name: Channel(name, self) for name in ("webchat", "messenger")}
        self.web = msgspec.structs.replace(self.web, channels=channels)
        self.worker = msgspec.structs.replace(self.worker, channels=channels, mailer=self.mailbox)
        self._courier = Courier(self.worker, owner="courier", senders=PromptSenders(self.worker))
        self._archivist = Archivist(self.worker, owner="archivist")
        self.thread = self.home = WEB
        self._channel = channels["webchat"]

    def _work(self) -> bool:
        busy = super()._work()
        self._courier.step()
        return busy

    def hear(self, thread: ThreadKey, request: dict[str, Any]) -> None:
        """A message went out."""
        before = len(self.said)
        self._show(thread, request)
        self.by_chat += [(thread, message) for message in self.said[before:]]

    def go_to(self, thread: ThreadKey) -> "Chats":
        """The traveller writes in this chat from now on."""
        self.thread, self._channel = thread, self.web.channels[thread.channel]  # type: ignore[assignment]
        self.heard(0, 0)
        return self

    def words(self, thread: ThreadKey) -> str:
        """All that was said in a chat."""
        return "\n".join(str(getattr(message, "text", "")) for chat, message in self.by_chat if chat == thread)

    def titles(self, thread: ThreadKey) -> list[str]:
        """What the newest message of a chat gave to tap."""
        newest = next(message for chat, message in reversed(self.by_chat) if chat == thread)
        return [option.title for option in options_of(newest)]

    def book(self, *, saves: bool = False) -> None:
        """From the wish to the tickets; a returning traveller is one tap, her card another."""
        self.say("Paris to New York on 4 December, one way, 1 adult")
        self.tap("Choose")
        if "Marie Durand" in self.titles(self.thread):
            self.tap("Marie Durand")
        else:
            for words in ("Marie Durand", "24 July 1987", "marie@example.com"):
                self.say(words)
        self.tap("Yes, hold them")
        if "Pay with Visa •4242" in self.titles(self.thread):
            self.tap("Pay with Visa •4242")
        else:
            self.pay("4242424242424242", saves=saves)

    def newest_code(self) -> str:
        """The newest code that was said."""
        return stages.filled("{code}", locator="", said=[self.words(WEB), self.words(MESSENGER)])


@pytest.fixture
def chats() -> Chats:
    """Marie has booked on the web chat, and saved her card."""
    made = Chats()
    made.book(saves=True)
    return made


def by_code(chats: Chats) -> None:
    """She has a code made on the web, and types it in Messenger."""
    chats.say("link my Messenger")
    chats.tap("Get a code")
    code = chats.newest_code()
    chats.go_to(MESSENGER).say(code)


def by_mail(chats: Chats) -> None:
    """She writes the address of her booking in Messenger, and types the code that was mailed to it."""
    chats.go_to(MESSENGER).say("use my account here")
    chats.say("marie@example.com")
    (mail,) = chats.mailbox.sent.values()
    assert mail.to == "marie@example.com"
    chats.say(read_code(mail.text.partition(".")[0], awaited=True))


@pytest.mark.parametrize("link", [by_code, by_mail])
def test_what_was_booked_and_saved_on_the_web_follows_into_messenger(chats: Chats, link: Any) -> None:
    """Her people, her card, her trips: she books and pays in Messenger by taps, and both chats show both trips."""
    link(chats)
    assert "This chat is now linked" in chats.words(MESSENGER)
    assert "just linked with Messenger" in chats.words(WEB)
    chats.book()
    assert chats.words(MESSENGER).count(BOOKED) == 1
    for chat in (WEB, MESSENGER):
        chats.go_to(chat).say("my trip")
        assert next(said.cards for said in chats.heard(1, 1)) == ("Paris → New York [Show]",) * 2
    facts = chats.facts()
    check_facts(facts, charged=2, tickets=2)
    check_wallet(facts, ("Visa •4242",))


def test_unlinked_messenger_forgets_her_and_the_web_chat_keeps_all(chats: Chats) -> None:
    """From the other chat, by channel and without a number or an id; at once."""
    by_code(chats)
    chats.book()
    chats.go_to(WEB).say("which chats are linked?")
    chats.tap("Unlink Messenger")
    chats.tap("Yes, unlink")
    assert "This chat is unlinked" in chats.words(MESSENGER)
    chats.go_to(MESSENGER).say("my cards")
    chats.say("my trip")
    told = chats.heard(1, 9)
    assert told[0].text.startswith("No card is saved in this chat")
    assert sum("paid and ticketed" in said.text for said in told) == 1
    chats.go_to(WEB).say("my trip")
    assert len(chats.heard(1, 1)[0].cards) == 2
    check_wallet(chats.facts(), ("Visa •4242",))


def test_a_code_that_was_used_opens_nothing_for_who_reads_it_later(chats: Chats) -> None:
    """What stands in the transcript of both chats is worth nothing any more."""
    by_code(chats)
    code = chats.newest_code()
    chats.go_to(EVE).say(code)
    assert "That code doesn't work" in chats.words(EVE)
    chats.say("my trip")
    assert "no booking made in this chat" in chats.words(EVE)


def test_who_guesses_is_locked_out(chats: Chats) -> None:
    """Five wrong codes, and the sixth, though it is right, is not looked at."""
    chats.say("link my Messenger")
    chats.tap("Get a code")
    code = chats.newest_code()
    chats.go_to(EVE)
    for sign in "23456":
        chats.say(f"BCDF-GHJ{sign}")
    chats.say(code)
    assert "Too many tries" in chats.words(EVE)
    assert "now linked" not in chats.words(EVE)


def test_an_address_says_nothing_of_who_has_booked(chats: Chats) -> None:
    """A stranger who tries addresses reads the same for one that is known and one that is not."""
    answers = []
    for address in ("marie@example.com", "nobody@example.com"):
        chats.go_to(EVE).say("use my account here")
        chats.heard(0, 9)
        chats.say(address)
        answers.append(chats.heard(1, 1))
    assert answers[0] == answers[1]
    assert [mail.to for mail in chats.mailbox.sent.values()] == ["marie@example.com"]


def test_what_everybody_forgot_with_redis_is_known_again(chats: Chats) -> None:
    """An unlinked chat comes back out of the archive without what it knew before; a linked one with all of it."""
    by_code(chats)
    chats.go_to(WEB).say("my chats")
    chats.tap("Unlink Messenger")
    chats.tap("Yes, unlink")
    chats.happen("everything in Redis is lost")
    chats.go_to(MESSENGER).say("my cards")
    assert "No card is saved" in chats.heard(1, 9)[0].text
    chats.go_to(WEB).say("my cards")
    assert "Visa •4242" in chats.heard(1, 9)[0].text
