"""Asking how the traveller was helped, once after a closing: five answers to tap, and a message that may be added.

It is nobody's question: whoever writes something else is answered as if it had not been asked.
"""

from bot.domain.conversation import window
from bot.domain.conversation.events import ChoiceTapped, TextReceived
from bot.domain.conversation.messages import Option
from bot.domain.conversation.rating_effects import KeepRating
from bot.domain.flow.choosing import typed_choice
from bot.domain.flow.hearing import hear
from bot.domain.flow.scene import Scene
from bot.domain.ids import channel_of

SCORES = (5, 4, 3, 2, 1)
"""The best first, as they are shown."""
COMMENT_MS = 30 * 60_000
"""How long the next message is what shall be added."""
_BEGINS, _ADD, _SLOT = "rate:", "add", "rating_comment"


def asked(scene: Scene) -> Scene | None:
    """The scene in which the traveller is asked; None while a person has them, or when the channel is closed."""
    talk, channel = scene.conversation, channel_of(scene.conversation.thread)
    if talk.owner != "bot" or talk.muted or not window.may_speak(talk, channel=channel, now_ms=scene.now):
        return None
    options = tuple(Option(scene.words(f"rate_{score}"), f"{_BEGINS}{scene.event.id}:{score}") for score in SCORES)
    return scene.say_text("rate_ask", options)


def answered(scene: Scene) -> Scene | None:
    """The scene after an answer, tapped or typed, or a message that was to be added; None for everything else."""
    payload = _payload(scene)
    if not payload.startswith(_BEGINS):
        return _added(scene)
    closing, _, given = payload.removeprefix(_BEGINS).rpartition(":")
    if given == _ADD:
        asks = scene.change_slots(**{_SLOT: f"{closing}|{scene.now + COMMENT_MS}"})
        return _said(asks, "rate_add_ask")
    if not given.isdecimal() or int(given) not in SCORES:
        return None
    kept = scene.want(KeepRating(closing, int(given)))
    return _said(kept, "rate_thanks", Option(scene.words("rate_add_button"), f"{_BEGINS}{closing}:{_ADD}"))


def _added(scene: Scene) -> Scene | None:
    closing, _, until = scene.conversation.slots.get(_SLOT, "").partition("|")
    event = scene.event
    if not closing or not isinstance(event, TextReceived):
        return None
    if event.redacted or scene.now > int(until) or hear(event, scene, expecting=None).go == "person":
        return None
    kept = scene.change_slots(**{_SLOT: ""}).want(KeepRating(closing, comment=event.id))
    return _said(kept, "rate_added")


def _payload(scene: Scene) -> str:
    """What was tapped, or typed while the answers are what was offered last."""
    event = scene.event
    if isinstance(event, ChoiceTapped):
        return event.payload
    offered = any(option.payload.startswith(_BEGINS) for option in scene.conversation.offered.options)
    return typed_choice(event.text, scene) if offered and isinstance(event, TextReceived) else ""


def _said(scene: Scene, key: str, *options: Option) -> Scene:
    """Said while the bot has the thread; a person who has it meanwhile is not interrupted."""
    return scene.say_text(key, options) if scene.conversation.owner == "bot" else scene
