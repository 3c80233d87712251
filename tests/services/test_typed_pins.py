"""A PIN typed in a chat: gone before anything keeps it while one is awaited, words like others at any other time."""

import msgspec
import pytest

from bot.domain.conversation.events import MessageEdited, MessageReacted, TextReceived
from bot.domain.conversation.state import new_conversation
from bot.domain.payment.pin_typed import PIN_REMOVED
from bot.services import typed_pins
from tests.builders.house import House, house

THREAD = "messenger:page:ada"


@pytest.fixture(name="home")
def _home() -> House:
    """A talk in which a PIN is awaited for ten minutes."""
    home = house()
    awaits(home, home.clock.ms // 1000 + 600)
    return home


def awaits(home: House, until: int) -> None:
    """The talk waits for a PIN until then."""
    talk = msgspec.structs.replace(new_conversation(THREAD), slots={"pin_until": str(until)}, version=1)
    home.runtime.conversations.restore((talk,))


def test_what_may_be_a_pin_is_taken_out_and_counted(home: House) -> None:
    """In a message and in one that is edited; the rest of the words stays."""
    said = typed_pins.cleaned(home.runtime, THREAD, TextReceived("m_1", 0, "it is 4711, thanks"))
    assert said == TextReceived("m_1", 0, f"it is {PIN_REMOVED}, thanks", redacted=1)
    edited = typed_pins.cleaned(home.runtime, THREAD, MessageEdited("m_2", 0, "m_1", "4711", redacted=1))
    assert edited == MessageEdited("m_2", 0, "m_1", PIN_REMOVED, redacted=2)
    assert home.meter.counts["redactions", "pin"] == 2


@pytest.mark.parametrize("event", [TextReceived("m_1", 0, "hello"), MessageReacted("m_2", 0, "m_1", "4711")])
def test_what_holds_none_is_left_as_it_is(home: House, event: TextReceived | MessageReacted) -> None:
    """Nothing is looked up for it."""
    assert typed_pins.cleaned(home.runtime, THREAD, event) is event


def test_digits_are_words_while_no_pin_is_awaited(home: House) -> None:
    """Afterwards, in another talk, and in one that nobody knows."""
    event = TextReceived("m_1", 0, "4711")
    assert typed_pins.cleaned(home.runtime, "messenger:page:eve", event) is event
    home.clock.move(milliseconds=600_000)
    assert typed_pins.cleaned(home.runtime, THREAD, event) is event
