"""The bar for dates, held by the development phrases and by our own."""

from datetime import datetime
from functools import cache

import pytest

from tests.bench.dates import Score, measure
from tests.bench.phrases import Phrase, development, own

LANGUAGES = ["en", "fr", "es", "de"]


@cache
def scores_of_development() -> dict[str, Score]:
    """The development phrases, read once; a process that only collects these tests reads none."""
    return measure(development())


@cache
def scores_of_own() -> dict[str, Score]:
    """Our own, likewise."""
    return measure(own())


@pytest.mark.parametrize("language", LANGUAGES)
def test_97_of_100_phrases_are_right_and_at_most_one_is_silently_wrong(language: str) -> None:
    """A traveller's date is understood, or asked again, but hardly ever misunderstood."""
    score = scores_of_development()[language]
    assert score.right >= 0.97 * score.total
    assert score.wrong <= 0.01 * score.total, score.misses


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_one_of_our_own_phrases_is_right(language: str) -> None:
    """What was understood once stays understood: days, ranges, choices, and what is no date."""
    assert scores_of_own()[language].total > 700
    assert scores_of_own()[language].misses == []


def test_a_wrong_answer_weighs_more_than_none() -> None:
    """A phrase without an answer is missed, one with another answer is silently wrong, an unasked choice is missed."""
    said = datetime.fromisoformat("2016-11-07")
    phrases = (
        Phrase("tomorrow", "en", said, ("2016-11-08",)),
        Phrase("tomorrow", "en", said, ("2016-11-09",)),
        Phrase("whenever", "en", said, ("2016-11-08",)),
        Phrase("tomorrow", "en", said, ("2016-11-08",), asked=True),
    )
    score = measure(phrases)["en"]
    assert (score.total, score.right, score.wrong, score.missed) == (4, 1, 1, 2)
