"""What an assignee does not take up goes to the next agent, and those who oversee are told."""

import pytest

from bot.domain.staff.hours import Hours, Span
from bot.domain.staff.person import Person
from bot.services import assigning, desk, presence, service_levels, silence, teams, thread_marks
from tests.services.test_assigning import ANA, BO, EVA, TEAM, A, B, offered, stage, waits
from tests.web.archive import Bench

__all__ = ["stage"]


@pytest.fixture(name="given")
def _given(stage: Bench) -> Bench:
    """A thread that was assigned to Ana just now."""
    waits(stage, A)
    assigning.drain(stage.runtime)
    assert offered(stage, A) == [ANA.id]
    return stage


def pass_minutes(stage: Bench, minutes: int) -> None:
    """Let time pass while both agents are there."""
    stage.clock.pass_time(minutes=minutes)
    for person in (ANA, BO):
        presence.seen(stage.runtime, person)


def test_after_the_minutes_of_the_team_the_next_agent_has_it(given: Bench) -> None:
    """And not before; who was silent is asked again only when nobody else has room."""
    pass_minutes(given, TEAM.answer_minutes - 1)
    assert silence.watch(given.runtime) == 0
    pass_minutes(given, 1)
    assert silence.watch(given.runtime) == 1
    assert offered(given, A) == [BO.id]
    pass_minutes(given, TEAM.answer_minutes)
    silence.watch(given.runtime)
    assert offered(given, A) == [ANA.id]


def test_the_supervisor_is_told_and_it_is_written_down(given: Bench) -> None:
    """In a notification, in the audit and in the history of the thread."""
    pass_minutes(given, TEAM.answer_minutes)
    silence.watch(given.runtime)
    told = given.archive.notifications.newest(EVA.id, most=5)
    assert [(one.kind, one.thread) for one in told] == [("silent", A)]
    assert "silent" not in [one.kind for one in given.archive.notifications.newest(ANA.id, most=5)]
    assert "thread.give_back" in [line.act.what for line in given.archive.audit.newest(most=5)]
    lines = [(line.kind, line.person) for line in given.archive.assignments.lines((A,))]
    assert lines[-2:] == [("silent", ANA.id), ("assigned", BO.id)]


def test_what_was_taken_up_stays(given: Bench) -> None:
    """However long its agent thinks."""
    desk.take(given.runtime, A, ANA)
    pass_minutes(given, 600)
    assert silence.watch(given.runtime) == 0


def test_minutes_count_in_business_hours_alone(given: Bench) -> None:
    """Nobody loses a thread over night."""
    at = given.clock.now()
    open_for = Hours("UTC", (Span(at.weekday(), 0, at.hour * 60 + at.minute + 5),))
    service_levels.keep_hours(given.runtime, EVA, TEAM.id, open_for)
    pass_minutes(given, 60)
    assert silence.watch(given.runtime) == 0
    service_levels.keep_hours(given.runtime, EVA, TEAM.id, Hours("UTC", ()))
    assert silence.watch(given.runtime) == 0


def test_a_team_may_give_its_people_as_long_as_they_like(given: Bench) -> None:
    """With nought minutes nothing is ever given back."""
    teams.keep(given.runtime, EVA, type(TEAM)(id=TEAM.id, name="Desk", members=TEAM.members, answer_minutes=0))
    pass_minutes(given, 600)
    assert silence.watch(given.runtime) == 0


def test_who_may_not_answer_any_more_loses_it_at_once(given: Bench) -> None:
    """A person who was shut out keeps no traveller waiting."""
    given.archive.people.keep(Person(ANA.id, "Ana", roles=("agent",), active=False))
    assert silence.watch(given.runtime) == 1
    assert offered(given, A) == [BO.id]


def test_what_a_person_assigned_by_hand_comes_back_as_well(stage: Bench) -> None:
    """A thread of no team after ten minutes."""
    teams.drop(stage.runtime, EVA, TEAM.id)
    waits(stage, B)
    thread_marks.offer(stage.runtime, EVA, B, ANA.id)
    pass_minutes(stage, 9)
    assert silence.watch(stage.runtime) == 0
    pass_minutes(stage, 1)
    assert silence.watch(stage.runtime) == 1
    assert offered(stage, B) == [""]


def test_what_was_assigned_anew_meanwhile_is_left_alone(given: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    """A supervisor who is faster than the sweep has the last word."""
    pass_minutes(given, TEAM.answer_minutes)
    real = silence._give_back

    def slower(runtime: object, seen: object, now: int) -> bool:
        thread_marks.offer(given.runtime, EVA, A, BO.id)
        return real(runtime, seen, now)  # type: ignore[arg-type]  # as it was called

    monkeypatch.setattr(silence, "_give_back", slower)
    assert silence.watch(given.runtime) == 0
    assert offered(given, A) == [BO.id]
