"""Waiting for a decision: yes or no, or one of the options that the question itself brings along."""

from bot.domain.conversation.messages import Option
from bot.domain.flow.actions.ask import pick
from bot.domain.flow.hearing import Heard
from bot.domain.flow.scene import Scene
from bot.domain.flow.wait_trip import take_wishes


def yes_or_no(_: str, heard: Heard, scene: Scene) -> tuple[str, Scene]:
    """The exit: yes, no, changed (another wish), no_match, or "repeat" after a problem was named."""
    if heard.value:
        return heard.value, scene
    exit_name, changed = take_wishes(heard, scene)
    if exit_name != "no_match":
        return exit_name, changed
    return heard.understood.answer or "no_match", scene


def choice(_: str, heard: Heard, scene: Scene) -> tuple[str, Scene]:
    """The exit: the one that the tapped option names, changed, no_match, or "repeat" after a problem was named."""
    return (heard.value, scene) if heard.value else take_wishes(heard, scene)


def free_text(subject: str, heard: Heard, scene: Scene) -> tuple[str, Scene]:
    """The exit answered, with the words kept in the slot that the subject "text:<slot>" names."""
    words = heard.text.strip()
    if not words:
        return "no_match", scene
    slots = {**scene.conversation.slots, subject.partition(":")[2]: words[:200]}
    return "answered", scene.change(slots=slots)


def yes_no_options(_: str, scene: Scene) -> tuple[Option, ...]:
    """Yes and no, as the flow words them."""
    return pick(scene, "yes", scene.words("yes_button")), pick(scene, "no", scene.words("no_button"))
