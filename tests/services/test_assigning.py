"""Threads that wait go to the team that fits, and to whom of it has room: oldest first, once, and to nobody twice."""

from typing import Any

import pytest

from bot.domain.conversation.events import ChoiceTapped, TextReceived
from bot.domain.staff.hours import Hours, Span
from bot.domain.staff.person import Person
from bot.domain.staff.team import Team
from bot.services import assigning, desk, presence, service_levels, teams, thread_marks, turns
from tests.builders.world import NOW_MS
from tests.web.archive import Bench, bench

EVA = Person("per_eva", "Eva", roles=("supervisor",))
ANA, BO = (Person(f"per_{name.lower()}", name, roles=("agent",)) for name in ("Ana", "Bo"))
A, B, C, D = (f"webchat:TF:{name}" for name in "abcd")
TEAM = Team(id="tea_1", name="Desk", members=(ANA.id, BO.id), automatic=True)


@pytest.fixture
def stage() -> Bench:
    """Two agents who are there, two points of room each, and a team that hands its threads out."""
    stage = bench()
    for person in (EVA, ANA, BO):
        stage.archive.people.keep(person)
    for person in (ANA, BO):
        presence.choose(stage.runtime, person, "available")
        teams.set_capacity(stage.runtime, EVA, person.id, 2)
    teams.keep(stage.runtime, EVA, TEAM)
    return stage


def waits(stage: Bench, *threads: str) -> None:
    """Let travellers ask for a person, a second after the other."""
    for thread in threads:
        turns.take(stage.runtime, thread, ChoiceTapped(f"t{thread}", NOW_MS, "go:person", "Talk to a person"))
        stage.clock.pass_time(seconds=1)


def offered(stage: Bench, *threads: str) -> list[str]:
    """To whom threads were assigned."""
    return [stage.archive.desk.thread(thread).offered_to for thread in threads]


def test_the_backlog_goes_round_from_the_oldest(stage: Bench) -> None:
    """One each, then a second each; whoever is full gets no more, and the youngest waits."""
    waits(stage, A, B, C, D, "webchat:TF:e")
    assert assigning.drain(stage.runtime) == 5
    assert offered(stage, A, B, C, D) == [ANA.id, BO.id, ANA.id, BO.id]
    assert offered(stage, "webchat:TF:e") == [""]
    assert stage.archive.desk.thread("webchat:TF:e").team == TEAM.id
    assert assigning.drain(stage.runtime) == 0


def test_whenever_room_appears_the_oldest_has_it(stage: Bench) -> None:
    """After a closing, a snooze, a return to the bot, more capacity, or an agent who comes."""
    teams.set_capacity(stage.runtime, EVA, ANA.id, 1)
    presence.choose(stage.runtime, BO, "busy")
    waits(stage, A, B, C, D)
    assigning.drain(stage.runtime)
    assert offered(stage, A, B) == [ANA.id, ""]
    desk.take(stage.runtime, A, ANA)
    assert assigning.drain(stage.runtime) == 0
    thread_marks.close(stage.runtime, ANA, A)
    assigning.drain(stage.runtime)
    assert offered(stage, B, C) == [ANA.id, ""]
    thread_marks.snooze(stage.runtime, ANA, B, 60)
    assigning.drain(stage.runtime)
    assert offered(stage, C, D) == [ANA.id, ""]
    presence.choose(stage.runtime, BO, "available")
    assigning.drain(stage.runtime)
    assert offered(stage, D) == [BO.id]


def test_what_frees_room_wakes_a_worker(stage: Bench) -> None:
    """Nobody waits for the sweep when an agent comes, closes, puts off, or may take more."""
    waits(stage, A)
    for act in (
        lambda: presence.choose(stage.runtime, ANA, "available"),
        lambda: teams.set_capacity(stage.runtime, EVA, ANA.id, 5),
        lambda: thread_marks.snooze(stage.runtime, ANA, A, 5),
        lambda: thread_marks.close(stage.runtime, ANA, A),
    ):
        stage.quiet.rung.clear()
        act()
        assert assigning.ASSIGN_RING in stage.quiet.rung


def test_nothing_is_handed_out_where_nobody_said_so(stage: Bench) -> None:
    """Without a team, or with one that does not, threads wait for whoever takes them; they are still routed."""
    teams.keep(stage.runtime, EVA, Team(id="tea_1", name="Desk", members=(ANA.id,)))
    waits(stage, A)
    assigning.drain(stage.runtime)
    assert (stage.archive.desk.thread(A).team, offered(stage, A)) == ("tea_1", [""])
    teams.drop(stage.runtime, EVA, "tea_1")
    assert stage.archive.desk.thread(A).team == ""
    assert assigning.drain(stage.runtime) == 0


