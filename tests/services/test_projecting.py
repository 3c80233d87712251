"""What the list tells of a thread, turn by turn: where the bot is of no help, what is shown, what comes back."""

from itertools import count

import msgspec
import pytest

from bot.domain.conversation.channel_events import WritingRefused
from bot.domain.conversation.effects import Say
from bot.domain.conversation.entry import Said, TurnEntry
from bot.domain.conversation.events import (
    AttachmentReceived,
    CheckoutEnded,
    ChoiceTapped,
    Event,
    FormSent,
    MessageErased,
    MessageReacted,
    PaymentDeclined,
    SoldOut,
    TextReceived,
)
from bot.domain.conversation.messages import Message, Text, Typing
from bot.domain.conversation.review_events import PaymentHeld
from bot.ports.desk_records import DeskThread
from bot.ports.inbox_records import Projected
from bot.services.projecting import SILENCE_MS, project
from tests.builders.entries import THREAD
from tests.builders.house import house

_EVENTS = count(1)
HEARD = TextReceived("m", 0, "hello")


def turned(*turns: tuple[Event, str, tuple[Message, ...], int], before: DeskThread | None = None) -> DeskThread:
    """The state after turns (event, owner, what the bot said, misses), a second apart from one second on."""
    state = Projected(before or DeskThread(thread=THREAD))
    for version, (event, owner, said, misses) in enumerate(turns, state.state.version + 1):
        named = msgspec.structs.replace(event, id=f"e{next(_EVENTS)}")
        ids = tuple(Said(f"{named.id}#{index}", Say(message)) for index, message in enumerate(said))
        state = project(state, TurnEntry(THREAD, version, 0, owner, named, ids, misses=misses, at=version * 1000))
    return state.state


def stuck(*turns: tuple[Event, str, tuple[Message, ...], int]) -> tuple[str, int]:
    """Why and since when the bot is of no help."""
    state = turned(*turns)
    return state.stuck_by, state.stuck_since


ASKS = (Text("Where to?"),)


def test_two_misunderstandings_in_one_step_are_a_bot_that_is_stuck() -> None:
    """One is everyday; when the traveller is understood again, it is over."""
    assert stuck((HEARD, "bot", ASKS, 1)) == ("", 0)
    assert stuck((HEARD, "bot", ASKS, 1), (HEARD, "bot", ASKS, 2), (HEARD, "bot", ASKS, 3)) == ("misses", 2000)
    assert stuck((HEARD, "bot", ASKS, 2), (HEARD, "bot", ASKS, 0)) == ("", 0)


def test_whoever_writes_and_is_not_answered_is_noticed_after_a_minute() -> None:
    """The bot has its time: the moment lies ahead. Dots are no answer, and writing again does not put it off."""
    assert stuck((HEARD, "bot", (), 0)) == ("silent", 1000 + SILENCE_MS)
    assert stuck((HEARD, "bot", (Typing(),), 0), (HEARD, "bot", (), 0)) == ("silent", 1000 + SILENCE_MS)
    assert stuck((HEARD, "bot", (), 0), (SoldOut("m", 0, "chk"), "bot", ASKS, 0)) == ("", 0)
    assert stuck((MessageReacted("m", 0, "x", "🙂"), "bot", (), 0)) == ("", 0)


@pytest.mark.parametrize(
    "trouble",
    [
        PaymentDeclined("m", 0, "chk", "declined"),
        PaymentHeld("m", 0, "chk"),
        CheckoutEnded("m", 0, "chk", "unticketed"),
    ],
)
def test_a_payment_in_trouble_stays_until_it_is_over(trouble: Event) -> None:
    """A traveller who talks on still has it; when another checkout begins, or a person takes over, it is over."""
    assert stuck((trouble, "bot", ASKS, 0), (HEARD, "bot", ASKS, 0)) == ("payment", 1000)
    assert stuck((trouble, "bot", ASKS, 0), (HEARD, "queue", (), 0)) == ("", 0)
    assert stuck((CheckoutEnded("m", 0, "chk", "cancelled"), "bot", ASKS, 0)) == ("", 0)


def test_what_a_traveller_writes_brings_the_thread_back() -> None:
    """A thread that was closed or put off is open again; a smile leaves it where it is."""
    away = DeskThread(thread=THREAD, done_at=7, snoozed_until=9)
    back = turned((HEARD, "bot", ASKS, 0), before=away)
    assert (back.done_at, back.snoozed_until) == (0, 0)
    still = turned((MessageReacted("m", 0, "x", "🙂"), "bot", (), 0), before=away)
    assert (still.done_at, still.snoozed_until) == (7, 9)


def test_a_thread_that_comes_to_the_desk_by_itself_is_owed_an_answer() -> None:
    """Trouble that nobody wrote about waits from the moment it came."""
    state = turned((HEARD, "bot", ASKS, 0), (WritingRefused("m", 0, "x"), "queue", (), 0))
    assert (state.opened_at, state.unanswered_since) == (2000, 2000)


@pytest.mark.parametrize(
    ("event", "shown"),
    [
        (TextReceived("m", 0, "call  me\nat +44 7700 900123"), "call me at +44 •••• ••0123"),
        (FormSent("m", 0, "w", {"mail": "zoe@example.org", "empty": ""}), "z•••@…"),
        (ChoiceTapped("m", 0, "go:x", "Paris"), "Paris"),
        (AttachmentReceived("m", 0, "image"), "[image]"),
    ],
)
def test_the_list_shows_words_with_contacts_masked(event: Event, shown: str) -> None:
    """Whoever looks over an agent's shoulder learns no address and no number."""
    state = turned((event, "bot", (), 0))
    assert (state.last_text, state.last_author, state.last_at) == (shown, "traveller", 1000)


def test_what_must_not_be_kept_is_not_shown_either() -> None:
    """Words that held a part of a card number leave the list with the transcript."""
    assert turned((HEARD, "bot", (), 0), (MessageErased("m", 0, "e1"), "bot", (), 0)).last_text == ""


def test_a_turn_that_is_in_already_changes_nothing() -> None:
    """A batch that is written twice counts once."""
    once = turned((HEARD, "queue", (), 0))
    again = project(Projected(once), TurnEntry(THREAD, 1, 0, "bot", HEARD, at=9))
    assert again.state == once


def test_turns_tell_how_often_the_traveller_was_not_understood() -> None:
    """What the bot counts in a step reaches the journal, and so the desk."""
    home = house()
    for number, text in enumerate(["Paris to New York tomorrow", "qwrtz qwrtz", "yesterday"], 1):
        position = home.take(TextReceived(f"m{number}", number, text)).conversation.position
        entry = [noted.entry for stream in home.memory.streams.values() for noted in stream][-1]
        assert position is not None
        assert isinstance(entry, TurnEntry)
        assert entry.misses == position.misses
    assert entry.misses == 2
