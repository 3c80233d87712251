"""When the bot has not understood a traveller twice in one step: it asks no third time, a person is called."""

import msgspec

from bot.domain.flow.calling import LOST
from bot.domain.flow.definition import Node
from bot.domain.flow.scene import Scene

MOST_LOST = 2
"""Answers in one step that were not understood at all, at which a person is called."""
LOST_NOTES = frozenset({"place_unknown"})
"""Notes that say that words were not understood; all others answer what was."""


def is_lost(scene: Scene) -> bool:
    """Whether what is said before the question is asked once more says that the words were not understood."""
    return not LOST_NOTES.isdisjoint(scene.notes)


def asks_same(scene: Scene, node: Node | None) -> bool:
    """Whether a node asks what is asked where the talk stands: for the traveller both are one step."""
    here = scene.flow.nodes.get(scene.position.node)
    if here is None or node is None or here is node:
        return here is node
    return here.wait is not None and node.wait is not None and here.wait.subject == node.wait.subject


def is_over(scene: Scene, ahead: str) -> bool:
    """Whether the step has now been answered too often in vain, to be asked again at a node ahead.

    Where the flow leads to something else then, it is the flow that decides.
    """
    return scene.position.lost + 1 >= MOST_LOST and asks_same(scene, scene.flow.nodes.get(ahead))


def sorry(scene: Scene) -> Scene:
    """The scene that says so, and calls a person for that."""
    told = msgspec.structs.replace(scene.without_notes(), why=LOST)
    return told.change_position(lost=0).note("still_lost")
