"""Which of the dates read is the day of departure and which that of return, and how many nights lie between."""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise

import msgspec

from bot.domain.understanding.dates import read_dates
from bot.domain.understanding.dates.partial import Found
from bot.domain.understanding.dates.tokens import Token
from bot.domain.understanding.passengers import number_at
from bot.domain.understanding.understood import Span
from bot.domain.understanding.word_lists import word_set

_BACK = word_set(
    "back return returning returns retour revenir rentrer retourner rentrant revenant reviens revient revenons "
    "reviendrai reviendrons reviendrait rentre rentrons rentrerai rentrerons retourne retournons "
    "vuelta vuelto vuelvo vuelve volvemos volvere volveremos volver volviendo regreso regresa regresamos regresare "
    "regresaremos regresar regresando zuruck zuruckfliegen zuruckkommen heimflug "
    "ruckflug rueckflug ruckreise zurueck ruckkehr inbound"
)
_OUT = word_set(
    "leave leaves leaving depart departs departing departure outbound partir pars partons part partant aller depart "
    "salir salgo saliendo salida abfliegen abflug hinflug abreisen"
)
_NIGHTS_THEMSELVES = word_set("night nights nuit nuits noche noches nacht nachte nachten")
_NIGHT_UNITS = (
    dict.fromkeys(_NIGHTS_THEMSELVES | word_set("days jours dias tage"), 1)
    | dict.fromkeys(word_set("week weeks semaine semaines semana semanas woche wochen"), 7)
    | {"fortnight": 14}
)
_FOR = word_set("for pour pendant durant por durante fur fuer lang")
_TO_TODAY = word_set("today tomorrow demain aujourd manana hoy heute morgen ubermorgen")
_MOST_NIGHTS = 365
_THERE_AND_BACK = 2


class JourneyDates(msgspec.Struct, frozen=True):
    """Dates by their part in the journey; see `Understood` for what each means."""

    dates: tuple[Span, ...] = ()
    departure: date | None = None
    period: Span | None = None
    return_date: date | None = None
    choices: tuple[date, ...] = ()
    past: date | None = None
    nights: int | None = None


def read_journey_dates(
    tokens: list[Token], *, language: str, today: date, expecting: str | None, departing: date | None
) -> JourneyDates:
    """All dates of a message and what they are for; a day of return is read against the day of departure."""
    asked = expecting in ("date", "departure", "return")
    found = read_dates(tokens, language=language, today=today, asked=asked)
    if not found:
        return JourneyDates(nights=_nights(tokens))
    outbound, inbound = _parted(found, tokens, expecting)
    first = _span(outbound[0]) if outbound else None
    start = first.start if first else departing
    back = _span(inbound[0]) if inbound else _bare_return(tokens, language, start or today)
    if back is not None and start is not None and inbound and inbound[0].end > (outbound[0].end if outbound else 0):
        back = _again(inbound[0], tokens, language, start) or back
    spans = tuple(span for span in (_span(f) for f in outbound) if span) + ((back,) if back else ())
    return _journey(first, back, spans, today=today, nights=_nights(tokens))


def _bare_return(tokens: Sequence[Token], language: str, start: date) -> Span | None:
    """Read "coming back 12th": the day of a month right after a word of return, and nothing else."""
    for before, token in pairwise(tokens):
        if before.text in _BACK and token.kind == "ordinal":
            read = read_dates([token], language=language, today=start, asked=True)
            return _span(read[0]) if read else None
    return None


def _span(found: Found) -> Span | None:
    return found.reading if isinstance(found.reading, Span) else None


def _parted(found: list[Found], tokens: Sequence[Token], expecting: str | None) -> tuple[list[Found], list[Found]]:
    """Readings for the way out and for the way back: by a word before them, by order, by what was asked for."""
    marked = [f for at, f in enumerate(found) if _said_back(f, tokens, found[at + 1 :])]
    if expecting == "return" and not marked:
        out = [f for f in found if _said(_OUT, f, tokens)]
        return out, [f for f in found if f not in out]
    if marked:
        return [f for f in found if f is not marked[0]], [marked[0]]
    days = [span.start for f in found if (span := _span(f)) is not None and span.kind == "day"]
    if len(days) == len(found) == _THERE_AND_BACK and days[0] < days[1]:
        return [found[0]], [found[1]]
    return found, []


def _said_back(found: Found, tokens: Sequence[Token], later: Sequence[Found]) -> bool:
    """Whether a word of return stands before a date, or right after it and before no other ("komme am 10. zurück")."""
    if _said(_BACK, found, tokens):
        return True
    after = next((t for t in tokens if t.start >= found.end), None)
    if after is None or after.text not in _BACK or tokens[0].start >= found.start:
        return False
    return not any(_said(frozenset({after.text}), other, tokens) for other in later)


def _said(words: frozenset[str], found: Found, tokens: Sequence[Token]) -> bool:
    """Whether one of the words stands shortly before a date, no comma between."""
    before = [t.text for t in tokens if found.start - 30 <= t.start < found.start]
    for word in reversed(before[-4:]):
        if word in words:
            return True
        if word in (",", ".", ";", "\u00a7"):
            return False
    return False


def _again(found: Found, tokens: Sequence[Token], language: str, start: date) -> Span | None:
    own = [t for t in tokens if found.start <= t.start < found.end]
    if any(t.text in _TO_TODAY for t in own):
        return None
    read = read_dates(own, language=language, today=start, asked=True)
    return _span(read[0]) if read else None


def _journey(
    first: Span | None, back: Span | None, spans: tuple[Span, ...], *, today: date, nights: int | None
) -> JourneyDates:
    departure = period = return_date = None
    if first is not None and first.kind == "day":
        departure = first.start
    elif first is not None and first.kind == "range":
        departure, return_date = first.start, first.end
    elif first is not None:
        period = first
    if back is not None and back.kind != "period":
        return_date = back.start
    unclear = next((s for s in (first, back) if s is not None and s.choices), None)
    past = next((s.end for s in (first, back) if s is not None and s.end < today), None)
    if departure is not None and return_date is None and nights:
        return_date = departure + timedelta(days=nights)
    return JourneyDates(spans, departure, period, return_date, unclear.choices if unclear else (), past, nights)


def _nights(tokens: Sequence[Token]) -> int | None:
    """Read "For 3 nights", "pour une semaine", "5 nights"."""
    for at, token in enumerate(tokens):
        unit = _NIGHT_UNITS.get(token.text)
        number = number_at(tokens, at - 1) if unit else None
        if unit and number is not None and at > 0:
            introduced = at > 1 and tokens[at - 2].text in _FOR
            if introduced or token.text in _NIGHTS_THEMSELVES:
                nights = number * unit
                return nights if 0 < nights <= _MOST_NIGHTS else None
    return None
