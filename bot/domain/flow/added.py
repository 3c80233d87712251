"""Questions that staff have added: known by the words of their option in the menu, where the program knows none."""

from bot.domain.conversation.state import Position
from bot.domain.flow import wait_choice
from bot.domain.flow.definition import AnswerAction, AskAction, Choice, Flow
from bot.domain.flow.scene import Scene
from bot.domain.flow.sides import QUESTIONS


def added(scene: Scene, text: str, *, besides: frozenset[str] = frozenset()) -> str:
    """The step that answers a question which only staff know, "" when none does; `besides` are options left out."""
    if QUESTIONS not in scene.world.live:
        return ""
    there = scene.change(position=Position(QUESTIONS, scene.begins(QUESTIONS), ""))
    for node in there.flow.nodes.values():
        for option in _options(node.do) if node.wait else ():
            step = node.wait.exits.get(option.value, "") if node.wait else ""
            known = option.value in besides or not _answers(there.flow, step)
            if not known and wait_choice.is_named(option, text, there):
                return step
    return ""


def _options(actions: tuple[object, ...]) -> tuple[Choice, ...]:
    return tuple(option for action in actions if isinstance(action, AskAction) for option in action.options)


def _answers(flow: Flow, step: str) -> bool:
    node = flow.nodes.get(step)
    return node is not None and any(isinstance(action, AnswerAction) for action in node.do)
