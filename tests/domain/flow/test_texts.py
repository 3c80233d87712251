"""Texts: staff put fields into words, and nothing else can happen there."""

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.flow.texts import Hole, compile_text, compile_texts, fill, written


def _fill(text: str, **facts: str) -> str:
    return fill(compile_text(text), facts.get, lambda _, value: value.upper())


def test_a_field_is_filled_in_through_its_filters() -> None:
    """A field stands where staff put it."""
    assert _fill("To {{ city | upper }}!", city="Paris") == "To PARIS!"


def test_a_field_without_a_value_leaves_nothing_behind() -> None:
    """No traveller ever reads "None"."""
    assert _fill("Hello {{ name }}.") == "Hello ."


def test_a_value_that_ends_in_a_full_stop_ends_its_sentence() -> None:
    """French months do: "jusqu'au 6 déc." is no reason for two."""
    assert _fill("Until {{ day }}. Then not.", day="6 déc.") == "Until 6 déc. Then not."
    assert _fill("Until {{ day }}. Then not.", day="6 Dec") == "Until 6 Dec. Then not."


def test_what_is_no_field_stays_as_it_is_written() -> None:
    """Braces of other kinds, and code, are words."""
    text = "{{ 1 + 1 }} {% if x %} { a } {{ A.b }} {{__import__('os')}}"
    assert _fill(text, a="x") == text


def test_fields_of_a_text_are_known_before_it_is_said() -> None:
    """The editor can check every field and filter."""
    assert compile_text("{{ a.b | x | y }} and {{ c }}").holes() == (Hole("a.b", ("x", "y")), Hole("c"))


@given(st.text())
def test_words_without_braces_are_never_changed(text: str) -> None:
    """What staff write is what travellers read."""
    plain = text.replace("{", "")
    assert _fill(plain) == plain


@given(st.text(), st.text(alphabet="{}|. abc"))
def test_a_value_is_never_read_as_a_text(value: str, words: str) -> None:
    """What a traveller typed cannot smuggle in a field."""
    assert value in _fill(words + "{{ v }}", v=value, a="?", b="?", c="?")


_PIECES = st.sampled_from(
    ["{{ a.b | x }}", "{{c}}", "{n, plural, one {# {{ c }}} other {#s}}", "{n,plural,other{}}", "{", "}", "#", " ", "é"]
)


@given(st.lists(_PIECES).map("".join))
def test_a_text_is_written_so_that_it_reads_the_same(text: str) -> None:
    """Exported and imported again, compared or shown in the editor: it stays the text that it is."""
    template = compile_text(text)
    assert compile_text(written(template)) == template


def test_fields_that_are_only_counted_are_fields_of_the_text() -> None:
    """The check looks at them, too."""
    template = compile_text("{n, plural, one {{{ a }}} other {{{ b | x }}}} {{ c }}")
    assert template.fields() == {"n", "a", "b", "c"}
    assert template.holes() == (Hole("a"), Hole("b", ("x",)), Hole("c"))


def test_texts_of_a_language_are_split_together() -> None:
    """Under their keys."""
    assert compile_texts({"en": {"hi": "Hi"}})["en"]["hi"] == compile_text("Hi")
