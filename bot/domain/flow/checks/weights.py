"""Rule 16: the ways of a split share out a hundred travellers, and a trial is named once."""

from collections import Counter
from collections.abc import Iterator

from bot.domain.flow.checks.report import Checked, Issue
from bot.domain.flow.splits import HUNDRED

MOST_WAYS = 6
"""Ways of a split: with more of them none is taken often enough to tell anything."""


def weights(checked: Checked) -> Iterator[Issue]:
    """Splits whose weights do not add up, that have too few or too many ways, or that share a name."""
    splits = [(name, node.split) for name, node in checked.flow.nodes.items() if node.split]
    named = Counter(split.name for _, split in splits)
    for step, split in splits:
        total = sum(way.weight for way in split.ways)
        if total != HUNDRED or any(way.weight < 0 for way in split.ways):
            yield Issue(sentence=f"The weights add up to {total}, not to {HUNDRED}.", step=step)
        if not 1 < len(split.ways) <= MOST_WAYS:
            yield Issue(sentence=f"A split has two to {MOST_WAYS} ways.", step=step)
        if named[split.name] > 1:
            yield Issue(sentence=f"Another split is called {split.name!r}, too: both would count as one.", step=step)
