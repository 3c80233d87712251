"""Reading the audit: pages of what is looked for, the file of it, and the check of the chain."""

import csv
import io
import logging
from collections.abc import Iterator, Mapping
from datetime import datetime

import msgspec

from bot.domain.payment.accounting import safe_cell
from bot.domain.staff.audit import Audited, Wanted
from bot.domain.staff.audit_chain import Check, Checked, checked, finished
from bot.domain.staff.hiding import hidden, hidden_words
from bot.domain.staff.readable import differences, in_words
from bot.ports.money_records import Audit
from bot.ports.records import Records
from bot.ports.runtime import Runtime

PAGE = 50
"""Lines of a page."""
_CHECKED_AT_ONCE = 1000
_EXPORTED_AT_ONCE = 500
COLUMNS = ("number", "time", "who", "name", "what", "subject", "reason", "changes", "request", "hash")
_log = logging.getLogger(__name__)


class Page(msgspec.Struct, frozen=True):
    """A page of lines of staff: its number from 1, of how many, and how many lines there are in all."""

    lines: tuple[Audited, ...]
    number: int
    pages: int
    count: int
    wanted: Wanted


class MoneyPage(msgspec.Struct, frozen=True):
    """A page of lines of money under their numbers."""

    lines: tuple[tuple[int, Audit], ...]
    number: int
    pages: int
    count: int
    wanted: Wanted


def page(records: Records, wanted: Wanted, number: int) -> Page:
    """A page of what is looked for, the newest first; one beyond the end gives the last. Raises `UnavailableError`.

    Its `wanted` holds the newest number that there was, so that the next page goes on where this one ended.
    """
    with records.begin() as work:
        newest = work.audit.newest(most=1)
        bound = _bound(wanted, newest[0].number if newest else 0)
        count = work.audit.count(bound)
        number, pages = _place(number, count)
        lines = work.audit.found(bound, most=PAGE, skip=(number - 1) * PAGE)
    return Page(lines, number, pages, count, bound)


def money_page(records: Records, wanted: Wanted, number: int) -> MoneyPage:
    """A page of the audit of money, as `page` gives one of staff."""
    with records.begin() as work:
        newest = work.audit.money_found(Wanted(), most=1)
        bound = _bound(wanted, newest[0][0] if newest else 0)
        count = work.audit.money_count(bound)
        number, pages = _place(number, count)
        lines = work.audit.money_found(bound, most=PAGE, skip=(number - 1) * PAGE)
    return MoneyPage(lines, number, pages, count, bound)


def check(records: Records, *, now: datetime) -> Check:
    """Check the chain from its first line, and keep what came of it; raises `UnavailableError`."""
    with records.begin() as work:
        before = work.audit.last_check(good=True)
    known, found = before.found if before else None, Checked()
    while not found.broken:
        with records.begin() as work:
            lines = work.audit.after(found.number, most=_CHECKED_AT_ONCE)
        found = checked(found, lines, known=known)
        if len(lines) < _CHECKED_AT_ONCE:
            break
    made = Check(now, finished(found, known=known))
    with records.begin() as work:
        work.audit.keep_check(made)
    return made


def watch(runtime: Runtime) -> int:
    """Check the chain, and call staff when it is broken; gives how many breaks were found.

    The log keeps number and hash of the last line: a place that nobody reaches who has the database.
    """
    found = check(runtime.records, now=runtime.clock.now()).found
    _log.info("The audit is whole up to line %s with the hash %s.", found.number, found.digest or "-")
    if not found.broken:
        return 0
    _log.error("The audit is broken at line %s: %s.", found.broken, found.why)
    runtime.meter.count("needs_staff", about="audit")
    return 1


def asked_for(wanted: Wanted) -> dict[str, str]:
    """Which lines are looked for, as the audit has it when somebody exports them."""
    told = ((name, getattr(wanted, name)) for name in ("who", "what", "subject", "since", "until"))
    return {name: str(value) for name, value in told if value}


def before(wanted: Wanted, number: int) -> Wanted:
    """The same, but only of lines before a number."""
    return msgspec.structs.replace(wanted, upto=min(wanted.upto or number - 1, number - 1))


def exported(records: Records, wanted: Wanted, names: Mapping[str, str]) -> Iterator[str]:
    """The lines that are looked for as CSV (RFC 4180), the newest first, in which no cell can be a formula.

    `names` are those of people by their ids. Contacts are masked; a transaction is open for one piece at a time.
    """
    yield _csv(COLUMNS)
    while True:
        with records.begin() as work:
            lines = work.audit.found(wanted, most=_EXPORTED_AT_ONCE)
        yield from (_csv(_cells(line, names)) for line in lines)
        if len(lines) < _EXPORTED_AT_ONCE or lines[-1].number == 1:
            return
        wanted = before(wanted, lines[-1].number)


def _cells(line: Audited, names: Mapping[str, str]) -> tuple[str, ...]:
    act = line.act
    cells = (
        str(line.number),
        f"{act.at:%Y-%m-%dT%H:%M:%S.%fZ}",
        act.who,
        names.get(act.who, ""),
        act.what,
        act.subject,
        hidden_words(act.reason),
        in_words(differences(act.before, act.after)),
        act.request,
    )
    return (*(safe_cell(hidden(cell)) for cell in cells), line.digest)


def _csv(cells: tuple[str, ...]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerow(cells)
    return out.getvalue()


def _bound(wanted: Wanted, newest: int) -> Wanted:
    return wanted if wanted.upto else msgspec.structs.replace(wanted, upto=newest)


def _place(number: int, count: int) -> tuple[int, int]:
    """The number of a page that there is, and how many there are."""
    pages = max(1, -(-count // PAGE))
    return min(max(1, number), pages), pages
