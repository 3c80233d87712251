"""How offers look in a talk: the total first, then local times, who flies, how long, how many stops."""

from collections.abc import Mapping
from datetime import date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

import msgspec
from babel.dates import format_date

from bot.domain.conversation.fitting import units
from bot.domain.conversation.messages import Card, Option
from bot.domain.money import format_money
from bot.domain.shopping.offers import Offer, Slice
from bot.domain.understanding.places import Gazetteer

SHORT, GIST, BRIEF = 24, 72, 80
"""Units of a row's title and of the line below it (Meta, WhatsApp, "Interactive list messages"), and of what stands
below the title of a card (Meta, Messenger Platform, "Generic template")."""

_WORDS = {
    "en": {
        "direct": "direct",
        "stop": "1 stop",
        "stops": "{} stops",
        "via": "via {}",
        "by": "operated by {}",
        "total": "total, taxes included",
        "most": "at most {} stops",
        "most_one": "at most 1 stop",
        "one_way": "one way",
        "from": "from {}",
        "to": "to {}",
        "before": "leaving before {1}",
        "after": "leaving from {0} on",
        "between": "leaving {0}–{1}",
        "budget": "at most {}",
        "bag": "with a checked bag",
        "refund": "refundable",
        "change": "changeable",
        "priced": "{} from {}",
        "both_ways": "{} there, {} back",
        "instead": "Near it: {}.",
        "none_near": "Nor have we within three days of it.",
    },
    "fr": {
        "direct": "direct",
        "stop": "1 escale",
        "stops": "{} escales",
        "via": "via {}",
        "by": "opéré par {}",
        "total": "total, taxes comprises",
        "most": "{} escales au plus",
        "most_one": "1 escale au plus",
        "one_way": "aller simple",
        "from": "de {}",
        "to": "vers {}",
        "before": "départ avant {1}",
        "after": "départ dès {0}",
        "between": "départ {0}–{1}",
        "budget": "{} au plus",
        "bag": "avec bagage en soute",
        "refund": "remboursable",
        "change": "modifiable",
        "priced": "{} dès {}",
        "both_ways": "{} à l'aller, {} au retour",
        "instead": "Autour : {}.",
        "none_near": "Ni à trois jours près.",
    },
    "es": {
        "direct": "directo",
        "stop": "1 escala",
        "stops": "{} escalas",
        "via": "vía {}",
        "by": "operado por {}",
        "total": "total, tasas incluidas",
        "most": "{} escalas como máximo",
        "most_one": "1 escala como máximo",
        "one_way": "solo ida",
        "from": "desde {}",
        "to": "a {}",
        "before": "salida antes de las {1}",
        "after": "salida desde las {0}",
        "between": "salida {0}–{1}",
        "budget": "{} como máximo",
        "bag": "con maleta facturada",
        "refund": "reembolsable",
        "change": "con cambios permitidos",
        "priced": "{} desde {}",
        "both_ways": "{} a la ida, {} a la vuelta",
        "instead": "Cerca: {}.",
        "none_near": "Tampoco en tres días a la redonda.",
    },
    "de": {
        "direct": "direkt",
        "stop": "1 Stopp",
        "stops": "{} Stopps",
        "via": "über {}",
        "by": "durchgeführt von {}",
        "total": "gesamt, inkl. Steuern",
        "most": "höchstens {} Stopps",
        "most_one": "höchstens 1 Stopp",
        "one_way": "nur Hinflug",
        "from": "ab {}",
        "to": "nach {}",
        "before": "Abflug vor {1}",
        "after": "Abflug ab {0}",
        "between": "Abflug {0}–{1}",
        "budget": "höchstens {}",
        "bag": "mit Aufgabegepäck",
        "refund": "erstattbar",
        "change": "umbuchbar",
        "priced": "{} ab {}",
        "both_ways": "{} hin, {} zurück",
        "instead": "In der Nähe: {}.",
        "none_near": "Auch nicht innerhalb von drei Tagen.",
    },
}


class Look(msgspec.Struct, frozen=True):
    """What display needs: place names, airline names by code, and the language of the reader."""

    places: Gazetteer
    airlines: Mapping[str, str]
    language: str

    def word(self, key: str) -> str:
        """A word of the timetable in the reader's language."""
        return _WORDS.get(self.language, _WORDS["en"])[key]


def day_and_month(language: str) -> str:
    """How a day and its month are written (Unicode LDML): "4 Dec", in German with a full stop, "4. Dez."."""
    return "d. MMM" if language == "de" else "d MMM"


@lru_cache(maxsize=2048)  # a page of flights names the same few days a dozen times
def day_text(day: date, language: str) -> str:
    """A date with its weekday, so that people check it: "Fri 4 Dec", "ven. 4 déc."."""
    pattern = "EEE, d MMM" if language == "en" else f"EEE {day_and_month(language)}"
    return str(format_date(day, pattern, locale=language)).replace(",", "")


def date_text(day: date, language: str) -> str:
    """A date with its year, as for a day of birth: "24 Jul 1987", "24 juil. 1987"."""
    return str(format_date(day, f"{day_and_month(language)} y", locale=language))


def duration_text(minutes: int) -> str:
    """Hours and minutes: "8 h 35"."""
    return f"{minutes // 60} h {minutes % 60:02d}"


def local(moment: datetime, zone: str) -> datetime:
    """A moment in UTC as the wall clock of an IANA zone shows it."""
    return moment.astimezone(ZoneInfo(zone))


