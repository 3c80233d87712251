"""What every store of flows promises, in memory and in a real PostgreSQL alike."""

from collections.abc import Iterator
from contextlib import suppress
from hashlib import sha256
from typing import Any

import pytest

from bot.adapters.sql.engine import make_engine
from bot.adapters.sql.unit_of_work import SqlRecords
from bot.domain.errors import InvalidError
from bot.ports.flow_records import FlowRevision
from tests.builders.world import NOW_MS
from tests.fakes.records import MemoryRecords
from tests.fakes.records_flows import MemoryFlowRecords


@pytest.fixture(params=["memory", pytest.param("postgres", marks=pytest.mark.real)])
def records(request: pytest.FixtureRequest) -> Iterator[Any]:
    """Each store of flows in turn, empty."""
    if request.param == "memory":
        yield MemoryRecords(flows=MemoryFlowRecords())
        return
    engine = make_engine(request.getfixturevalue("postgres"))
    with engine.begin() as connection:
        connection.exec_driver_sql("TRUNCATE flow_pointers, flow_revisions, flow_changes")
    yield SqlRecords(engine)
    engine.dispose()


def publish(records: Any, document: bytes, flow: str = "book") -> FlowRevision:
    """Publish a document in a transaction of its own."""
    with records.begin() as work:
        published: FlowRevision = work.flows.publish(flow, document, author="ana", at=NOW_MS)
        return published


def revisions(records: Any) -> list[tuple[str, int, bytes, bool]]:
    """Every revision, as far as a talk cares."""
    with records.begin() as work:
        return [(one.flow, one.revision, one.document, one.live) for one in work.flows.revisions()]


def newest(records: Any) -> int:
    """The newest change."""
    with records.begin() as work:
        return int(work.flows.newest_change())


def test_a_store_without_flows_has_none(records: Any) -> None:
    """A fresh house is empty, and says so."""
    assert revisions(records) == []
    assert newest(records) == 0


def test_a_published_flow_is_live_and_kept_whole(records: Any) -> None:
    """What staff publish is what talks begin on, byte by byte, with who and when."""
    assert publish(records, b'{"a": 1}') == FlowRevision("book", 1, b'{"a": 1}', NOW_MS, "ana", live=True)
    assert revisions(records) == [("book", 1, b'{"a": 1}', True)]


def test_a_new_revision_takes_over_and_the_old_one_stays(records: Any) -> None:
    """Talks that have begun find the revision on which they began."""
    publish(records, b"one")
    publish(records, b"two")
    assert revisions(records) == [("book", 1, b"one", False), ("book", 2, b"two", True)]


def test_publishing_the_live_document_again_makes_no_revision(records: Any) -> None:
    """A command that is run twice changes nothing the second time."""
    publish(records, b"one")
    change = newest(records)
    assert publish(records, b"one").revision == 1
    assert newest(records) == change
    assert len(revisions(records)) == 1


def test_an_older_document_published_again_is_a_revision_of_its_own(records: Any) -> None:
    """The history tells what was live when."""
    for document in (b"one", b"two", b"one"):
        publish(records, document)
    assert [(number, live) for _, number, _, live in revisions(records)] == [(1, False), (2, False), (3, True)]


def test_the_pointer_moves_back(records: Any) -> None:
    """Rolling back is one move, and worlds notice it."""
    publish(records, b"one")
    publish(records, b"two")
    change = newest(records)
    with records.begin() as work:
        work.flows.make_live("book", 1)
    assert [live for *_, live in revisions(records)] == [True, False]
    assert newest(records) > change


def test_the_pointer_never_moves_to_what_is_not_there(records: Any) -> None:
    """A slip of staff leaves the live revision live."""
    publish(records, b"one")
    for flow, number in (("book", 2), ("bags", 1)):
        with pytest.raises(InvalidError, match="no revision"), records.begin() as work:
            work.flows.make_live(flow, number)
    assert revisions(records) == [("book", 1, b"one", True)]


def test_flows_are_numbered_and_pointed_at_apart(records: Any) -> None:
    """Publishing one flow leaves every other as it is."""
    publish(records, b"one")
    publish(records, b"other", flow="bags")
    publish(records, b"two")
    assert revisions(records) == [("bags", 1, b"other", True), ("book", 1, b"one", False), ("book", 2, b"two", True)]


def test_a_publication_that_fails_leaves_no_trace(records: Any) -> None:
    """A transaction is whole or nothing."""
    with suppress(RuntimeError), records.begin() as work:
        work.flows.publish("book", b"one", author="ana", at=NOW_MS)
        raise RuntimeError
    assert revisions(records) == []
    assert newest(records) == 0


def test_a_revision_has_notes_and_a_hash_of_its_document(records: Any) -> None:
    """Whoever looks for a fault reads why it was published, and may prove that nothing changed since."""
    with records.begin() as work:
        work.flows.publish("book", b"one", author="ana", at=NOW_MS, notes="Shorter")
        work.flows.publish("bags", b"other", author="ana", at=NOW_MS)
    with records.begin() as work:
        head = work.flows.heads("book")[0]
        assert (head.notes, head.live, head.author, head.published_at) == ("Shorter", True, "ana", NOW_MS)
        assert head.sha256 == sha256(b"one").hexdigest()
        assert work.flows.heads() == tuple(one.head for one in work.flows.revisions())
        assert [one.flow for one in work.flows.heads()] == ["bags", "book"]


def test_pointers_tell_the_live_revision_of_each_flow(records: Any) -> None:
    """By flow, also after one was moved back; a flow that was never published has none."""
    with records.begin() as work:
        assert work.flows.pointers() == {}
    publish(records, b"one")
    publish(records, b"other", flow="bags")
    publish(records, b"two")
    with records.begin() as work:
        assert list(work.flows.pointers().items()) == [("bags", 1), ("book", 2)]
        work.flows.make_live("book", 1)
        assert work.flows.pointers() == {"bags": 1, "book": 1}
        assert work.flows.pointers() == {head.flow: head.revision for head in work.flows.heads() if head.live}


def test_documents_are_found_by_flow_and_number(records: Any) -> None:
    """What is not there is left out."""
    publish(records, b"one")
    publish(records, b"two")
    with records.begin() as work:
        found = work.flows.documents((("book", 2), ("book", 3), ("bags", 1)))
        assert found == {("book", 2): b"two"}
        assert work.flows.documents(()) == {}


def test_worlds_notice_what_is_not_a_publication(records: Any) -> None:
    """Threads that try a draft are given it within a second."""
    publish(records, b"one")
    before = newest(records)
    with records.begin() as work:
        work.flows.lock()
        assert work.flows.touch() > before
    assert newest(records) > before
