"""What every search in all talk promises, in memory and in a real PostgreSQL alike."""

from typing import Any

import pytest

from bot.adapters.sql.repositories import search as sql_search
from bot.domain.conversation.effects import Say
from bot.domain.conversation.entry import Said, TurnEntry
from bot.domain.conversation.events import MessageEdited, MessageErased, MessageUnsent, TextReceived
from bot.domain.conversation.messages import Text
from bot.domain.conversation.profile import Profile
from bot.domain.staff.search_words import terms
from bot.ports.trip_records import Span
from bot.ports.wallet_records import Traveller
from bot.services import projecting
from tests.builders.checkouts import NOW, paid_checkout
from tests.contracts.test_trip_records import stored

ADA = "whatsapp:106:447700900123"
BOB = "webchat:TF:bob"
TABLES = "transcript, conversations, desk_threads, search_lines"


def hear(records: Any, thread: str, *events: Any, answer: str = "") -> None:
    """Archive turns in which these things happened."""
    with records.begin() as work:
        known = work.desk.thread(thread).version
        turns = []
        for version, event in enumerate(events, known + 1):
            said = (Said(f"{event.id}#0", Say(Text(answer))),) if answer else ()
            turns.append(TurnEntry(thread, version, 0, "bot", event, said, at=version))
        work.talk.archive_turns(tuple(("1-1", turn) for turn in turns))
        projecting.keep(work, tuple(turns))


def found(records: Any, question: str, **more: Any) -> list[str]:
    """The ids of the lines that are found."""
    with records.begin() as work:
        return [line.message for line in work.search.lines(terms(question), **more)]


def test_words_are_found_by_their_beginning_and_without_accents(records: Any) -> None:
    """Whoever types "zur flu" finds "Zürich Flug"; every word of the question counts."""
    hear(records, ADA, TextReceived("a1", 1, "Mein Flug nach Zürich"), TextReceived("a2", 2, "zurich, please"))
    hear(records, BOB, TextReceived("b1", 1, "Un café à Paris"), answer="Straße & Größe")
    assert found(records, "ZÜRICH") == ["a2", "a1"]
    assert found(records, "zur flu") == ["a1"]
    assert found(records, "cafe") == ["b1"]
    assert found(records, "strasse grosse") == ["b1#0"]
    assert found(records, "zurich cafe") == []
    assert found(records, "'); DROP TABLE x; -- &|!:*") == []
    assert found(records, "") == []


def test_the_newest_comes_first_and_pages_go_on_from_a_row(records: Any) -> None:
    """What was said today stands above what was said last year."""
    hear(records, ADA, *(TextReceived(f"m{n}", n, "luggage") for n in range(9)))
    with records.begin() as work:
        first = work.search.lines(("lug",), most=4)
        second = work.search.lines(("lug",), before=first[-1].row, most=4)
    assert [line.message for line in first] == ["m8", "m7", "m6", "m5"]
    assert [line.message for line in second] == ["m4", "m3", "m2", "m1"]


def test_a_word_that_everybody_says_is_found_newest_first_too(records: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """However common a word is, the newest lines that have it are those that are shown."""
    monkeypatch.setattr(sql_search, "_SOME", sql_search._SOME.limit(4))
    monkeypatch.setattr(sql_search, "FEW", 3)
    hear(records, ADA, *(TextReceived(f"m{n}", n, "flight") for n in range(12)))
    assert found(records, "flight", most=5) == ["m11", "m10", "m9", "m8", "m7"]


def test_what_was_taken_back_or_erased_is_not_found(records: Any) -> None:
    """A message that its author took back, and its changes, are gone; so is one that held a part of a card number."""
    hear(records, ADA, TextReceived("a1", 1, "umbrella"), MessageEdited("a2", 2, "a1", "red umbrella"))
    hear(records, ADA, TextReceived("a3", 3, "umbrella stand"))
    assert found(records, "umbrella") == ["a3", "a2", "a1"]
    hear(records, ADA, MessageUnsent("a4", 4, "a1"))
    assert found(records, "umbrella") == ["a3"]
    hear(records, ADA, MessageErased("a5", 5, "a3"))
    assert found(records, "umbrella") == []


def test_whoever_is_forgotten_is_not_found(records: Any) -> None:
    """Neither their words, nor the end of their number, nor what the list said of them."""
    hear(records, ADA, TextReceived("a1", 1, "my secret garden"))
    with records.begin() as work:
        assert [match.thread for match in work.search.exact("0123")] == [ADA]
        work.privacy.blank(Span(ADA))
    assert found(records, "garden") == []
    with records.begin() as work:
        assert work.search.exact("0123") == ()
        assert work.desk.thread(ADA).last_text == ""


@pytest.mark.parametrize(
    ("asked", "by"),
    [
        ("0123", "phone"),
        ("+44 7700 900123", "phone"),
        ("7700 900123", "phone"),
        ("123", ""),
        ("00123", ""),
        ("0124", ""),
        ("%", ""),
    ],
)
def test_a_thread_is_found_by_the_end_of_its_number(records: Any, asked: str, by: str) -> None:
    """Four digits that everybody is shown, or seven and more; what lies between would let somebody guess on."""
    hear(records, ADA, TextReceived("a1", 1, "hello"))
    hear(records, BOB, TextReceived("b1", 1, "hello"))
    with records.begin() as work:
        matches = work.search.exact(asked)
    assert [(match.by, match.thread) for match in matches] == ([(by, ADA)] if by else [])


def test_a_thread_is_found_by_its_travellers_address(records: Any) -> None:
    """The whole address, in any spelling of its letters; a part of it finds nobody."""
    email = "zoe@example.org"
    with records.begin() as work:
        work.wallet.enroll(ADA, Traveller("trv_search_zoe", NOW, Profile(email=email)))
        assert [match.thread for match in work.search.exact(email.upper())] == [ADA]
        assert work.search.exact(email[1:]) == ()


def test_a_thread_is_found_by_its_booking_order_and_checkout(records: Any) -> None:
    """The reference in any spelling, the ids as they are; each says what it was found by."""
    bought = paid_checkout("chk_search", thread=ADA, locator="KO7QM2")
    stored(records, bought)
    with records.begin() as work:
        for asked, by in (("k07 qm2", "booking"), (bought.order.id, "order"), ("chk_search", "checkout")):
            assert [(match.by, match.thread) for match in work.search.exact(asked)] == [(by, ADA)]
        assert work.search.exact("K07QM") == ()
