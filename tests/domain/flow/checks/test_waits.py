"""Rule 5: whoever is asked can always be understood, be silent, or have a person."""

import pytest

from bot.domain.flow.waits import ALWAYS
from tests.builders.flows import ask, flow, sentences


@pytest.mark.parametrize("gone", ALWAYS)
def test_each_exit_that_everybody_needs_is_missed(gone: str) -> None:
    """A wait without a way to a person, for silence or for a miss cannot be published."""
    node = ask()
    del node["wait"]["exits"][gone]
    (sentence,) = sentences(flow({"a": node}), 5)
    assert gone in sentence


@pytest.mark.parametrize(
    ("subject", "exits", "told"),
    [
        ("moon", {}, "Nobody can wait"),
        ("yes_no", {"maybe": "end"}, "never takes the exits maybe"),
        ("trip.origin", {"answered": "end"}, "lacks the exits changed"),
    ],
)
def test_what_a_wait_cannot_take_is_told(subject: str, exits: dict[str, str], told: str) -> None:
    """An exit that is never taken would be a promise."""
    assert told in sentences(flow({"a": ask(subject, **exits)}), 5)[0]


def test_an_option_that_leads_nowhere_is_told() -> None:
    """Whoever taps it would be told that they were not understood."""
    node = ask("choice", more="end")
    node["do"][0]["options"] = [{"text": "hi", "value": "more"}, {"text": "hi", "value": "less"}]
    (sentence,) = sentences(flow({"a": node}), 5)
    assert "'less'" in sentence


def test_a_wait_lasts_some_time() -> None:
    """A timeout of nothing would answer before the traveller does."""
    node = ask()
    node["wait"]["timeout"] = 0
    assert sentences(flow({"a": node}), 5) != []


def test_a_wait_ends_within_a_year() -> None:
    """A time that no clock can show would break every page that tells when it ends."""
    node = ask()
    node["wait"]["timeout"] = 366 * 86_400
    assert sentences(flow({"a": node}), 5) == []
    node["wait"]["timeout"] += 1
    assert "longer than a year" in sentences(flow({"a": node}), 5)[0]
