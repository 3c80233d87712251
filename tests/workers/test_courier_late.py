"""The courier after a platform's window: another way is found once, nothing is said twice, and the desk sees how."""

from typing import Any

import pytest

from bot.domain.conversation.entry import FateEntry
from bot.domain.conversation.events import PaymentChecking
from bot.domain.conversation.messages import Text
from bot.domain.errors import SendFailedError
from bot.domain.ids import shard_of
from bot.ports.conversations import Commit
from tests.builders.entries import THREAD, heard, talk, turn
from tests.builders.house import House, house
from tests.builders.late import DAY, approve, commit_turn, late_agent, late_news, talk_of, thread_on
from tests.builders.world import NOW_MS
from tests.fakes.channel import FakeChannel, failure
from tests.workers.test_courier import Time, courier, fates, is_over, passing, work

__all__ = ["passing"]

CLOSED = "window_closed"


@pytest.fixture
def home() -> House:
    """A house with a fake of each platform."""
    return house(channels={name: FakeChannel(name) for name in ("messenger", "instagram", "whatsapp")})


def party(home: House, channel: str) -> Any:
    """A platform."""
    return home.runtime.channels[channel]


@pytest.mark.parametrize(
    ("channel", "how"), [("messenger", "template"), ("whatsapp", "template"), ("instagram", "email")]
)
def test_news_goes_another_way_and_the_desk_sees_how(home: House, channel: str, how: str) -> None:
    """The news itself is sent, what else the turn said is not, and nothing is left to do."""
    approve(home, channel, "en")
    late_news(home, channel)
    work(courier(home))
    assert fates(home) == [("told_1#0", "sent", how), ("told_1#1", "dropped", how)]
    assert len(party(home, channel).words) + len(home.mailer.sent) == 1
    assert is_over(home)


def test_the_window_may_close_between_the_turn_and_its_sending(home: House, passing: Time) -> None:
    """A message that waits for a retry is looked at again; the last minute is kept free."""
    approve(home, "messenger", "en")
    party(home, "messenger").fail["told_1#0"] = [failure("transient", retryable=True)]
    late_news(home, "messenger", heard=NOW_MS - DAY + 61_500)
    one = courier(home)
    work(one)
    assert party(home, "messenger").words == []
    home.clock.move(seconds=2)
    passing.now += 2
    work(one)
    (words,) = party(home, "messenger").words
    assert words.startswith("(template) ")


