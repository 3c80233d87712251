"""Waiting for a search to come back: the traveller may still change the wish meanwhile."""

from typing import Any

from bot.domain.conversation.events import OffersFound, SearchFailed
from bot.domain.conversation.messages import Option
from bot.domain.conversation.state import OFFERS_KEPT, Trip
from bot.domain.flow.alternatives import CHEAPER
from bot.domain.flow.flight_words import cheapest
from bot.domain.flow.hearing import Heard
from bot.domain.flow.scene import Scene
from bot.domain.flow.wishes import CHANGED, take_wishes, with_doubt
from bot.domain.shopping.display import day_text
from bot.domain.shopping.narrowing import Nearby
from bot.domain.shopping.offers import Offer

MOST_DAYS = 4
"""Days offered at once, the cheapest of them."""


def answer(_: str, heard: Heard, scene: Scene) -> tuple[str, Scene]:
    """The exit for words of the traveller: changed, or "stay" after saying that we still look."""
    exit_name, told = take_wishes(heard, scene)
    return (CHANGED, told) if exit_name == CHANGED else ("stay", told.say_text("still_searching"))


def news(scene: Scene) -> tuple[str, Scene]:
    """The exit for the search's own answer: found, nothing, failed; "stay" when another search is awaited."""
    event = scene.event
    if event.id != scene.position.awaited:
        return "stay", scene
    match event:
        case OffersFound(offers=offers, nearby=nearby):
            days = _worth_telling(nearby, offers, scene)
            found = scene.change_basket(shelf=offers[:OFFERS_KEPT], shown=0, nearby=days).change_position(awaited="")
            told = _with_findings(found, event).with_said(budget=scene.conversation.trip.budget)
            told = told.change_trip(seek="", **_given_up(scene.conversation.trip, event))
            return ("found" if offers else "nothing"), told
        case SearchFailed(reason=reason):
            failed = scene.change_position(awaited="")
            return "failed", failed.with_said(reason=failed.words(reason, otherwise="supplier_down"))
        case _:
            return "stay", scene


def _worth_telling(nearby: tuple[Nearby, ...], offers: tuple[Offer, ...], scene: Scene) -> tuple[Nearby, ...]:
    """The days around; of whoever asks for something cheaper only those that are, where any is."""
    least = cheapest(offers)
    if scene.conversation.trip.seek != CHEAPER or least is None:
        return nearby
    return tuple(day for day in nearby if day.total.minor < least.minor) or nearby


def _with_findings(scene: Scene, found: OffersFound) -> Scene:
    """The scene with what could not be met, and what there is on other days, as notes before the offers."""
    scene = with_doubt(scene.conversation.trip, scene) if found.offers else scene
    for name in found.unmet:
        scene = scene.note(f"unmet_{name}")
    if not found.unmet and not scene.conversation.trip.seek:
        return scene
    key = _days_key(scene, found)
    shows_days = found.offers and key != "cheapest_already"
    return scene.note(key).offer_also(*(nearby_options(scene) if shows_days else ()))


def _given_up(trip: Trip, found: OffersFound) -> dict[str, Any]:
    """What is forgotten of a wish that could not be met, so that it does not stand in the way of the next.

    Direct flights are forgotten only where there are none on the days around either.
    """
    given_up: dict[str, Any] = {"needs": tuple(need for need in trip.needs if need not in found.unmet)}
    given_up |= {name: None for name in ("times", "budget") if name in found.unmet}
    return given_up | ({"most_stops": None} if "direct" in found.unmet and not found.nearby else {})


def _days_key(scene: Scene, found: OffersFound) -> str:
    """What to say of the days around."""
    least = cheapest(found.offers)
    if scene.conversation.trip.seek == CHEAPER and least is not None:
        cheaper = any(day.total.minor < least.minor for day in found.nearby)
        return "cheaper_days" if cheaper else "cheapest_already"
    return "nearby_days" if found.nearby else "nearby_none"


def nearby_options(scene: Scene) -> tuple[Option, ...]:
    """The days around to tap, the cheapest first when that was asked for."""
    days = scene.conversation.basket.nearby
    return tuple(
        Option(day_text(near.day, scene.language), f"set:depart:{near.day}")
        for near in sorted(days, key=lambda near: near.total.minor)[:MOST_DAYS]
    )
