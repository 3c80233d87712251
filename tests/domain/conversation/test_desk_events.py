"""What agents send besides words: decoded from what is stored, and repeated at most once."""

import msgspec

from bot.domain.conversation.agent_events import AgentSpoke
from bot.domain.conversation.desk_events import MessageRepeated, TemplateChosen, again_of
from bot.domain.conversation.events import Event
from bot.domain.conversation.messages import Text


def test_events_come_back_as_they_were_stored() -> None:
    """A journal is read by another process than wrote it."""
    for event in (
        TemplateChosen("d1", 1, "per", "Ana", "agent_news", "en", {"about": "x"}, "News of x"),
        MessageRepeated("again:7", 1, "per", "bot", Text("Hi")),
    ):
        assert msgspec.json.decode(msgspec.json.encode(event), type=Event) == event


def test_what_an_older_program_wrote_is_read_as_well() -> None:
    """Words without a word of what was seen are words."""
    old = b'{"type":"AgentSpoke","id":"a","at":1,"agent":"per","name":"Ana","text":"Hi"}'
    assert msgspec.json.decode(old, type=Event) == AgentSpoke("a", 1, "per", "Ana", "Hi", seen=-1)


def test_a_row_has_one_repetition() -> None:
    """Its name is made of the row alone."""
    assert again_of(7) == again_of(7) != again_of(8)
