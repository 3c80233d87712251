"""Waiting for a choice among offers: a tap on a card, "the second", "more", or another wish altogether."""

import re

from bot.domain.conversation.messages import Option
from bot.domain.flow.actions.ask import pick
from bot.domain.flow.actions.show_offers import PAGE
from bot.domain.flow.hearing import Heard
from bot.domain.flow.scene import Scene
from bot.domain.flow.wait_trip import take_wishes
from bot.domain.shopping.offers import Offer

_ORDINALS = {
    1: r"1|1st|first|cheapest|premier|premi[eè]re|1er|1[eè]re|moins ch[eè]re?",
    2: r"2|2nd|second|deuxi[eè]me|seconde?|2e",
    3: r"3|3rd|third|last|troisi[eè]me|derni[eè]re?|3e",
}
_BEFORE, _AFTER = r"\W*(?:the |la |le |number |no |option )*", r"(?: one| option)?\W*$"
_ORDINAL = {number: re.compile(f"{_BEFORE}(?:{words}){_AFTER}", re.IGNORECASE) for number, words in _ORDINALS.items()}


def answer(_: str, heard: Heard, scene: Scene) -> tuple[str, Scene]:
    """The exit: chosen, expired, more, change, changed, no_match, or "repeat" after a problem was named."""
    if heard.value:
        return heard.value, scene
    if heard.go == "more":
        return "more", _turn_page(scene)
    if heard.offer or (nth := _ordinal(heard.text)):
        offer = _tapped(heard.offer, scene) if heard.offer else _shown(nth, scene)
        return _chosen(offer, scene)
    return take_wishes(heard, scene)


def _ordinal(text: str) -> int:
    return next((number for number, pattern in _ORDINAL.items() if pattern.match(text)), 0)


def _tapped(offer_id: str, scene: Scene) -> Offer | None:
    return next((offer for offer in scene.conversation.basket.shelf if offer.id == offer_id), None)


def _shown(nth: int, scene: Scene) -> Offer | None:
    basket = scene.conversation.basket
    page = basket.shelf[basket.shown : basket.shown + PAGE]
    return page[nth - 1] if nth <= len(page) else None


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


def _chosen(offer: Offer | None, scene: Scene) -> tuple[str, Scene]:
    if offer is None:
        return "repeat", scene.say_text("stale")
    if offer.expires.timestamp() * 1000 <= scene.now:
        return "expired", scene
    return "chosen", scene.change_basket(offer=offer)
