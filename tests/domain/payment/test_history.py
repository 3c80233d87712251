"""Payment history: where each payment stands, in words and sums that the books agree with."""

import re
from datetime import timedelta
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.checkout_case import Checkout
from bot.domain.money import Money
from bot.domain.payment import payment as payments
from bot.domain.payment.history import (
    STATUSES,
    Filter,
    Line,
    Posted,
    Record,
    Trip,
    filtered,
    line_of,
    lines_of,
    method_key,
    methods_of,
    page_of,
    receipt_number,
    status_of,
    sums_of,
)
from bot.domain.payment.history_words import WORDS
from bot.domain.payment.ledger import balances, reversal
from bot.domain.payment.payment import PAYMENT, Payment
from bot.domain.payment.posting import PSP_RECEIVABLE
from tests.builders.checkouts import NOW, PRICE, new_checkout
from tests.builders.payments import DAY, THREAD, asked_back, books_of, given_back, paid, refused

PARIS = Trip("ABC234", "CDG", "JFK", NOW.date(), ("Łukasz Ñandú",))


def record(checkout: Checkout, *refunds: int, came_back: bool = False) -> Record:
    """The record of a checkout's only payment, refunded a day later."""
    (payment,) = checkout.payments
    posted = []
    for one in books_of(checkout, *refunds):
        amount = next(entry.amount for entry in one.entries if entry.amount.minor > 0)
        moment = checkout.began_at if one.posting_kind == "capture" else NOW + DAY
        posted.append(Posted(one.source_id, one.posting_kind, amount, moment))
        if came_back and one.posting_kind == "refund":
            posted.append(Posted(one.source_id, reversal(one).posting_kind, amount, moment + DAY))
    return Record(payment, checkout.id, checkout.began_at, PARIS, tuple(posted))


def line(checkout: Checkout, *refunds: int, **more: Any) -> Line:
    """Its line."""
    made = line_of(record(checkout, *refunds, **more))
    assert made is not None
    return made


def place(code: str) -> str:
    """How places are called here."""
    return {"CDG": "Paris Charles de Gaulle", "JFK": "New York JFK"}.get(code, code)


def test_a_paid_booking_is_a_line_with_its_receipt_number() -> None:
    """What it was for, what paid, how much and when the money was taken."""
    made = line(paid("chk_1", thread=THREAD))
    assert (made.status, made.method, made.amount, made.taken) == ("paid", "Visa •4242", PRICE, PRICE)
    assert (made.returned, made.refunds, made.at, made.trip) == (Money(0, "EUR"), (), NOW, PARIS)
    assert re.fullmatch(r"R-[A-Z2-9]{10}", made.number)
    assert made.number == receipt_number("chk_1_pay_1") != receipt_number("chk_2_pay_1")


def test_a_declined_card_is_told_and_charged_nothing() -> None:
    """So that nobody thinks of paying twice."""
    made = line(refused("chk_1", thread=THREAD))
    assert (made.status, made.declines, made.taken.minor) == ("declined", 1, 0)


def test_a_refund_in_part_is_told_with_its_day() -> None:
    """What is left was kept; the day is that of the books."""
    made = line(given_back(paid("chk_1", thread=THREAD), 20000), 20000)
    assert (made.status, made.returned) == ("part_refunded", Money(20000, "EUR"))
    assert [(one.state, one.amount.minor, one.at) for one in made.refunds] == [("done", 20000, NOW + DAY)]


def test_a_whole_refund_is_told_as_one() -> None:
    """Nothing is left."""
    made = line(given_back(paid("chk_1", thread=THREAD), PRICE.minor), PRICE.minor)
    assert (made.status, made.returned) == ("refunded", PRICE)


def test_a_refund_on_its_way_says_so() -> None:
    """Since when, and how much it will be: what is left of what was taken."""
    begun = given_back(paid("chk_1", thread=THREAD), 20000)
    made = line(asked_back(begun, NOW + 2 * DAY), 20000)
    assert made.status == "refunding"
    assert [(one.state, one.amount.minor) for one in made.refunds] == [("done", 20000), ("on_its_way", 80700)]


def test_a_refund_that_came_back_is_told_as_failed() -> None:
    """The money is with us again, so the line counts it as ours."""
    made = line(given_back(paid("chk_1", thread=THREAD), 20000), 20000, came_back=True)
    assert [(one.state, one.at) for one in made.refunds] == [("failed", NOW + 2 * DAY)]
    assert made.returned.minor == 0


@pytest.mark.parametrize("kind", ["returned", "opened"])
def test_what_a_bank_took_back_is_told_and_counted(kind: str) -> None:
    """The traveller has it again, until a dispute is lost by her; then it is ours, and nothing is told of it."""
    kept = record(paid("chk_1", thread=THREAD))
    took = Posted("dp_1", kind, PRICE, NOW + DAY)
    made = line_of(msgspec.structs.replace(kept, posted=(*kept.posted, took)))
    assert made is not None
    assert (made.returned, [one.state for one in made.refunds]) == (PRICE, ["taken_back"])
    won = Posted("dp_1", f"{kind}_reversed", PRICE, NOW + 2 * DAY)
    made = line_of(msgspec.structs.replace(kept, posted=(*kept.posted, took, won)))
    assert made is not None
    assert (made.returned.minor, made.refunds) == (0, ())


