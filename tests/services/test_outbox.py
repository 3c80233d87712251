"""What may be sent, and what a failure means."""

import pytest

from bot.domain.conversation.agent_events import AgentSpoke
from bot.domain.conversation.events import CheckoutEnded
from bot.domain.conversation.messages import Typing
from bot.services import outbox
from tests.builders.entries import commit, heard, talk, turn
from tests.builders.house import House, house
from tests.builders.world import NOW_MS
from tests.fakes.channel import failure

DAY = 24 * 3600 * 1000


@pytest.fixture
def home() -> House:
    """A house in memory with one talk."""
    home = house()
    home.runtime.conversations.commit(commit(1))
    return home


def is_open(home: House, entry: outbox.TurnEntry, later: int = 0) -> bool:
    """Whether a turn may be sent so many milliseconds later."""
    if not outbox.asks_talk(entry, now_ms=NOW_MS + later):
        return True
    return not outbox.closed(entry, home.runtime.conversations.load(entry.thread), now_ms=NOW_MS + later)


def test_an_answer_may_be_given_at_once(home: House) -> None:
    """Whoever wrote just now can be answered, without a look into the store."""
    home.memory.away = True
    assert is_open(home, turn(heard()))


def test_the_window_closes_a_day_after_the_last_sign_of_life(home: House) -> None:
    """A platform's rule is kept to the minute, on our side."""
    news = turn(CheckoutEnded("c1:end", NOW_MS, "c1", "expired"))
    assert is_open(home, news, DAY - 61_000)
    assert not is_open(home, news, DAY - 59_000)
    assert is_open(home, turn(heard()), DAY - 61_000)
    assert not is_open(home, turn(heard()), DAY - 59_000)


def test_our_own_channels_have_no_window(home: House) -> None:
    """A page of our own shows whatever it likes."""
    assert is_open(home, turn(heard(), of=talk(thread="webchat:site:ada")), 9 * DAY)


def test_a_talk_that_is_not_there_has_no_window(home: House) -> None:
    """Nobody is written to whose last sign of life is not known."""
    stranger = turn(CheckoutEnded("c1:end", NOW_MS, "c1", "expired"), of=talk(thread="messenger:page:nobody"))
    assert not is_open(home, stranger)


@pytest.mark.parametrize(
    ("reason", "retryable", "age", "act"),
    [
        ("transient", True, 0, "retry"),
        ("transient", True, outbox.GIVE_UP_MS + 1, "fail"),
        ("rate_limited", True, 0, "pause"),
        ("unknown_outcome", False, 0, "ask"),
        ("window_closed", False, 0, "fail"),
        ("content", False, 0, "fail"),
    ],
)
def test_a_failure_is_judged_by_its_fields_alone(reason: str, retryable: bool, age: int, act: str) -> None:  # noqa: FBT001  a row of a table
    """Whatever a platform is called, the same kind of failure is treated the same way."""
    verdict = outbox.judge(failure(reason, retryable=retryable, retry_after=7), age_ms=age)
    assert (verdict.act, verdict.reason) == (act, reason)


def test_a_wait_that_was_asked_for_is_passed_on() -> None:
    """A platform that says how long is heard."""
    assert outbox.judge(failure("rate_limited", retryable=True, retry_after=7), age_ms=0).wait == 7


def test_dots_are_no_message() -> None:
    """Typing indicators are neither noted nor repeated."""
    entry = turn(heard(), Typing(), "hello")
    assert [outbox.leaves_trace(said) for said in entry.said] == [False, True]


def test_the_bots_words_belong_to_an_epoch_and_an_agents_do_not() -> None:
    """A takeover silences the bot and not the person who took over."""
    assert outbox.epoch_of(turn(heard(), "hello", of=talk(epoch=4))) == 4
    spoken = AgentSpoke("a1", NOW_MS, "mia", "Mia", "hi")
    assert outbox.epoch_of(turn(spoken, "hi", author="Mia")) is None
