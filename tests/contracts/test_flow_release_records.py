"""What every store of publications to come, and of drafts that threads try, promises; in memory and in PostgreSQL."""

from typing import Any

import msgspec
import pytest

from bot.domain.errors import ConflictError
from bot.domain.flow.release import Scheduled, Trial, settled

TABLES = "flow_trials, flow_snapshots, flow_schedules"
ADA, BEN = "messenger:page:ada", "messenger:page:ben"
LATER = Scheduled(
    id="pub_1", flow="bags", document=b"{}", notes="Later", author="per_edi", made_at=1, due=500, base=2, approval="apr"
)


def test_a_publication_waits_for_its_time(records: Any) -> None:
    """It is found as it was kept, the soonest first; a flow has one at most."""
    sooner = msgspec.structs.replace(LATER, id="pub_2", flow="book", due=100)
    with records.begin() as work:
        work.flow_releases.schedule(LATER)
        work.flow_releases.schedule(sooner)
    with pytest.raises(ConflictError, match="waits already"), records.begin() as work:
        work.flow_releases.schedule(msgspec.structs.replace(LATER, id="pub_3"))
    with records.begin() as work:
        assert work.flow_releases.waiting() == (sooner, LATER)
        assert work.flow_releases.scheduled("pub_1", lock=True) == LATER
        assert work.flow_releases.scheduled("pub_9") is None


def test_what_was_refused_is_told_to_its_author_until_they_have_seen_it(records: Any) -> None:
    """Nobody else is told; what was published needs no telling, and makes room for the next."""
    with records.begin() as work:
        work.flow_releases.schedule(LATER)
        refused = settled(LATER, "refused", now=600, why="It has a fault.")
        work.flow_releases.settle(refused)
        again = msgspec.structs.replace(LATER, id="pub_2")
        work.flow_releases.schedule(again)
        work.flow_releases.settle(settled(again, "published", now=700, revision=3))
    with records.begin() as work:
        assert work.flow_releases.waiting() == ()
        assert work.flow_releases.unseen("per_edi") == (refused,)
        assert work.flow_releases.unseen("per_ada") == ()
        work.flow_releases.settle(msgspec.structs.replace(refused, seen=True))
        assert work.flow_releases.unseen("per_edi") == ()


def test_a_draft_is_frozen_under_a_number_below_nought(records: Any) -> None:
    """The same again keeps its number; each flow has its own."""
    with records.begin() as work:
        one = work.flow_releases.snapshot("bags", b"one", by="per_edi", at=1)
        assert work.flow_releases.snapshot("bags", b"one", by="per_edi", at=2) == one
        other = work.flow_releases.snapshot("book", b"one", by="per_edi", at=2)
        two = work.flow_releases.snapshot("bags", b"two", by="per_edi", at=3)
        assert 0 > one > other > two
        assert set(work.flow_releases.snapshots()) == {("bags", one), ("book", other), ("bags", two)}
        wanted = (("bags", two), ("bags", -99))
        assert work.flow_releases.frozen(wanted) == {("bags", two): b"two"}
        assert work.flow_releases.frozen(()) == {}


def test_threads_try_a_draft_until_they_stop(records: Any) -> None:
    """Each flow by itself; a newer snapshot takes the place of an older one."""
    with records.begin() as work:
        one = work.flow_releases.snapshot("bags", b"one", by="per_edi", at=1)
        two = work.flow_releases.snapshot("bags", b"two", by="per_edi", at=2)
        book = work.flow_releases.snapshot("book", b"book", by="per_edi", at=2)
        work.flow_releases.try_on(Trial(ADA, "bags", one, "per_edi", 3))
        work.flow_releases.try_on(Trial(ADA, "book", book, "per_edi", 4))
        work.flow_releases.try_on(Trial(BEN, "bags", two, "per_edi", 5))
        work.flow_releases.try_on(Trial(ADA, "bags", two, "per_ada", 6))
    with records.begin() as work:
        assert [(one.thread, one.flow, one.snapshot, one.by) for one in work.flow_releases.trials()] == [
            (ADA, "book", book, "per_edi"),
            (BEN, "bags", two, "per_edi"),
            (ADA, "bags", two, "per_ada"),
        ]
        assert work.flow_releases.stop_trying("bags", "messenger:page:nobody") == ()
        assert work.flow_releases.stop_trying("bags", BEN) == (BEN,)
        assert work.flow_releases.stop_trying("bags") == (ADA,)
        assert [one.flow for one in work.flow_releases.trials()] == ["book"]
