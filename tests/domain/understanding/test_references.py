"""A booking reference and a surname are found in what people type, and nowhere else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.understanding.references import LONGEST_SURNAME, read_reference, read_surname


@pytest.mark.parametrize(
    ("text", "locator", "surname"),
    [
        ("K7QM2X Durand", "K7QM2X", "Durand"),
        ("k7qm2x, durand", "K7QM2X", "durand"),
        ("Durand K7QM2X", "K7QM2X", "Durand"),
        ("réf K7QM2X au nom de Durand", "K7QM2X", "Durand"),
        ("K7Q M2X durand", "K7QM2X", "durand"),
        ("k7q-m2x De la Tour", "K7QM2X", "De la Tour"),
        ("my reference is K7QM2X, name O'Brien-Smith", "K7QM2X", "O'Brien-Smith"),
        ("je m'appelle Durand et ma référence est K7QM2X", "K7QM2X", "Durand"),
        ("booking code KQMXTR last name Müller", "KQMXTR", "Müller"),
        ("KQMXTR Durand", "KQMXTR", "Durand"),
        ("kqmxtr", "KQMXTR", ""),
        ("where is my booking, ref: K7QM2X (Durand)", "K7QM2X", "Durand"),
        ("K7QM2X' OR 1=1; DROP TABLE orders--", "K7QM2X", "OR DROP TABLE orders"),
        ("LA1234567ABCD Silva", "LA1234567ABCD", "Silva"),
    ],
)
def test_a_reference_is_found_where_it_was_asked_for(text: str, locator: str, surname: str) -> None:
    """Together or alone, in either order, in both languages, with six signs or thirteen."""
    found = read_reference(text, asked=True)
    assert (found.locator, found.surname) == (locator, surname)


@pytest.mark.parametrize("text", ["", "😀😀", "سلام", "K7", "???", "x" * 300, "\u202eabc", "a b c"])
def test_nonsense_is_no_reference(text: str) -> None:
    """Nothing is looked up for what cannot be a reference."""
    assert read_reference(text, asked=True).locator == ""


@pytest.mark.parametrize("text", ["ref K7QM2X", "réf. : K7QM2X Durand", "PNR KQMXTR", "dossier K7QM2X"])
def test_a_reference_that_is_called_one_is_found_unasked(text: str) -> None:
    """A traveller may begin with it, whatever the talk is about."""
    assert read_reference(text, asked=False).locator in {"K7QM2X", "KQMXTR"}


@pytest.mark.parametrize(
    "text",
    ["TF1301", "25sept Paris Rome", "K7QM2X Durand", "2 adults", "reference please", "Paris to New York", "ref Durand"],
)
def test_a_flight_number_or_a_date_is_no_reference_unasked(text: str) -> None:
    """In the middle of a booking nothing is taken for a reference that is not called one."""
    assert read_reference(text, asked=False).locator == ""


@pytest.mark.parametrize(
    ("text", "surname"),
    [
        ("Durand", "Durand"),
        ("c'est Durand", "Durand"),
        ("my name is O'Neil", "O'Neil"),
        ("au nom de De la Tour", "De la Tour"),
        ("it's Müller, please", "Müller"),
        ("😀", ""),
        ("1234", ""),
        ("y" * 300, ""),
    ],
)
def test_a_surname_is_taken_out_of_its_sentence(text: str, surname: str) -> None:
    """What stands around a name is not looked up."""
    assert read_surname(text) == surname


@given(st.text(max_size=400))
def test_whatever_is_typed_gives_something_short_or_nothing(text: str) -> None:
    """No text of a stranger makes a long, spaced or non-ASCII reference, or breaks the reader."""
    for asked in (True, False):
        found = read_reference(text, asked=asked)
        assert found.locator == "" or (found.locator.isascii() and found.locator.isalnum() and len(found.locator) <= 13)
        assert len(found.surname) <= LONGEST_SURNAME
    assert len(read_surname(text)) <= LONGEST_SURNAME
