"""Forms with rows in rows: what goes out comes back, and each act changes one list."""

from typing import Any

import pytest
from werkzeug.datastructures import MultiDict

from bot.domain.errors import InvalidError
from bot.web.staff.flow_rows import MOST_FIELDS, MOST_ROWS, act_on, read


def test_names_become_rows_in_their_order() -> None:
    """Numbers make lists, by number and not by text; brackets make several values; line ends are those of texts."""
    form = MultiDict([("do.10.do", "ask"), ("do.2.do", "say"), ("do.2.wishes[]", "help"), ("do.2.wishes[]", "trip")])
    assert read(form) == {"do": [{"do": "say", "wishes[]": ["help", "trip"]}, {"do": "ask"}]}
    assert read(MultiDict({"text.en.hello": "a\r\nb"})) == {"text": {"en": {"hello": "a\nb"}}}


@pytest.mark.parametrize("names", [["a", "a.b"], ["a.b", "a"], ["..", "a..b"], ["a.١", "a.b"], ["0", "1"]])
def test_odd_names_are_harmless(names: list[str]) -> None:
    """Somebody who writes a form by hand gets something, and no fault of ours."""
    assert isinstance(read(MultiDict(dict.fromkeys(names, "x"))), dict)


def test_too_much_is_refused() -> None:
    """Fields, and parts of a name."""
    for form in (dict.fromkeys(map(str, range(MOST_FIELDS + 1)), ""), {"a." * 20 + "b": ""}):
        with pytest.raises(InvalidError, match="more rows"):
            read(MultiDict(form))


@pytest.mark.parametrize(
    ("act", "after"),
    [
        ("up do.1", ["b", "a", "c"]),
        ("down do.1", ["a", "c", "b"]),
        ("up do.0", ["a", "b", "c"]),
        ("down do.2", ["a", "b", "c"]),
        ("remove do.0", ["b", "c"]),
        ("add do", ["a", "b", "c", "new"]),
        ("remove do.9", ["a", "b", "c"]),
        ("remove nowhere.0", ["a", "b", "c"]),
        ("up do.-1", ["a", "b", "c"]),
        ("burn do.1", ["a", "b", "c"]),
        ("", ["a", "b", "c"]),
    ],
)
def test_an_act_changes_one_list(act: str, after: list[str]) -> None:
    """And what cannot be done changes nothing."""
    data: dict[str, Any] = {"do": ["a", "b", "c"]}
    assert act_on(data, act, {"do": "new"})["do"] == after


def test_rows_are_added_deep_down_and_never_without_end() -> None:
    """An option of the first action; the sixty-first row is not taken."""
    data: dict[str, Any] = {"do": [{"do": "ask"}]}
    for _ in range(MOST_ROWS + 5):
        act_on(data, "add do.0.options", {"options": {}})
    assert len(data["do"][0]["options"]) == MOST_ROWS
