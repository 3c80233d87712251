"""Revisions that are read when somebody is on them: what a World of hundreds costs."""

import pytest

from bot.adapters.data import catalogue
from bot.domain.errors import InvalidError
from bot.domain.flow.definition import parse_flow
from bot.domain.flow.kept import JUST_READ, KeptRevision, KeptRevisions, reread

BOOK = catalogue.sample_flows()[0]


def test_a_revision_is_read_once_and_then_kept() -> None:
    """Every talk on it has the very same flow."""
    kept = KeptRevision(BOOK, 7)
    assert kept.flow().revision == 7
    assert kept.flow() is kept.flow()


def test_revisions_are_found_by_number_and_shared_between_worlds() -> None:
    """A new World reads nothing again."""
    seven = KeptRevision(BOOK, 7)
    one, two = KeptRevisions({7: seven}), KeptRevisions({7: seven, 8: KeptRevision(BOOK, 8)})
    assert one[7] is two[7]
    assert (list(two), len(two), 9 in two, two.get(9)) == ([7, 8], 2, False, None)


def test_a_document_that_cannot_be_read_hurts_those_who_need_it_alone() -> None:
    """Nobody else notices a revision that is broken."""
    broken = KeptRevisions({1: KeptRevision(b"{}", 1), 2: KeptRevision(BOOK, 2)})
    assert broken[2].name == "book"
    with pytest.raises(InvalidError):
        broken[1]


def test_a_document_that_was_just_read_is_not_read_again() -> None:
    """A page of a draft asks for its flow in several places; another document is another flow, and few are kept."""
    first = reread(BOOK)
    assert reread(bytes(bytearray(BOOK))) is first
    assert first == parse_flow(BOOK)
    for number in range(2 * JUST_READ):
        assert reread(BOOK.replace(b"hello_long", b"greeting_%d" % number)) != first
    assert reread.cache_info().currsize <= JUST_READ
    with pytest.raises(InvalidError):
        reread(b"{}")
