"""Wishes about the journey other than where, when and who: one way or return, cabin, stops, hours, budget, nights."""

import re
from collections.abc import Sequence
from typing import TypeVar

import msgspec

from bot.domain.understanding.dates.tokens import Token
from bot.domain.understanding.phrases import PhraseTable, table

_ONE_WAY: PhraseTable[bool] = table(
    {
        True: (
            "one way|oneway|ow|single ticket|no return|without return|aller simple|simple aller|aller seulement|"
            "aller seul|sans retour|solo ida|"
            "de ida|ida sola|sin vuelta|solo la ida|nur hin|nur hinflug|einfacher flug|einfache strecke|einfach|"
            "hinflug nur|ohne ruckflug"
        ),
        False: (
            "round trip|roundtrip|return ticket|return flight|return trip|rt|there and back|and back|both ways|"
            "aller retour|a/r|ar|aller et retour|"
            "ida y vuelta|ida y regreso|viaje redondo|redondo|hin und zuruck|hin und ruckflug|hin- und ruckflug|"
            "hin und rueckflug"
        ),
    }
)
_CABIN: PhraseTable[str] = table(
    {
        "premium": "premium|premium economy|premium eco|economy plus|turista premium",
        "business": (
            "business|business class|biz|biz class|classe affaires|affaires|en affaires|clase ejecutiva|"
            "ejecutiva|clase business|businessklasse"
        ),
        "first": (
            "first class|in first|premiere classe|en premiere|la premiere|primera clase|en primera|erste klasse|"
            "first cabin"
        ),
        "economy": (
            "economy|economy class|eco|coach|tourist class|classe eco|economique|classe economique|economica|"
            "turista|clase turista|wirtschaftsklasse"
        ),
    }
)
_STOPS: PhraseTable[int] = table(
    {
        0: (
            "direct|direct flight|nonstop|non stop|no stops|without stops|no layover|no layovers|without layover|"
            "directo|directa|sin escalas|sin escala|"
            "sans escale|sans escales|vol direct|directs|directe|directos|direkt|direktflug|nonstopflug|"
            "ohne zwischenstopp|ohne umsteigen|ohne stopp"
        ),
        1: (
            "one stop|1 stop|max one stop|une escale|1 escale|una escala|1 escala|ein stopp|ein zwischenstopp|"
            "einmal umsteigen"
        ),
    }
)
_HOURS: PhraseTable[tuple[int, int]] = table(
    {
        (
            5,
            12,
        ): (
            "in the morning|morning|early morning|le matin|matin|dans la matinee|por la manana|de manana|"
            "vormittags|am vormittag|am morgen|morgens|fruh"
        ),
        (
            12,
            18,
        ): (
            "in the afternoon|afternoon|l'apres midi|apres midi|por la tarde|de tarde|nachmittags|am nachmittag|"
            "nachmittag"
        ),
        (
            18,
            24,
        ): (
            "in the evening|evening|tonight|at night|le soir|soir|en soiree|por la noche|de noche|abends|am abend|abend"
        ),
    }
)
_MOST = (
    "under|below|less than|max|maximum|at most|up to|budget(?: of| is|:)?|moins de|maximum de|jusqu'a|"
    "menos de|maximo|hasta|"
    "unter|hochstens|bis zu|weniger als"
)
_UNIT = "€|\\$|£|eur|euro|euros|usd|gbp|dollars?|pounds?|livres|dolares"
_BUDGET = re.compile(
    rf"(?:{_MOST})\s*(?:eur|usd|gbp|[€$£])?\s*(\d{{2,5}})(?:[.,]\d{{2}})?\s*(?:{_UNIT})?(?![\d/.-]|\s*(?:uhr|h\b|:))"
)
_CURRENCY = re.compile(r"€|\$|£|eur|usd|gbp|dollar|pound|livre|budget|dolar")

WORDS_OF_WISHES = _ONE_WAY.words | _CABIN.words | _STOPS.words | _HOURS.words
"""Every word of these phrases, in all languages."""
Wish = TypeVar("Wish")


class Wishes(msgspec.Struct, frozen=True):
    """Wishes as said; see `Understood` for what each means."""

    one_way: bool | None = None
    cabin: str | None = None
    max_stops: int | None = None
    hours: tuple[int, int] | None = None
    budget: int | None = None
    taken: tuple[tuple[int, int], ...] = ()
    """The tokens [start, end) of words that hold numbers and count nobody: "one way", "1 stop"."""


def read_wishes(tokens: Sequence[Token], folded: str) -> Wishes:
    """All wishes of a message, the last one said of each kind."""
    ways, stops = _ONE_WAY.find(tokens), _STOPS.find(tokens)
    return Wishes(
        one_way=ways[-1].value if ways else None,
        cabin=_last(_CABIN, tokens),
        max_stops=stops[-1].value if stops else None,
        hours=_last(_HOURS, tokens),
        budget=_budget(folded),
        taken=(*((way.start, way.end) for way in ways if way.value), *((stop.start, stop.end) for stop in stops)),
    )


def _last(phrases: PhraseTable[Wish], tokens: Sequence[Token]) -> Wish | None:
    hits = phrases.find(tokens)
    return hits[-1].value if hits else None


def _budget(folded: str) -> int | None:
    found = _BUDGET.search(folded) if any(c.isdigit() for c in folded) else None
    if found is None or (not _CURRENCY.search(found.group()) and int(found[1]) < 100):  # noqa: PLR2004 "under 12" is an age
        return None
    return int(found[1])
