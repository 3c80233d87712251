"""Tables of phrases."""

from bot.domain.understanding.dates.tokens import tokenize
from bot.domain.understanding.phrases import Hit, table

TABLE = table({"trip": "new york|york", "sea": "sea"})


def test_the_longest_phrase_wins_at_each_word() -> None:
    """A phrase is never read as the shorter one inside it."""
    assert TABLE.find(tokenize("to new york by sea")) == [Hit("trip", 1, 3), Hit("sea", 4, 5)]


def test_a_phrase_cut_short_is_none() -> None:
    """The beginning of a phrase at the end of a text is not the phrase."""
    assert TABLE.find(tokenize("something new")) == []
    assert TABLE.at(tokenize("york"), 0) == Hit("trip", 0, 1)
