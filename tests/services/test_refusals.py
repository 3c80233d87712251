"""Messages that a platform refuses after it had taken them: told another way once, or left to the desk."""

import pytest

from bot.domain.conversation.entry import FateEntry
from bot.domain.errors import SendFailedError
from bot.services.notices import say_late
from bot.services.refusals import refused_turn
from tests.builders.house import House
from tests.builders.late import approve, late_news, thread_on
from tests.builders.world import NOW_MS
from tests.services.test_notices import home, sent

__all__ = ["home"]


def test_a_message_refused_after_it_was_taken_is_told_once(home: House) -> None:
    """WhatsApp may say so seconds later, and twice; what SQL owed says again what it was about."""
    approve(home, "whatsapp", "en")
    entry = late_news(home, "whatsapp")
    fate = FateEntry(entry.thread, "undelivered", "told_1#0", reason="window_closed", at=NOW_MS)
    first, second = refused_turn(fate, "7-0"), refused_turn(fate, "9-0")
    assert say_late(home.runtime, first, first.said[0]).how == "template"
    with pytest.raises(SendFailedError, match="told already"):
        say_late(home.runtime, second, second.said[0])
    sibling = refused_turn(FateEntry(entry.thread, "undelivered", "told_1#1", reason="window_closed", at=1), "8-0")
    with pytest.raises(SendFailedError, match="told already"):
        say_late(home.runtime, sibling, sibling.said[0])
    assert len(sent(home, "whatsapp")) == 1
    assert say_late(home.runtime, first, first.said[0]).how == "template", "who crashed in between goes on"


def test_news_of_which_a_part_arrived_is_not_told_again(home: House) -> None:
    """The window closed between two messages of one turn: the first told it."""
    approve(home, "whatsapp", "en")
    entry = late_news(home, "whatsapp")
    with home.records.begin() as work:
        work.talk.archive_turns((("1-1", entry),))
        work.talk.archive_fates((FateEntry(entry.thread, "delivered", "told_1#0"),))
    refused = refused_turn(FateEntry(entry.thread, "undelivered", "told_1#1", reason="window_closed", at=1), "8-0")
    with pytest.raises(SendFailedError):
        say_late(home.runtime, refused, refused.said[0])
    assert sent(home, "whatsapp") == []


def test_small_talk_that_was_refused_is_not_told_another_way(home: House) -> None:
    """Nobody gets a mail because a greeting was late."""
    fate = FateEntry(thread_on("whatsapp"), "undelivered", "m1#0", reason="window_closed", at=NOW_MS)
    entry = refused_turn(fate, "7-0")
    with pytest.raises(SendFailedError) as caught:
        say_late(home.runtime, entry, entry.said[0])
    assert not caught.value.retryable
