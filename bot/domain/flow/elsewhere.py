"""Messages about something else in the middle of a booking: what is not sold here fills no answer."""

from bot.domain.flow.hearing import ELSEWHERE, Heard
from bot.domain.flow.scene import Scene
from bot.domain.flow.wishes import again
from bot.domain.understanding.dates.tokens import fold, tokenize
from bot.domain.understanding.scope_words import FOREIGN, LEADS

FEWEST_WORDS = 3
"""Fewer words are an answer: "hotel" may be a name, "table" a slip."""


def is_elsewhere(subject: str, heard: Heard, scene: Scene) -> bool:
    """Whether words at a wait for the trip, an offer or a name ask for something of another trade.

    Elsewhere a wait reads them first: an address or a day of birth may hold any word.
    """
    if not subject.startswith(("trip.", "offer", "passenger.name")) or not heard.text or heard.text.istitle():
        return False
    words = sum(token.kind != "sign" for token in tokenize(fold(heard.text)))
    return words >= FEWEST_WORDS and is_foreign(heard) and again(heard, scene).understood.intent == ELSEWHERE


def is_foreign(heard: Heard) -> bool:
    """Whether words name a thing of another trade, and are not only strange."""
    tokens = tokenize(fold(heard.text))
    return bool(FOREIGN.find(tokens) or LEADS.find(tokens))
