"""What the map of a flow shows: each step with its figures and faults in words, each arrow as a curve."""

import itertools
from collections.abc import Collection, Iterator, Mapping

import msgspec

from bot.domain.flow.condition_words import condition_words
from bot.domain.flow.definition import Flow, Node
from bot.domain.flow.graph import edges
from bot.domain.flow.map_layout import TOLD, WIDTH, Box, Line, Point, layout
from bot.domain.flow.map_ways import Arrow, Leads
from bot.services.flow_figures import StepFigures
from bot.web.staff.flow_paths import step_path

_ROOM, _LINE_ROOM, _LEAST = 25, 31, 12
"""Characters of the name of a step and of a line within it, and those that the words of a way have at least."""
_LABEL_ROOM = 22
_ELSE = "else"
_MUCH, _SOME = 0.3, 0.1
"""Parts of those who came that end at a step, from which on it stands out."""


class Told(msgspec.Struct, frozen=True):
    """What is told of the figures of a step: how many `came` and are there, which part `ended` there, how much that is.

    `handed` says how many asked for a person there, which has no room in the box.
    """

    came: str = "Nobody came yet"
    ended: str = ""
    handed: str = ""
    level: str = ""


class Way(msgspec.Struct, frozen=True):
    """A way out of a step: its words, the name of the step to which it leads, and that step's address, "" for none."""

    words: str
    to: str
    path: str


class Spot(msgspec.Struct, frozen=True, kw_only=True):
    """A step on the map: `title` and `does` as they fit in its box, `name` and all `ways` for the list beside it.

    `lines` are the ways that stand in the box; `marks` say what is to be known of it, faults among them.
    """

    step: str
    name: str
    title: str
    does: str
    whole: str
    path: str
    x: float
    y: float
    height: float
    lines: tuple[str, ...]
    ways: tuple[Way, ...]
    marks: tuple[str, ...]
    faulty: bool
    figures: Told


class Curve(msgspec.Struct, frozen=True):
    """An arrow: its path as SVG has it, whether it leads back up, and its words with the place where they stand."""

    d: str
    back: bool
    words: str
    whole: str
    x: float
    y: float


class Picture(msgspec.Struct, frozen=True):
    """A map that is ready to be written down."""

    width: int
    height: int
    box: int
    spots: tuple[Spot, ...]
    curves: tuple[Curve, ...]


def picture(
    flow: Flow, *, labels: Mapping[str, str], faults: Mapping[str, int], figures: Mapping[str, StepFigures]
) -> Picture:
    """The map of a flow: with the labels of its steps, how many faults each has, and how many people came there."""
    laid = layout(flow.start, leads_of(flow))
    drawer = _Drawer(flow, labels, faults, figures)
    spots = tuple(drawer.spot(box) for box in laid.boxes)
    return Picture(round(laid.width), round(laid.height), WIDTH, spots, tuple(_curve(line) for line in laid.lines))


def leads_of(flow: Flow) -> Leads:
    """The ways out of each step, with their words."""
    return tuple((name, tuple(_ways(name, node))) for name, node in flow.nodes.items())


def told(one: StepFigures | None) -> Told:
    """The figures of a step in words."""
    if one is None or not one.passed.came:
        return Told()
    handed = f"{one.passed.handed:,} went on to a person" if one.passed.handed else ""
    level = "much" if one.drop_off >= _MUCH else "some" if one.drop_off >= _SOME else ""
    came = f"{one.passed.came:,} came, {one.passed.now:,} here now"
    return Told(came, f"{round(100 * one.drop_off)} % ended here", handed, level)


def _ways(name: str, node: Node) -> Iterator[tuple[str, str]]:
    for edge in edges(name, node):
        if edge.kind == "case":
            yield condition_words(node.cases[int(edge.word) - 1].when), edge.to
        elif edge.kind == "next":
            yield (_ELSE if node.cases else ""), edge.to
        else:
            yield edge.word.replace("_", " "), edge.to


class _Drawer:
    """Says of each step what stands in its box."""

    def __init__(
        self,
        flow: Flow,
        labels: Mapping[str, str],
        faults: Mapping[str, int],
        figures: Mapping[str, StepFigures],
    ) -> None:
        self._flow, self._labels, self._faults, self._figures = flow, labels, faults, figures
        self._paths = {step: step_path(flow.name, step) for step in flow.nodes}

    def spot(self, box: Box) -> Spot:
        node, name = self._flow.nodes[box.step], self._name(box.step)
        does = _does(node)
        return Spot(
            step=box.step,
            name=name,
            title=_cut(name, _ROOM),
            does=_cut(does, _LINE_ROOM),
            whole=does,
            path=self._paths[box.step],
            x=round(box.x, 1),
            y=round(box.y, 1),
            height=box.height,
            lines=tuple(self._lines(box.told)),
            ways=tuple(self._way(words, to) for words, to in _ways(box.step, node)),
            marks=tuple(self._marks(box.step, node)),
            faulty=bool(self._faults.get(box.step)),
            figures=told(self._figures.get(box.step)),
        )

    def _name(self, step: str) -> str:
        return self._labels.get(step) or step

    def _way(self, words: str, to: str) -> Way:
        return Way(words or "then", self._name(to), self._paths.get(to, ""))

    def _lines(self, ways: Collection[Arrow]) -> Iterator[str]:
        shown = list(ways) if len(ways) <= TOLD else list(ways)[: TOLD - 1]
        for way in shown:
            where = "again" if way.to == way.source else f"→ {self._name(way.to)}"
            words = ", ".join(way.words) or "then"
            room = max(_LEAST, _LINE_ROOM - len(where) - 1)
            yield _cut(f"{_cut(words, room)} {where}", _LINE_ROOM)
        if len(shown) < len(ways):
            yield f"and {len(ways) - len(shown)} ways more"

    def _marks(self, step: str, node: Node) -> Iterator[str]:
        if step == self._flow.start:
            yield "Begins here"
        if count := self._faults.get(step, 0):
            yield f"{count} fault{'s' if count > 1 else ''}"
        if node.locked:
            yield "Locked"
        if node.split:
            yield "A/B"
        if node.end:
            yield "Ends"


def _does(node: Node) -> str:
    acts = " · ".join(str(action.__struct_config__.tag).replace("_", " ") for action in node.do)
    return " · ".join(filter(None, (acts, *_goes_on(node))))


def _goes_on(node: Node) -> Iterator[str]:
    if node.wait:
        yield f"waits for {node.wait.subject}"
    if node.cases:
        yield "chooses a way"
    if node.split:
        yield "tries several ways"


def _curve(line: Line) -> Curve:
    words = ", ".join(line.arrow.words)
    back = line.points[-1][1] < line.points[0][1]
    x, y = line.label
    return Curve(_path(line.points), back, _cut(words, _LABEL_ROOM), words, round(x, 1), round(y, 1))


def _path(points: tuple[Point, ...]) -> str:
    """Points as a path that leaves and reaches each upright."""
    parts = [f"M{points[0][0]:.1f} {points[0][1]:.1f}"]
    for (left, top), (right, bottom) in itertools.pairwise(points):
        middle = (top + bottom) / 2
        straight = abs(left - right) < 1
        parts.append(
            f"L{right:.1f} {bottom:.1f}"
            if straight
            else f"C{left:.1f} {middle:.1f} {right:.1f} {middle:.1f} {right:.1f} {bottom:.1f}"
        )
    return "".join(parts)


def _cut(text: str, room: int) -> str:
    return text if len(text) <= room else f"{text[: room - 1].rstrip()}…"
