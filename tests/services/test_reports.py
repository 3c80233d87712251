"""Reports over what really happened at the desk: the lines of turns and acts, counted with names of today."""

from datetime import date

import pytest

from bot.domain.conversation.events import ChoiceTapped, TextReceived
from bot.domain.errors import InvalidError
from bot.domain.staff.figures import Wanted
from bot.domain.staff.measures import Spread
from bot.domain.staff.person import Person
from bot.ports.team_records import Team
from bot.services import desk, reports, thread_marks, turns
from tests.builders.world import NOW_MS
from tests.web.archive import Bench, bench

ANA = Person("per_ana", "Ana", roles=("agent",))
THREAD = "webchat:TF:marie"


@pytest.fixture
def stage() -> Bench:
    """Marie asks, is answered after three minutes, asks again, is answered after one, and Ana closes."""
    stage = bench()
    stage.archive.teams.keep(Team(id="tea_1", name="Payments"))
    runtime = stage.runtime
    turns.take(runtime, "webchat:TF:luc", TextReceived("l1", NOW_MS, "Hello"))
    turns.take(runtime, THREAD, ChoiceTapped("t1", NOW_MS, "go:person", "Talk to a person"))
    stage.archive.desk.change(THREAD, team="tea_1")
    stage.clock.pass_time(minutes=2)
    desk.take(runtime, THREAD, ANA)
    stage.clock.pass_time(minutes=1)
    desk.reply(runtime, THREAD, ANA, "Good evening", key="a")
    stage.clock.pass_time(minutes=1)
    turns.take(runtime, THREAD, TextReceived("t2", NOW_MS + 1, "And my bag?"))
    stage.clock.pass_time(minutes=1)
    desk.reply(runtime, THREAD, ANA, "It flies, too", key="b")
    stage.clock.pass_time(minutes=5)
    thread_marks.close(runtime, ANA, THREAD)
    return stage


def test_what_happened_is_what_is_reported(stage: Bench) -> None:
    """Three minutes to the first answer, one to the next, ten to the end; Luc needed nobody."""
    found = reports.report(stage.runtime, reports.this_week(stage.runtime))
    assert found.total.first == Spread(1, 180_000, 180_000)
    assert found.total.next == Spread(1, 60_000, 60_000)
    assert found.total.resolution == Spread(1, 600_000, 600_000)
    assert (found.funnel.talked, found.funnel.contained) == (2, 1)
    assert sum(count for _, count in found.reasons) == 1


def test_names_are_those_of_today(stage: Bench) -> None:
    """Who was renamed keeps their figures; who is in no list keeps the name that travellers read."""
    found = reports.report(stage.runtime, reports.this_week(stage.runtime))
    assert [line.name for line in found.teams] == ["Payments"]
    assert [line.name for line in found.agents] == ["Ana"]
    stage.archive.people.keep(Person("per_ana", "Anna"))
    assert [line.name for line in reports.report(stage.runtime, reports.this_week(stage.runtime)).agents] == ["Anna"]
    nothing = reports.report(stage.runtime, reports.this_week(stage.runtime), Wanted(team="tea_2"))
    assert nothing.total.first == Spread()


def test_a_week_is_one_of_the_airlines_zone(stage: Bench) -> None:
    """Paris is an hour ahead: late in the evening it is tomorrow there."""
    assert reports.this_week(stage.runtime).last == date(2026, 11, 24)
    stage.clock.pass_time(hours=13)
    week = reports.this_week(stage.runtime)
    assert (week.first, week.last, week.zone) == (date(2026, 11, 19), date(2026, 11, 25), "Europe/Paris")
    with pytest.raises(InvalidError):
        reports.days(stage.runtime, date(2026, 2, 1), date(2026, 1, 1))


def test_taking_figures_away_is_audited(stage: Bench) -> None:
    """Who exported what is known later."""
    reports.note_export(stage.runtime, ANA, reports.this_week(stage.runtime))
    act = stage.archive.audit.acts[-1]
    assert (act.who, act.what) == ("per_ana", "report.export")
    assert "2026-11-18" in act.after
