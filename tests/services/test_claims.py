"""Claims: an effect is acted on once, and only in its own thread."""

import pytest

from bot.domain.conversation.effects import RemoveMethod
from bot.domain.errors import IllegalError
from bot.services.claims import claim
from tests.fakes.records import MemoryRecords
from tests.fakes.records_talk import MemoryTalkRecords

ADA, EVE = "messenger:page:ada", "instagram:account:eve"


def test_an_effect_is_acted_on_once() -> None:
    """However often a worker is rung, a traveller's card is removed once, and money moves once."""
    records = MemoryRecords(talk=MemoryTalkRecords())
    with records.begin() as work:
        assert claim(work, ADA, "m1#0", RemoveMethod("mth_1"))
        assert not claim(work, ADA, "m1#0", RemoveMethod("mth_1"))


def test_two_threads_may_have_events_of_one_id() -> None:
    """What one platform calls m1 another may call m1 as well: both travellers get what they asked for."""
    records = MemoryRecords(talk=MemoryTalkRecords())
    with records.begin() as work:
        assert claim(work, ADA, "m1#0", RemoveMethod("mth_1"))
        assert claim(work, EVE, "m1#0", RemoveMethod("mth_2"))


def test_another_request_under_the_same_name_is_refused() -> None:
    """An effect that asks for something else than before is a fault, and nothing is done."""
    records = MemoryRecords(talk=MemoryTalkRecords())
    with records.begin() as work:
        assert claim(work, ADA, "m1#0", RemoveMethod("mth_1"))
        with pytest.raises(IllegalError):
            claim(work, ADA, "m1#0", RemoveMethod("mth_2"))
