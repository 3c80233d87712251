"""What the map of a flow shows: each step with its figures and faults in words, each arrow as a curve."""

from collections.abc import Iterator, Mapping
from functools import lru_cache

import msgspec
from markupsafe import Markup

from bot.domain.flow.condition_words import condition_words
from bot.domain.flow.definition import Flow, Node
from bot.domain.flow.graph import edges
from bot.domain.flow.map_layout import KEPT, Box, Line, Point, layout
from bot.domain.flow.map_ways import Leads, Pair, shape, walked, worded
from bot.services.flow_figures import StepFigures
from bot.web.staff.flow_map_pieces import Curve, Piece, Spot, Way, arrows, piece
from bot.web.staff.flow_paths import step_path

_ELSE = "else"


class Place(msgspec.Struct, frozen=True, gc=False):
    """A step where it stands."""

    x: float
    y: float
    drawn: Piece


class Picture(msgspec.Struct, frozen=True):
    """A map that is ready to be written down."""

    width: int
    height: int
    arrows: Markup
    spots: tuple[Place, ...]


def picture(
    flow: Flow, *, labels: Mapping[str, str], faults: Mapping[str, int], figures: Mapping[str, StepFigures]
) -> Picture:
    """The map of a flow: with the labels of its steps, how many faults each has, and how many people came there."""
    leads = walked(flow.start, leads_of(flow))
    laid = layout(flow.start, shape(leads))
    drawer = _Drawer(flow, leads, labels=labels, faults=faults, figures=figures)
    spots = tuple(Place(round(box.x, 1), round(box.y, 1), piece(drawer.spot(box))) for box in laid.boxes)
    return Picture(round(laid.width), round(laid.height), _arrows(flow.start, leads), spots)


def leads_of(flow: Flow) -> Leads:
    """The ways out of each step, with their words."""
    return tuple((name, tuple(_ways(name, node))) for name, node in flow.nodes.items())


@lru_cache(maxsize=KEPT)
def _arrows(start: str, leads: Leads) -> Markup:
    """All arrows with their words, drawn once for all maps that have them where they are."""
    words = worded(leads)
    return arrows([_curve(line, words[line.source, line.to]) for line in layout(start, shape(leads)).lines])


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
        leads: Leads,
        *,
        labels: Mapping[str, str],
        faults: Mapping[str, int],
        figures: Mapping[str, StepFigures],
    ) -> None:
        self._flow, self._faults, self._figures = flow, faults, figures
        self._leads, self._words = dict(leads), worded(leads)
        self._names = {step: labels.get(step) or step for step in flow.nodes}
        self._paths = {step: step_path(flow.name, step) for step in flow.nodes}

    def spot(self, box: Box) -> Spot:
        step = box.step
        node = self._flow.nodes[step]
        return Spot(
            step=step,
            name=self._names[step],
            does=_does(node),
            path=self._paths[step],
            height=box.height,
            beside=tuple([self._beside((step, to)) for to in box.told]),
            ways=tuple([self._way(words, to) for words, to in self._leads[step]]),
            marks=tuple(self._marks(step, node)),
            faulty=bool(self._faults.get(step)),
            figures=self._figures.get(step),
        )

    def _way(self, words: str, to: str) -> Way:
        return Way(words or "then", self._names.get(to, to), self._paths.get(to, ""))

    def _beside(self, pair: Pair) -> tuple[str, str]:
        step, to = pair
        return ", ".join(self._words[pair]) or "then", "again" if to == step else f"→ {self._names.get(to, to)}"

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


def _curve(line: Line, words: tuple[str, ...]) -> Curve:
    back = line.points[-1][1] < line.points[0][1]
    x, y = line.label
    return Curve(_path(line.points), back, ", ".join(words), round(x, 1), round(y, 1))


def _path(points: tuple[Point, ...]) -> str:
    """Points as a path that leaves and reaches each upright."""
    left, top = points[0]
    x, y = f"{left:.1f}", f"{top:.1f}"
    parts = [f"M{x} {y}"]
    for right, bottom in points[1:]:
        before, x, y = x, f"{right:.1f}", f"{bottom:.1f}"
        if abs(left - right) < 1:
            parts.append(f"L{x} {y}")
        else:
            middle = f"{(top + bottom) / 2:.1f}"
            parts.append(f"C{before} {middle} {x} {middle} {x} {y}")
        left, top = right, bottom
    return "".join(parts)
