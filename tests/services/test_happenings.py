"""The archivist writes what reports count in the transaction of its batch."""

import msgspec

from bot.domain.conversation.agent_events import AgentSpoke
from bot.domain.conversation.entry import TurnEntry
from bot.domain.conversation.events import TextReceived
from bot.services import happenings
from tests.builders.house import house
from workers.archivist import Archivist

THREAD = "messenger:page:ada"


def test_a_batch_is_written_once_with_the_team_of_that_moment() -> None:
    """A batch that is archived again counts nothing twice; a team that takes over later has only what comes later."""
    home = house()
    asked = TurnEntry(THREAD, 1, 0, "queue", TextReceived("t1", 5, "Help"), at=5, was="bot", reason="asked")
    spoke = TurnEntry(THREAD, 2, 1, "human", AgentSpoke("e", 9, "per_1", "Ana", "Hi"), at=9, was="human")
    with home.runtime.records.begin() as work:
        work.desk.change(THREAD, team="tea_1")
        happenings.note(work, (asked,))
        happenings.note(work, (asked,))
        work.desk.change(THREAD, team="tea_2")
        happenings.note(work, (spoke, msgspec.structs.replace(spoke, version=2)))
    told = [(event.kind, event.team) for event in home.records.happenings.events]
    assert told == [("queued", "tea_1"), ("talked", ""), ("heard", "tea_1"), ("answered", "tea_2")]


def test_what_a_turn_tells_is_there_when_it_is_archived() -> None:
    """From the journal, through the real archivist."""
    home = house()
    home.take(TextReceived("t1", 5, "I want to talk to a person"), THREAD)
    Archivist(home.runtime, owner="a").step(wait_ms=0)
    assert {event.kind for event in home.records.happenings.events} >= {"queued", "talked", "heard"}
