"""Talk about a PIN before a saved method pays: the link to its page, once more when asked, and what comes of it.

A PIN is never typed in the chat. Until it is right nothing pays; another way to pay stays open beside the link.
"""

from bot.domain.conversation.messages import Link, Option
from bot.domain.conversation.pin_events import PinAsked, PinConfirmed
from bot.domain.conversation.state import Conversation
from bot.domain.flow.actions.ask import pick
from bot.domain.flow.scene import Scene

SLOTS = ("pin_url", "pin_until", "pin_method")
"""Slots that hold the link that is good now, until when (UTC, seconds since 1970), and for which method."""
OTHERWISE = "otherwise"
"""The value of the option with which the traveller pays in another way."""


def is_awaited(talk: Conversation, now: int) -> bool:
    """Whether a link of the talk takes a PIN now (milliseconds since 1970, UTC)."""
    until = talk.slots.get("pin_until", "")
    return bool(until) and now < int(until) * 1000


def told(event: PinAsked | PinConfirmed, scene: Scene) -> Scene:
    """The scene after a PIN was asked for on a page, or was right."""
    return _asked(event, scene) if isinstance(event, PinAsked) else _confirmed(event, scene)


def _asked(event: PinAsked, scene: Scene) -> Scene:
    """The link to the page that asks for the PIN; whatever was said before, nothing is being paid."""
    scene = scene.change_slots(paying="", pin_url=event.url, pin_until=str(event.until), pin_method=event.method)
    return _link(scene.with_said(total=event.total), "pin_asked")


def where(scene: Scene) -> Scene | None:
    """The scene with the link once more, None while no PIN is awaited."""
    offer = scene.conversation.basket.offer
    if offer is None or not is_awaited(scene.conversation, scene.now):
        return None
    return _link(scene.with_said(total=offer.total), "where_pin")


def _confirmed(event: PinConfirmed, scene: Scene) -> Scene:
    """The PIN was right: the method pays, and a second tap pays nothing more."""
    scene = otherwise(scene).change_slots(paying=event.method).change_basket(wish=None)
    return scene.with_said(total=event.total, method=event.method).say_text("paying")


def otherwise(scene: Scene) -> Scene:
    """The scene that waits for no PIN any more."""
    return scene.change_slots(**dict.fromkeys(SLOTS, ""))


def _link(scene: Scene, key: str) -> Scene:
    slots = scene.conversation.slots
    minutes = max(1, round((int(slots["pin_until"]) - scene.now / 1000) / 60))
    scene = scene.with_said(method=slots["pin_method"], minutes=minutes)
    ways = (
        pick(scene, OTHERWISE, scene.words("pin_other_button")),
        pick(scene, "cancel", scene.words("cancel_button")),
    )
    kept: tuple[Option, ...] = tuple(option for option in scene.position.options if option not in ways)
    link = Link(scene.noted_words(key), scene.words("pin_button"), slots["pin_url"], scene.with_also(ways))
    return scene.change_position(options=(*kept, *ways)).without_notes().say(link)
