"""Texts of a step: what is missing in a language, what a plural still needs, and what somebody really changed."""

import pytest

from bot.adapters.data import catalogue
from bot.domain.flow.drafting import Draft, Stamp
from bot.web.staff.flow_step_texts import called, changes, coverage, hints, keys_of, mark, rows

TEXTS = catalogue.texts()
STEP = {
    "do": [{"do": "ask", "text": "hello", "options": [{"text": "yes_button", "value": "y", "words": "more_words"}]}],
    "wait": {"for": "offer", "exits": {}},
}
DRAFT = Draft(
    flow="f",
    document={"nodes": {}, "texts": {"en": {"hello": "Hi {trip.passengers, plural, one {#} other {#}}"}, "fr": {}}},
    stamps={"text:en:hello": Stamp(3, "per_bea")},
)


def test_a_step_has_the_texts_of_its_actions_and_of_its_wait() -> None:
    """With what each is for; a step that cannot be read has none."""
    assert keys_of(STEP) == {
        "hello": "said",
        "yes_button": "tapped",
        "more_words": "words",
        "change_button": "tapped",
        "more_button": "tapped",
    }
    assert keys_of({"do": [{"do": "burn"}]}) == {}


def test_coverage_counts_what_the_flow_or_the_program_words() -> None:
    """And what is typed and not saved yet."""
    found = {
        one.language: one
        for one in coverage(DRAFT.document, ("hello", "yes_button"), ("en", "fr"), texts=TEXTS, typed={})
    }
    assert (found["en"].is_whole, found["fr"].worded, found["fr"].called) == (True, 1, "French")
    typed = coverage(DRAFT.document, ("hello",), ("fr",), texts={}, typed={"fr": {"hello": "Salut"}})
    assert typed[0].is_whole


def test_a_row_tells_what_stands_there_and_what_is_said_without_it() -> None:
    """The words in the first language beside it, and the program's own."""
    found = {row.key: row for row in rows(DRAFT, keys_of(STEP), "fr", typed={}, first="en", texts=TEXTS)}
    assert found["hello"].source.startswith("Hi ")
    assert (found["yes_button"].usual, found["yes_button"].is_short, found["yes_button"].text) != ("", True, "")
    assert "French needs the forms one, other" in found["hello"].hints[0]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("{trip.passengers, plural, one {#} other {#}}", "still needs few, many"),
        ("{trip.passengers, plural, one {#} few {#} many {#} other {#}}", "Whole."),
        ("{trip.passengers, plural, one {#}", "not finished"),
    ],
)
def test_plurals_tell_what_a_language_needs(text: str, told: str) -> None:
    """Polish has a form for two and one for five."""
    assert any(told in hint for hint in hints(text, "", "pl"))


def test_a_text_without_numbers_needs_no_hint() -> None:
    """Nor does an empty one whose source counts nothing."""
    assert list(hints("Bonjour", "Hello", "fr")) == []
    assert list(hints("", "Hello", "fr")) == []


def test_only_what_somebody_changed_is_an_operation() -> None:
    """With the version that they saw, whatever the draft has become."""
    seen = mark(DRAFT, "en", "hello")
    same = DRAFT.document["texts"]["en"]["hello"]
    marks = {"en": {"hello": seen}}
    assert list(changes(DRAFT, {"en": {"hello": same}}, marks)) == []
    (op,) = changes(DRAFT, {"en": {"hello": "New\n"}}, marks)
    assert (op.text, op.seen, op.key) == ("New", 3, "hello")
    (odd,) = changes(DRAFT, {"fr": {"hello": "Salut"}}, {"fr": {"hello": "x:y"}})
    assert odd.seen == 0


def test_languages_are_called_by_name() -> None:
    """What is no language is called as it is written."""
    assert (called("de"), called("nothing!")) == ("German", "nothing!")
