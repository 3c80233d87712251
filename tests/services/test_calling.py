"""Calling a person: open desks hear of it, and the team that a flow named has the thread."""

from bot.domain.conversation.effects import CallAgent
from bot.ports.team_records import Team
from bot.services import calling, performers
from tests.builders.entries import THREAD, due
from tests.builders.house import house


def test_a_team_that_the_flow_named_has_the_thread() -> None:
    """Whoever is of that team sees it among theirs; calling twice changes nothing more."""
    home = house()
    with home.runtime.records.begin() as work:
        work.teams.keep(Team(id="refunds", name="Refunds"))
    for _ in range(2):
        calling.call(home.runtime, due(CallAgent("asked", "refunds")))
    with home.runtime.records.begin() as work:
        assert work.desk.thread(THREAD).team == "refunds"


def test_a_team_that_is_no_more_is_not_waited_for() -> None:
    """The desk picks somebody, as when no team is named."""
    home = house()
    calling.call(home.runtime, due(CallAgent("asked", "gone")))
    calling.call(home.runtime, due(CallAgent("asked")))
    with home.runtime.records.begin() as work:
        assert work.desk.thread(THREAD).team == ""
    assert performers.ALL[CallAgent] is calling.call
