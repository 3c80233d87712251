"""Forgetting what the live talk kept of words that must go."""

from bot.domain.flow.scene import Scene


def unsent(scene: Scene) -> Scene:
    """The scene after a message was taken back: whatever was written freely is forgotten, and asked for again."""
    return scene.change_slots(**dict.fromkeys(_free_slots(scene), ""))


def erased(scene: Scene) -> Scene:
    """The scene after a message that may hold a part of a card number: free words with digits are forgotten."""
    slots = scene.conversation.slots
    return scene.change_slots(**{name: "" for name in _free_slots(scene) if any(map(str.isdigit, slots[name]))})


def _free_slots(scene: Scene) -> set[str]:
    waits = (node.wait.subject for node in scene.flow.nodes.values() if node.wait)
    free = {subject.removeprefix("text:") for subject in waits if subject.startswith("text:")}
    return free & scene.conversation.slots.keys()
