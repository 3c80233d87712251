"""The accounting export: the journal of a span of days, read a page at a time."""

from collections.abc import Iterator, Mapping
from datetime import date

from bot.domain.errors import InvalidError
from bot.domain.payment.accounting import Line, lines_of
from bot.ports.records import Records
from bot.services.reconciliation import bounds

PAGE = 500


def journal(records: Records, first: date, last: date, *, chart: Mapping[str, str]) -> Iterator[Line]:
    """Every line of the journal from one day to another (UTC, both within), by document number.

    Raises `InvalidError` when the days are the wrong way round.
    """
    if last < first:
        raise InvalidError("The export ends before it begins.")
    start, end, after = bounds(first)[0], bounds(last)[1], 0
    while True:
        with records.begin() as work:
            page = work.ledger.journal(start, end, after=after, most=PAGE)
        for entry in page:
            yield from lines_of(entry.posted, locator=entry.locator, reference=entry.reference, chart=chart)
        if len(page) < PAGE:
            return
        after = page[-1].posted.number
