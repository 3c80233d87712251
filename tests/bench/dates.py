"""How many phrases with a date are understood: right, silently wrong, missed, in each language, and how fast.

Run `threadfare bench dates`; `python -m tests.bench.dates` prints a line for each phrase that is not right.
"""

from collections.abc import Iterable
from statistics import median
from time import perf_counter

import msgspec

from bot.adapters.data.places import gazetteer
from bot.domain.understanding.report import to_line
from bot.domain.understanding.understand import understand
from tests.bench.phrases import Phrase, development, own

SERVED = frozenset({"CDG", "ORY", "LHR", "LGW", "JFK", "EWR", "MAD", "BCN", "BER", "MUC", "NRT"})


class Miss(msgspec.Struct, frozen=True):
    """A phrase that was not understood as it was meant, and what was read."""

    text: str
    wanted: tuple[str, ...]
    read: tuple[str, ...]


class Score(msgspec.Struct):
    """Counts of one language; an answer that is not the wanted one is silently wrong, no answer is only missed."""

    total: int = 0
    right: int = 0
    wrong: int = 0
    misses: list[Miss] = []

    @property
    def missed(self) -> int:
        """Phrases in which no date was read, or one was read that should have been asked."""
        return self.total - self.right - self.wrong


class Figures(msgspec.Struct, frozen=True):
    """Scores by language on the development set and on our own phrases; `median_us` is for one message."""

    development: dict[str, Score]
    own: dict[str, Score]
    median_us: float


def figures() -> Figures:
    """Everything that `threadfare bench dates` tells."""
    took: list[float] = []
    return Figures(measure(development(), took), measure(own(), took), median(took) * 1e6)


def measure(phrases: Iterable[Phrase], took: list[float] | None = None) -> dict[str, Score]:
    """The score of each language; seconds for each phrase are added to `took`."""
    places = gazetteer(SERVED)
    scores: dict[str, Score] = {}
    for phrase in phrases:
        today, began = phrase.now.date(), perf_counter()
        heard = understand(phrase.text, language=phrase.language, today=today, expecting="date", places=places)
        if took is not None:
            took.append(perf_counter() - began)
        read = tuple(to_line(heard, now=phrase.now)["dates"])
        score = scores.setdefault(phrase.language, Score(misses=[]))
        score.total += 1
        if read == phrase.wanted and (heard.date_choices or not phrase.asked):
            score.right += 1
            continue
        score.wrong += bool(read) and read != phrase.wanted
        score.misses.append(Miss(phrase.text, phrase.wanted, read))
    return scores


if __name__ == "__main__":
    for language, score in (*measure(development()).items(), *measure(own()).items()):
        for miss in score.misses:
            print(f"{language} {miss.text!r}: wanted {miss.wanted}, read {miss.read}")
