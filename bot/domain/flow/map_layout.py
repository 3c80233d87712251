"""Where the map of a flow draws each step and each arrow, in pixels: layers from top to bottom.

A long arrow runs through the layers between its ends as something narrow that takes its own place there: nothing is
drawn over a step. The same flow is laid out the same, and only once.
"""

from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

import msgspec

from bot.domain.flow.map_rows import Rows, ordered, placed
from bot.domain.flow.map_ways import Arrow, Drawn, Leads, drawn

WIDTH, HEIGHT, LINE = 224, 80, 16
"""Of a step, and of each line in which it tells a way."""
TOLD = 4
"""Lines at most in which a step tells ways; the last one counts those that are left."""
_GAP, _BETWEEN, _EDGE, _NARROW, _PORT = 28, 64, 24, 12, 22

Point = tuple[float, float]


class Box(msgspec.Struct, frozen=True):
    """A step: its upper left corner, its height, and the ways that it tells in words."""

    step: str
    x: float
    y: float
    height: float
    told: tuple[Arrow, ...] = ()


class Line(msgspec.Struct, frozen=True):
    """An arrow as the points through which it runs, from its source to its end, and where its words stand."""

    arrow: Arrow
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
        self.chains = [self._chain(numbers[arrow.source], numbers[arrow.to]) for arrow in picture.arrows]

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


@lru_cache(maxsize=64)
def layout(start: str, leads: Leads) -> Layout:
    """The map of a flow that begins at a step, by the ways out of each."""
    picture = drawn(start, leads)
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


def _height(told: Sequence[Arrow]) -> int:
    return HEIGHT + LINE * min(len(told), TOLD)


def _told(picture: Drawn, step: str) -> tuple[Arrow, ...]:
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
        self._ports = self._all_ports()
        self._places = {
            (*edge, number, end): place
            for edge, found in self._ports.items()
            for place, (_, number, end) in enumerate(found)
        }

    def all(self, arrows: Sequence[Arrow]) -> tuple[Line, ...]:
        """Every arrow."""
        return tuple(self._line(number, arrow) for number, arrow in enumerate(arrows))

    def _all_ports(self) -> dict[tuple[int, bool], list[tuple[float, int, int]]]:
        """The arrows that touch the lower (or upper) edge of each step, from left to right."""
        ports: dict[tuple[int, bool], list[tuple[float, int, int]]] = {}
        for number, chain in enumerate(self._mesh.chains):
            down = self._falls(chain)
            ports.setdefault((chain[0], down), []).append((self._middles[chain[1]], number, 0))
            ports.setdefault((chain[-1], not down), []).append((self._middles[chain[-2]], number, 1))
        return {key: sorted(found) for key, found in ports.items()}

    def _falls(self, chain: Sequence[int]) -> bool:
        return self._mesh.layer[chain[-1]] >= self._mesh.layer[chain[0]]

    def _port(self, step: int, number: int, *, below: bool, end: int) -> Point:
        found = self._ports[step, below]
        at = self._places[step, below, number, end]
        apart = min(_PORT, WIDTH * 0.8 / len(found))
        top = self._tops[self._mesh.layer[step]]
        return self._middles[step] + (at - (len(found) - 1) / 2) * apart, top + self._heights[step] * below

    def _line(self, number: int, arrow: Arrow) -> Line:
        chain = self._mesh.chains[number]
        down = self._falls(chain)
        first = self._port(chain[0], number, below=down, end=0)
        last = self._port(chain[-1], number, below=not down, end=1)
        between = [point for item in chain[1:-1] for point in self._passing(item, down=down)]
        points = (first, *between, last)
        crowd = len(self._ports[chain[0], down]) > len(self._ports[chain[-1], not down])
        return Line(arrow, points, _near(*points[-2:], share=0.7) if crowd else _near(*points[:2], share=0.3))

    def _passing(self, item: int, *, down: bool) -> tuple[Point, Point]:
        x, layer = self._middles[item], self._mesh.layer[item]
        top, bottom = (x, self._tops[layer]), (x, self._tops[layer] + self._depths[layer])
        return (top, bottom) if down else (bottom, top)


def _near(one: Point, other: Point, *, share: float) -> Point:
    """A point on the curve between two points, which leaves both upright."""
    eased = share * share * (3 - 2 * share)
    return one[0] + (other[0] - one[0]) * eased, one[1] + (other[1] - one[1]) * share
