"""Waiting for a search to come back: the traveller may still change the wish meanwhile."""

from bot.domain.conversation.events import OffersFound, SearchFailed
from bot.domain.conversation.state import OFFERS_KEPT
from bot.domain.flow.hearing import Heard
from bot.domain.flow.scene import Scene
from bot.domain.flow.wait_trip import take_wishes


def answer(_: str, heard: Heard, scene: Scene) -> tuple[str, Scene]:
    """The exit for words of the traveller: changed, or "stay" after saying that we still look.

    What came back while a person had the thread is taken up now: found, or changed to look again.
    """
    if scene.conversation.basket.shelf:
        return "found", scene
    if not scene.position.awaited:
        return "changed", scene
    exit_name, changed = take_wishes(heard, scene)
    return (exit_name, changed) if exit_name == "changed" else ("stay", changed.say_text("still_searching"))


def news(scene: Scene) -> tuple[str, Scene]:
    """The exit for the search's own answer: found, nothing, failed; "stay" when another search is awaited."""
    event = scene.event
    if event.id != scene.position.awaited:
        return "stay", scene
    match event:
        case OffersFound(offers=offers) if offers:
            return "found", scene.change_basket(shelf=offers[:OFFERS_KEPT], shown=0)
        case OffersFound():
            return "nothing", scene.change_position(awaited="")
        case SearchFailed(reason=reason):
            return "failed", scene.change_position(awaited="").with_said(reason=scene.words(reason))
        case _:
            return "stay", scene
