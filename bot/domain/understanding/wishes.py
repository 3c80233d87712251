"""Wishes about the journey other than where, when and who: one way or return, cabin, stops, hours, budget, nights."""

import re
from collections.abc import Sequence
from typing import TypeVar

import msgspec

from bot.domain.understanding.dates.tokens import Token
from bot.domain.understanding.direction_words import REFUSING
from bot.domain.understanding.hours import WORDS_OF_HOURS, read_hours
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
            "directo|directa|sin escalas|sin escala|solo directo|solo directa|solo directos|solo vuelos directos|"
            "solo vuelo directo|solo sin escalas|"
            "sans escale|sans escales|vol direct|directs|directe|directos|direkt|direktflug|nonstopflug|"
            "ohne zwischenstopp|ohne umsteigen|ohne stopp"
        ),
        1: (
            "one stop|1 stop|max one stop|une escale|1 escale|una escala|1 escala|ein stopp|ein zwischenstopp|"
            "einmal umsteigen"
        ),
        2: "two stops|2 stops|max two stops|deux escales|2 escales|dos escalas|2 escalas|zwei stopps|zweimal umsteigen",
    }
)
_MOST = (
    "under|below|less than|max|maximum|at most|up to|no more than|not more than|within|cheaper than|not over|"
    "budget(?: of| is|:)?|budget de|moins de|maximum de|jusqu'a|pas plus de|inferieur a|moins cher que|en dessous de|"
    "menos de|maximo|hasta|no mas de|por debajo de|unter|hochstens|bis zu|weniger als|maximal|nicht mehr als"
)
_AT_MOST = "or less|max|maximum|at most|ou moins|maxi|o menos|como maximo|oder weniger|hochstens|tops"
_UNIT = "€|\\$|£|eur|euro|euros|usd|gbp|dollars?|pounds?|livres|dolares"
_SUM = r"(\d{1,3}(?:[,.\s]\d{3})+(?!\d)|\d{2,5})(?:[.,]\d{2})?(?!\d)"
_BUDGET = re.compile(
    rf"(?:{_MOST})\s*(?:eur|usd|gbp|[€$£])?\s*{_SUM}\s*(?:{_UNIT})?(?![\d/.-]|\s*(?:uhr|h\b|:|a\.?m\b|p\.?m\b))"
    rf"|(?:[€$£]\s?)?{_SUM}\s*(?:{_UNIT})?\s+(?:{_AT_MOST})\b"
)
_CURRENCY = re.compile(r"€|\$|£|eur|usd|gbp|dollar|pound|livre|budget|dolar")

WORDS_OF_WISHES = _ONE_WAY.words | _CABIN.words | _STOPS.words | WORDS_OF_HOURS
"""Every word of these phrases, in all languages."""
_LOOK_BACK = 4
_LEAST_BARE = 100
"""A sum without a currency counts from here on: "under 12" is an age."""
Wish = TypeVar("Wish")


class Wishes(msgspec.Struct, frozen=True):
    """Wishes as said; see `Understood` for what each means."""

    one_way: bool | None = None
    cabin: str | None = None
    max_stops: int | None = None
    hours: tuple[int, int] | None = None
    arrival_hours: tuple[int, int] | None = None
    budget: int | None = None
    taken: tuple[tuple[int, int], ...] = ()
    """The tokens [start, end) of words that hold numbers and count nobody: "one way", "1 stop"."""


def read_wishes(tokens: Sequence[Token], folded: str, *, english: bool = True) -> Wishes:
    """All wishes of a message, the last one said of each kind; in English an hour below 7 is one of the afternoon."""
    ways, stops = _ONE_WAY.find(tokens), _STOPS.find(tokens)
    hours = read_hours(tokens, folded, english=english)
    return Wishes(
        one_way=ways[-1].value if ways else None,
        cabin=_last(_CABIN, tokens),
        max_stops=stops[-1].value if stops else None,
        hours=hours.departing,
        arrival_hours=hours.arriving,
        budget=_budget(folded),
        taken=(*((way.start, way.end) for way in ways if way.value), *((stop.start, stop.end) for stop in stops)),
    )


def _last(phrases: PhraseTable[Wish], tokens: Sequence[Token]) -> Wish | None:
    """The last wish of a kind that is not refused ("not business class")."""
    hits = [hit for hit in phrases.find(tokens) if not _refused(tokens, hit.start)]
    return hits[-1].value if hits else None


def _refused(tokens: Sequence[Token], start: int) -> bool:
    for at in range(start - 1, max(-1, start - _LOOK_BACK), -1):
        word = tokens[at].text
        if tokens[at].kind == "sign":
            return False
        if (
            word in REFUSING
            or (word == "no" and at == start - 1)
            or (word == "t" and at and tokens[at - 1].text == "don")
        ):
            return True
    return False


def _budget(folded: str) -> int | None:
    found = _BUDGET.search(folded) if any(map(str.isdigit, folded)) else None
    if found is None:
        return None
    amount = int(re.sub(r"\D", "", found[1] or found[2]))
    return amount if _CURRENCY.search(found.group()) or amount >= _LEAST_BARE else None
