"""Rule 19: whoever is handed over is handed to somebody."""

from typing import Any

from bot.domain.flow.definition import Flow
from bot.domain.flow.issues import Around
from tests.builders.flows import TEXTS, flow, sentences


def _handing(team: str) -> Flow:
    action: dict[str, Any] = {"do": "hand_over", "text": "hi", "team": team}
    return flow({"a": {"do": [action]}})


def test_a_team_that_is_not_there_is_told() -> None:
    """It was renamed, or never made."""
    around = Around(texts=TEXTS, teams={"t1": True})
    assert sentences(_handing("t2"), 19, around) == ["There is no team 't2'."]
    assert sentences(_handing("t1"), 19, around) == []


def test_a_team_without_hours_is_told() -> None:
    """Nobody would ever answer."""
    assert "no hours" in sentences(_handing("t1"), 19, Around(texts=TEXTS, teams={"t1": False}))[0]


def test_whoever_the_desk_picks_is_always_there() -> None:
    """A flow need not name a team, and where nobody knows the teams none is looked for."""
    assert sentences(_handing(""), 19, Around(texts=TEXTS, teams={})) == []
    assert sentences(_handing("t9"), 19) == []
