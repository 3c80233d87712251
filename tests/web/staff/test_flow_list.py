"""What the list of flows tells of each, for the list and for every page that asks what differs from live."""

from bot.web.staff.flow_list import changed_parts, live_of, rows
from tests.builders.flow_room import flow_room, worded


def test_a_draft_is_compared_with_what_is_live_and_checked() -> None:
    """A flow that nobody changed is not read again."""
    home = flow_room()
    draft = worded(home, "From where, {{ no.field }}?")
    book, trip, *_ = rows(home.runtime)
    assert (book.flow, book.changes, book.errors > 0, book.threads) == ("book", 1, True, 0)
    assert (trip.flow, trip.draft, trip.changes, trip.errors) == ("my_trip", None, 0, 0)
    assert changed_parts(home.runtime, draft, live_of(home.runtime, "book")) == {"text:en:ask_origin"}
    assert "step:hello" in changed_parts(home.runtime, draft, 0)
    assert live_of(home.runtime, "nothing") == 0
