"""What is known of flights that are talked of, in words: how long, who flies, from where, with which stops."""

from collections.abc import Callable

from bot.domain.conversation.state import Basket
from bot.domain.money import Money
from bot.domain.shopping.display import Look, day_text, duration_text, operators_text, stops_text, times_text
from bot.domain.shopping.offers import Offer, Slice

PAGE = 3
"""Offers at once: what fits a telephone without scrolling far."""


def told_of(basket: Basket) -> tuple[Offer, ...]:
    """The flights that are talked of: the chosen ones, else those on the page."""
    return (basket.offer,) if basket.offer else basket.shelf[basket.shown : basket.shown + PAGE]


def cheapest(offers: tuple[Offer, ...]) -> Money | None:
    """The least that one of them costs."""
    return min((offer.total for offer in offers), key=lambda total: total.minor, default=None)


def durations(offers: tuple[Offer, ...], look: Look) -> str:
    """How long each direction takes: "8 h 55", "there 8 h 55 – 11 h 40, back 7 h 30"."""
    spans = [_span(sorted({piece.minutes for piece in pieces})) for pieces in _directions(offers)]
    return spans[0] if len(spans) == 1 else look.word("both_ways").format(*spans)


def _span(minutes: list[int]) -> str:
    return " – ".join(dict.fromkeys((duration_text(minutes[0]), duration_text(minutes[-1]))))


def operators(offers: tuple[Offer, ...], look: Look) -> str:
    """Who flies them, each once."""
    return ", ".join(dict.fromkeys(operators_text(piece, look) for piece in _pieces(offers)))


def airports(offers: tuple[Offer, ...], look: Look) -> str:
    """Between which airports they fly: "Paris (CDG) → New York (JFK)"."""
    ways = ((piece.origin, piece.destination) for piece in _pieces(offers))
    named = (" → ".join(f"{look.places.label(code, look.language)} ({code})" for code in way) for way in ways)
    return ", ".join(dict.fromkeys(named))


def schedules(offers: tuple[Offer, ...], look: Look) -> str:
    """When they leave and arrive, local times: "Fri 4 Dec 09:10 CDG → 12:05 JFK"."""
    return _all(offers, lambda piece: f"{day_text(piece.departs.date(), look.language)} {times_text(piece)}")


def stops(offers: tuple[Offer, ...], look: Look) -> str:
    """Where they stop: "direct", "1 stop via London"; with several flights, the times before it."""
    pieces = _pieces(offers)
    if len({stops_text(piece, look) for piece in pieces}) == 1:
        return stops_text(pieces[0], look)
    return _all(offers, lambda piece: f"{times_text(piece)} {stops_text(piece, look)}")


def _all(offers: tuple[Offer, ...], tell: Callable[[Slice], str]) -> str:
    return "; ".join(dict.fromkeys(tell(piece) for piece in _pieces(offers)))


def _pieces(offers: tuple[Offer, ...]) -> list[Slice]:
    return [piece for offer in offers for piece in offer.slices]


def _directions(offers: tuple[Offer, ...]) -> list[list[Slice]]:
    return [[offer.slices[at] for offer in offers] for at in range(min(len(offer.slices) for offer in offers))]
