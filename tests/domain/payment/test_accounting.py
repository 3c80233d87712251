"""The accounting export: exact, balanced, the same each time, and nothing in it calculates."""

import csv
import io
from datetime import UTC, datetime
from decimal import Decimal

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.errors import InvalidError
from bot.domain.money import Money, exponent
from bot.domain.payment import posting
from bot.domain.payment.accounting import COLUMNS, chart_of, csv_head, csv_line, json_line, lines_of, safe_cell
from bot.domain.payment.ledger import Entry, Transaction
from bot.domain.payment.proof import Posted

AT = datetime(2026, 11, 24, 23, 59, 59, tzinfo=UTC)
CURRENCIES = ("EUR", "JPY", "KWD", "USD")


def _csv(*posted: Posted, locator: str = "ABC234", reference: str = "sbx_1", **chart: str) -> str:
    lines = (line for each in posted for line in lines_of(each, locator=locator, reference=reference, chart=chart))
    return csv_head() + "".join(csv_line(line) for line in lines)


def test_a_sale_is_exported_as_its_accounts_say() -> None:
    """An accountant's program reads a file that looks like this, to the letter."""
    sale = Posted(7, AT, posting.captured("pay_1", Money(50350, "EUR")))
    yen = Posted(8, AT, posting.moved("bt_1_fee", "fee", posting.PSP_FEES, amount=Money(-730, "JPY")))
    assert _csv(sale, yen, psp_receivable="411000") == (
        "date,document,account,debit,credit,currency,locator,reference,about\r\n"
        "2026-11-24,7,411000,503.50,,EUR,ABC234,sbx_1,payment capture\r\n"
        "2026-11-24,7,traveller_funds,,503.50,EUR,ABC234,sbx_1,payment capture\r\n"
        "2026-11-24,8,411000,,730,JPY,ABC234,sbx_1,movement fee\r\n"
        "2026-11-24,8,psp_fees,730,,JPY,ABC234,sbx_1,movement fee\r\n"
    )


def test_a_line_as_json_says_the_same() -> None:
    """Whoever reads JSON finds the columns by their names."""
    (first, _) = lines_of(Posted(7, AT, posting.captured("pay_1", Money(5, "KWD"))), locator="", reference="", chart={})
    read = msgspec.json.decode(json_line(first))
    assert tuple(read) == COLUMNS
    assert (read["debit"], read["credit"], read["reference"]) == ("0.005", "", "pay_1")


def _transactions() -> st.SearchStrategy[Posted]:
    def build(number: int, parts: list[tuple[str, int]], currency: str) -> Posted:
        entries = [Entry(account, Money(minor, currency)) for account, minor in parts]
        rest = -sum(minor for _, minor in parts)
        return Posted(
            number, AT, Transaction("t", str(number), "k", (*entries, Entry("suspense", Money(rest, currency))))
        )

    account = st.sampled_from(posting.ACCOUNTS)
    parts = st.lists(st.tuples(account, st.integers(-(10**15), 10**15)), max_size=5)
    return st.builds(build, st.integers(1, 10**9), parts, st.sampled_from(CURRENCIES))


@given(st.lists(_transactions(), max_size=8))
def test_debits_are_credits_in_each_document_and_currency(posted: list[Posted]) -> None:
    """Whatever is in the books, the file balances, and nothing was rounded on the way."""
    sums: dict[tuple[str, str], Decimal] = {}
    minors: dict[tuple[str, str], int] = {}
    text = _csv(*posted)
    for row in csv.DictReader(io.StringIO(text)):
        assert bool(row["debit"]) != bool(row["credit"])
        amount = Decimal(row["debit"] or "0") - Decimal(row["credit"] or "0")
        assert -amount.as_tuple().exponent == exponent(row["currency"])  # type: ignore[operator]
        sums[row["document"], row["currency"]] = sums.get((row["document"], row["currency"]), Decimal(0)) + amount
        key = (row["account"], row["currency"])
        minors[key] = minors.get(key, 0) + int(amount.scaleb(exponent(row["currency"])))
    assert not any(sums.values())
    wanted: dict[tuple[str, str], int] = {}
    for each in posted:
        for entry in each.transaction.entries:
            key = (entry.account, entry.amount.currency)
            wanted[key] = wanted.get(key, 0) + entry.amount.minor
    assert {key: minor for key, minor in minors.items() if minor} == {k: v for k, v in wanted.items() if v}
    assert text == _csv(*posted)


@given(st.text())
def test_no_cell_is_a_formula(text: str) -> None:
    """A reference that somebody chose in order to be calculated is read as a text."""
    shown = safe_cell(text)
    assert shown.endswith(text)
    assert not shown.lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r"))


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-2", "@SUM(A1)", "\t=1", "\r=1", "  =HYPERLINK(1)", "|calc", "%0A=1"])
def test_what_spreadsheets_calculate_is_quoted(cell: str) -> None:
    """Each of the known beginnings is made harmless, in the file too."""
    assert safe_cell(cell) == f"'{cell}"
    posted = Posted(1, AT, posting.captured("pay_1", Money(1, "EUR")))
    (_, *rows) = csv.reader(io.StringIO(_csv(posted, locator=cell, reference=cell), newline=""))
    assert {(row[6], row[7]) for row in rows} == {(f"'{cell}", f"'{cell}")}


def test_a_plain_cell_stays_as_it_is() -> None:
    """Record locators and amounts are not touched."""
    assert [safe_cell(text) for text in ("ABC234", "503.50", "", "sbx_1")] == ["ABC234", "503.50", "", "sbx_1"]


def test_a_chart_names_accounts_of_ours() -> None:
    """An airline books under its own numbers."""
    assert chart_of('{"psp_receivable": "411000", "bank": "512"}') == {"psp_receivable": "411000", "bank": "512"}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[]", "must be JSON"),
        ("{", "must be JSON"),
        ('{"bank": 512}', "must be JSON"),
        ('{"bnak": "512"}', "bnak"),
        ('{"bank": " "}', "bank"),
    ],
)
def test_a_chart_that_is_wrong_is_told_so(text: str, told: str) -> None:
    """A slip in the file is told before anything is exported under a wrong account."""
    with pytest.raises(InvalidError, match=told):
        chart_of(text)
