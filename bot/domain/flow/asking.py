"""A question asked anywhere is answered by the flow of questions, or by the program where none is published.

The flow is walked aside: it leads to its step for the topic, whose answer is told in one message with the question that
was open before. What staff added is found by the words of its option, also where the program knows no such topic.
"""

from bot.domain.conversation.state import Position
from bot.domain.flow import aside, run, wait_choice
from bot.domain.flow.answers import with_answer
from bot.domain.flow.definition import AnswerAction, AskAction, Flow
from bot.domain.flow.hearing import Heard
from bot.domain.flow.questions import STEP, UNKNOWN
from bot.domain.flow.scene import Scene
from bot.domain.flow.sides import QUESTIONS


def answered(scene: Scene, heard: Heard) -> Scene:
    """The scene after a question: its answer, and then what was asked of the traveller before, if anything was."""
    if heard.topic == STEP or not aside.is_open(scene, QUESTIONS):
        return _go_on(with_answer(scene, heard.topic))
    step = added(scene, heard) if heard.topic == UNKNOWN else ""
    return aside.enter(scene.change_slots(topic=heard.topic), QUESTIONS, step=step, within=True)


def added(scene: Scene, heard: Heard) -> str:
    """The step that answers a question which only staff know, "" when none does."""
    if not aside.is_open(scene, QUESTIONS):
        return ""
    there = scene.change(position=Position(QUESTIONS, scene.begins(QUESTIONS), ""))
    for node in there.flow.nodes.values():
        options = (option for action in node.do if isinstance(action, AskAction) for option in action.options)
        for option in options if node.wait else ():
            step = node.wait.exits.get(option.value, "") if node.wait else ""
            if _answers(there.flow, step) and wait_choice.is_named(option, heard.text, there):
                return step
    return ""


def menu(scene: Scene, _: Heard) -> Scene:
    """The scene in which the traveller chooses among questions; help, where there are none."""
    return aside.enter(scene, QUESTIONS) if aside.is_open(scene, QUESTIONS) else run.where_we_are(scene.note("help"))


def _answers(flow: Flow, step: str) -> bool:
    node = flow.nodes.get(step)
    return node is not None and any(isinstance(action, AnswerAction) for action in node.do)


def _go_on(scene: Scene) -> Scene:
    return run.where_we_are(scene) if run.current(scene) is not None else scene
