"""A draft is tried in a World of its own."""

import msgspec

from bot.domain.rehearsal.acts import Opening
from bot.domain.rehearsal.drafted import DRAFT, with_draft
from bot.domain.rehearsal.stage import begin
from tests.builders.rehearsals import OPENING, reworded
from tests.builders.world import NOW_MS, book, world


def test_talks_begin_on_the_draft_and_on_the_live_revision_of_all_else() -> None:
    """What is tried is what would be published, beside what is."""
    tried = with_draft(world(), reworded("hello", "Hi"))
    assert tried.live == {**world().live, "book": DRAFT}
    assert tried.flow("book", DRAFT).text("hello", "en") != book().text("hello", "en")
    assert set(world().live.values()) == {1}


def test_a_flow_that_was_never_published_can_be_tried() -> None:
    """Its first rehearsal comes before its first traveller."""
    fresh = msgspec.structs.replace(book(), name="bags")
    assert set(with_draft(world(), fresh).live) == {*world().live, "bags"}


def test_two_travellers_are_two_threads() -> None:
    """A step that tries several ways can be heard on each of them."""
    threads = {begin(Opening("en", "webchat", NOW_MS, who=who), world()).conversation.thread for who in ("a", "b", "a")}
    assert threads == {"webchat:rehearsal:a", "webchat:rehearsal:b"}
    assert begin(OPENING, world()).conversation.thread == "webchat:rehearsal:tester"
