"""Where the bot may go on, as an agent chooses it: in words, the place where it stopped first."""

from bot.domain.conversation.state import Conversation
from bot.domain.flow.returning import MENU, STOPPED, Destination
from bot.domain.flow.sides import TRIPS
from bot.ports.runtime import Runtime
from bot.services import desk
from bot.web.desk.panel_words import STEPS

_NAMED = {STOPPED: "Where it stopped", MENU: "At the menu", TRIPS: "Looking at bookings"}


def named(runtime: Runtime, talk: Conversation) -> tuple[tuple[str, str], ...]:
    """Each way back with its words; steps that are worded alike carry their own names, too."""
    ways = desk.ways_back(runtime, talk)
    words = [_word(way) for way in ways]
    return tuple(
        (way.to, word if words.count(word) == 1 else f"{word} ({way.to})")
        for way, word in zip(ways, words, strict=True)
    )


def _word(way: Destination) -> str:
    return _NAMED.get(way.to) or STEPS.get(way.subject, way.to.replace("_", " ").capitalize())
