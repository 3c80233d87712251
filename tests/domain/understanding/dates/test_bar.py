"""The bar for dates, held by the development phrases."""

import pytest

from tests.bench.dates import measure

SCORES = measure()


@pytest.mark.parametrize("language", ["en", "fr", "es", "de"])
def test_97_of_100_phrases_are_right_and_at_most_one_is_silently_wrong(language: str) -> None:
    """A traveller's date is understood, or asked again, but hardly ever misunderstood."""
    score = SCORES[language]
    assert score.right >= 0.97 * score.total
    assert score.wrong <= 0.01 * score.total, score.misses