def test_a_thread_goes_to_the_team_that_fits_and_stays_where_a_person_put_it(stage: Bench) -> None:
    """By language, by why it was handed over and by the tier that a label tells."""
    for team in (
        Team(id="tea_fr", name="Français", languages=("fr",)),
        Team(id="tea_gold", name="Gold", tiers=("gold",), topics=("asked", "person", "")),
    ):
        teams.keep(stage.runtime, EVA, team)
    turns.take(stage.runtime, B, TextReceived("b0", NOW_MS, "Bonjour"))
    waits(stage, A, B, C)
    stage.archive.desk.change(C, labels=("Gold",))
    assigning.drain(stage.runtime)
    assert [stage.archive.desk.thread(one).team for one in (A, B, C)] == ["tea_1", "tea_fr", "tea_gold"]
    thread_marks.move(stage.runtime, EVA, C, team="tea_fr", note="Speaks French")
    assigning.drain(stage.runtime)
    assert stage.archive.desk.thread(C).team == "tea_fr"


def test_a_traveller_who_comes_anew_is_routed_anew(stage: Bench) -> None:
    """What they wanted last time says nothing of this time."""
    waits(stage, A)
    assigning.drain(stage.runtime)
    turns.take(stage.runtime, A, ChoiceTapped("back", NOW_MS, "go:bot", "Back"))
    assert offered(stage, A) == [""]
    teams.keep(stage.runtime, EVA, Team(id="tea_en", name="English", languages=("en",)))
    stage.clock.pass_time(minutes=1)
    turns.take(stage.runtime, A, TextReceived("again", NOW_MS, "I want to talk to a person please"))
    assigning.drain(stage.runtime)
    assert stage.archive.desk.thread(A).team == "tea_en"


def test_outside_business_hours_nothing_is_handed_out(stage: Bench) -> None:
    """And when they begin the backlog is, without anybody doing anything."""
    at = stage.clock.now()
    hours = Hours("UTC", (Span(at.weekday(), at.hour * 60 + at.minute + 30, 24 * 60),))
    service_levels.keep_hours(stage.runtime, EVA, "tea_1", hours)
    waits(stage, A)
    assigning.drain(stage.runtime)
    assert offered(stage, A) == [""]
    stage.clock.pass_time(minutes=30)
    for person in (ANA, BO):
        presence.seen(stage.runtime, person)
    assigning.drain(stage.runtime)
    assert offered(stage, A) == [ANA.id]


def test_what_somebody_took_a_moment_ago_is_not_assigned(stage: Bench) -> None:
    """The live state knows before the archive does."""
    waits(stage, A)
    stage.runtime.conversations.load(A)
    row = stage.archive.desk.thread(A)
    desk.take(stage.runtime, A, BO)
    stage.archive.desk.threads[A] = row
    assigning.drain(stage.runtime)
    assert offered(stage, A) == [""]


def test_whoever_takes_an_assigned_thread_ends_the_assignment(stage: Bench) -> None:
    """A colleague may be faster than the assignee; nobody is told of it as theirs any more."""
    waits(stage, A)
    assigning.drain(stage.runtime)
    assert offered(stage, A) == [ANA.id]
    desk.take(stage.runtime, A, BO)
    state = stage.archive.desk.thread(A)
    assert (state.offered_to, state.offered_at, state.agent) == ("", 0, BO.id)


def test_a_heavy_channel_takes_more_room(stage: Bench) -> None:
    """With a weight of two, two points hold one thread."""
    teams.set_weight(stage.runtime, EVA, "webchat", 2)
    waits(stage, A, B, C)
    assigning.drain(stage.runtime)
    assert offered(stage, A, B, C) == [ANA.id, BO.id, ""]


def test_each_assignment_stands_in_the_audit_and_in_the_history(stage: Bench) -> None:
    """By the router, with the team and the agent, under a reference that names nobody."""
    waits(stage, A)
    assigning.drain(stage.runtime)
    act = stage.archive.audit.newest(most=1)[0].act
    assert (act.who, act.what) == (assigning.ROUTER, "thread.assign")
    assert A not in act.subject
    assert ANA.id in act.after
    assert [line.kind for line in stage.archive.assignments.lines((A,))] == ["routed", "assigned"]


@pytest.mark.parametrize("change", [{"owner": "human"}, {"offered_to": "per_bo"}])
def test_a_plan_is_nothing_where_a_person_was_faster(
    stage: Bench, monkeypatch: pytest.MonkeyPatch, change: dict[str, str]
) -> None:
    """Between looking and writing somebody takes the thread, or assigns it by hand: theirs counts."""
    waits(stage, A)
    real = assigning._planned

    def slower(work: Any, now: int) -> Any:
        planned = real(work, now)
        work.desk.change(A, **change)
        return planned

    monkeypatch.setattr(assigning, "_planned", slower)
    assert assigning.drain(stage.runtime) == 0
    state = stage.archive.desk.thread(A)
    assert (state.owner, state.offered_to) == (change.get("owner", "queue"), change.get("offered_to", ""))
    assert stage.archive.assignments.lines((A,)) == ()
