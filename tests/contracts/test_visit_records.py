"""What every archive of visits promises, in memory and in a real PostgreSQL alike."""

from typing import Any

import msgspec

from bot.domain.conversation.entry import FateEntry
from bot.domain.conversation.messages import Typing
from bot.domain.embedding.visits import Visit
from tests.builders.entries import heard, talk, turn

ADA = Visit("ada", "main", 3, rotated=1000, expires=5000, seen=7)
THREAD = talk().thread
TABLES = "visits, transcript"


def keep(records: Any, *visits: Visit) -> None:
    """Write visits."""
    with records.begin() as work:
        for visit in visits:
            work.visits.keep(visit)


def read(records: Any, visitor: str = "ada") -> Visit | None:
    """A visit."""
    with records.begin() as work:
        found: Visit | None = work.visits.visit(visitor)
        return found


def test_a_visit_is_read_as_it_was_written(records: Any) -> None:
    """Whoever was never here is nobody."""
    assert read(records) is None
    keep(records, ADA)
    assert read(records) == ADA
    with records.begin() as work:
        assert (work.visits.has("ada"), work.visits.has("bob")) == (True, False)


def test_a_change_takes_nothing_back_of_what_was_seen(records: Any) -> None:
    """A token that turns while a panel notes what it showed does not make old lines new again."""
    keep(records, ADA, msgspec.structs.replace(ADA, generation=4, rotated=2000, expires=9000, seen=2))
    assert read(records) == Visit("ada", "main", 4, 2000, 9000, 7)


def test_what_was_seen_only_grows(records: Any) -> None:
    """Two tabs note in any order; a visit that is forgotten is not brought back."""
    keep(records, ADA)
    for row in (9, 8):
        with records.begin() as work:
            work.visits.see("ada", row)
            work.visits.see("nobody", row)
    assert (read(records) or ADA).seen == 9
    assert read(records, "nobody") is None


def test_forgotten_is_forgotten(records: Any) -> None:
    """Forgetting twice is no harder than once."""
    keep(records, ADA)
    for _ in range(2):
        with records.begin() as work:
            work.visits.forget("ada")
    assert read(records) is None


def test_visits_that_are_over_are_found(records: Any) -> None:
    """Those that ended first come first, so many at a time; those that have not ended are left alone."""
    ends = {"ada": 5000, "bob": 5001, "cyd": 4000}
    keep(records, *(msgspec.structs.replace(ADA, visitor=name, expires=end) for name, end in ends.items()))
    with records.begin() as work:
        assert work.visits.expired(now=5000, most=9) == ("cyd", "ada")
        assert work.visits.expired(now=5000, most=1) == ("cyd",)
        assert work.visits.expired(now=3999, most=9) == ()


def test_unread_is_what_stands_before_the_traveller_after_what_was_seen(records: Any) -> None:
    """What the traveller wrote, what is not sent yet and signs of typing are no news."""
    keep(records, msgspec.structs.replace(ADA, seen=0))
    with records.begin() as work:
        work.talk.archive_turns((("1-1", turn(heard(), "hello", "where to?", Typing(), "held back")),))
        for message in ("m1#0", "m1#1", "m1#2"):
            work.talk.archive_fates((FateEntry(THREAD, "sent", message, f"mid.{message}"),))

    def unread(visitor: str = "ada", most: int = 99) -> int:
        with records.begin() as work:
            return int(work.visits.unread(THREAD, visitor, most=most))

    assert (unread(), unread(most=1), unread("nobody")) == (2, 1, 2)
    with records.begin() as work:
        work.visits.see("ada", 2)
    assert unread() == 1
    with records.begin() as work:
        assert work.visits.unread("webchat:TF:another", "ada", most=99) == 0
