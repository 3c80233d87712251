"""Publishing flows: what staff may rely on."""

import msgspec
import pytest

from bot.adapters.data import catalogue
from bot.domain.errors import InvalidError
from bot.services.flows import CAME_ALONG, publish
from tests.fakes.records import MemoryRecords

BOOK = catalogue.sample_flows()[0]


@pytest.fixture(name="shelf")
def _shelf() -> MemoryRecords:
    """A database with the sample flow published."""
    shelf = MemoryRecords()
    publish(shelf, BOOK, texts=catalogue.texts(), author="ana", now=1)
    return shelf


def test_a_flow_with_a_fault_is_refused_with_every_reason(shelf: MemoryRecords) -> None:
    """Nothing that would strand a traveller goes live."""
    broken = msgspec.json.decode(BOOK)
    broken["nodes"]["hello"]["next"] = "nowhere"
    del broken["texts"]["fr"]["ask_origin"]
    with pytest.raises(InvalidError) as refused:
        publish(shelf, msgspec.json.encode(broken), texts=catalogue.texts(), author="ana", now=2)
    assert "'nowhere'" in refused.value.say_to_staff
    assert "'ask_origin'" in refused.value.say_to_staff
    assert len(shelf.flows.kept) == 1


def test_a_flow_that_came_with_the_program_says_so(shelf: MemoryRecords) -> None:
    """Every revision has notes, also the first."""
    assert [(one.revision, one.notes) for one in shelf.flows.heads()] == [(1, CAME_ALONG)]
