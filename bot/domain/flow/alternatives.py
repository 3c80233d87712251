"""Requests for something else: cheaper, later, earlier, another day, with a bag, refundable; as changes of the trip.

"Later" and "earlier" count from the flights that are talked of, so they say something only when there are any; what
cannot be had is found out by the search, which says what there is instead.
"""

from typing import Any

from bot.domain.conversation.state import Basket
from bot.domain.flow.ages import ages_beside
from bot.domain.flow.flight_words import told_of
from bot.domain.flow.hearing import Heard
from bot.domain.flow.scene import Scene
from bot.domain.shopping.narrowing import MINUTES_OF_DAY, minute_of_day
from bot.domain.understanding.dates.tokens import fold, tokenize
from bot.domain.understanding.phrases import table

CHEAPER, DAY = "cheaper", "day"
"""What a search may be asked to compare: prices of the days around, or just those days."""

_NEEDS = table(
    {
        "bag": (
            "with a bag|with bag|with bags|with one bag|with luggage|with a suitcase|with a checked bag|"
            "with checked bag|with checked luggage|with baggage|bag included|bags included|avec un bagage|"
            "avec bagage|avec bagages|avec une valise|avec valise|avec un bagage en soute|avec soute|"
            "bagage compris|bagages compris|bagage inclus|con maleta|con maletas|con una maleta|con equipaje|"
            "con maleta facturada|con equipaje facturado|equipaje incluido|maleta incluida|mit gepack|mit koffer|"
            "mit einem koffer|mit aufgabegepack|gepack inklusive|inklusive gepack|koffer inklusive"
        ),
        "refund": (
            "a refundable fare|refundable fare|refundable ticket|a refundable one|refundable only|only refundable|"
            "refundable please|billet remboursable|tarif remboursable|un remboursable|remboursable seulement|"
            "tarifa reembolsable|billete reembolsable|uno reembolsable|solo reembolsable|erstattbarer tarif|"
            "erstattbares ticket|erstattbaren tarif|nur erstattbar|ein erstattbares"
        ),
        "change": (
            "a flexible fare|flexible fare|flexible ticket|flexible one|changeable ticket|billet modifiable|"
            "tarif modifiable|billet flexible|tarif flexible|tarifa flexible|billete flexible|tarifa con cambios|"
            "flexibler tarif|flexibles ticket|flexiblen tarif|umbuchbares ticket|umbuchbarer tarif"
        ),
    }
)
_OTHER_DAYS = table(
    {
        True: (
            "another day|other day|other days|another date|other dates|different day|different date|"
            "different dates|flexible dates|dates are flexible|days around|which day is cheapest|cheapest day|"
            "any other day|some other day|un autre jour|autre jour|d'autres jours|une autre date|autre date|"
            "autres dates|dates flexibles|jour le moins cher|quel jour est le moins cher|"
            "otro dia|otros dias|otra fecha|otras fechas|fechas flexibles|dia mas barato|"
            "que dia es mas barato|que dia es el mas barato|"
            "ein anderer tag|anderer tag|anderen tag|andere tage|anderes datum|andere daten|flexible daten|"
            "billigster tag|gunstigster tag|welcher tag ist am billigsten|welcher tag ist am gunstigsten"
        )
    }
)


def asked_for(heard: Heard, scene: Scene) -> dict[str, Any]:
    """The changes of the trip that a message asks for besides what understanding reads out of it."""
    if not heard.text:
        return {}
    tokens = tokenize(fold(heard.text))
    basket, trip = scene.conversation.basket, scene.conversation.trip
    changes: dict[str, Any] = {}
    needs = dict.fromkeys((*trip.needs, *(hit.value for hit in _NEEDS.find(tokens))))
    if tuple(needs) != trip.needs:
        changes["needs"] = tuple(needs)
    if heard.understood.hours is not None:
        first, end = heard.understood.hours
        changes["times"] = (first * 60, end * 60)
    if heard.understood.budget is not None:
        changes["budget"] = heard.understood.budget
    party = heard.understood.passengers
    if party is not None and 0 < party.children == len(ages := ages_beside(heard.text)):
        changes["ages"] = ages
    if trip.depart is not None and heard.understood.departure is None:
        changes |= _compared(heard.understood.intent or "", basket, other_days=bool(_OTHER_DAYS.find(tokens)))
    return changes


def _compared(intent: str, basket: Basket, *, other_days: bool) -> dict[str, Any]:
    if other_days:
        return {"seek": DAY}
    flights = told_of(basket)
    if not flights:
        return {}
    minutes = [minute_of_day(offer) for offer in flights]
    match intent:
        case "cheaper":
            return {"seek": CHEAPER}
        case "later":
            return {"times": (max(minutes) + 1, MINUTES_OF_DAY)}
        case "earlier":
            return {"times": (0, min(minutes))}
        case _:
            return {}
