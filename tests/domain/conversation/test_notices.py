"""News that must be known: which it is, and what it tells."""

from datetime import UTC, datetime

import msgspec
import pytest

from bot.domain.conversation.events import (
    CheckoutEnded,
    ChoiceTapped,
    Event,
    PaymentChallenged,
    PaymentChecking,
    PaymentDeclined,
    SeatsHeld,
    SoldOut,
    TextReceived,
    TicketIssued,
)
from bot.domain.conversation.notices import Notice, NoticeForm, Wording, facts_of, filled, notice_of, value_of
from bot.domain.conversation.order_events import PayLinkSent
from bot.domain.money import Money, format_money
from bot.domain.shopping.display import Look
from tests.builders.checkouts import new_checkout, paid_checkout
from tests.builders.world import booked, world

URL = "https://tickets.example/pay/abc"
UNTIL = int(datetime(2026, 12, 4, 13, 30, tzinfo=UTC).timestamp())


@pytest.mark.parametrize(
    ("event", "notice"),
    [
        (TicketIssued("e", 1, "c", booked()), Notice("tickets_issued", "c")),
        (SeatsHeld("e", 1, "c", URL, Money(1, "EUR"), UNTIL), Notice("seats_held", "c", URL, UNTIL)),
        (PayLinkSent("e", 1, "c", URL, Money(1, "EUR"), UNTIL, "new"), Notice("seats_held", "c", URL, UNTIL)),
        (PaymentDeclined("e", 1, "c", "declined_funds", URL), Notice("payment_declined", "c", URL)),
        (PaymentDeclined("e", 1, "c", "declined_funds"), Notice("payment_failed", "c")),
        (PaymentChallenged("e", 1, "c", URL, UNTIL), Notice("payment_confirm", "c", URL, UNTIL)),
        (CheckoutEnded("e", 1, "c", "expired"), Notice("booking_ended", "c")),
        (CheckoutEnded("e", 1, "c", "unticketed"), Notice("booking_unticketed", "c")),
        (SoldOut("e", 1, "c"), Notice("booking_ended", "c")),
        (PaymentChecking("e", 1, "c"), None),
        (None, None),
    ],
)
def test_what_became_of_money_and_seats_is_news(event: Event | None, notice: Notice | None) -> None:
    """A traveller who paid learns what for, however long it took; that we are still looking can wait."""
    assert notice_of(event) == notice


def test_words_of_the_traveller_are_never_news() -> None:
    """An answer that comes a day late is no news, but small talk out of place."""
    assert notice_of(TextReceived("e", 1, "hello")) is None
    assert notice_of(ChoiceTapped("e", 1, "pay:x")) is None


@pytest.mark.parametrize(
    ("language", "trip"),
    [("en", "Paris – New York, Fri 4 Dec"), ("fr", "Paris – New York, ven. 4 déc.")],
)
def test_facts_are_told_in_the_readers_language(language: str, trip: str) -> None:
    """The same order reads like a French one to a French traveller."""
    look = Look(world().places, world().airlines, language)
    order = paid_checkout().order
    facts = facts_of(Notice("seats_held", "c", URL, UNTIL), order, look)
    assert facts["trip"] == trip
    assert facts["locator"] == "ABC234"
    assert facts["until"] == "14:30 (Paris)"
    assert facts["total"] == format_money(order.offer.total, language).replace("\u202f", " ").replace("\xa0", " ")


def test_a_value_is_one_line_and_not_endless() -> None:
    """Meta refuses line breaks, tabs and rows of spaces in a value."""
    assert value_of(" a\n\tb    c ") == "a b c"
    assert len(value_of("x" * 999)) == 120


FORM = NoticeForm("seats_1", {"trip": "A – B"}, {"en": Wording("Your trip {{trip}} waits.", "Pay")}, "/pay/")


def test_a_template_is_filled_whole_or_not_at_all() -> None:
    """Nobody reads a sentence with a hole in it, and no button leads nowhere."""
    whole = filled(FORM, {"trip": "Paris – Nice", "other": "x"}, language="en", suffix="abc")
    assert whole is not None
    assert (whole.values, whole.suffix) == ((("trip", "Paris – Nice"),), "abc")
    assert filled(FORM, {"trip": ""}, language="en", suffix="abc") is None
    assert filled(FORM, {"trip": "x"}, language="en", suffix="") is None
    without = msgspec.structs.replace(FORM, page="")
    assert filled(without, {"trip": "x"}, language="en", suffix="") is not None


def test_a_checkout_without_a_reference_has_facts_too() -> None:
    """What ended before anything was held is told by its trip."""
    look = Look(world().places, world().airlines, "en")
    facts = facts_of(Notice("booking_ended", "c"), new_checkout().order, look)
    assert (facts["locator"], facts["until"]) == ("", "")
    assert facts["trip"].startswith("Paris – New York")
