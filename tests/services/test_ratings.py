"""Travellers are asked once after a closing, when somebody helped them and the channel is open; answers are kept."""

from typing import Any

import pytest

from bot.domain.conversation.events import ChoiceTapped, TextReceived
from bot.domain.conversation.rating_effects import KeepRating
from bot.domain.conversation.rating_events import RatingAsked
from bot.domain.errors import InvalidError
from bot.domain.staff.person import Person
from bot.ports.conversations import Due
from bot.services import desk, ratings, reports, thread_marks, turns
from tests.builders.world import NOW_MS
from tests.web.archive import Bench, bench

EVA = Person("per_eva", "Eva", roles=("agent",))
THREAD = "webchat:TF:marie"


def helped(thread: str = THREAD) -> Bench:
    """A traveller whom Eva has answered and whose thread she has closed."""
    stage = bench()
    turns.take(stage.runtime, thread, ChoiceTapped("t1", NOW_MS, "go:person", "Talk to a person"))
    desk.take(stage.runtime, thread, EVA)
    stage.clock.pass_time(seconds=60)
    desk.reply(stage.runtime, thread, EVA, "It is done", key="a")
    stage.clock.pass_time(seconds=60)
    thread_marks.close(stage.runtime, EVA, thread)
    return stage


def later(stage: Bench, **amount: float) -> int:
    """How many are asked after a while."""
    stage.clock.pass_time(**amount or {"seconds": 11})
    return ratings.ask_due(stage.runtime)


def owed(stage: Bench) -> list[Any]:
    """What threads are to be told."""
    return [debt.event for debt in stage.archive.owed]


def closing(stage: Bench) -> str:
    """The id of the closing."""
    return next(iter(stage.archive.happenings.ratings))


def keep(stage: Bench, thread: str = THREAD, **answer: Any) -> None:
    """Let the performer keep an answer."""
    ratings.keep(stage.runtime, Due("e", thread, KeepRating(closing(stage), **answer), 0))


def test_a_traveller_is_asked_once_a_while_after_the_closing() -> None:
    """Not before an agent could take the closing back, and never again for the same closing."""
    stage = helped()
    assert ratings.ask_due(stage.runtime) == 0
    assert [later(stage), later(stage)] == [1, 0]
    (event,) = owed(stage)
    assert event == RatingAsked(closing(stage), event.at)


def test_nobody_is_asked_whom_no_person_answered() -> None:
    """Closing a thread in which nobody said a word is tidying up."""
    stage = bench()
    turns.take(stage.runtime, THREAD, ChoiceTapped("t1", NOW_MS, "go:person", "Talk to a person"))
    thread_marks.close(stage.runtime, EVA, THREAD)
    assert later(stage) == 0
    assert stage.archive.happenings.ratings[closing(stage)].state == "withheld"


def test_nobody_is_asked_whose_talk_goes_on() -> None:
    """A closing that was taken back, or a traveller who asked for a person again, is no end."""
    stage = helped()
    stage.archive.desk.change(THREAD, done_at=0)
    assert later(stage) == 0
    again = helped()
    turns.take(again.runtime, THREAD, ChoiceTapped("t9", NOW_MS, "go:person", "Talk to a person"))
    assert later(again) == 0
    assert owed(stage) == owed(again) == []


@pytest.mark.parametrize(("hours", "asked"), [(1, 1), (24, 0)])
def test_the_channels_window_is_respected(hours: int, asked: int) -> None:
    """What the channel would not take is not asked at all."""
    assert later(helped("whatsapp:106:491"), hours=hours) == asked


def test_of_two_who_close_at_once_one_does_and_the_traveller_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    """The second reads that it is closed already; it takes nothing away from the first."""
    stage = bench()
    turns.take(stage.runtime, THREAD, ChoiceTapped("t1", NOW_MS, "go:person", "Talk to a person"))
    desk.take(stage.runtime, THREAD, EVA)
    desk.reply(stage.runtime, THREAD, EVA, "It is done", key="a")
    give_back = desk.hand_back

    def after_the_other(*words: Any) -> None:
        monkeypatch.setattr(desk, "hand_back", give_back)
        thread_marks.close(stage.runtime, EVA, THREAD)
        stage.clock.pass_time(seconds=1)
        give_back(*words)

    stage.clock.pass_time(seconds=60)
    monkeypatch.setattr(desk, "hand_back", after_the_other)
    with pytest.raises(InvalidError, match="closed already"):
        thread_marks.close(stage.runtime, EVA, THREAD)
    assert later(stage) == 1
    assert len(stage.archive.happenings.ratings) == 1


def test_a_second_closing_is_asked_about_when_somebody_helped_again() -> None:
    """And only then: an agent who closes twice asks once."""
    stage = helped()
    later(stage)
    turns.take(stage.runtime, THREAD, ChoiceTapped("t5", NOW_MS, "go:person", "Talk to a person"))
    stage.clock.pass_time(seconds=60)
    thread_marks.close(stage.runtime, EVA, THREAD)
    assert later(stage) == 0
    turns.take(stage.runtime, THREAD, ChoiceTapped("t6", NOW_MS, "go:person", "Talk to a person"))
    desk.take(stage.runtime, THREAD, EVA)
    desk.reply(stage.runtime, THREAD, EVA, "Once more", key="b")
    stage.clock.pass_time(seconds=60)
    thread_marks.close(stage.runtime, EVA, THREAD)
    assert later(stage) == 1


def test_the_first_answer_counts_with_who_had_helped() -> None:
    """A second tap changes nothing; a comment is read in the reports as long as its words are in the transcript."""
    stage = helped()
    later(stage)
    turns.take(stage.runtime, THREAD, TextReceived("t7", NOW_MS, "Friendly"))
    for answer in ({"score": 4}, {"score": 1}, {"comment": "t7"}, {"comment": "t8"}):
        keep(stage, **answer)
    report = reports.report(stage.runtime, reports.this_week(stage.runtime))
    (agent,) = report.agents
    assert (agent.name, agent.ratings.count, agent.ratings.total) == ("Eva", 1, 4)
    (comment,) = reports.comments(stage.runtime, reports.this_week(stage.runtime))
    assert (comment.text, comment.score, comment.name) == ("Friendly", 4, "Eva")


def test_an_answer_from_elsewhere_is_not_kept() -> None:
    """Neither another thread's, nor one about a closing that nobody was asked about."""
    stage = helped()
    keep(stage, score=5)
    later(stage)
    keep(stage, "webchat:TF:eve", score=5)
    assert stage.archive.happenings.ratings[closing(stage)].score == 0
    keep(stage, score=5)
    assert stage.archive.happenings.ratings[closing(stage)].score == 5
