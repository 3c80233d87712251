"""Threads whose agent is gone wait for a person again; who is there keeps theirs."""

import msgspec
import pytest

from bot.domain.conversation.events import TextReceived
from bot.domain.moments import milliseconds
from bot.domain.staff.hours import Hours
from bot.domain.staff.person import Person
from bot.domain.staff.presence import GONE_MS
from bot.services import absence, assigning, desk, presence, service_levels, teams, thread_marks, turns
from tests.services.test_assigning import ANA, BO, EVA, TEAM, A, B, offered, stage, waits
from tests.web.archive import Bench

__all__ = ["stage"]


@pytest.fixture(name="held")
def _held(stage: Bench) -> Bench:
    """A thread that Ana has, in which the traveller waits for her word."""
    waits(stage, A)
    assigning.drain(stage.runtime)
    desk.take(stage.runtime, A, ANA)
    return stage


def owner(stage: Bench, thread: str = A) -> tuple[str, str]:
    """Who has a thread."""
    talk = desk.thread_state(stage.runtime, thread)
    assert talk is not None
    return talk.owner, talk.agent


def pass_minutes(stage: Bench, minutes: int, *, here: tuple[Person, ...] = (BO,)) -> None:
    """Let time pass while some agents are there."""
    stage.clock.pass_time(minutes=minutes)
    for person in here:
        presence.seen(stage.runtime, person)


@pytest.mark.parametrize("change", [{"active": False}, {"roles": ("viewer",)}])
def test_an_agent_who_may_not_answer_any_more_has_nothing_any_more(held: Bench, change: dict[str, object]) -> None:
    """A person who was shut out keeps no traveller from a colleague, however short a time it is ago."""
    held.archive.people.keep(msgspec.structs.replace(ANA, **change))
    assert absence.watch(held.runtime) == 1
    assert owner(held) == ("queue", "")
    desk.take(held.runtime, A, BO)
    assert owner(held) == ("human", BO.id)
    assert absence.watch(held.runtime) == 0


def test_who_goes_home_while_a_traveller_waits_loses_the_thread(held: Bench) -> None:
    """After as long as an assignee has; the next agent of the team is asked."""
    pass_minutes(held, TEAM.answer_minutes - 1)
    assert absence.watch(held.runtime) == 0
    pass_minutes(held, 1)
    assert absence.watch(held.runtime) == 1
    assigning.drain(held.runtime)
    assert offered(held, A) == [BO.id]


def test_who_looks_at_the_desk_keeps_a_thread(held: Bench) -> None:
    """However long they think."""
    pass_minutes(held, 600, here=(ANA, BO))
    assert absence.watch(held.runtime) == 0
    assert owner(held) == ("human", ANA.id)


def test_who_has_answered_may_go_away(held: Bench) -> None:
    """Only a traveller who waits is given to a colleague: after their next word."""
    desk.reply(held.runtime, A, ANA, "It is booked.", key="abc")
    pass_minutes(held, 600)
    assert absence.watch(held.runtime) == 0
    turns.take(held.runtime, A, TextReceived("again", milliseconds(held.clock.now()), "One more thing"))
    assert absence.watch(held.runtime) == 0
    pass_minutes(held, TEAM.answer_minutes)
    assert absence.watch(held.runtime) == 1


def test_what_was_put_off_is_not_taken_away(held: Bench) -> None:
    """Until it wakes, and then as long again."""
    thread_marks.snooze(held.runtime, ANA, A, 60)
    pass_minutes(held, 59)
    assert absence.watch(held.runtime) == 0
    pass_minutes(held, 1 + TEAM.answer_minutes)
    assert absence.watch(held.runtime) == 1


@pytest.mark.parametrize("minutes", [0, 5])
def test_a_team_and_its_hours_say_how_long(held: Bench, minutes: int) -> None:
    """Nought minutes are for ever, and so are hours that never open."""
    team = msgspec.structs.replace(TEAM, answer_minutes=minutes)
    teams.keep(held.runtime, EVA, team)
    if minutes:
        service_levels.keep_hours(held.runtime, EVA, team.id, Hours("UTC", ()))
    pass_minutes(held, 600)
    assert absence.watch(held.runtime) == 0


def test_it_is_written_down_once_and_those_who_oversee_are_told(held: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also when the process dies before the turn and the sweep runs again."""
    held.clock.pass_time(seconds=GONE_MS // 1000 + TEAM.answer_minutes * 60)
    with monkeypatch.context() as patch:
        patch.setattr(turns, "take", _dies)
        with pytest.raises(SystemExit):
            absence.watch(held.runtime)
    assert absence.watch(held.runtime) == 1
    assert [line.kind for line in held.archive.assignments.lines((A,))].count("left") == 1
    assert [line.act.what for line in held.archive.audit.newest(most=20)].count("thread.give_back") == 1
    told = [one for one in held.archive.notifications.newest(EVA.id, most=5) if one.person == EVA.id]
    assert [(one.kind, one.thread) for one in told] == [("silent", A)]


def test_a_colleague_who_is_faster_keeps_the_thread(held: Bench) -> None:
    """The turn names whom it takes the thread from."""
    held.archive.people.keep(msgspec.structs.replace(ANA, active=False))
    seen = held.archive.desk.thread(A)
    assert absence.watch(held.runtime) == 1
    desk.take(held.runtime, A, BO)
    held.archive.desk.threads[A] = seen
    absence.watch(held.runtime)
    assert owner(held) == ("human", BO.id)


def test_threads_that_wait_are_not_looked_at(stage: Bench) -> None:
    """They are the sweep's for assignees."""
    waits(stage, B)
    assert absence.watch(stage.runtime) == 0


def _dies(*_: object) -> None:
    raise SystemExit
