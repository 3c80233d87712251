"""The action answer: `{"do": "answer", "text": "answer_bags", "source": "source_fares"}` answers a question.

The answer and its source go before the question that is asked next, in the same message: that of a menu, or the one at
which the traveller asked. Source: Moffatt v. Air Canada, 2024 BCCRT 149: an airline is bound by what its bot says.
"""

from bot.domain.conversation.messages import Option
from bot.domain.flow.cities import some_cities
from bot.domain.flow.definition import AnswerAction
from bot.domain.flow.scene import Scene

TOLD = "answer_told"
"""The note that tells what was answered in this turn."""


def run(action: AnswerAction, scene: Scene) -> Scene:
    """The scene with the answer noted, and with wishes to tap below what follows."""
    scene = scene.with_said(cities=some_cities(scene))
    told = scene.words(action.text)
    if action.source:
        source = scene.with_said(source=scene.words(action.source)).words("answer_source")
        told = f"{told}\n{source}\n"
    before = scene.said.get("answer", "") if TOLD in scene.notes else ""
    scene = scene.with_said(answer=f"{before} {told}".lstrip())
    scene = scene if before else scene.note(TOLD)
    return scene.offer_also(*(Option(scene.words(f"{wish}_button"), f"go:{wish}") for wish in action.wishes))
