"""From what came in to what was meant: a tap of a known option, its title typed, or words that were understood."""

import msgspec

from bot.domain.conversation.events import ChoiceTapped, Event, TextReceived
from bot.domain.conversation.messages import Option
from bot.domain.flow.scene import Scene
from bot.domain.understanding.understand import understand
from bot.domain.understanding.understood import Understood

PICK = "pick:"
OFFER = "offer:"
GO = "go:"


class Heard(msgspec.Struct, frozen=True):
    """What was meant.

    `value` is the value of an option of the present wait; `offer` the id of an offer that was tapped; `go` a wish
    that holds everywhere (help, start_over, person, more, bot); `stale` a tap that belongs to an older question.
    """

    text: str = ""
    value: str = ""
    offer: str = ""
    go: str = ""
    stale: bool = False
    understood: Understood = Understood()


NOTHING = Heard()

_INTENTS = {"help": "help", "start_over": "start_over", "person": "person", "more": "more"}


def hear(event: Event, scene: Scene, *, expecting: str | None) -> Heard:
    """What the event means at the present wait; `expecting` narrows what is read out of words."""
    match event:
        case ChoiceTapped(payload=payload, title=title):
            return _tapped(payload, title, scene)
        case TextReceived(text=text):
            payload = typed_option(text, scene.position.options)
            if payload:
                return _tapped(payload, text, scene)
            return hear_words(text, scene, expecting=expecting)
        case _:
            return NOTHING


def hear_words(text: str, scene: Scene, *, expecting: str | None) -> Heard:
    """What words mean at the present wait."""
    understood = understand(
        text,
        language=scene.language,
        today=scene.today,
        expecting=expecting,
        places=scene.world.places,
        departing=scene.conversation.trip.depart,
    )
    go = "" if expecting == "name" and text.istitle() else _INTENTS.get(understood.intent or "", "")
    return Heard(text=text, go=go, understood=understood)


def typed_option(text: str, options: tuple[Option, ...]) -> str:
    """The payload of the option whose title was typed, whatever its case; "" when none was."""
    typed = text.strip().casefold()
    return next((option.payload for option in options if option.title.casefold() == typed), "")


def _tapped(payload: str, title: str, scene: Scene) -> Heard:
    if payload.startswith(GO):
        return Heard(text=title, go=payload[len(GO) :])
    if payload.startswith(OFFER):
        return Heard(text=title, offer=payload[len(OFFER) :])
    if payload.startswith(PICK):
        wait, _, value = payload[len(PICK) :].partition(":")
        return Heard(text=title, value=value) if wait == scene.position.wait else Heard(text=title, stale=True)
    return Heard(text=title, stale=True)
