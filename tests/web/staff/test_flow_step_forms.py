"""The form of a step: what ships comes back as it was, and what was typed becomes a step."""

from typing import Any

import msgspec
import pytest

from bot.adapters.data import catalogue
from bot.web.staff.flow_step_forms import exits_of, node_of, sheet_of, subjects, unfinished


def test_every_step_that_ships_comes_back_as_it_was() -> None:
    """Opening a form and saving it changes nothing."""
    for document in catalogue.sample_flows():
        for node in msgspec.json.decode(document)["nodes"].values():
            assert node_of(sheet_of(node)) == {key: value for key, value in node.items() if key != "locked"}


@pytest.mark.parametrize(
    "node",
    [
        {"do": [{"do": "say", "text": "hello", "wishes": ["help", "trip"]}], "end": True},
        {"do": [{"do": "set_slot", "field": "trip.one_way", "value": True}], "next": "b"},
        {"do": [{"do": "set_slot", "field": "slots.seat", "value": "window"}], "next": "b"},
        {
            "split": {
                "name": "greeting",
                "ways": [{"name": "a", "weight": 50, "to": "b"}, {"name": "z", "weight": 50, "to": "c"}],
            }
        },
        {"wait": {"for": "text:wish", "exits": {"answered": "b", "person": "p"}, "timeout": 90, "ring": True}},
        {"do": [{"do": "hand_over", "text": "t", "reason": "asked", "team": "tea_1"}], "end": True},
    ],
)
def test_each_way_on_comes_back(node: dict[str, Any]) -> None:
    """Ends, values of each kind, trials, notes, seconds."""
    assert node_of(sheet_of(node)) == node


def test_only_the_chosen_way_on_is_kept() -> None:
    """Somebody who looks at another one has not lost the first before they save."""
    sheet = sheet_of({"wait": {"for": "yes_no", "exits": {"yes": "b"}}})
    assert node_of({**sheet, "goes": "end"}) == {"end": True}
    assert node_of(sheet)["wait"]["exits"] == {"yes": "b"}


def test_what_is_needed_is_written_even_when_it_is_empty() -> None:
    """So that the check says that it is missing, and the document can be read."""
    assert node_of({"do": [{"do": "show_offers"}], "goes": "end"})["do"] == [
        {"do": "show_offers", "text": "", "button": ""}
    ]
    assert node_of({"do": [{"do": "burn"}, "x", {"do": "find_trips"}]}) == {"do": [{"do": "find_trips"}]}


def test_exits_are_those_of_the_subject_and_of_the_options() -> None:
    """What can be tapped leads somewhere; everybody can always have a person."""
    options = [{"text": "a_button", "value": "a"}, {"text": "b_button", "value": "b"}]
    sheet = {"do": [{"do": "ask", "options": options}], "goes": "wait", "wait": {"for": "choice"}}
    assert exits_of(sheet) == ("changed", "a", "b", "no_match", "timeout", "person")
    assert "yes" in exits_of({"wait": {"for": "yes_no"}})
    assert exits_of({"wait": {"for": "yes_no", "exits": {"old": "b"}}})[-1] == "old"
    assert exits_of({"wait": {"for": "nothing"}}) == ("no_match", "timeout", "person")
    assert "yes_no" in subjects()


def test_what_was_begun_in_another_way_on_keeps_nobody_from_saving() -> None:
    """Conditions that the step does not go on by are not asked; groups are looked into."""
    nested = {
        "group": "all",
        "parts": [{"field": "trip.party", "op": "present"}, {"group": "any", "parts": [{"value": "3"}]}],
    }
    assert "Condition 1" in unfinished({"goes": "on", "cases": [{"when": nested, "to": ""}]})
    assert unfinished({"goes": "end", "cases": [{"when": nested, "to": "a"}]}) == ""
    assert unfinished({"goes": "on", "cases": [{"when": "x", "to": ""}, "y"]}) == ""
    assert unfinished({"goes": "on"}) == ""
