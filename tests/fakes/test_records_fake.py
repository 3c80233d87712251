"""A transaction in memory that fails leaves everything as it was, like one of PostgreSQL."""

from contextlib import suppress

import pytest

from bot.ports.template_records import TemplateState
from tests.fakes.records import MemoryRecords
from tests.fakes.records_talk import MemoryTalkRecords


class _FailedError(Exception):
    """What ends a transaction badly."""


def _state(name: str, state: str = "approved", at: int = 1) -> TemplateState:
    return TemplateState("whatsapp", name, "en", state, at=at)


@pytest.fixture
def records() -> MemoryRecords:
    """Nothing is stored yet."""
    return MemoryRecords(talk=MemoryTalkRecords())


def _note(records: MemoryRecords, *states: TemplateState, fails: bool = False) -> None:
    with suppress(_FailedError), records.begin() as work:
        for state in states:
            work.templates.note(state)
        if fails:
            raise _FailedError


def test_what_was_stored_first_of_all_is_taken_back(records: MemoryRecords) -> None:
    """A table that held nothing holds nothing again."""
    _note(records, _state("a"), _state("b"), fails=True)
    assert records.templates.all() == ()


def test_what_was_changed_is_as_it_was(records: MemoryRecords) -> None:
    """New rows are gone, and old ones say what they said."""
    _note(records, _state("a"))
    _note(records, _state("a", "paused", at=2), _state("b"), fails=True)
    assert records.templates.all() == (_state("a"),)


def test_what_was_taken_away_is_back(records: MemoryRecords) -> None:
    """An emptied table holds what it held."""
    _note(records, _state("a"))
    with suppress(_FailedError), records.begin():
        records.templates.states.clear()
        raise _FailedError
    assert records.templates.all() == (_state("a"),)


def test_one_transaction_leaves_another_alone(records: MemoryRecords) -> None:
    """What went well before and goes well afterwards stays."""
    _note(records, _state("a"))
    _note(records, _state("b"), fails=True)
    _note(records, _state("c"))
    assert [state.name for state in records.templates.all()] == ["a", "c"]
