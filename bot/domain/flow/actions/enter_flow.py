"""The action enter_flow: `{"do": "enter_flow", "flow": "bags"}` walks another flow and comes back after it."""

from bot.domain.conversation.state import Position
from bot.domain.errors import IllegalError
from bot.domain.flow.definition import EnterFlowAction
from bot.domain.flow.scene import Scene

DEEPEST = 5
"""Flows inside flows: deeper, a traveller cannot find the way back."""


def run(action: EnterFlowAction, scene: Scene) -> Scene:
    """The scene at the door of the other flow; raises `IllegalError` when it is too deep inside or not published."""
    parents = (*scene.conversation.parents, scene.position)
    if len(parents) > DEEPEST:
        raise IllegalError(f"Flows may be entered {DEEPEST} deep.")
    if action.flow not in scene.world.live:
        raise IllegalError(f"There is no published flow {action.flow!r}.")
    return scene.change(parents=parents, position=Position(action.flow, scene.begins(action.flow), ""))
