"""Who of the staff answered a traveller last, so that nobody answers what another has answered already."""

import msgspec

from bot.domain.errors import ConflictError

KEPT = 4
"""Answers that a conversation remembers, one for each who gave one: more people do not write to a traveller at once."""
UNSAID = -1
"""The version that a writer has seen who does not say what they have seen: nothing is held against them."""


class Answer(msgspec.Struct, frozen=True):
    """Somebody of the staff answered, by the turn of that `version`; `at` is milliseconds UTC.

    `agent` is an agent's id, or the tool in which somebody else wrote; their `name` is "" then.
    """

    version: int
    agent: str
    name: str
    at: int


class AnsweredError(ConflictError):
    """Somebody else answered meanwhile, and what was to be sent was not: `answer` tells who and when."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(f"{answer.name or 'Somebody in another tool'} answered meanwhile. Yours was not sent.")
        self.answer = answer


def noted(answers: tuple[Answer, ...], answer: Answer) -> tuple[Answer, ...]:
    """The answers with a newer one: the newest of each who answered, the last one last."""
    others = tuple(one for one in answers if one.agent != answer.agent)
    return (*others, answer)[-KEPT:]


def unseen(answers: tuple[Answer, ...], agent: str, *, seen: int) -> Answer | None:
    """The newest answer of somebody else than the agent that came after the version which the agent has seen."""
    if seen <= UNSAID:
        return None
    return next((one for one in reversed(answers) if one.agent != agent and one.version > seen), None)
