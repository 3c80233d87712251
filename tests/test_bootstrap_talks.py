"""An installation begins with golden conversations that hold in its own words."""

from typing import Any

import msgspec

from bot.adapters.data.catalogue import sample_flows
from bot.bootstrap_talks import keep_sample_talks
from bot.domain.world import World
from bot.services import goldens
from tests.builders.flows import shipped
from tests.builders.rehearsals import means
from tests.builders.world import world
from tests.fakes.records import MemoryRecords


def _other_airline(**parts: Any) -> World:
    """An airline of another name with the same network."""
    brand = msgspec.structs.replace(world().brand, name="Other Air")
    return msgspec.structs.replace(world(), brand=brand, **parts)


def test_a_new_airline_has_golden_conversations_in_its_own_words() -> None:
    """The first change of a text finds tests that pass, whatever the airline is called."""
    records = MemoryRecords()
    keep_sample_talks(records, _other_airline, known=())
    with records.begin() as work:
        kept = work.rehearsals.golden_talks("book")
    assert kept
    assert "Other Air" in repr(kept)
    assert goldens.blocking(records, _other_airline(), sample_flows()[0]) == ()
    assert goldens.blocking(records, means().world, sample_flows()[0])


def test_flows_that_were_there_before_get_none() -> None:
    """Who has deleted a golden conversation does not find it again after the next start."""
    records = MemoryRecords()
    keep_sample_talks(records, _other_airline, known=set(shipped()))
    with records.begin() as work:
        assert work.rehearsals.golden_talks() == ()
