"""The parts of a flow document: what an editor may rely on when one of them changes."""

from typing import Any

import pytest

from bot.domain.flow import parts

DOCUMENT: dict[str, Any] = {
    "spec": 1,
    "flow": "bags",
    "start": "hello",
    "nodes": {"hello": {"next": "ask"}, "ask": {"do": []}, "bye": {}},
    "texts": {"en": {"hello": "Hi"}, "fr": {}},
    "layout": {"ask": {"label": "Ask", "x": 3}},
    "slots": {"bag": "text"},
}


@pytest.mark.parametrize(
    ("part", "value"),
    [
        ("step:hello", {"next": "ask"}),
        ("step:gone", None),
        ("place:hello", ""),
        ("place:bye", "ask"),
        ("place:gone", None),
        ("label:ask", "Ask"),
        ("label:bye", None),
        ("layout:ask", {"x": 3}),
        ("layout:bye", None),
        ("text:en:hello", "Hi"),
        ("text:de:hello", None),
        ("start", "hello"),
        ("order", ["hello", "ask", "bye"]),
        ("rest:slots", {"bag": "text"}),
    ],
)
def test_every_part_is_read_by_its_name(part: str, value: object) -> None:
    """What is not there is None, and never a failure."""
    assert parts.read(DOCUMENT, part) == value


@pytest.mark.parametrize(
    ("part", "value"),
    [
        ("step:hello", {"next": "bye"}),
        ("step:new", {}),
        ("step:bye", None),
        ("place:bye", ""),
        ("place:hello", "bye"),
        ("label:ask", "Question"),
        ("label:ask", None),
        ("label:bye", "End"),
        ("layout:ask", {"x": 4, "y": 1}),
        ("layout:ask", None),
        ("text:de:hello", "Hallo"),
        ("text:en:hello", None),
        ("start", "ask"),
        ("order", ["bye", "ask", "hello"]),
        ("rest:slots", None),
        ("rest:more", [1]),
    ],
)
def test_a_part_that_is_written_is_read_again_and_nothing_else_changes(part: str, value: object) -> None:
    """The document that was is left alone, so that it can be told what differs."""
    after = parts.write(DOCUMENT, {part: value})
    assert parts.read(after, part) == value
    assert set(parts.differing(DOCUMENT, after)) <= {part}
    assert parts.write(after, {part: parts.read(DOCUMENT, part)}) == DOCUMENT


def test_a_label_and_where_a_step_stands_are_changed_apart() -> None:
    """Who drags a step on the map does not take back how a colleague has just called it."""
    after = parts.write(parts.write(DOCUMENT, {"layout:ask": {"x": 9}}), {"label:ask": "Question"})
    assert after["layout"] == {"ask": {"label": "Question", "x": 9}}
    bare = parts.write(after, {"layout:ask": None, "label:ask": None})
    assert bare["layout"] == {}


def test_steps_are_put_back_before_their_places() -> None:
    """What is undone stands where it stood, in whatever order its parts are named."""
    without = parts.write(DOCUMENT, {"step:ask": None})
    back = parts.write(without, {"place:ask": "hello", "step:ask": {"do": []}})
    assert list(back["nodes"]) == ["hello", "ask", "bye"]


def test_a_step_goes_to_the_end_when_its_neighbor_is_gone() -> None:
    """A place is never lost with another step."""
    assert parts.moved(("a", "b", "c"), "a", "gone") == ("b", "c", "a")
    assert parts.moved(("a", "b", "c"), "c", "") == ("c", "a", "b")
    assert parts.moved(("a", "b", "c"), "a", "b") == ("b", "a", "c")
    assert list(parts.write(DOCUMENT, {"order": ["bye", "gone"]})["nodes"]) == ["bye", "hello", "ask"]
    assert parts.write(DOCUMENT, {"place:gone": "", "place:bye": None}) == DOCUMENT


def test_what_differs_is_told_part_by_part() -> None:
    """A whole document that is imported changes what differs, and nothing else."""
    other = {
        **DOCUMENT,
        "nodes": {"bye": {}, "hello": {"next": "bye"}, "new": {}},
        "texts": {"en": {"hello": "Hi"}, "fr": {"hello": "Salut"}},
        "slots": {},
    }
    assert set(parts.differing(DOCUMENT, other)) == {
        "step:hello",
        "step:ask",
        "step:new",
        "text:fr:hello",
        "rest:slots",
    }
