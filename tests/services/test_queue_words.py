"""Those who wait are told how long it takes, once and again when it has changed, and when somebody is there again."""

import pytest

from bot.domain.conversation.events import ChoiceTapped
from bot.domain.conversation.service_events import WaitTold
from bot.domain.staff.hours import Hours, Span
from bot.domain.staff.person import Person
from bot.ports.talk_records import Take
from bot.services import desk, queue_words, service_levels, turns
from tests.builders.world import NOW_MS
from tests.web.archive import Bench, bench

ANA = Person("per_ana", "Ana", roles=("agent",))
EVA = Person("per_eva", "Eva", roles=("supervisor",))
A, B, C = (f"whatsapp:106:44770090000{number}" for number in (1, 2, 3))
WEB = "webchat:TF:marie"


@pytest.fixture
def stage() -> Bench:
    """Three travellers who wait on WhatsApp."""
    stage = bench()
    wait(stage, A, B, C)
    return stage


def wait(stage: Bench, *threads: str) -> None:
    """Let travellers ask for a person, a second after the other, and some seconds pass."""
    for thread in threads:
        turns.take(
            stage.runtime, thread, ChoiceTapped(stage.runtime.ids.new("t"), NOW_MS, "go:person", "Talk to a person")
        )
        stage.clock.pass_time(seconds=1)
    stage.clock.pass_time(seconds=4)


def told(stage: Bench, thread: str) -> list[WaitTold]:
    """What a thread is owed."""
    return [one.event for one in stage.archive.owed if one.thread == thread]


def test_each_who_waits_is_told_their_place_once(stage: Bench) -> None:
    """And nobody twice, however often the clock looks."""
    assert queue_words.tell(stage.runtime) == 3
    assert queue_words.tell(stage.runtime) == 0
    assert [told(stage, one)[0].place for one in (A, B, C)] == [1, 2, 3]
    turns.take(stage.runtime, C, told(stage, C)[0])
    assert stage.archive.texts(C)[-1] == "You are number 3 in the line. A colleague will answer you here."


def test_the_expected_time_is_told_where_the_last_hour_tells_it(stage: Bench) -> None:
    """By the same reckoning as the line of the web chat."""
    stage.archive.taken += [Take(NOW_MS + number * 120_000, 120_000) for number in range(3)]
    queue_words.tell(stage.runtime)
    assert told(stage, C)[0].minutes > told(stage, A)[0].minutes > 0


def test_who_comes_to_be_next_is_told_after_a_pause(stage: Bench) -> None:
    """A place that moves is told when it matters, not each time."""
    queue_words.tell(stage.runtime)
    desk.take(stage.runtime, A, ANA)
    assert queue_words.tell(stage.runtime) == 0
    stage.clock.pass_time(minutes=3)
    assert queue_words.tell(stage.runtime) == 1
    assert [one.place for one in told(stage, B)] == [2, 1]
    assert len(told(stage, C)) == 1


def test_a_closed_desk_says_when_somebody_is_there_again(stage: Bench) -> None:
    """On every channel, on the clock of the hours; when they begin, the place is told."""
    wait(stage, WEB)
    at = stage.clock.now()
    opens = Span(at.weekday(), at.hour * 60 + at.minute + 60, 24 * 60)
    service_levels.keep_hours(stage.runtime, EVA, "", Hours("UTC", (opens,)))
    assert queue_words.tell(stage.runtime) == 4
    (word,) = told(stage, WEB)
    assert word.opens > NOW_MS
    assert (word.place, word.zone) == (0, "UTC")
    assert desk.thread_state(stage.runtime, WEB).owner == "queue"  # type: ignore[union-attr]  # it was begun above
    stage.clock.pass_time(minutes=60)
    assert queue_words.tell(stage.runtime) == 3
    assert told(stage, A)[-1].place == 1


def test_hours_that_never_open_promise_nothing(stage: Bench) -> None:
    """Nobody is told a day on which nobody comes."""
    service_levels.keep_hours(stage.runtime, EVA, "", Hours("UTC", ()))
    assert queue_words.tell(stage.runtime) == 0


def test_the_page_of_the_web_chat_shows_the_place_itself(stage: Bench) -> None:
    """So it is not said in the talk as well."""
    wait(stage, WEB)
    queue_words.tell(stage.runtime)
    assert told(stage, WEB) == []


def test_who_waits_anew_is_told_anew(stage: Bench) -> None:
    """What was told of a wait is forgotten with it."""
    queue_words.tell(stage.runtime)
    turns.take(stage.runtime, A, ChoiceTapped("back", NOW_MS, "go:bot", "Back"))
    queue_words.tell(stage.runtime)
    assert A not in stage.archive.assignments.told()
    wait(stage, A)
    queue_words.tell(stage.runtime)
    assert [one.place for one in told(stage, A)] == [1, 3]
