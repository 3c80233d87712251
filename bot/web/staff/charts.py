"""Bars of a chart, measured here and drawn as SVG by a template."""

from collections.abc import Sequence

import msgspec

WIDTH, HEIGHT = 900, 200
_GAP, _FOOT, _HEAD = 4, 24, 20


class Bar(msgspec.Struct, frozen=True):
    """One bar in units of the picture; `shows` says whether there is room for its label below it."""

    label: str
    value: int
    left: float
    top: float
    width: float
    height: float
    shows: bool


class Chart(msgspec.Struct, frozen=True):
    """Bars, and the sentence that tells them to who does not see them."""

    title: str
    told: str
    bars: tuple[Bar, ...]
    width: int = WIDTH
    height: int = HEIGHT


def bar_chart(title: str, values: Sequence[tuple[str, int]]) -> Chart:
    """A chart of labelled whole numbers; the highest bar fills the height."""
    most = max((value for _, value in values), default=0)
    step = WIDTH / max(1, len(values))
    every = max(1, len(values) // 10)
    bars = []
    for number, (label, value) in enumerate(values):
        height = (HEIGHT - _FOOT - _HEAD) * value / most if most else 0
        top = HEIGHT - _FOOT - height
        width = min(step - _GAP, 60)
        left = number * step + (step - width) / 2
        bars.append(
            Bar(label, value, round(left, 1), round(top, 1), round(width, 1), round(height, 1), not number % every)
        )
    return Chart(title, _told(values, most), tuple(bars))


def _told(values: Sequence[tuple[str, int]], most: int) -> str:
    total = sum(value for _, value in values)
    if not total:
        return "Nothing in this range."
    best = next(label for label, value in values if value == most)
    return f"{total} in all; most at {best}: {most}."
