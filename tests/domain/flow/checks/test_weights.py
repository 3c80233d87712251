"""Rule 16: a trial shares out everybody, and can be told from every other trial."""

from typing import Any

import pytest

from tests.builders.flows import SAY, flow, sentences


def _split(*weights: int, name: str = "trial") -> dict[str, Any]:
    return {
        "split": {"name": name, "ways": [{"name": f"w{n}", "weight": w, "to": "end"} for n, w in enumerate(weights)]}
    }


@pytest.mark.parametrize(
    ("weights", "told"),
    [
        ((50, 40), "add up to 90"),
        ((120, -20), "add up to 100"),
        ((100,), "two to 6 ways"),
        ((), "add up to 0"),
        ((10,) * 10, "two to 6 ways"),
    ],
)
def test_what_does_not_share_out_a_hundred_is_told(weights: tuple[int, ...], told: str) -> None:
    """Nobody falls through, and no way is too rare to tell anything."""
    assert any(told in sentence for sentence in sentences(flow({"a": _split(*weights)}), 16))


def test_a_fair_trial_is_fine() -> None:
    """Two halves, or one in ten."""
    assert sentences(flow({"a": _split(10, 90)}), 16) == []


def test_two_trials_of_one_name_are_told() -> None:
    """Their results would be counted together."""
    nodes = {"a": _split(50, 50), "b": _split(50, 50), "end": {"do": [SAY], "next": "b"}}
    assert len(sentences(flow(nodes), 16)) == 2
