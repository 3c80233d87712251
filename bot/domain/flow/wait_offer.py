"""Waiting for a choice among offers: a tap on a card, "the second", "more", or another wish altogether."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from bot.domain.conversation.messages import Option
from bot.domain.flow.actions.ask import pick
from bot.domain.flow.flight_words import PAGE
from bot.domain.flow.hearing import Heard
from bot.domain.flow.scene import Scene
from bot.domain.flow.shelf import shown_offers
from bot.domain.flow.wishes import NO_MATCH, REPEAT, doubt_options, take_wishes, taken_back
from bot.domain.shopping.display import flights
from bot.domain.shopping.narrowing import minute_of_day
from bot.domain.shopping.offers import Offer
from bot.domain.shopping.trip import still_fitting
from bot.domain.understanding.dates.tokens import fold, tokenize
from bot.domain.understanding.word_lists import word_set

_PLACES: Mapping[str, int] = {
    **dict.fromkeys(("1", "1st", "one", "first", "premier", "premiere", "1er", "1ere", "un", "une"), 0),
    **dict.fromkeys(("2", "2nd", "two", "second", "seconde", "deux", "deuxieme", "2e", "2eme"), 1),
    **dict.fromkeys(("3", "3rd", "three", "third", "trois", "troisieme", "3e", "3eme"), 2),
    **dict.fromkeys(("primero", "primera", "primer", "uno", "una", "erste", "erster", "ersten", "eins"), 0),
    **dict.fromkeys(("segundo", "segunda", "dos", "zweite", "zweiter", "zweiten", "zwei"), 1),
    **dict.fromkeys(("tercero", "tercera", "tercer", "tres", "dritte", "dritter", "dritten", "drei"), 2),
    **dict.fromkeys(("last", "derniere", "dernier", "ultimo", "ultima", "letzte", "letzter", "letzten"), -1),
}
"""Words for the place of a card on the page."""
_AROUND = word_set(
    "the a number no n option flight card please thanks ok okay yes i ll i'll d will would like take want choose pick "
    "book go for with that s la le les l numero vol je j prends prendre veux choisis choisir reserve svp il vous plait "
    "merci oui celui celle et alors this it is me give can get "
    "el los las lo opcion vuelo numero por favor gracias si quiero quisiera tomo cojo elijo escojo reservo reservar me "
    "quedo con ese esa este esta der die das den option flug nummer bitte danke ja ich nehme mochte will wahle buche "
    "buchen nehmen wir diesen diese dieser"
)
_CHOOSING = word_set(
    "the le la les take choose prends cheapest el lo los tomo elijo cojo quiero der die das den nehme wahle nehmen"
)
"""Words that make "cheapest" a choice, not a wish for others."""
_CHEAPEST = ("mas barato", "mas barata", "mas economico", "billigste", "billigsten", "gunstigste", "gunstigsten")
_FASTEST = ("mas rapido", "mas corto", "schnellste", "schnellsten", "kurzeste", "kurzesten")
_BEST: Mapping[str, Callable[[Offer], Any]] = {
    **dict.fromkeys(
        ("cheapest", "moins cher", "moins chere", "best price", "lowest price", "plus bas", *_CHEAPEST),
        lambda offer: offer.total.minor,
    ),
    **dict.fromkeys(
        ("earliest", "plus tot", "first flight", "mas temprano", "fruheste", "fruhesten", "fruhester"),
        lambda offer: offer.slices[0].departs,
    ),
    **dict.fromkeys(
        ("latest", "plus tard", "mas tarde", "spateste", "spatesten", "spatester"),
        lambda offer: -offer.slices[0].departs.timestamp(),
    ),
    **dict.fromkeys(
        ("fastest", "quickest", "shortest", "plus rapide", "plus court", "plus courte", *_FASTEST),
        lambda offer: sum(piece.minutes for piece in offer.slices),
    ),
}
"""Words for the best of the shelf -> what is least in it."""
_AT = re.compile(
    r"(?P<at>\b(?:at|one at|de|a|vers|around|las|um|gegen) )?\b(?P<hour>\d{1,2}) ?"
    r"(?:[:h.](?P<minute>\d{2})(?!\d|[./-])|h\b|(?=[ap]m))"
    r" ?(?P<half>[ap]m)?"
)
_DATES = re.compile(r"\d{1,2}\.\d{1,2}")
"""A day with dots, which is no time unless a word says so."""


def answer(_: str, heard: Heard, scene: Scene) -> tuple[str, Scene]:
    """The exit: chosen, expired, more, change, changed, no_match, or "repeat" after a note."""
    if heard.value:
        return heard.value, scene
    if heard.go == "more":
        return "more", _turn_page(scene)
    if heard.offer:
        return _chosen(next(offer for offer in scene.conversation.basket.shelf if offer.id == heard.offer), scene)
    named = () if heard.understood.correction else _named(heard, scene)
    if len(named) == 1:
        return _chosen(named[0], scene)
    if named:
        return "more", scene.change_basket(shelf=named, shown=0).note("which_of_these")
    exit_name, told = take_wishes(heard, scene)
    if exit_name == NO_MATCH and _leaving(heard.text) is not None:
        return REPEAT, scene.note("none_at_that_time")
    last = taken_back(heard, scene) if exit_name == NO_MATCH else None
    return take_wishes(last, scene) if last is not None else (exit_name, told)


def _named(heard: Heard, scene: Scene) -> tuple[Offer, ...]:
    """The offers that words name: by place on the page, flight number, time, fare, as the best, or as the only one."""
    said = tuple(token.text for token in tokenize(fold(heard.text)) if token.kind != "sign")
    basket = scene.conversation.basket
    by_flight = tuple(offer for offer in basket.shelf if _without_spaces(heard.text) in flights(offer))
    if by_flight:
        return by_flight[:1]
    at = _leaving(heard.text)
    if at is not None:
        return tuple(offer for offer in basket.shelf if minute_of_day(offer) == at)
    words = tuple(word for word in said if word not in _AROUND)
    best = _BEST.get(" ".join(word for word in words if word != "one"))
    if best is not None and set(said) & _CHOOSING:
        return (min(basket.shelf, key=best),)
    return _by_word(words, scene) or _only(heard, words, basket.shelf)


def _by_word(words: tuple[str, ...], scene: Scene) -> tuple[Offer, ...]:
    """The offer at a place of the page, or those of a fare."""
    page = shown_offers(scene)
    if len(words) == 2 and words[1] in {"one", "fare", "tarif", "tarifa"}:  # noqa: PLR2004 "the second one"
        words = words[:1]
    if len(words) != 1:
        return ()
    at = _PLACES.get(words[0])
    if at is not None:
        return page[at:][:1] if at >= 0 else page[-1:]
    return tuple(offer for offer in scene.conversation.basket.shelf if offer.brand == words[0])


def _only(heard: Heard, words: tuple[str, ...], shelf: tuple[Offer, ...]) -> tuple[Offer, ...]:
    """The one offer that there is, when the answer is yes."""
    return shelf if heard.understood.answer == "yes" and not words and len(shelf) == 1 else ()


def _leaving(text: str) -> int | None:
    """The minute of the day at which the flight that is named leaves: "the one at 9:10", "celui de 9h10", "9.10 pm"."""
    found = _AT.search(fold(text))
    if found is None or (_DATES.search(text) and not found["at"]):
        return None
    hour, minute = int(found["hour"]), int(found["minute"] or 0)
    if found["half"]:
        hour = hour % 12 + 12 * (found["half"] == "pm")
    return hour * 60 + minute if hour < 24 and minute < 60 else None  # noqa: PLR2004 a day


def _without_spaces(text: str) -> str:
    return "".join(text.split()).upper().strip(".!")


def _turn_page(scene: Scene) -> Scene:
    basket = scene.conversation.basket
    following = basket.shown + PAGE
    return scene.change_basket(shown=following if following < len(basket.shelf) else 0)


def options(_: str, scene: Scene) -> tuple[Option, ...]:
    """More offers, when there are more than one page; and another wish.

    After the last page comes the first again, so that "more options" never ends in nothing. A day whose wording was
    doubtful can still be changed.
    """
    change = (pick(scene, "change", scene.words("change_button")), *doubt_options(scene.conversation.trip, scene))
    if len(scene.conversation.basket.shelf) <= PAGE:
        return change
    return Option(scene.words("more_button"), "go:more"), *change


def _chosen(offer: Offer, scene: Scene) -> tuple[str, Scene]:
    if offer.expires.timestamp() * 1000 <= scene.now:
        return "expired", scene
    return "chosen", scene.change_basket(
        offer=offer, passengers=still_fitting(scene.conversation.basket.passengers, offer)
    )
