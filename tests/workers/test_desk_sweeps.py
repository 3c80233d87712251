"""The sweeps of the desk, each over a desk in memory."""

from bot.domain.conversation.events import ChoiceTapped
from bot.domain.staff.person import Person
from bot.domain.staff.team import Team
from bot.services import desk, presence, teams, transfers, turns
from bot.services.transfers import To
from tests.builders.world import NOW_MS
from tests.web.archive import bench
from workers.desk_sweeps import DESK_SWEEPS

ANA, BO = (Person(f"per_{name.lower()}", name, roles=("supervisor",)) for name in ("Ana", "Bo"))
THREAD = "whatsapp:106:447700900001"


def test_a_thread_goes_round_by_the_clock_alone() -> None:
    """Assigned, given back, told of its wait, and a transfer that is over: nobody has to press anything."""
    stage = bench()
    for person in (ANA, BO):
        stage.archive.people.keep(person)
        presence.choose(stage.runtime, person, "available")
    teams.keep(stage.runtime, ANA, Team(id="t", name="T", automatic=True, members=(ANA.id,), answer_minutes=1))
    turns.take(stage.runtime, THREAD, ChoiceTapped("t1", NOW_MS, "go:person", "Talk to a person"))
    stage.clock.pass_time(seconds=5)
    swept = {name: sweep(stage.runtime, None) for name, (_, sweep) in DESK_SWEEPS.items()}
    assert {name for name, count in swept.items() if count} == {"assigned", "told_waits"}
    stage.clock.pass_time(minutes=1)
    assert DESK_SWEEPS["silent_assignees"][1](stage.runtime, None) == 1
    desk.take(stage.runtime, THREAD, ANA)
    transfers.begin(stage.runtime, ANA, THREAD, To(person=BO.id), note="Please")
    stage.clock.pass_time(minutes=30)
    assert DESK_SWEEPS["open_transfers"][1](stage.runtime, None) == 1
