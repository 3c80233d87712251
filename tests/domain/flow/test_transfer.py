"""Flows from outside: taken in when they are flows, refused with the reason when they are not, and never believed."""

from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.adapters.data import catalogue
from bot.domain.errors import InvalidError
from bot.domain.flow.definition import LARGEST, parse_flow
from bot.domain.flow.transfer import MOST_VALUES, apart, bounded, canonical, taken_in, together
from tests.builders.flows import END, document

_WORDS = st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=40)
_NAMES = st.from_regex(r"[a-z][a-z0-9_]{0,10}", fullmatch=True)


@st.composite
def _documents(draw: st.DrawFn) -> dict[str, Any]:
    """Flows with any words in their texts, in any order of keys."""
    keys = draw(st.lists(_NAMES, min_size=1, max_size=4, unique=True))
    steps = {f"s{number}": {"do": [{"do": "say", "text": key}], "next": "end"} for number, key in enumerate(keys)}
    texts = {language: {key: draw(_WORDS) for key in ("hi", *keys)} for language in ("en", "fr")}
    made = document(steps, texts=texts, layout={"x": draw(st.integers(-9, 9))})
    return {key: made[key] for key in draw(st.permutations(list(made)))}


@given(_documents())
def test_a_flow_goes_out_and_comes_in_unchanged(made: dict[str, Any]) -> None:
    """Whatever stands in its texts, whole or apart, in whatever order: it is the same flow, byte by byte."""
    taken = taken_in(made)
    assert taken_in(msgspec.json.decode(taken)) == taken
    parts = apart(taken)
    texts = {name.partition(".")[2]: words for name, words in parts.items() if "." in name}
    assert taken_in(together(parts["tiny"], texts)) == taken
    assert parse_flow(taken) == parse_flow(msgspec.json.encode(made))


def test_keys_have_one_order_whatever_order_they_came_in() -> None:
    """Two versions of a file differ where they differ."""
    node = {"next": "end", "do": [], "locked": True}
    texts = {"en": {"b": "1", "a": "2"}, "fr": {"a": "3", "b": "4"}}
    taken = canonical({"texts": texts, "nodes": {"a": node}, "spec": 2})
    assert list(taken) == ["spec", "nodes", "texts"]
    assert list(taken["nodes"]["a"]) == ["locked", "do", "next"]
    assert list(taken["texts"]["fr"]) == ["b", "a"]


@pytest.mark.parametrize(
    ("data", "told"),
    [
        ([], "is an object"),
        (document({f"n{number}": {} for number in range(10_000)}), "1000 nodes; this one has 10"),
        (document({"b": {"surprise": 1}}), "step 'b'"),
        ({**document({}), "surprise": 1}, "surprise"),
        ({**document({}), "spec": 7}, "from 1 to 2"),
        (document({"../up": END}), "'../up'"),
        (document({}, name="<script>"), "cannot be called"),
        (document({}, texts={"en": {"hi": "a\x00b"}}), r"U+0000"),
        (document({}, texts={"en": {"hi": "\ud800"}}), r"U+D800"),
        (document({}, texts={"en": {"hi": "\x1b[31m"}}), r"$.texts.en.hi: Sign 1"),
        (document({}, texts={"en": {True: "x"}}), "A bare yes is no name"),
        (document({}, texts={"en": {1: "x"}}), "1 is no name"),
        ({**document({}), "layout": {"x": 2**60}}, "too large"),
        ({**document({}), "layout": {"x": b"x"}}, "A bytes is no value"),
        ({**document({}), "layout": list(range(MOST_VALUES + 10))}, "values in all"),
    ],
)
def test_what_is_no_flow_is_refused_with_the_reason(data: Any, told: str) -> None:
    """It says what is wrong and where, and nothing of it is kept."""
    with pytest.raises(InvalidError) as refused:
        taken_in(data)
    assert told in refused.value.say_to_staff


def test_what_is_nested_without_end_is_refused() -> None:
    """A circle is as deep as it is followed, and it is not followed far."""
    circle: dict[str, Any] = {}
    circle["x"] = circle
    with pytest.raises(InvalidError, match="deeper than 20"):
        taken_in({**document({}), "layout": circle})


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "'; DROP TABLE flow_revisions; --",
        "{{ brand.name.__class__ }} ${7*7} {% for x in y %}",
        "\u202eevil\u202c",
        "\N{ZERO WIDTH SPACE}\N{BYTE ORDER MARK}",
        "=cmd|' /C calc'!A0",
        "𝕏 👩‍👩‍👧‍👦 الف",
    ],
)
def test_hostile_words_are_kept_as_words(text: str) -> None:
    """A text is text: nothing in it is taken for anything else."""
    taken = taken_in(document({}, texts={"en": {"hi": text}}))
    assert msgspec.json.decode(taken)["texts"]["en"]["hi"] == text


def test_a_flow_with_the_name_of_a_path_is_no_file() -> None:
    """An old revision with such a name cannot be written anywhere."""
    for made in (document({}, name="../../etc/cron"), document({}, texts={"../fr": {"hi": "x"}})):
        with pytest.raises(InvalidError, match="name of a file"):
            apart(msgspec.json.encode(made))


def test_a_file_that_is_too_large_is_refused_unread() -> None:
    """Twenty megabytes are refused by their number."""
    bounded(LARGEST)
    with pytest.raises(InvalidError, match="512 KiB; this file has 20480"):
        bounded(20 * 1024 * 1024)


def test_logic_without_texts_of_its_own_is_joined_with_them() -> None:
    """What is no flow at all stays what it is, for whoever refuses it."""
    assert together({"flow": "x"}, {"en": {"hi": "Hi"}}) == {"flow": "x", "texts": {"en": {"hi": "Hi"}}}
    assert together([], {"en": {}}) == []
    assert together({"flow": "x"}, {}) == {"flow": "x"}


@pytest.mark.parametrize("sample", catalogue.sample_flows())
def test_what_ships_is_written_as_it_would_be_exported(sample: bytes) -> None:
    """Exporting a flow that nobody changed changes nothing."""
    assert taken_in(msgspec.json.decode(sample)) == sample
