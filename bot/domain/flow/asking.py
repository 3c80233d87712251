"""A question asked anywhere is answered by the flow of questions, or by the program where none is published.

The flow is walked aside: it leads to its step for the topic, whose answer is told in one message with the question that
was open before. What staff added is found by the words of its option, also where the program knows no such topic.
"""

from collections.abc import Sequence

import msgspec

from bot.domain.flow import aside, run
from bot.domain.flow.added import added
from bot.domain.flow.answers import with_answer
from bot.domain.flow.hearing import Heard
from bot.domain.flow.questions import STEP, UNKNOWN
from bot.domain.flow.scene import Scene
from bot.domain.flow.sides import QUESTIONS


def answered(scene: Scene, heard: Heard) -> Scene:
    """The scene after a question: its answer, and then what was asked of the traveller before, if anything was."""
    if heard.topic == STEP or not aside.is_open(scene, QUESTIONS):
        return _go_on(with_answer(scene, heard.topic))
    step = added(scene, heard.text) if heard.topic == UNKNOWN else ""
    return aside.enter(scene.change_slots(topic=heard.topic), QUESTIONS, step=step, within=True)


def all_answered(scene: Scene, questions: Sequence[Heard]) -> Scene:
    """The scene after several questions of one message: answered in their order, those that ask something back last."""
    *first, last = questions
    return answered((noted(scene, first) if first else None) or scene, last)


def noted(scene: Scene, questions: Sequence[Heard]) -> Scene | None:
    """The scene whose next message begins with the answers; None when one of them asks or calls somebody by itself."""
    here, behind = scene.conversation.position, scene.conversation.parents
    told = scene.change(position=None, parents=())
    for question in questions:
        told = answered(told, question)
        if told.conversation.position is not None or told.conversation.owner != "bot":
            return None
    return msgspec.structs.replace(told.change(position=here, parents=behind), passing=scene.passing)


def menu(scene: Scene, _: Heard) -> Scene:
    """The scene in which the traveller chooses among questions; help, where there are none."""
    return aside.enter(scene, QUESTIONS) if aside.is_open(scene, QUESTIONS) else run.where_we_are(scene.note("help"))


def _go_on(scene: Scene) -> Scene:
    return run.where_we_are(scene) if run.current(scene) is not None else scene
