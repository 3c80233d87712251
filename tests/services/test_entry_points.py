"""Which link somebody came by, and what is counted for it."""

from typing import Any

import msgspec
import pytest

from bot.domain.conversation.context import Context
from bot.domain.conversation.entry import TurnEntry
from bot.domain.conversation.events import (
    AttachmentReceived,
    Event,
    MessageReacted,
    OffersFound,
    TextReceived,
    ThreadOpened,
    TicketIssued,
)
from bot.domain.money import Money
from bot.domain.shopping.links import Link, visits_of
from bot.services.entry_points import recognized
from tests.builders import world as builders
from tests.builders.house import house

AT = 1790000000000
LINK = Link("abcd2345", "Autumn", "from-PAR_to-NYC", AT, ad="6045", story="17")


@pytest.fixture
def hall() -> Any:
    """A process whose store has one link."""
    made = house()
    with made.runtime.records.begin() as work:
        work.entry_links.add(LINK)
    return made


@pytest.mark.parametrize(
    "event",
    [
        ThreadOpened("e", AT, "l-abcd2345"),
        ThreadOpened("e", AT, "l-ABCD2345", context=Context(source="SHORTLINK")),
        ThreadOpened("e", AT, context=Context(ad="6045", source="ad")),
        TextReceived("e", AT, "hi", context=Context(ref="l-abcd2345")),
        TextReceived("e", AT, "hi", context=Context(ad="6045", reply_to="m")),
        TextReceived("e", AT, "How much?", context=Context(story="17")),
        TextReceived("e", AT, "✈ New York [tf:abcd2345]"),
        TextReceived("e", AT, "[TF:x] [tf:ABCD2345]"),
        TextReceived("e", AT, "[tf:abcd2345]"),
        AttachmentReceived("e", AT, "story_mention", Context(story="17")),
    ],
)
def test_a_link_is_recognized_however_somebody_comes(hall: Any, event: Event) -> None:
    """A reference, a code in words, an advertisement and a story all lead to the same trip."""
    found: Any = recognized(hall.runtime, event)
    assert found.context.link == LINK.id
    assert (found.ref if isinstance(found, ThreadOpened) else found.context.ref) == LINK.ref
    assert (found.id, found.at) == ("e", AT)
    before: Any = getattr(event, "context", None) or Context()
    assert found.context.reply_to == before.reply_to


@pytest.mark.parametrize(
    ("text", "left"),
    [("✈ New York [tf:abcd2345]", "✈ New York"), ("I [tf:zzzz9999] go", "I  go"), ("[tf:x] hi", "[tf:x] hi")],
)
def test_a_code_is_taken_out_of_the_words(hall: Any, text: str, left: str) -> None:
    """What the traveller is shown to have said are words; a code that nobody knows goes, too."""
    found: Any = recognized(hall.runtime, TextReceived("e", AT, text, locale="fr"))
    assert " ".join(found.text.split()) == " ".join(left.split())
    assert found.locale == "fr"


def test_a_code_alone_opens_the_talk(hall: Any) -> None:
    """Who sends nothing but the code has said nothing that could be misunderstood."""
    found = recognized(hall.runtime, TextReceived("e", AT, "[tf:zzzz9999]", locale="fr"))
    assert found == ThreadOpened("e", AT, locale="fr")


@pytest.mark.parametrize(
    "event",
    [
        ThreadOpened("e", AT, "to-NYC"),
        ThreadOpened("e", AT, "l-zzzz9999"),
        ThreadOpened("e", AT, "summer"),
        TextReceived("e", AT, "hi", context=Context(ad="1")),
        MessageReacted("e", AT, "m", "❤"),
    ],
)
def test_what_is_no_link_of_ours_stays_as_it_came(hall: Any, event: Event) -> None:
    """References of others are kept, and nothing is counted."""
    assert recognized(hall.runtime, event) == event


def test_a_link_out_of_use_leads_nowhere_and_is_not_counted(hall: Any) -> None:
    """An offer that is over is not made again."""
    with hall.runtime.records.begin() as work:
        work.entry_links.retire(LINK.id, at=AT)
    event = ThreadOpened("e", AT, "l-abcd2345")
    assert recognized(hall.runtime, event) == event


def test_a_store_that_is_away_keeps_nobody_from_being_heard(hall: Any) -> None:
    """A link is worth less than what somebody says."""
    hall.records.away = True
    event = TextReceived("e", AT, "hi", context=Context(ad="6045"))
    assert recognized(hall.runtime, event) == event


def _entry(event: Event, link: str = "") -> TurnEntry:
    return TurnEntry("messenger:1:2", 1, 0, "bot", event, link=link, at=AT)


def test_what_came_of_a_link_is_told_by_its_turns() -> None:
    """An opening counts for the link in the event, offers and a booking for the link that was last."""
    came = visits_of(_entry(ThreadOpened("e", AT, context=Context(link="abcd2345")), "abcd2345"))
    assert [(visit.link, visit.kind, visit.total) for visit in came] == [("abcd2345", "opened", None)]
    seen = visits_of(_entry(OffersFound("e", AT, builders.offers(1)), "abcd2345"))
    assert [visit.kind for visit in seen] == ["offered"]
    issued = TicketIssued("e", AT, "chk", builders.booked())
    (paid,) = visits_of(_entry(issued, "abcd2345"))
    assert (paid.kind, paid.total) == ("booked", issued.booked.total)
    assert isinstance(paid.total, Money)
    assert "messenger" not in str(msgspec.to_builtins(paid)), "nobody is named"


def test_turns_without_a_link_count_for_none() -> None:
    """Most talks come by no link."""
    issued = TicketIssued("e", AT, "chk", builders.booked())
    for event in (issued, OffersFound("e", AT, builders.offers(1)), TextReceived("e", AT, "hi")):
        assert visits_of(_entry(event)) == ()
    assert visits_of(_entry(OffersFound("e", AT, ()), "abcd2345")) == ()
