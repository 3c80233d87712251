"""What happens to an account is told where the traveller did not do it: in the other chats, and by mail."""

from typing import Any

import msgspec
import pytest

from bot.adapters.mail.letters import FileLetters
from bot.domain.payment.activity import Activity
from bot.services import activity
from tests.journeys.test_linked_chats import BOOKED, MESSENGER, WEB, Chats, by_code
from workers.archivist import Archivist
from workers.courier import Courier

NEWS = "News of your account:"


class Watched(Chats):
    """The web chat and Messenger side by side, where mails go out as news of accounts does."""

    def __init__(self) -> None:
        super().__init__()
        parts: dict[str, Any] = {"letters": FileLetters(airline="Threadfare Air"), "mails": True}
        self.web = msgspec.structs.replace(self.web, **parts)
        self.worker = msgspec.structs.replace(self.worker, **parts)
        self._courier = Courier(self.worker, owner="courier", senders=self._courier._senders)
        self._archivist = Archivist(self.worker, owner="archivist")

    def settle(self, seconds: float = 3) -> None:
        """A moment passes."""
        self.pass_time(seconds)
        self.rest()

    def happens(self, one: Activity) -> None:
        """Something happens to Marie's account, in whichever part of the program."""
        with self.records.begin() as work:
            activity.note(work, work.wallet.traveller_of(str(WEB)), one)
        self.settle()


@pytest.fixture
def chats() -> Watched:
    """Marie has booked on the web, saved her card, and linked Messenger."""
    made = Watched()
    made.book(saves=True)
    by_code(made)
    made.settle(1200)
    made.mailbox.sent.clear()
    return made


def test_a_payment_in_one_chat_is_told_in_the_other(chats: Watched) -> None:
    """Messenger has tickets and receipt, and no notice on top; the web chat and the mailbox have one notice each."""
    chats.go_to(MESSENGER).book()
    chats.settle()
    assert chats.words(MESSENGER).count(BOOKED) == 1
    assert NEWS not in chats.words(MESSENGER)
    assert chats.words(WEB).count(NEWS) == 1
    assert "A payment was made (€" in chats.words(WEB)
    assert ", Visa •4242, Messenger)." in chats.words(WEB)
    ((_, mail),) = chats.mailbox.sent.items()
    assert (mail.to, mail.subject) == ("marie@example.com", "A payment was made")


def test_a_chat_in_the_middle_of_a_question_asks_it_again(chats: Watched) -> None:
    """Nothing that she was about to do on the web is lost by what is done in Messenger."""
    chats.go_to(WEB).say("Paris to New York on 4 December, one way, 1 adult")
    before = chats.titles(WEB)
    chats.happens(Activity("x:added", "method_added", chats.clock.now(), "Visa •1881", thread=str(MESSENGER)))
    words = chats.words(WEB)
    assert words.count("A payment method was added (Visa •1881, Messenger).") == 1
    assert chats.titles(WEB) == before
    chats.tap("Choose")
    assert "Marie Durand" in chats.titles(WEB)


def test_everything_lost_in_redis_tells_it_once(chats: Watched) -> None:
    """What was told is not told again, and what was not told yet is told then."""
    chats.happens(Activity("x:added", "method_added", chats.clock.now(), "Visa •1881"))
    chats.happen("everything in Redis is lost")
    chats.happens(Activity("x:added", "method_added", chats.clock.now(), "Visa •1881"))
    for thread in (WEB, MESSENGER):
        assert chats.words(thread).count("A payment method was added (Visa •1881)") == 1


def test_an_unlinked_chat_hears_nothing_more(chats: Watched) -> None:
    """Whoever has it now is told of nothing that is Marie's."""
    chats.go_to(WEB).say("which chats are linked?")
    chats.tap("Unlink Messenger")
    chats.tap("Yes, unlink")
    chats.happens(Activity("x:removed", "method_removed", chats.clock.now(), "Visa •4242"))
    assert "A payment method was removed" in chats.words(WEB)
    assert NEWS not in chats.words(MESSENGER)
