"""Pieces of a map as HTML: steps wherever they stand, and all arrows, each drawn once by its own content."""

from collections.abc import Iterable, Iterator
from functools import cached_property, lru_cache

import msgspec
from flask import get_template_attribute
from markupsafe import Markup

from bot.domain.flow.map_layout import TOLD, WIDTH
from bot.services.flow_figures import StepFigures

_ROOM, _LINE_ROOM, _LEAST = 25, 31, 12
"""Characters of the name of a step and of a line within it, and those that the words of a way have at least."""
_LABEL_ROOM = 22
_MUCH, _SOME = 0.3, 0.1
"""Parts of those who came that end at a step, from which on it stands out."""
_KEPT = 4096
"""Steps that are kept as they were drawn."""
_TEMPLATE = "staff/flows/map_pieces.html"


class Told(msgspec.Struct, frozen=True):
    """What is told of the figures of a step: how many `came` and are there, which part `ended` there, how much that is.

    `handed` says how many asked for a person there, which has no room in the box.
    """

    came: str = "Nobody came yet"
    ended: str = ""
    handed: str = ""
    level: str = ""


class Way(msgspec.Struct, frozen=True, gc=False):
    """A way out of a step: its words, the name of the step to which it leads, and that step's address, "" for none."""

    words: str
    to: str
    path: str


class Spot(msgspec.Struct, frozen=True, kw_only=True):
    """All that a map shows of a step but where it stands.

    `beside` are the ways that stand in its box, each with its words and where it leads; `ways` are all, for the list
    below the picture. `marks` say what is to be known of the step, faults among them.
    """

    step: str
    name: str
    does: str
    path: str
    height: float
    beside: tuple[tuple[str, str], ...]
    ways: tuple[Way, ...]
    marks: tuple[str, ...]
    faulty: bool
    figures: StepFigures | None

    @property
    def title(self) -> str:
        """The name as it fits in the box."""
        return _cut(self.name, _ROOM)

    @property
    def brief(self) -> str:
        """What the step does as it fits in the box."""
        return _cut(self.does, _LINE_ROOM)

    @property
    def lines(self) -> Iterator[str]:
        """The ways in the box, the last line counting those that have no room."""
        shown = self.beside if len(self.beside) <= TOLD else self.beside[: TOLD - 1]
        for words, where in shown:
            room = max(_LEAST, _LINE_ROOM - len(where) - 1)
            yield _cut(f"{_cut(words, room)} {where}", _LINE_ROOM)
        if len(shown) < len(self.beside):
            yield f"and {len(self.beside) - len(shown)} ways more"

    @property
    def told(self) -> Told:
        """The figures in words."""
        return told(self.figures)


class Curve(msgspec.Struct, frozen=True, gc=False):
    """An arrow: its path as SVG has it, whether it leads back up, and its words with the place where they stand."""

    d: str
    back: bool
    whole: str
    x: float
    y: float

    @property
    def words(self) -> str:
        """The words as they fit beside the arrow."""
        return _cut(self.whole, _LABEL_ROOM)


class Piece:
    """A step as HTML, each part drawn when it is first asked for."""

    def __init__(self, spot: Spot) -> None:
        """Draw this step."""
        self._spot = spot

    @cached_property
    def opened(self) -> Markup:
        """The beginning of its link, to which its place is added."""
        return _drawn("opened", self._spot)

    @cached_property
    def inside(self) -> Markup:
        """All that stands in its box."""
        return _drawn("inside", self._spot, WIDTH)

    @cached_property
    def listed(self) -> Markup:
        """What the list below the picture tells of it."""
        return _drawn("listed", self._spot)


@lru_cache(maxsize=_KEPT)
def piece(spot: Spot) -> Piece:
    """A step as HTML, the same one for all maps that show the same of it."""
    return Piece(spot)


def arrows(curves: Iterable[Curve]) -> Markup:
    """Arrows with their words as HTML."""
    return _drawn("arrows", tuple(curves))


def told(one: StepFigures | None) -> Told:
    """The figures of a step in words."""
    if one is None or not one.passed.came:
        return Told()
    handed = f"{one.passed.handed:,} went on to a person" if one.passed.handed else ""
    level = "much" if one.drop_off >= _MUCH else "some" if one.drop_off >= _SOME else ""
    came = f"{one.passed.came:,} came, {one.passed.now:,} here now"
    return Told(came, f"{round(100 * one.drop_off)} % ended here", handed, level)


def _drawn(macro: str, *values: object) -> Markup:
    drawn: Markup = get_template_attribute(_TEMPLATE, macro)(*values)
    return drawn


def _cut(text: str, room: int) -> str:
    return text if len(text) <= room else f"{text[: room - 1].rstrip()}…"
