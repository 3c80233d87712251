"""The table of payments: what any spreadsheet reads, in whole minor units, and nothing that it would calculate with."""

import csv
from io import StringIO
from typing import Any

import msgspec
import pytest

from bot.domain.money import Money
from bot.domain.payment.history import Line
from bot.domain.payment.history_csv import COLUMNS, csv_of
from tests.builders.payments import THREAD, given_back, paid
from tests.domain.payment.test_history import line


def rows(*lines: Line) -> list[dict[str, str]]:
    """The table as a program reads it."""
    return list(csv.DictReader(StringIO(csv_of(lines).decode("utf-8-sig"), newline="")))


def refunded(**fields: Any) -> Line:
    """A payment of which a part went back."""
    return msgspec.structs.replace(line(given_back(paid("chk_1", thread=THREAD), 20000), 20000), **fields)


def test_the_table_is_what_rfc_4180_says() -> None:
    """UTF-8 with its mark, lines that end as the standard wants, a head, a row for the payment and one a refund."""
    content = csv_of([refunded()])
    assert content.startswith(b"\xef\xbb\xbf" + ",".join(COLUMNS).encode() + b"\r\n")
    assert content.count(b"\n") == content.count(b"\r\n") == 3
    payment, refund = rows(refunded())
    assert (payment["kind"], payment["asked_minor"], payment["moved_minor"]) == ("payment", "100700", "100700")
    assert (refund["kind"], refund["status"], refund["moved_minor"]) == ("refund", "done", "20000")
    assert (payment["currency"], payment["minor_digits"], payment["at_utc"]) == ("EUR", "2", "2026-11-24T10:00:00Z")
    assert refund["at_utc"] == "2026-11-25T10:00:00Z"
    assert (payment["travellers"], payment["departs"]) == ("Łukasz Ñandú", "2026-11-24")


def test_yen_have_no_digits_after_the_point() -> None:
    """Minor units say how many digits they stand for."""
    yen = Money(5000, "JPY")
    (payment,) = rows(refunded(amount=yen, taken=yen, refunds=()))
    assert (payment["currency"], payment["minor_digits"], payment["asked_minor"]) == ("JPY", "0", "5000")


@pytest.mark.parametrize("evil", ["=1+1", "+49", "-1", "@SUM(A1)", "\t=1", "\r=1", "  =1", "|x", "%x"])
def test_nothing_is_taken_for_a_formula(evil: str) -> None:
    """A traveller called =HYPERLINK(…) does no harm on the desk of an accountant."""
    trip = msgspec.structs.replace(refunded().trip, people=(evil,))
    (payment, _) = rows(refunded(trip=trip))
    assert payment["travellers"] == f"'{evil}"


def test_quotes_and_commas_stay_in_their_cell() -> None:
    """Whatever a name holds."""
    trip = msgspec.structs.replace(refunded().trip, people=('Ann "Nan", Lee',))
    assert rows(refunded(trip=trip))[0]["travellers"] == 'Ann "Nan", Lee'


def test_a_refund_that_did_not_arrive_moved_nothing() -> None:
    """So that the sum over the table is the sum of the books."""
    failed = line(given_back(paid("chk_1", thread=THREAD), 20000), 20000, came_back=True)
    assert [(row["kind"], row["moved_minor"]) for row in rows(failed)] == [("payment", "100700"), ("refund", "0")]
    assert rows(failed)[1]["status"] == "failed"
