"""The accounting export: the books as journal lines that an accountant's program reads, balanced and always the same.

Amounts are printed exactly as the currency's minor units say, without rounding and without signs: a line is a debit or
a credit. A cell that a spreadsheet would take for a formula is made a text.
"""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence

import msgspec

from bot.domain.errors import InvalidError
from bot.domain.money import Money, decimal_string
from bot.domain.payment.posting import ACCOUNTS
from bot.domain.payment.proof import Posted

COLUMNS = ("date", "document", "account", "debit", "credit", "currency", "locator", "reference", "about")
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%")
"""What makes a spreadsheet calculate (OWASP, "CSV Injection")."""


class Line(msgspec.Struct, frozen=True):
    """One line of the journal; `debit` and `credit` are decimals, one of them "", `document` numbers a transaction."""

    date: str
    document: int
    account: str
    debit: str
    credit: str
    currency: str
    locator: str
    reference: str
    about: str


def chart_of(text: str | bytes) -> dict[str, str]:
    """The airline's own account for each of ours; raises `InvalidError` with what is wrong in it."""
    try:
        chart = msgspec.json.decode(text, type=dict[str, str])
    except msgspec.DecodeError as error:
        raise InvalidError('The chart of accounts must be JSON such as {"psp_receivable": "411000"}.') from error
    unknown = sorted(set(chart) - set(ACCOUNTS))
    if unknown:
        raise InvalidError(f"The chart names accounts that there are not: {', '.join(unknown)}.")
    empty = sorted(name for name, account in chart.items() if not account.strip())
    if empty:
        raise InvalidError(f"The chart leaves accounts empty: {', '.join(empty)}.")
    return chart


def lines_of(posted: Posted, *, locator: str, reference: str, chart: Mapping[str, str]) -> Iterator[Line]:
    """The lines of a transaction, in the order of its entries; an entry of nought is none."""
    about = posted.transaction
    for entry in about.entries:
        amount = entry.amount
        if not amount.minor:
            continue
        shown = decimal_string(Money(abs(amount.minor), amount.currency))
        yield Line(
            date=f"{posted.at:%Y-%m-%d}",
            document=posted.number,
            account=chart.get(entry.account, entry.account),
            debit=shown if amount.minor > 0 else "",
            credit=shown if amount.minor < 0 else "",
            currency=amount.currency,
            locator=locator,
            reference=reference or about.source_id,
            about=f"{about.source_kind} {about.posting_kind}",
        )


def csv_head() -> str:
    """The first line of a CSV file."""
    return _csv(COLUMNS)


def csv_line(line: Line) -> str:
    """A line as CSV (RFC 4180), in which no cell can be a formula."""
    return _csv([safe_cell(str(getattr(line, name))) for name in COLUMNS])


def json_line(line: Line) -> str:
    """A line as one JSON object."""
    return msgspec.json.encode(line).decode() + "\n"


def safe_cell(text: str) -> str:
    """A cell that no spreadsheet calculates: an apostrophe goes before what would make it a formula."""
    return f"'{text}" if text.lstrip(" ").startswith(_FORMULA) or text.startswith(_FORMULA) else text


def _csv(cells: Sequence[str]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerow(cells)
    return out.getvalue()
