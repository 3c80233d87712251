"""Questions that staff have added: known by the words of their option in the menu, where the program knows none."""

from collections.abc import Iterator

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
    own = ((option, step) for option, step in _answering(there.flow) if option.value not in besides)
    return next((step for option, step in own if wait_choice.is_named(option, text, there)), "")


def _answering(flow: Flow) -> Iterator[tuple[Choice, str]]:
    """The options of all menus that lead to an answer, and the steps that tell it."""
    for node in flow.nodes.values():
        for option in _options(node.do) if node.wait is not None else ():
            step = node.wait.exits.get(option.value, "") if node.wait is not None else ""
            if _answers(flow, step):
                yield option, step


def _options(actions: tuple[object, ...]) -> tuple[Choice, ...]:
    return tuple(option for action in actions if isinstance(action, AskAction) for option in action.options)


def _answers(flow: Flow, step: str) -> bool:
    node = flow.nodes.get(step)
    return node is not None and any(isinstance(action, AnswerAction) for action in node.do)
