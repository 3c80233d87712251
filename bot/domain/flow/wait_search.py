"""Waiting for a search to come back: the traveller may still change the wish meanwhile."""

from bot.domain.conversation.events import OffersFound, SearchFailed
from bot.domain.conversation.state import OFFERS_KEPT
from bot.domain.flow.hearing import Heard
from bot.domain.flow.scene import Scene
from bot.domain.flow.wishes import CHANGED, take_wishes


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
        case OffersFound(offers=offers) if offers:
            return "found", scene.change_basket(shelf=offers[:OFFERS_KEPT], shown=0)
        case SearchFailed(reason=reason):
            failed = scene.change_position(awaited="")
            return "failed", failed.with_said(reason=failed.words(reason, otherwise="supplier_down"))
        case _:
            return "nothing", scene.change_position(awaited="")
