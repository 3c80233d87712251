"""Hours of the day that are wished for: "in the morning", "after 6pm", "avant midi", "arriving before 9"."""

import re
from collections.abc import Sequence

import msgspec

from bot.domain.understanding.dates.tokens import Token
from bot.domain.understanding.phrases import PhraseTable, table

Window = tuple[int, int]
"""Whole local hours [from, to) of a day."""

_PARTS: PhraseTable[Window] = table(
    {
        (5, 12): (
            "in the morning|morning|early morning|mornings|le matin|matin|dans la matinee|por la manana|de manana|"
            "vormittags|am vormittag|am morgen|morgens|fruh"
        ),
        (12, 18): (
            "in the afternoon|afternoon|afternoons|l'apres midi|apres midi|por la tarde|de tarde|nachmittags|"
            "am nachmittag|nachmittag"
        ),
        (18, 24): (
            "in the evening|evening|tonight|at night|le soir|soir|ce soir|en soiree|por la noche|de noche|abends|"
            "am abend|abend"
        ),
    }
)
WORDS_OF_HOURS = _PARTS.words
_AFTER = (
    "after|later than|past|no earlier than|not before|apres|a partir de|pas avant|des|despues de(?: las?)?|nach|ab|from"
)
_BEFORE = "before|by|until|no later than|earlier than|avant|au plus tard(?: a)?|jusqu'a|antes de(?: las?)?|vor|bis"
_AROUND = "around|about|close to|near|vers|environ|aux alentours de|sobre(?: las?)?|hacia(?: las?)?|gegen|ca"
_BETWEEN = "between|from|entre(?: las?)?|de|zwischen|von"
_AND = "and|to|till|until|et|a|y(?: las?)?|und|bis|-"
_NAMED = {
    "noon": 12,
    "midday": 12,
    "midi": 12,
    "mediodia": 12,
    "mittag": 12,
    "midnight": 24,
    "minuit": 24,
    "mitternacht": 24,
}
_TIME = (
    r"(?:(?P<h{0}>\d{{1,2}})(?:\s?[:h.]\s?(?P<m{0}>[0-5]\d))?\s?"
    r"(?P<u{0}>a\.?m\b\.?|p\.?m\b\.?|h\b|uhr\b|heures?\b|o.?clock\b|hrs?\b)?"
    rf"|(?P<n{{0}}>{'|'.join(_NAMED)}))(?![\d/€$£-]|\s?(?:euros?|eur|dollars?|pounds?|days?|nights?|weeks?|%))"
)
_RANGE = re.compile(rf"\b(?:{_BETWEEN})\s+{_TIME.format(1)}\s*(?:{_AND})\s*{_TIME.format(2)}")
_EDGE = re.compile(
    rf"\b(?:(?P<after>{_AFTER})|(?P<before>{_BEFORE})|(?P<around>{_AROUND}))\s+(?:the\s|les\s)?{_TIME.format(1)}"
)
_ARRIVING = re.compile(
    r"\b(?:arriv|land|atterri|lleg|ankomm|ankunft|ankommen|be there|be in|get in|etre a)\w*(?:\W+\w+){0,6}?\W*$"
)
_LEAVING = re.compile(r"\b(?:leav|depart|part|quitt|sal[ei]|abflug|abfliegen|fly|volar|decoll)\w*(?:\W+\w+){0,6}?\W*$")
_DAY = 24
_HALF = 12
_MORNING_FROM = 7
"""An English hour without am or pm: from seven on it is taken as written, below that it is in the afternoon."""


class Hours(msgspec.Struct, frozen=True):
    """Hours wished for at departure and at arrival; None where none are said."""

    departing: Window | None = None
    arriving: Window | None = None


def read_hours(tokens: Sequence[Token], folded: str, *, english: bool) -> Hours:
    """The hours of a message: a clock time with a word before it, or else a part of the day; the last one said counts.

    Hours that follow a word of arriving are those of arrival. A bare number needs such a word or one of leaving.
    """
    departing = arriving = None
    for start, window, sure in _clock_windows(folded, english=english):
        before = folded[:start]
        at_arrival, at_departure = _ARRIVING.search(before), _LEAVING.search(before)
        if not sure and at_arrival is None and at_departure is None:
            continue
        if at_arrival is not None and (at_departure is None or at_departure.start() < at_arrival.start()):
            arriving = window
        else:
            departing = window
    parts = _PARTS.find(tokens)
    if departing is None and arriving is None and parts:
        departing = parts[-1].value
    return Hours(departing, arriving)


def _clock_windows(folded: str, *, english: bool) -> list[tuple[int, Window, bool]]:
    """Where each window stands, the window, and whether it is evidently one of hours."""
    if not any(map(str.isdigit, folded)) and not any(name in folded for name in _NAMED):
        return []
    found: list[tuple[int, Window, bool]] = []
    spans: list[tuple[int, int]] = []
    for hit in _RANGE.finditer(folded):
        window = _range_window(hit, english=english)
        if window is not None:
            spans.append((hit.start(), hit.end()))
            found.append((hit.start(), window, True))
    for hit in _EDGE.finditer(folded):
        time = _hour(hit, 1, english=english)
        window = _edge_window(hit, *time) if time is not None else None
        if window is not None and not any(start <= hit.start() < end for start, end in spans):
            found.append((hit.start(), window, bool(hit["u1"] or hit["m1"] or hit["n1"])))
    return found


def _range_window(hit: re.Match[str], *, english: bool) -> Window | None:
    """Read "between 10 am and 3 pm"; "between 2 and 4 pm" means both in the afternoon, two bare numbers no hours."""
    first, last = _hour(hit, 1, english=english), _hour(hit, 2, english=english)
    if first is None or last is None or not any(hit[group] for group in ("u1", "u2", "m1", "m2", "n1", "n2")):
        return None
    begin = first[0]
    if (hit["u2"] or "").startswith("p") and not hit["u1"] and begin + _HALF < last[0]:
        begin += _HALF
    end = min(_DAY, last[0] + (last[1] > 0))
    return (begin, end) if begin < end else None


def _edge_window(hit: re.Match[str], hour: int, minute: int) -> Window | None:
    if hit["after"]:
        window = (hour, _DAY)
    elif hit["before"]:
        window = (0, hour + (minute > 0))
    else:
        window = (max(0, hour - 1), min(_DAY, hour + 2))
    return window if window[0] < window[1] else None


def _hour(hit: re.Match[str], group: int, *, english: bool) -> tuple[int, int] | None:
    """Hour and minute of a time of the match; None when the clock has no such hour."""
    if hit[f"n{group}"]:
        return _NAMED[hit[f"n{group}"]], 0
    hour, minute = int(hit[f"h{group}"]), int(hit[f"m{group}"] or 0)
    unit = (hit[f"u{group}"] or "").replace(".", "")
    if unit in ("am", "pm"):
        if not 1 <= hour <= _HALF:
            return None
        return hour % _HALF + (_HALF if unit == "pm" else 0), minute
    if english and unit not in ("h", "uhr") and 0 < hour < _MORNING_FROM:
        hour += _HALF
    return (hour, minute) if hour <= _DAY else None
