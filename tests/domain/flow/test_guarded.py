"""What of a flow two people change together: steps, ways and texts about money, and nothing else."""

from typing import Any

import msgspec
import pytest

from bot.adapters.data import catalogue
from bot.domain.flow.definition import Flow, parse_flow
from bot.domain.flow.guarded import guarded_changes, sells

BOOK, TRIP, *_ = catalogue.sample_flows()


def edited(document: bytes = BOOK, **changes: Any) -> Flow:
    """A sample flow with other nodes ("nodes") or English texts ("texts"); None takes one out."""
    data = msgspec.json.decode(document)
    for part, fields in changes.items():
        where = data["nodes"] if part == "nodes" else data["texts"]["en"]
        for name, value in fields.items():
            where.pop(name, None)
            if value is not None:
                where[name] = value
    return parse_flow(msgspec.json.encode(data))


def changes(after: Flow, before: bytes = BOOK, **more: Any) -> list[str]:
    """What one person may not publish alone."""
    return list(guarded_changes(parse_flow(before), after, **more))


NODES = msgspec.json.decode(BOOK)["nodes"]


def other(name: str, **fields: Any) -> dict[str, Any]:
    """A node with other fields."""
    return {name: {**NODES[name], **fields}}


@pytest.mark.parametrize(
    "after",
    [
        edited(),
        edited(texts={"ask_origin": "From where?"}),
        edited(nodes=other("sold_out", do=[{"do": "say", "text": "cancelled"}])),
    ],
)
def test_one_person_changes_what_has_nothing_to_do_with_money(after: Flow) -> None:
    """Greetings, questions and news are worded by whoever edits."""
    assert changes(after) == []


@pytest.mark.parametrize(
    ("after", "told"),
    [
        (edited(texts={"holding": "Free!"}), "the text holding (en) changes"),
        (edited(texts={"review": "Fine?"}), "the text review (en) changes"),
        (edited(texts={"pay_button": "It is free"}), "the text pay_button (en) changes"),
        (edited(texts={"price_changed": None}), "the text price_changed (en) changes"),
        (edited(nodes=other("check_out", do=[])), "the step check_out changes"),
        (edited(nodes=other("check_out", locked=False)), "the step check_out changes"),
        (edited(nodes={"price_changed": None}), "the step price_changed goes"),
        (edited(nodes={"fast": {"do": [{"do": "check_out"}], "next": "done"}}), "the step fast is new"),
        (edited(nodes={"around": {"next": "check_out"}}), "the way from around to check_out changes"),
    ],
)
def test_steps_ways_and_texts_about_money_take_two(after: Flow, told: str) -> None:
    """Whether they are worded, taken out, added, or gone around."""
    assert told in changes(after)


def test_the_way_into_a_flow_that_sells_is_guarded() -> None:
    """Nobody leads travellers to another checkout alone."""
    into = {"shop": {"do": [{"do": "enter_flow", "flow": "book"}]}}
    assert changes(edited(TRIP, nodes=into), TRIP) == []
    assert changes(edited(TRIP, nodes=into), TRIP, selling={"book"}) == ["the step shop is new"]
    assert (sells(parse_flow(BOOK)), sells(parse_flow(TRIP))) == (True, False)


def test_a_new_flow_is_compared_with_nothing() -> None:
    """All of its steps about money are new."""
    told = guarded_changes(None, parse_flow(BOOK))
    assert {"the step check_out is new", "the text holding (fr) changes"} <= set(told)
