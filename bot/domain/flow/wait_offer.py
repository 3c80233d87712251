"""Waiting for a choice among offers: a tap on a card, "the second", "more", or another wish altogether."""

from collections.abc import Callable, Mapping
from typing import Any

from bot.domain.conversation.messages import Option
from bot.domain.flow.actions.ask import pick
from bot.domain.flow.actions.show_offers import PAGE
from bot.domain.flow.hearing import Heard
from bot.domain.flow.scene import Scene
from bot.domain.flow.wishes import NO_MATCH, take_wishes, taken_back
from bot.domain.shopping.display import flights
from bot.domain.shopping.offers import Offer
from bot.domain.shopping.trip import still_fitting
from bot.domain.understanding.dates.tokens import fold, tokenize
from bot.domain.understanding.word_lists import word_set

_PLACES: Mapping[str, int] = {
    **dict.fromkeys(("1", "1st", "one", "first", "premier", "premiere", "1er", "1ere", "un", "une"), 0),
    **dict.fromkeys(("2", "2nd", "two", "second", "seconde", "deux", "deuxieme", "2e", "2eme"), 1),
    **dict.fromkeys(("3", "3rd", "three", "third", "trois", "troisieme", "3e", "3eme"), 2),
    **dict.fromkeys(("last", "derniere", "dernier"), -1),
}
"""Words for the place of a card on the page."""
_CHEAPEST = frozenset({("cheapest",), ("moins", "cher"), ("moins", "chere"), ("best", "price"), ("lowest", "price")})
_AROUND = word_set(
    "the a number no n option flight card please thanks ok okay yes i ll i'll d will would like take want choose pick "
    "book go for with that s la le les l numero vol je j prends prendre veux choisis choisir reserve svp il vous plait "
    "merci oui celui celle et alors this it is me give can get"
)
_THE_CHEAPEST = word_set("the le la les")

_SORTED: Mapping[str, tuple[str, Callable[[Offer], Any], bool]] = {
    "cheaper": ("sorted_cheaper", lambda offer: offer.total.minor, False),
    "earlier": ("sorted_earlier", lambda offer: offer.slices[0].departs, False),
    "later": ("sorted_later", lambda offer: offer.slices[0].departs, True),
}
"""Wish -> what to say, by what to sort, and whether the greatest comes first."""


def answer(_: str, heard: Heard, scene: Scene) -> tuple[str, Scene]:
    """The exit: chosen, expired, more, change, changed, no_match, or "repeat" after a note."""
    if heard.value:
        return heard.value, scene
    if heard.go == "more":
        return "more", _turn_page(scene)
    if heard.offer:
        return _chosen(next(offer for offer in scene.conversation.basket.shelf if offer.id == heard.offer), scene)
    named = None if heard.understood.correction else _named(heard, scene)
    if named is not None:
        return _chosen(named, scene)
    exit_name, told = take_wishes(heard, scene)
    last = taken_back(heard, scene) if exit_name == NO_MATCH else None
    if last is not None:
        return take_wishes(last, scene)
    wish = heard.understood.intent or ""
    if wish in _SORTED and exit_name == NO_MATCH:
        return "more", _sorted(wish, scene)
    return exit_name, told


def _named(heard: Heard, scene: Scene) -> Offer | None:
    """The offer that words name: by its place on the page, as the cheapest, by its flight number, or the only one."""
    said = tuple(token.text for token in tokenize(fold(heard.text)) if token.kind != "sign")
    basket = scene.conversation.basket
    page = basket.shelf[basket.shown : basket.shown + PAGE]
    by_flight = [offer for offer in basket.shelf if _without_spaces(heard.text) in flights(offer)]
    if by_flight:
        return by_flight[0]
    words = tuple(word for word in said if word not in _AROUND)
    if words in _CHEAPEST and ("cheapest" in words or set(said) & _THE_CHEAPEST):
        return min(basket.shelf, key=lambda offer: offer.total.minor)
    if len(words) == 2 and words[1] == "one":  # noqa: PLR2004 "the second one"
        words = words[:1]
    at = _PLACES.get(words[0]) if len(words) == 1 else None
    if at is not None:
        return page[at] if at < len(page) else None
    return page[0] if heard.understood.answer == "yes" and not words and len(basket.shelf) == 1 else None


def _without_spaces(text: str) -> str:
    return "".join(text.split()).upper().strip(".!")


def _sorted(wish: str, scene: Scene) -> Scene:
    note, key, descending = _SORTED[wish]
    shelf = tuple(sorted(scene.conversation.basket.shelf, key=key, reverse=descending))
    return scene.change_basket(shelf=shelf, shown=0).note(note)


def _turn_page(scene: Scene) -> Scene:
    basket = scene.conversation.basket
    following = basket.shown + PAGE
    return scene.change_basket(shown=following if following < len(basket.shelf) else 0)


def options(_: str, scene: Scene) -> tuple[Option, ...]:
    """More offers, when there are more than one page; and another wish.

    After the last page comes the first again, so that "more options" never ends in nothing.
    """
    change = pick(scene, "change", scene.words("change_button"))
    if len(scene.conversation.basket.shelf) <= PAGE:
        return (change,)
    return Option(scene.words("more_button"), "go:more"), change


def _chosen(offer: Offer, scene: Scene) -> tuple[str, Scene]:
    if offer.expires.timestamp() * 1000 <= scene.now:
        return "expired", scene
    return "chosen", scene.change_basket(
        offer=offer, passengers=still_fitting(scene.conversation.basket.passengers, offer)
    )
