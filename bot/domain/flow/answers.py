"""Answers to questions in the middle: a sentence that staff wrote with what is known filled in, never more than that.

Texts have the key `answer_<subject>`. What is told of flights needs flights: before there are any, the answer says
when it will be known. Where only a person can know, a person is offered beside the answer. Source: Moffatt v. Air
Canada, 2024 BCCRT 149: an airline is bound by what its bot says.
"""

from bot.domain.conversation.messages import Option
from bot.domain.flow.cities import some_cities
from bot.domain.flow.flight_words import told_of
from bot.domain.flow.questions import STEP
from bot.domain.flow.scene import Scene

OF_FLIGHTS = frozenset({"duration", "operator", "terminal", "times", "stops", "price"})
"""Subjects that only flights can tell of."""
OF_FARES = OF_FLIGHTS | {"bags", "refund", "changes", "seats", "fares", "hold", "receipt", "checkin", "unknown"}
"""Subjects that a booking answers by itself, where one is looked at: what is on offer says nothing of it."""
_FOR_A_PERSON = frozenset(
    {"terminal", "documents", "robot", "seats", "checkin", "meals", "pets", "assistance", "miles", "unaccompanied"}
    | {"unknown", "refund", "changes"}
)
"""Subjects of which a person knows more."""
_NOBODY_WROTE = frozenset({"checkin", "meals", "pets", "assistance", "miles"})
"""Subjects that are recognized and of which the assistant has nothing to tell."""


def with_answer(scene: Scene, subject: str) -> Scene:
    """The scene with the answer to a question as a note, and a person beside it where that helps."""
    if subject == STEP:
        return scene
    scene = scene.with_said(cities=some_cities(scene)).note(answer_key(scene, subject))
    if subject in _FOR_A_PERSON:
        scene = scene.offer_also(Option(scene.words("person_button"), "go:person"))
    return scene


def answer_key(scene: Scene, subject: str) -> str:
    """The key of the sentence that answers a question about a subject."""
    basket = scene.conversation.basket
    if subject in OF_FLIGHTS and not told_of(basket):
        return "answer_with_flights"
    if subject == "price" and basket.offer is None:
        return "answer_prices"
    return "answer_for_a_person" if subject in _NOBODY_WROTE else f"answer_{subject}"
