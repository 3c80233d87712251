"""How well a colour is read on another (WCAG 2.2, 1.4.3), and the nearest one that is read well enough.

Colours are written #rrggbb, in sRGB.
"""

import re

LEAST = 4.5
"""The contrast that text of ordinary size needs (WCAG 2.2, 1.4.3, level AA)."""

BLACK, WHITE = "#000000", "#ffffff"

_COLOUR = re.compile(r"#[0-9a-f]{6}")
_STEPS = 100


def is_colour(text: str) -> bool:
    """Whether a text is a colour as we write it: #rrggbb in lower case."""
    return _COLOUR.fullmatch(text) is not None


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, from 1 to 21 (WCAG 2.2, definition of contrast ratio)."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def mix(one: str, other: str, share: float) -> str:
    """So much of one colour, from 0 to 1, in another."""
    pairs = zip(_channels(one), _channels(other), strict=True)
    return "#" + "".join(f"{round(a * share + b * (1 - share)):02x}" for a, b in pairs)


def readable(colour: str, *papers: str, least: float = LEAST) -> str:
    """The colour itself when it is read well on all of these papers, else the nearest darker or lighter one that is.

    Where no colour is read well on all of them, the better of black and white.
    """
    worst = {end: min(contrast(end, paper) for paper in papers) for end in (BLACK, WHITE)}
    end = max(worst, key=worst.__getitem__)
    shades = (mix(end, colour, step / _STEPS) for step in range(_STEPS + 1))
    return next((shade for shade in shades if all(contrast(shade, paper) >= least for paper in papers)), end)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(channel / 255) for channel in _channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4  # noqa: PLR2004  IEC 61966-2-1


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