@pytest.mark.parametrize(
    ("state", "status"),
    [
        ("in_review", "review"), ("requires_action", "checking"), ("authorizing", "checking"), ("charging", "checking"),
        ("authorized", "authorized"), ("capturing", "authorized"), ("voiding", "releasing"), ("voided", "released"),
        ("disputed", "disputed"), ("charged_back", "charged_back"), ("refunding", "refunding"),
    ],
)  # fmt: skip
def test_each_state_has_its_word(state: str, status: str) -> None:
    """Whatever the machine of payments calls it."""
    assert status_of(Payment("pay_1", PRICE, state)) == status


def test_nobody_is_left_without_words() -> None:
    """Every state of the machine gives a status or none at all, and every status has words in every language."""
    asked = payments.close_attempt(payments.open_attempt(Payment("pay_1", PRICE), "authorize", now=NOW), "lost")
    for state in PAYMENT:
        assert status_of(msgspec.structs.replace(asked, state=state)) in STATUSES
    for words in WORDS.values():
        assert set(words) == set(WORDS["en"])
        assert words.keys() >= set(STATUSES)


def test_a_payment_for_which_no_bank_was_asked_is_none() -> None:
    """Seats that were held and given back leave no line; a card that is being asked about does."""
    (payment,) = new_checkout("chk_1").payments
    assert status_of(payment) is None
    assert status_of(msgspec.structs.replace(payment, state="expired")) is None
    waiting = payments.open_attempt(payment, "authorize", now=NOW, instrument="ins_1")
    assert status_of(waiting) is None
    assert status_of(payments.change_attempt(waiting, sends=1)) == "checking"
    lost = payments.close_attempt(payments.change_attempt(waiting, sends=1), "abandoned")
    assert status_of(msgspec.structs.replace(lost, state="expired")) == "failed"


def test_the_newest_payment_comes_first() -> None:
    """By the day on which money was taken."""
    made = lines_of([record(paid(f"chk_{n}", thread=THREAD, days=n)) for n in (1, 3, 2)])
    assert [one.at for one in made] == [NOW + n * DAY for n in (3, 2, 1)]


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (Filter(), 2),
        (Filter(since=(NOW + DAY).date()), 1),
        (Filter(until=NOW.date()), 1),
        (Filter(since=(NOW + 2 * DAY).date()), 0),
        (Filter(status="paid"), 1),
        (Filter(method=method_key("Visa •4242")), 2),
        (Filter(method=method_key("Visa •4243")), 0),
        (Filter(text="abc234"), 2),
        (Filter(text="paris gaulle"), 2),
        (Filter(text="lukasz"), 2),
        (Filter(text="paris rome"), 0),
        (Filter(text=receipt_number("chk_1_pay_1").lower()), 1),
    ],
)
def test_lines_are_filtered_by_period_status_method_and_words(wanted: Filter, found: int) -> None:
    """Days are whole, words are found without their accents, and every word must be there."""
    both = lines_of([record(paid("chk_1", thread=THREAD)), record(refused("chk_2", thread=THREAD, days=1))])
    assert len(filtered(both, wanted, place)) == found


def test_pages_hold_so_many_lines_and_end_where_they_end() -> None:
    """A page beyond the last is the last; no lines are one empty page."""
    many = lines_of([record(paid(f"chk_{n}", thread=THREAD)) for n in range(5)])
    assert (page_of(many, 2, size=2).lines, page_of(many, 2, size=2).pages) == (many[2:4], 3)
    assert page_of(many, 9, size=2).lines == many[4:]
    assert page_of(many, -1, size=2).number == 1
    assert (page_of((), 1).lines, page_of((), 1).pages, page_of((), 1).count) == ((), 1, 0)


def test_a_method_is_offered_once_and_its_key_tells_nothing() -> None:
    """An address holds no digit of a card."""
    many = lines_of([record(paid(f"chk_{n}", thread=THREAD)) for n in range(2)])
    assert methods_of(many) == ("Visa •4242",)
    assert "4242" not in method_key("Visa •4242")


@given(st.lists(st.tuples(st.sampled_from(["paid", "refused", "part", "whole", "back"]), st.integers(1, 100699))))
def test_the_sum_of_the_lines_is_the_sum_of_the_books(kinds: list[tuple[str, int]]) -> None:
    """What was charged less what went back is what the gateway owes the airline, to the last cent."""
    records, books = [], []
    for number, (kind, minor) in enumerate(kinds):
        name = f"chk_{number}"
        checkout = refused(name, thread=THREAD) if kind == "refused" else paid(name, thread=THREAD)
        back = PRICE.minor if kind == "whole" else minor
        if kind in {"part", "whole", "back"}:
            checkout = given_back(checkout, back)
        posted = books_of(checkout, back)
        records.append(record(checkout, back, came_back=kind == "back"))
        books += [*posted, *(reversal(one) for one in posted if kind == "back" and one.posting_kind == "refund")]
    owed = balances(books).get((PSP_RECEIVABLE, "EUR"), 0)
    assert sum(taken.minor - returned.minor for taken, returned in sums_of(lines_of(records))) == owed


def test_sums_are_told_apart_by_currency() -> None:
    """Euros and yen are never one sum."""
    euros = line(paid("chk_1", thread=THREAD))
    yen = Money(5000, "JPY")
    other = msgspec.structs.replace(euros, amount=yen, taken=yen, returned=Money(1000, "JPY"))
    assert sums_of([euros, other, euros]) == ((PRICE * 2, Money(0, "EUR")), (yen, Money(1000, "JPY")))


def test_days_are_those_of_the_attempt_while_nothing_was_taken() -> None:
    """A card that was refused on Tuesday is told on Tuesday."""
    assert line(refused("chk_1", thread=THREAD, days=3)).at == NOW + timedelta(days=3)
