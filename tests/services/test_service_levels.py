"""Service levels at work: clocks are kept with what they count from, and what is due is told once."""

from typing import Any

import msgspec
import pytest

from bot.domain.conversation.events import ChoiceTapped
from bot.domain.errors import InvalidError
from bot.domain.staff.hours import MINUTE_MS, Hours, Span
from bot.domain.staff.person import Person
from bot.domain.staff.service_levels import Policy
from bot.ports.desk_records import DeskThread
from bot.services import desk, escalation, service_levels, thread_marks, turns
from bot.services.thread_refs import ref_of
from tests.builders.world import NOW_MS
from tests.web.archive import Bench, bench

EVA = Person("per_eva", "Eva", roles=("supervisor",))
THREAD = "webchat:TF:marie"
POLICY = Policy(id="slp_1", name="Everybody", first=10, next=20, resolve=100, always=True)


@pytest.fixture
def stage() -> Bench:
    """A traveller has just asked for a person, and ten minutes are promised."""
    stage = bench()
    turns.take(stage.runtime, THREAD, ChoiceTapped("t1", NOW_MS, "go:person", "Talk to a person"))
    service_levels.keep_policy(stage.runtime, EVA, POLICY)
    return stage


def state(stage: Bench) -> DeskThread:
    """What the desk knows of the thread."""
    return stage.archive.desk.thread(THREAD)


def acts(stage: Bench, what: str) -> list[Any]:
    """The lines of the audit of a kind."""
    return [act for act in stage.archive.audit.acts if act.what == what]


def test_dues_change_with_what_they_count_from(stage: Bench) -> None:
    """Whoever writes an answer down writes the clocks down with it, and nothing that stayed as it was."""
    levels = service_levels.levels(stage.archive)  # type: ignore[arg-type]  # as much of Work as this needs
    nothing = DeskThread(thread=THREAD)
    asked = DeskThread(thread=THREAD, opened_at=NOW_MS, unanswered_since=NOW_MS)
    dues = service_levels.changes(levels, nothing, asked)
    assert dues == {"first_due": NOW_MS + 10 * MINUTE_MS, "resolve_due": NOW_MS + 100 * MINUTE_MS}
    before = msgspec.structs.replace(asked, **dues)
    assert service_levels.changes(levels, before, before) == {}
    answered = msgspec.structs.replace(before, answered_at=NOW_MS + 1, unanswered_since=0)
    assert service_levels.changes(levels, before, answered) == {"first_due": 0}
    again = msgspec.structs.replace(answered, unanswered_since=NOW_MS + 2, first_due=0)
    assert service_levels.changes(levels, again, again) == {"next_due": NOW_MS + 2 + 20 * MINUTE_MS}
    done = msgspec.structs.replace(before, done_at=NOW_MS + 3)
    assert service_levels.changes(levels, before, done) == {"first_due": 0, "resolve_due": 0}


def test_business_hours_are_a_teams_else_everybodys_else_all_day(stage: Bench) -> None:
    """Hours that are never open promise nothing, rather than stopping the desk."""
    service_levels.keep_policy(stage.runtime, EVA, msgspec.structs.replace(POLICY, always=False))
    service_levels.keep_hours(stage.runtime, EVA, "", Hours("UTC", (Span(1, 0, 10 * 60 + 5),)))
    asked = DeskThread(thread=THREAD, opened_at=NOW_MS)
    levels = service_levels.levels(stage.archive)  # type: ignore[arg-type]  # as much of Work as this needs
    assert service_levels.dues(levels, asked).first == NOW_MS + (7 * 24 * 60 - 605 + 10) * MINUTE_MS
    service_levels.keep_hours(stage.runtime, EVA, "", Hours("UTC"))
    levels = service_levels.levels(stage.archive)  # type: ignore[arg-type]  # as much of Work as this needs
    assert service_levels.dues(levels, asked).first == 0
    assert len(acts(stage, "service_level.hours")) == 2


def test_the_sweep_keeps_the_clocks_and_tells_once_of_each(stage: Bench) -> None:
    """Before it is due the priority is high, when it is late urgent; the audit has both, and pages are told."""
    assert escalation.watch(stage.runtime) == 0
    assert state(stage).first_due == NOW_MS + 10 * MINUTE_MS
    stage.clock.pass_time(minutes=9)
    notes = len(stage.archive.notes)
    assert [escalation.watch(stage.runtime) for _ in range(3)] == [1, 0, 0]
    assert state(stage).priority == 2
    assert len(stage.archive.notes) == notes + 1
    stage.clock.pass_time(minutes=2)
    assert [escalation.watch(stage.runtime) for _ in range(2)] == [1, 0]
    assert state(stage).priority == 3
    assert [(act.who, act.subject) for act in acts(stage, "thread.escalate")] == [
        ("clock", ref_of(stage.runtime, THREAD))
    ] * 2
    assert [event.kind for event in stage.archive.happenings.events if event.about == "first"] == ["soon", "late"]


def test_a_clock_stops_when_the_bot_has_the_thread_again(stage: Bench) -> None:
    """Nobody is late for a traveller who left."""
    escalation.watch(stage.runtime)
    desk.hand_back(stage.runtime, THREAD, EVA)
    escalation.watch(stage.runtime)
    assert (state(stage).first_due, state(stage).resolve_due) == (0, 0)


def test_an_answered_thread_waits_for_its_next_word(stage: Bench) -> None:
    """After the agent's answer the first clock is off; a thread that sleeps is told of by nobody."""
    desk.take(stage.runtime, THREAD, EVA)
    stage.clock.pass_time(minutes=1)
    desk.reply(stage.runtime, THREAD, EVA, "Hello", key="a")
    escalation.watch(stage.runtime)
    assert (state(stage).first_due, state(stage).next_due) == (0, 0)
    thread_marks.snooze(stage.runtime, EVA, THREAD, 500)
    stage.clock.pass_time(minutes=200)
    assert escalation.watch(stage.runtime) == 0


def test_a_policy_that_changes_moves_the_clocks(stage: Bench) -> None:
    """What is promised now counts, also for who waits already; without a promise no clock runs."""
    escalation.watch(stage.runtime)
    service_levels.keep_policy(stage.runtime, EVA, msgspec.structs.replace(POLICY, first=30))
    escalation.watch(stage.runtime)
    assert state(stage).first_due == NOW_MS + 30 * MINUTE_MS
    service_levels.drop_policy(stage.runtime, EVA, POLICY.id)
    escalation.watch(stage.runtime)
    assert state(stage).first_due == 0
    assert len(acts(stage, "service_level.keep")) == 2
    with pytest.raises(InvalidError):
        service_levels.drop_policy(stage.runtime, EVA, POLICY.id)


def test_a_priority_by_hand_moves_the_clock_at_once(stage: Bench) -> None:
    """In the transaction that changes what it counts from."""
    urgent = Policy(id="slp_2", name="Urgent", priority=3, first=2, always=True)
    service_levels.keep_policy(stage.runtime, EVA, urgent)
    stage.archive.desk.change(THREAD, opened_at=NOW_MS, unanswered_since=NOW_MS)
    thread_marks.set_priority(stage.runtime, EVA, THREAD, 3)
    assert state(stage).first_due == NOW_MS + 2 * MINUTE_MS
