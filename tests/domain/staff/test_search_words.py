"""Words as they are found again, and pieces as they are marked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.staff.search_words import LONGEST_WORD, MOST_WORDS, excerpt, folded, pieces, terms, words


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Zürich, ZURICH!", ("zurich",)),
        ("Straße Łódź Ærø", ("strasse", "lodz", "aero")),
        ("zoe@example.org", ("zoe", "example", "org")),
        ("K7QM2X / AF-1234", ("k7qm2x", "af", "1234")),
        ("東京 まで", ("東京", "まて")),
        ("🙂 … ", ()),
    ],
)
def test_words_are_small_and_plain(text: str, found: tuple[str, ...]) -> None:
    """Accents, capitals and signs do not hide what was said."""
    assert words(text) == found


@given(st.text())
def test_words_are_letters_and_digits_alone(text: str) -> None:
    """Nothing that a stranger writes can be more than words to the search."""
    for word in words(text):
        assert word.isalnum()
        assert len(word) <= LONGEST_WORD
    assert len(words(text)) <= MOST_WORDS
    assert terms(text) == words(text)[:8]


@given(st.text(), st.text(min_size=1))
def test_pieces_are_the_text(text: str, question: str) -> None:
    """Marking changes no word, and what is marked begins like a word of the question."""
    found = pieces(text, terms(question))
    assert "".join(piece for piece, _ in found) == text
    assert all(folded(piece).startswith(terms(question)) for piece, marked in found if marked)


def test_an_excerpt_shows_the_first_word_that_was_meant() -> None:
    """A long message is shown around what was looked for."""
    text = "word " * 80 + "umbrella " + "word " * 80
    shown = excerpt(text, ("umbr",))
    assert "umbrella" in shown
    assert shown.startswith("…")
    assert shown.endswith("…")
    assert len(shown) <= 162
    assert excerpt("short\n text", ("x",)) == "short text"
