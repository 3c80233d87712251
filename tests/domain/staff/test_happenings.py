"""What turns have for the reports."""

from typing import Any

import pytest

from bot.domain.conversation.agent_events import AgentReturned, AgentSpoke, AgentTook
from bot.domain.conversation.entry import TurnEntry
from bot.domain.conversation.events import (
    ChoiceTapped,
    MessageEchoed,
    MessageReacted,
    OffersFound,
    SearchFailed,
    TextReceived,
    TicketIssued,
)
from bot.domain.conversation.service_events import AgentAccepted, AgentLeft, WaitTold
from bot.domain.staff.happenings import DESK_KINDS, HOUR_MS, happenings
from tests.builders import world as builders

TEXT = TextReceived("t1", 5, "Hello")


def kinds(event: Any, *, was: str = "bot", owner: str = "bot", reason: str = "") -> list[str]:
    """The kinds of lines of a turn."""
    entry = TurnEntry("webchat:TF:marie", 3, 0, owner, event, at=7 * HOUR_MS + 5, was=was, reason=reason)
    return [line.kind for line in happenings(entry, team="tea_1")]


@pytest.mark.parametrize(
    ("event", "was", "owner", "told"),
    [
        (TEXT, "bot", "bot", ["talked"]),
        (TEXT, "bot", "queue", ["queued", "talked", "heard"]),
        (TEXT, "queue", "queue", ["talked", "heard"]),
        (TEXT, "human", "human", ["talked", "heard"]),
        (ChoiceTapped("t2", 5, "go:bot"), "queue", "bot", ["returned", "talked"]),
        (AgentTook("e1", 5, "per_1", "Ana", 9), "queue", "human", ["taken"]),
        (AgentAccepted("trf", 5, "per_2", "Bo", "per_1"), "human", "human", ["taken"]),
        (AgentLeft("e5", 5, "per_1"), "human", "queue", ["queued"]),
        (WaitTold("w1", 5, place=2), "queue", "queue", []),
        (AgentSpoke("e2", 5, "per_1", "Ana", "Hi"), "human", "human", ["answered"]),
        (AgentSpoke("e2", 5, "per_1", "Ana", "Hi", 9), "queue", "human", ["taken", "answered"]),
        (AgentReturned("e3", 5, "per_1"), "human", "bot", ["returned"]),
        (MessageEchoed("e4", 5, "Hi", "app"), "bot", "human", ["answered"]),
        (OffersFound("o1", 5, ()), "bot", "bot", ["searched"]),
        (OffersFound("o1", 5, builders.offers(1)), "bot", "bot", ["searched", "offered"]),
        (TicketIssued("o3", 5, "chk_1", builders.booked()), "bot", "bot", ["paid"]),
        (SearchFailed("o2", 5, "down"), "bot", "bot", ["searched"]),
        (MessageReacted("r1", 5, "m", "x"), "bot", "bot", []),
        (AgentReturned("e3", 5, "per_1"), "", "bot", []),
    ],
)
def test_each_turn_tells_what_reports_count(event: Any, was: str, owner: str, told: list[str]) -> None:
    """Hand-overs, takes, words on both sides, returns and searches; what an older program wrote tells no change."""
    assert kinds(event, was=was, owner=owner) == told


def test_lines_say_who_and_why() -> None:
    """A hand-over has its reason, an answer its agent, and what the desk has its team."""
    entry = TurnEntry("webchat:TF:marie", 3, 0, "queue", TEXT, at=5, was="bot", reason="payment")
    queued, talked, _ = happenings(entry, team="tea_1")
    assert (queued.about, queued.team, queued.channel) == ("payment", "tea_1", "webchat")
    assert (talked.kind in DESK_KINDS, talked.team) == (False, "")
    spoke = TurnEntry("webchat:TF:marie", 4, 1, "human", AgentSpoke("e", 5, "per_1", "Ana", "Hi"), at=6, was="human")
    (answered,) = happenings(spoke, team="")
    assert (answered.agent, answered.name) == ("per_1", "Ana")


def test_a_traveller_who_talks_is_counted_once_an_hour() -> None:
    """A long talk with the bot is no flood of lines; and no line holds who they are in its id."""
    ids = set()
    for version, at in ((1, 5), (2, HOUR_MS - 1), (3, HOUR_MS)):
        entry = TurnEntry("webchat:TF:marie", version, 0, "bot", TEXT, at=at, was="bot")
        ids |= {line.id for line in happenings(entry, team="")}
    assert len(ids) == 2
    assert not any("marie" in one for one in ids)
