"""The order of what stands in each layer of a map, and where along it: few crossings, straight lines, no overlap.

Theory. Order: each layer is sorted by the mean place of its neighbours above, then of those below, a few times over
(the barycentre heuristic of Sugiyama, Tagawa and Toda, 1981). Places: each item wants to stand at the mean of its
neighbours; of all places that keep order and distance, those with the least sum of squared wishes unfulfilled are found
by pooling neighbours that push one another (isotonic regression).
"""

from collections.abc import Iterable, Sequence
from itertools import pairwise

Rows = list[list[int]]
Links = Sequence[Sequence[int]]
"""Neighbours of each item, in the layer above or in the one below."""

SWEEPS = 3


def ordered(rows: Rows, ups: Links, downs: Links) -> Rows:
    """The same rows in an order with few crossings."""
    places = [0.0] * len(ups)
    for row in rows:
        _number(row, places)
    for _ in range(SWEEPS):
        for row in rows[1:]:
            _sort(row, ups, places)
        for row in reversed(rows[:-1]):
            _sort(row, downs, places)
    return rows


def placed(rows: Rows, ups: Links, downs: Links, widths: Sequence[float], *, gap: float) -> list[float]:
    """The middle of each item along its row; the leftmost edge of all is 0."""
    places = [0.0] * len(ups)
    offsets = [_offsets(row, widths, gap) for row in rows]
    for row, apart in zip(rows, offsets, strict=True):
        for item, offset in zip(row, apart, strict=True):
            places[item] = offset + widths[row[0]] / 2
    down = list(zip(rows, offsets, strict=True))
    for _ in range(SWEEPS):
        for row, apart in down[1:]:
            _settle(row, ups, places, apart)
        for row, apart in reversed(down[:-1]):
            _settle(row, downs, places, apart)
    left = min((places[item] - widths[item] / 2 for row in rows for item in row), default=0.0)
    return [place - left for place in places]


def _sort(row: list[int], links: Links, places: list[float]) -> None:
    if len(row) > 1:
        row.sort(key=lambda item: _mean(links[item], places, places[item]))
        _number(row, places)


def _number(row: list[int], places: list[float]) -> None:
    """Give each item of a row its place, in parts of the row: long and short rows are compared by that."""
    size = len(row)
    for at, item in enumerate(row):
        places[item] = (at + 0.5) / size


def _mean(neighbours: Sequence[int], places: Sequence[float], alone: float) -> float:
    if len(neighbours) == 1:  # most of all: whatever an arrow passes through
        return places[neighbours[0]]
    return sum([places[one] for one in neighbours]) / len(neighbours) if neighbours else alone


def _offsets(row: Sequence[int], widths: Sequence[float], gap: float) -> list[float]:
    """How far the middle of each item of a row is from that of the first one, as near as they can stand."""
    offsets = [0.0]
    for item, then in pairwise(row):
        offsets.append(offsets[-1] + (widths[item] + widths[then]) / 2 + gap)
    return offsets


def _settle(row: Sequence[int], links: Links, places: list[float], offsets: Sequence[float]) -> None:
    """Put the items of a row as near as they can stand to where their neighbours are."""
    wishes = [
        (places[near[0]] if len(near := links[item]) == 1 else _mean(near, places, places[item])) - offset
        for item, offset in zip(row, offsets, strict=True)
    ]
    if wishes != sorted(wishes):
        wishes = _rising(wishes)
    for item, offset, wish in zip(row, offsets, wishes, strict=True):
        places[item] = offset + wish


def _rising(wishes: Iterable[float]) -> list[float]:
    """The sequence that never falls and is nearest to another one."""
    pools: list[tuple[float, int]] = []
    for wish in wishes:
        mean, size = wish, 1
        while pools and pools[-1][0] > mean:
            before, many = pools.pop()
            mean, size = (before * many + mean * size) / (many + size), many + size
        pools.append((mean, size))
    return [mean for mean, size in pools for _ in range(size)]
