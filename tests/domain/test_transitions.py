"""Machines as tables: a move that is not listed is refused and changes nothing."""

import pytest

from bot.domain.errors import IllegalError
from bot.domain.transitions import Table, allows, mermaid, move, states

LAMP: Table = {"off": {"press": "on"}, "on": {"press": "off", "hold": "off", "smash": "broken"}, "broken": {}}


def test_a_listed_move_is_made() -> None:
    """The table says what follows."""
    assert move(LAMP, "off", "press", machine="lamp") == "on"
    assert allows(LAMP, "off", "press")


@pytest.mark.parametrize(("state", "trigger"), [("off", "hold"), ("broken", "press"), ("stolen", "press")])
def test_an_unlisted_move_is_refused(state: str, trigger: str) -> None:
    """The refusal names machine, state and trigger."""
    assert not allows(LAMP, state, trigger)
    with pytest.raises(IllegalError, match=f"lamp: nothing leads from '{state}' by '{trigger}'"):
        move(LAMP, state, trigger, machine="lamp")


def test_the_diagram_is_drawn_from_the_table() -> None:
    """Picture and code cannot part."""
    assert states(LAMP) == ("off", "on", "broken")
    drawn = mermaid(LAMP, start="off").splitlines()
    assert drawn == [
        "stateDiagram-v2",
        "    [*] --> off",
        "    off --> on: press",
        "    on --> off: press, hold",
        "    on --> broken: smash",
        "    broken --> [*]",
    ]
