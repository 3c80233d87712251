"""Yes and no."""

import pytest

from bot.domain.understanding.answers import read_answer
from bot.domain.understanding.dates.tokens import fold, tokenize


def answer(text: str) -> str | None:
    """What a text answers."""
    return read_answer(tokenize(fold(text)))


@pytest.mark.parametrize(
    "text",
    [
        "yes",
        "Yes please",
        "yep!",
        "OK",
        "oui",
        "c'est bon",
        "d'accord",
        "sí",
        "vale",
        "ja",
        "genau",
        "👍",
        "Yes, that's right",
    ],
)
def test_yes_is_understood_in_four_languages(text: str) -> None:
    """Whoever agrees is taken at their word."""
    assert answer(text) == "yes"


@pytest.mark.parametrize(
    "text",
    [
        "no",
        "Nope",
        "non merci",
        "nein",
        "no, Berlin",
        "no gracias",
        "👎",
        "of course not",
        "Absolutely not!",
        "bien sûr que non",
        "claro que no",
    ],
)
def test_no_is_understood_in_four_languages(text: str) -> None:
    """Whoever refuses is not booked."""
    assert answer(text) == "no"


@pytest.mark.parametrize(
    "text", ["no problem", "No worries!", "no idea", "no hay problema", "no sé", "yes no", "ok no"]
)
def test_words_that_only_begin_like_an_answer_are_none(text: str) -> None:
    """Who has no problem refuses nothing, and a yes that is turned at once agrees to nothing."""
    assert answer(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "yes?",
        "no?",
        "yes, if it is refundable",
        "ok but only with bags",
        "yes. is it safe",
        "yes and when do I leave",
        "yes or no",
        "ok, not yet",
        "yes, no",
        "yes, tomorrow",
        "yes i think so",
        "oui, pas maintenant",
        "ja, nicht jetzt",
        "ok, sobald ich das Geld habe",
        "oui si possible",
        "oui, à condition de pouvoir annuler",
        "si me devuelven todo",
        "sí, con tal de poder anular",
        "ja, wenn es geht",
        "ja, wann denn",
    ],
)
def test_a_yes_that_is_bound_or_asks_is_none(text: str) -> None:
    """It may hang on what comes next."""
    assert answer(text) is None


@pytest.mark.parametrize(
    "text", ["yes that's right, thank you!", "si si", "sí claro", "sí, por favor", "ja, ist gut", "oui, pas de souci"]
)
def test_a_yes_that_says_it_twice_or_politely_is_one(text: str) -> None:
    """Courtesy is no condition."""
    assert answer(text) == "yes"


@pytest.mark.parametrize(
    "text", ["", "maybe", "Paris", "no idea what you mean by this question", "right now would be good for us"]
)
def test_anything_else_is_no_answer(text: str) -> None:
    """A word that only looks like yes or no decides nothing."""
    assert answer(text) is None
