"""Where the map of a flow draws each step and each arrow, in pixels: layers from top to bottom.

A long arrow runs through the layers between its ends as something narrow that takes its own place there: nothing is
drawn over a step. A map is laid out by the shape of its flow alone, and only once: a text, a name or the words of a
way change no place.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

import msgspec

from bot.domain.flow.map_rows import Rows, ordered, placed
from bot.domain.flow.map_ways import Drawn, Pair, Shape, drawn

WIDTH, HEIGHT, LINE = 224, 80, 16
"""Of a step, and of each line in which it tells a way."""
TOLD = 4
"""Lines at most in which a step tells ways; the last one counts those that are left."""
KEPT = 32
"""Maps whose places are kept."""
_GAP, _BETWEEN, _EDGE, _NARROW, _PORT = 28, 64, 24, 12, 22

Point = tuple[float, float]
_End = tuple[Point, int]
"""Where an arrow touches a step, and how many do on that edge."""
_NOWHERE: _End = (0.0, 0.0), 0


class Box(msgspec.Struct, frozen=True, gc=False):
    """A step: its upper left corner, its height, and the steps to which it leads in words."""

    step: str
    x: float
    y: float
    height: float
    told: tuple[str, ...] = ()


class Line(msgspec.Struct, frozen=True, gc=False):
    """An arrow from a step `source` to a step `to`: the points through which it runs, and where its words stand."""

    source: str
    to: str
    points: tuple[Point, ...]
    label: Point


class Layout(msgspec.Struct, frozen=True):
    """A map: its size, steps from top to bottom and from left to right, and arrows."""

    width: float
    height: float
    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]


class _Mesh:
    """Steps, and the places of long arrows in the layers between, by number."""

    def __init__(self, picture: Drawn) -> None:
        self.steps = list(picture.layers)
        self.layer = list(picture.layers.values())
        self.ups: list[list[int]] = [[] for _ in self.steps]
        self.downs: list[list[int]] = [[] for _ in self.steps]
        numbers = {step: number for number, step in enumerate(self.steps)}
        self.chains = [self._chain(numbers[source], numbers[to]) for source, to in picture.arrows]

    def rows(self) -> Rows:
        """What stands in each layer."""
        rows: Rows = [[] for _ in range(max(self.layer, default=-1) + 1)]
        for number, layer in enumerate(self.layer):
            rows[layer].append(number)
        return rows

    def _chain(self, source: int, to: int) -> tuple[int, ...]:
        """The numbers through which an arrow runs; none stays within its layer."""
        way = 1 if self.layer[to] > self.layer[source] else -1
        chain = [source]
        for layer in range(self.layer[source] + way, self.layer[to], way):
            self.layer.append(layer)
            self.ups.append([])
            self.downs.append([])
            chain.append(len(self.layer) - 1)
        chain.append(to)
        for one, next_one in pairwise(chain):
            upper, lower = (one, next_one) if way > 0 else (next_one, one)
            self.downs[upper].append(lower)
            self.ups[lower].append(upper)
        return tuple(chain)


@lru_cache(maxsize=KEPT)
def layout(start: str, shape: Shape) -> Layout:
    """The map of a flow that begins at a step, by where each step leads."""
    picture = drawn(start, shape)
    mesh = _Mesh(picture)
    rows = ordered(mesh.rows(), mesh.ups, mesh.downs)
    widths = [WIDTH if number < len(mesh.steps) else _NARROW for number in range(len(mesh.layer))]
    middles = [x + _EDGE for x in placed(rows, mesh.ups, mesh.downs, widths, gap=_GAP)]
    heights = [_height(picture.told.get(step, ())) for step in mesh.steps]
    tops, depths = _tops(rows, heights)
    boxes = {
        number: Box(step, middles[number] - WIDTH / 2, tops[mesh.layer[number]], heights[number], _told(picture, step))
        for number, step in enumerate(mesh.steps)
    }
    lines = _Lines(mesh, middles, tops=tops, depths=depths, heights=heights).all(picture.arrows)
    right = max((middles[item] + widths[item] / 2 for row in rows for item in row), default=0.0)
    bottom = tops[-1] + depths[-1] if rows else 0.0
    shown = (boxes[number] for row in rows for number in row if number in boxes)
    return Layout(right + _EDGE, bottom + _EDGE, tuple(shown), lines)


def _height(told: Sequence[str]) -> int:
    return HEIGHT + LINE * min(len(told), TOLD)


def _told(picture: Drawn, step: str) -> tuple[str, ...]:
    return picture.told.get(step, ())


def _tops(rows: Rows, heights: Sequence[int]) -> tuple[list[float], list[float]]:
    """The upper edge of each layer, and how high it is."""
    tops, depths, at = list[float](), list[float](), float(_EDGE)
    for row in rows:
        depth = float(max(heights[item] for item in row if item < len(heights)))
        tops.append(at)
        depths.append(depth)
        at += depth + _BETWEEN
    return tops, depths


class _Lines:
    """Draws arrows: they leave a step side by side below and arrive above, and the other way round going up."""

    def __init__(
        self,
        mesh: _Mesh,
        middles: Sequence[float],
        *,
        tops: Sequence[float],
        depths: Sequence[float],
        heights: Sequence[int],
    ) -> None:
        self._mesh, self._middles, self._tops, self._depths, self._heights = mesh, middles, tops, depths, heights

    def all(self, arrows: Sequence[Pair]) -> tuple[Line, ...]:
        """Every arrow."""
        ends, chains = self._ends(), self._mesh.chains
        return tuple(self._line(arrow, chain, both) for arrow, chain, both in zip(arrows, chains, ends, strict=True))

    def _ends(self) -> list[list[_End]]:
        """Where each arrow leaves and arrives."""
        ends: list[list[_End]] = [[_NOWHERE, _NOWHERE] for _ in self._mesh.chains]
        for (step, is_below), found in self._ports().items():
            found.sort()
            crowd = len(found)
            apart = min(_PORT, WIDTH * 0.8 / crowd)
            at = self._middles[step] - (crowd - 1) / 2 * apart
            edge = self._tops[self._mesh.layer[step]] + self._heights[step] * is_below
            for place, (_, number, end) in enumerate(found):
                ends[number][end] = (at + place * apart, edge), crowd
        return ends

    def _ports(self) -> dict[tuple[int, bool], list[tuple[float, int, int]]]:
        """The arrows that touch the lower (or upper) edge of each step, with where they come from."""
        ports: dict[tuple[int, bool], list[tuple[float, int, int]]] = {}
        layer = self._mesh.layer
        for number, chain in enumerate(self._mesh.chains):
            falls = layer[chain[-1]] > layer[chain[0]]
            ports.setdefault((chain[0], falls), []).append((self._middles[chain[1]], number, 0))
            ports.setdefault((chain[-1], not falls), []).append((self._middles[chain[-2]], number, 1))
        return ports

    def _line(self, arrow: Pair, chain: Sequence[int], ends: Sequence[_End]) -> Line:
        (first, leaving), (last, arriving) = ends
        points = (first, *self._passed(chain[1:-1], falls=last[1] > first[1]), last)
        crowded = leaving > arriving
        one, other = points[-2:] if crowded else points[:2]
        return Line(*arrow, points, _near(one, other, share=0.7 if crowded else 0.3))

    def _passed(self, chain: Sequence[int], *, falls: bool) -> Iterator[Point]:
        """The points at which an arrow enters and leaves each layer between its ends."""
        for item in chain:
            layer = self._mesh.layer[item]
            edges = self._tops[layer], self._tops[layer] + self._depths[layer]
            for y in edges if falls else reversed(edges):
                yield self._middles[item], y


def _near(one: Point, other: Point, *, share: float) -> Point:
    """A point on the curve between two points, which leaves both upright."""
    eased = share * share * (3 - 2 * share)
    return one[0] + (other[0] - one[0]) * eased, one[1] + (other[1] - one[1]) * share