@pytest.mark.parametrize("channel", ["messenger", "whatsapp", "instagram"])
def test_a_refusal_against_our_belief_is_heard(home: House, channel: str) -> None:
    """The platform knows its window best: no crash loop, and the news arrives once."""
    approve(home, channel, "en")
    party(home, channel).fail["told_1#0"] = [failure(CLOSED)]
    late_news(home, channel, heard=NOW_MS - DAY // 2)
    work(courier(home))
    how = "email" if channel == "instagram" else "template"
    assert fates(home) == [("told_1#0", "sent", how), ("told_1#1", "dropped", how)]
    assert len(party(home, channel).words) + len(home.mailer.sent) == 1
    assert is_over(home)


def test_a_platform_that_refuses_everything_is_asked_twice_and_no_more(home: House) -> None:
    """Freely, then as a template; then the mail, and no way is tried a second time."""
    approve(home, "messenger", "en")
    party(home, "messenger").fail["told_1#0"] = [failure(CLOSED)] * 9
    home.mailer.failures = [SendFailedError("550", reason="unavailable", retryable=False)]
    late_news(home, "messenger", heard=NOW_MS - DAY // 2)
    work(courier(home), rounds=20)
    assert len(party(home, "messenger").fail["told_1#0"]) == 7
    assert fates(home) == [("told_1#0", "failed", CLOSED), ("told_1#1", "failed", CLOSED)]
    assert is_over(home)


def test_small_talk_is_given_up(home: House) -> None:
    """What nobody needs to know does not follow the traveller around."""
    home.runtime.conversations.commit(Commit(talk(1), 0, turn(PaymentChecking("p1", NOW_MS, "c"), "Still checking.")))
    home.clock.move(hours=25)
    work(courier(home))
    assert fates(home) == [("p1#0", "failed", CLOSED)]
    assert home.mailer.sent == {}


def test_news_of_which_a_part_is_out_is_not_told_again_in_other_words(home: House) -> None:
    """A refusal in the middle leaves the desk to see the rest."""
    approve(home, "messenger", "en")
    party(home, "messenger").fail["told_1#1"] = [failure(CLOSED)]
    late_news(home, "messenger", heard=NOW_MS - DAY // 2)
    work(courier(home))
    assert party(home, "messenger").words == ["Paid and ticketed."]
    assert fates(home) == [("told_1#0", "sent", ""), ("told_1#1", "failed", CLOSED)]


def test_an_agents_words_go_in_the_agents_name(home: House) -> None:
    """And the desk shows it."""
    late_agent(home, "instagram")
    work(courier(home))
    assert party(home, "instagram").words == ["(person) Your bag is found."]
    assert fates(home) == [("desk:a#0", "sent", "human_agent")]


def test_a_mail_server_that_is_away_is_tried_for_hours(home: House, passing: Time) -> None:
    """Tickets do not get lost in a night without mail; other threads go on meanwhile."""
    home.mailer.failures = [SendFailedError("away", reason="transient", retryable=True)] * 3
    late_news(home, "instagram")
    one = courier(home)
    work(one)
    for _ in range(3):
        home.clock.move(hours=1)
        passing.now += 3600
        work(one)
    assert fates(home) == [("told_1#0", "sent", "email"), ("told_1#1", "dropped", "email")]


def test_and_then_given_up_whole(home: House, passing: Time) -> None:
    """After six hours the desk sees it; the rest of the turn is not tried again."""
    home.mailer.failures = [SendFailedError("away", reason="transient", retryable=True)] * 3
    late_news(home, "instagram")
    one = courier(home)
    work(one)
    home.clock.move(hours=7)
    passing.now += 7 * 3600
    work(one)
    assert fates(home) == [("told_1#0", "failed", "transient"), ("told_1#1", "failed", "transient")]
    assert len(home.mailer.failures) == 1


def test_without_the_database_it_waits(home: House, passing: Time) -> None:
    """Facts, addresses and approvals stand in SQL: nothing is guessed, nothing is lost."""
    late_news(home, "instagram")
    home.records.away = True
    one = courier(home)
    work(one)
    assert fates(home) == []
    home.records.away = False
    passing.now += 5
    work(one)
    assert [fate for _, fate, _ in fates(home)] == ["sent", "dropped"]


def test_without_the_store_of_talks_a_job_waits_and_is_not_lost(
    home: House, passing: Time, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A store that is away while the window is looked up delays the message."""
    home.runtime.conversations.commit(Commit(talk(1), 0, turn(PaymentChecking("p1", NOW_MS, "c"), "Checking.")))
    one = courier(home)
    one.pull(wait_ms=0)
    with monkeypatch.context() as patched:
        patched.setattr(type(home.runtime.conversations), "load_many", _away)
        one.step()
        assert party(home, "messenger").words == []
    passing.now += 1
    work(one)
    assert party(home, "messenger").words == ["Checking."]


def _away(*_: Any) -> None:
    raise failure("transient", retryable=True)


def test_a_template_whose_outcome_is_unknown_waits_for_its_status(home: House, passing: Time) -> None:
    """A status that comes says that it is out; without one it is sent once more, and never a third time."""
    approve(home, "whatsapp", "en")
    party(home, "whatsapp").fail["told_1#0"] = [failure("unknown_outcome")] * 3
    late_news(home, "whatsapp")
    one = courier(home)
    work(one)
    for _ in range(4):
        passing.now += 9
        work(one)
    assert len(party(home, "whatsapp").words) == 2
    assert {fate for _, fate, _ in fates(home)} == {"failed"}


def test_a_refusal_that_comes_as_a_status_is_told_another_way(home: House) -> None:
    """WhatsApp takes a message and refuses it later: the template follows, however often the refusal is told."""
    approve(home, "whatsapp", "en")
    late_news(home, "whatsapp", heard=NOW_MS - DAY // 2)
    one = courier(home)
    work(one)
    assert party(home, "whatsapp").words == ["Paid and ticketed.", "Anything else?"]
    refusal = FateEntry(thread_on("whatsapp"), "undelivered", "told_1#0", "mid.1", CLOSED, at=NOW_MS)
    for _ in range(2):
        home.runtime.journal.note((refusal,))
        work(one)
    assert [words[:10] for words in party(home, "whatsapp").words[2:]] == ["(template)"]
    assert ("told_1#0", "sent", "template") in fates(home)
    assert is_over(home)


def test_a_refusal_is_read_again_by_the_courier_that_takes_over(home: House, passing: Time) -> None:
    """Killed before it could tell the journal, it leaves the work to the next; at most a repeat, never silence."""
    approve(home, "whatsapp", "en")
    late_news(home, "whatsapp", heard=NOW_MS - DAY // 2)
    first = courier(home)
    work(first)
    home.runtime.journal.note(
        (FateEntry(thread_on("whatsapp"), "undelivered", "told_1#0", "mid.1", CLOSED, at=NOW_MS),)
    )
    first.pull(wait_ms=0)
    home.clock.move(seconds=60)
    passing.now += 60
    second = courier(home, "two")
    work(second, rounds=6)
    assert sum(words.startswith("(template)") for words in party(home, "whatsapp").words) == 1


def test_other_failures_told_later_change_nothing_here(home: House) -> None:
    """Only a window that had closed is answered with another way."""
    late_news(home, "whatsapp", heard=NOW_MS - DAY // 2)
    one = courier(home)
    work(one)
    thread = thread_on("whatsapp")
    home.runtime.journal.note((FateEntry(thread, "undelivered", "told_1#0", "mid.1", "unavailable", at=NOW_MS),))
    home.runtime.journal.note((FateEntry(thread, "delivered", "told_1#0", "mid.1", at=NOW_MS),))
    work(one)
    assert len(party(home, "whatsapp").words) == 2
    assert is_over(home)


def test_an_open_window_asks_nobody(home: House) -> None:
    """The way of nearly all messages costs no look into SQL."""
    home.records.away = True
    home.runtime.conversations.commit(Commit(talk(1), 0, turn(heard(), Text("hello"))))
    work(courier(home))
    assert party(home, "messenger").words == ["hello"]
    assert shard_of(THREAD)


def test_a_talk_is_not_held_up_by_what_went_another_way(home: House) -> None:
    """Who comes back after the news is answered in the thread."""
    approve(home, "messenger", "en")
    late_news(home, "messenger")
    one = courier(home)
    work(one)
    back = talk_of(thread_on("messenger"), heard=NOW_MS, version=2)
    commit_turn(home, back, heard("m2", "thanks"), "You're welcome.")
    work(one)
    assert party(home, "messenger").words[1:] == ["You're welcome."]


@pytest.mark.parametrize("tells", ["status", "error"])
def test_news_whose_template_turns_out_to_have_arrived_is_not_told_again(
    home: House, passing: Time, tells: str
) -> None:
    """The template tells the whole turn: when the platform says that it has it, nothing more of it goes out."""
    approve(home, "whatsapp", "en")
    reason = "unknown_outcome" if tells == "status" else "was_sent"
    party(home, "whatsapp").fail["told_1#0"] = [failure(reason)]
    thread = late_news(home, "whatsapp").thread
    one = courier(home)
    work(one)
    if tells == "status":
        home.runtime.journal.note((FateEntry(thread, "sent", "told_1#0", "wamid.1", at=NOW_MS),))
    for _ in range(3):
        work(one)
        passing.now += 3
    keys = [key for _, key, _ in party(home, "whatsapp").sent]
    assert keys == (["told_1#0"] if tells == "status" else [])
    assert ("told_1#0", "sent") in [(message, fate) for message, fate, _ in fates(home)]
    assert ("told_1#1", "dropped") in [(message, fate) for message, fate, _ in fates(home)]
    assert is_over(home)
