"""Presence: chosen by the agent, kept alive by an open page, and known to everybody."""

import pytest

from bot.domain.errors import InvalidError
from bot.domain.staff.person import Person
from bot.domain.staff.presence import BEAT_MS, GONE_MS
from bot.domain.staff.team import Team
from bot.services import presence, roster, teams
from bot.services.thread_marks import ASSIGN_RING
from tests.web.archive import Bench, bench

ANA = Person("per_ana", "Ana", roles=("agent",))
EVA = Person("per_eva", "Eva", roles=("supervisor",))
VIC = Person("per_vic", "Vic", roles=("viewer",))


@pytest.fixture
def stage() -> Bench:
    """Ana, and somebody who may only read."""
    stage = bench()
    for person in (ANA, VIC):
        stage.archive.people.keep(person)
    return stage


def now(stage: Bench) -> str:
    """How Ana stands."""
    (seat,) = roster.seats(stage.runtime)
    return seat.standing


def test_with_the_first_open_page_one_is_available(stage: Bench) -> None:
    """And away before, and again a minute after the last sign of life."""
    assert now(stage) == "away"
    assert presence.seen(stage.runtime, ANA)
    assert now(stage) == "available"
    stage.clock.pass_time(milliseconds=GONE_MS)
    assert now(stage) == "away"


def test_what_one_chose_comes_back_with_the_page(stage: Bench) -> None:
    """Who was busy before a lost connection is busy after it, and pages learn of each change."""
    presence.choose(stage.runtime, ANA, "busy")
    stage.clock.pass_time(milliseconds=GONE_MS)
    assert now(stage) == "away"
    stage.archive.notes.clear()
    assert presence.seen(stage.runtime, ANA)
    assert now(stage) == "busy"
    assert [note.kind for note in stage.archive.notes] == ["presence"]


def test_signs_of_life_are_written_now_and_then(stage: Bench) -> None:
    """Two hundred open desks cost ten writes a second, not two hundred."""
    presence.seen(stage.runtime, ANA)
    first = stage.archive.agents.agent(ANA.id).seen_at
    stage.clock.pass_time(milliseconds=BEAT_MS - 1)
    assert not presence.seen(stage.runtime, ANA)
    assert stage.archive.agents.agent(ANA.id).seen_at == first
    stage.clock.pass_time(milliseconds=1)
    assert not presence.seen(stage.runtime, ANA)
    assert stage.archive.agents.agent(ANA.id).seen_at == first + BEAT_MS


def test_a_choice_is_audited_once_and_must_be_one(stage: Bench) -> None:
    """The same again is nothing new."""
    for _ in range(2):
        presence.choose(stage.runtime, ANA, "away")
    assert [line.act.what for line in stage.archive.audit.newest(most=5)] == ["presence.choose"]
    assert presence.standing(stage.runtime, ANA.id) == "away"
    with pytest.raises(InvalidError):
        presence.choose(stage.runtime, ANA, "asleep")


def test_pages_learn_who_went_away_by_themselves(stage: Bench) -> None:
    """Once, in the seconds in which it becomes true."""
    presence.seen(stage.runtime, ANA)
    stage.archive.notes.clear()
    stage.clock.pass_time(milliseconds=GONE_MS - 1)
    assert presence.tell_lapsed(stage.runtime, within_ms=4000) == 0
    stage.clock.pass_time(milliseconds=2)
    assert presence.tell_lapsed(stage.runtime, within_ms=4000) == 1
    assert [note.kind for note in stage.archive.notes] == ["presence"]
    stage.clock.pass_time(milliseconds=4000)
    assert presence.tell_lapsed(stage.runtime, within_ms=4000) == 0


def test_pages_are_told_who_came_and_a_worker_is_rung_only_where_threads_are_handed_out(stage: Bench) -> None:
    """A whole shift that comes within one second asks for nothing that nobody would do."""
    presence.seen(stage.runtime, ANA)
    assert [note.who for note in stage.archive.notes] == [ANA.id]
    assert stage.quiet.rung == []
    teams.keep(stage.runtime, EVA, Team(id="tea_1", name="Desk", members=(ANA.id,)))
    stage.quiet.rung.clear()
    presence.choose(stage.runtime, ANA, "busy")
    assert stage.quiet.rung == [ASSIGN_RING]