def times_text(piece: Slice) -> str:
    """Local times and airports: "09:10 CDG → 12:05 JFK", with "+1" when it arrives on a later day."""
    later = f" ({piece.days_later:+d})" if piece.days_later else ""
    return f"{piece.departs:%H:%M} {piece.origin} → {piece.arrives:%H:%M} {piece.destination}{later}"


def stops_text(piece: Slice, look: Look) -> str:
    """How many stops and where: "direct", "1 stop via London"."""
    if not piece.stops:
        return look.word("direct")
    number = look.word("stop") if piece.stops == 1 else look.word("stops").format(piece.stops)
    cities = ", ".join(look.places.label(segment.destination, look.language) for segment in piece.segments[:-1])
    return f"{number} {look.word('via').format(cities)}"


def most_stops_text(most: int, look: Look) -> str:
    """A wish about stops: "direct", "at most 1 stop"."""
    if not most:
        return look.word("direct")
    return look.word("most_one") if most == 1 else look.word("most").format(most)


def operator_text(piece: Slice, look: Look) -> str:
    """Who flies (Regulation (EC) 2111/2005, article 11): "operated by Threadfare Air"."""
    return look.word("by").format(operators_text(piece, look))


def operators_text(piece: Slice, look: Look) -> str:
    """The names of those who fly, without more words."""
    return ", ".join(dict.fromkeys(look.airlines.get(one.operator, one.operator) for one in piece.segments))


def slice_lines(offer: Offer, look: Look) -> tuple[str, ...]:
    """Two lines a direction: day and times; duration, stops and who flies."""
    return tuple(line for piece in offer.slices for line in _lines(piece, look))


def _lines(piece: Slice, look: Look) -> tuple[str, str]:
    facts = (duration_text(piece.minutes), stops_text(piece, look), operator_text(piece, look))
    return f"{day_text(piece.departs.date(), look.language)} · {times_text(piece)}", " · ".join(facts)


def offer_card(offer: Offer, look: Look, *, button: str) -> Card:
    """An offer as a card: its total, what it is, and a button that chooses it."""
    price = format_money(offer.total, look.language)
    lines = (*slice_lines(offer, look), f"{offer.brand.capitalize()} · {', '.join(flights(offer))}")
    options = (Option(button, f"offer:{offer.id}"),)
    short, gist = _short(price, offer.slices[0]), _gist(offer, look)
    return Card(f"{price} {look.word('total')}", lines, options, short, gist, _brief(offer, look))


def _short(price: str, piece: Slice) -> str:
    """The price and when the first flight leaves and lands, as far as a row's title has room."""
    times = (f" · {_hours(piece)}", f" · {piece.departs:%H:%M}", "")
    return next((price + told for told in times if units(price + told) <= SHORT), price)


def _gist(offer: Offer, look: Look) -> str:
    """What tells an offer from those beside it, the most telling first, as far as a row's line has room."""
    there, *back = offer.slices
    facts = [f"{day_text(there.departs.date(), look.language)} {_way(there, look)}"]
    facts += [f"{day_text(piece.departs.date(), look.language)} {_hours(piece)} {_way(piece, look)}" for piece in back]
    facts += [offer.brand.capitalize(), f"{there.origin}–{there.destination}", *flights(offer)]
    told = ""
    for fact in facts:
        longer = f"{told} · {fact}" if told else fact
        if units(longer) > GIST:
            break
        told = longer
    return told


def _brief(offer: Offer, look: Look) -> tuple[str, ...]:
    """A line for each direction and one for stops and fare, as telling as a card has room for; the day always stays."""
    pieces, language = offer.slices, look.language
    days = [str(format_date(one.departs.date(), day_and_month(language), locale=language)) for one in pieces]
    ends = [f"{one.departs:%H:%M} {one.origin}–{_lands(one)} {one.destination}" for one in pieces]
    hours = [f"{one.departs:%H:%M}–{_lands(one)}" for one in pieces]
    stops, fare = [_stops(one, look) for one in pieces], offer.brand.capitalize()
    one_way = f"{day_text(pieces[0].departs.date(), language)} · {times_text(pieces[0])}"
    alone = (one_way, f"{_way(pieces[0], look)} · {fare}") if len(pieces) == 1 else ()
    if len(set(stops)) == 1:
        # Told once: each line stays short enough for a bubble of a telephone.
        fare = f"{stops[0]} · {fare}"
    else:
        ends = [f"{end}, {stop}" for end, stop in zip(ends, stops, strict=True)]
    told = (
        alone,
        (*map("{} {}".format, days, ends), fare),
        (*map("{} {}".format, days, hours), fare),
    )
    return next((lines for lines in told if lines and units("\n".join(lines)) <= BRIEF), told[-1])


def _lands(piece: Slice) -> str:
    """When it lands, with "+1" when that is a later day."""
    return f"{piece.arrives:%H:%M}{f'{piece.days_later:+d}' if piece.days_later else ''}"


def _hours(piece: Slice) -> str:
    return f"{piece.departs:%H:%M}–{piece.arrives:%H:%M}"


def _way(piece: Slice, look: Look) -> str:
    """How long and with how many stops, without where."""
    return f"{duration_text(piece.minutes)}, {_stops(piece, look)}"


def _stops(piece: Slice, look: Look) -> str:
    """With how many stops, without where."""
    stops = look.word("direct") if not piece.stops else look.word("stop" if piece.stops == 1 else "stops")
    return stops.format(piece.stops)


def flights(offer: Offer) -> tuple[str, ...]:
    """The flight numbers in order: "TF101"."""
    return tuple(segment.flight for segment in offer.segments)
