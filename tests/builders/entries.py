"""Turns as the journal holds them, small and made by hand."""

from bot.domain.conversation.effects import Effect, Say, SearchFlights
from bot.domain.conversation.entry import Said, TurnEntry
from bot.domain.conversation.events import Event, TextReceived
from bot.domain.conversation.messages import Message, Text
from bot.domain.conversation.state import Conversation
from bot.domain.ids import effect_id
from bot.domain.shopping.search import Search
from bot.ports.conversations import Commit, Due
from tests.builders.world import NOW, NOW_MS

THREAD = "messenger:page:ada"


def talk(version: int = 1, *, thread: str = THREAD, epoch: int = 0, owner: str = "bot", since: int = 0) -> Conversation:
    """A conversation of a version; its traveller was heard just now, and waits for a person since then."""
    return Conversation(version, epoch, owner, thread, language="en", last_heard=NOW_MS, waiting_since=since)


def heard(event_id: str = "m1", text: str = "hello", at: int = NOW_MS) -> TextReceived:
    """Words of the traveller."""
    return TextReceived(event_id, at, text)


def turn(
    event: Event | None = None, *said: str | Message, of: Conversation | None = None, author: str = "bot"
) -> TurnEntry:
    """The entry of a turn in which these things were said."""
    event, state = event or heard(), of or talk()
    words = (Text(word) if isinstance(word, str) else word for word in said)
    return TurnEntry(
        thread=state.thread,
        version=state.version,
        epoch=state.epoch,
        owner=state.owner,
        event=event,
        said=tuple(Said(effect_id(event.id, index), Say(message, author)) for index, message in enumerate(words)),
        flow="book",
        revision=1,
        step="ask_origin",
        language=state.language,
        at=NOW_MS,
    )


def search() -> SearchFlights:
    """An effect."""
    return SearchFlights(Search("PAR", "NYC", NOW.date()))


def due(effect: Effect | None = None, *, effect_name: str = "m1#0", at: int = NOW_MS, thread: str = THREAD) -> Due:
    """An effect that is due."""
    return Due(effect_name, thread, effect or search(), at)


def commit(version: int = 1, *said: str | Message, thread: str = THREAD, dues: tuple[Due, ...] = ()) -> Commit:
    """The commit that brings a thread to a version."""
    state = talk(version, thread=thread)
    event = heard(f"m{version}" if thread == THREAD else f"{thread.rpartition(':')[2]}.m{version}")
    return Commit(state, version - 1, turn(event, *said, of=state), dues)
