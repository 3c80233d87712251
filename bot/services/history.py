"""Payment history of who writes in a thread: lines, one receipt, and files to keep; nothing of anybody else.

Whose payments a thread shows is decided as for its bookings (`bot.services.trips.spans`): its own, those of the
threads that are linked with it or were, and nothing from before it changed hands. Files are made when they are asked
for and kept nowhere.
"""

from bot.domain.conversation.account_effects import FindReceipt
from bot.domain.conversation.account_events import PaymentsFound, ReceiptFound
from bot.domain.errors import UnavailableError
from bot.domain.flow.payment_talk import SHOWN
from bot.domain.moments import milliseconds
from bot.domain.papers import Paper
from bot.domain.payment import statement
from bot.domain.payment.history import Filter, Line, filtered, lines_of
from bot.domain.payment.history_csv import csv_of
from bot.domain.payment.statement import Reader
from bot.ports.records import Work
from bot.ports.runtime import Runtime
from bot.services import trips


def find(runtime: Runtime, effect_id: str, thread: str) -> PaymentsFound:
    """The last payments of who writes in a thread; raises `UnavailableError`."""
    lines = of_thread(runtime, thread)
    return PaymentsFound(effect_id, milliseconds(runtime.clock.now()), lines[:SHOWN], len(lines))


def find_receipt(runtime: Runtime, effect_id: str, thread: str, wanted: FindReceipt) -> ReceiptFound:
    """One payment of who writes in a thread by its receipt number; a stranger's is not found."""
    found = line_of(of_thread(runtime, thread), wanted.number)
    return ReceiptFound(effect_id, milliseconds(runtime.clock.now()), found)


def of_thread(runtime: Runtime, thread: str) -> tuple[Line, ...]:
    """Every payment of who writes in a thread, the newest first; raises `UnavailableError`."""
    with runtime.records.begin() as work:
        return lines_in(work, thread)


def lines_in(work: Work, thread: str) -> tuple[Line, ...]:
    """The same inside a transaction."""
    return lines_of(work.history.payments(trips.spans(work, thread)))


def line_of(lines: tuple[Line, ...], number: str) -> Line | None:
    """The line of a receipt number among somebody's own, None when they have no such receipt."""
    return next((line for line in lines if line.number == number), None)


def reader(runtime: Runtime, language: str) -> Reader:
    """For whom files and pages are made now."""
    world = runtime.world()
    return Reader(language, lambda code: world.places.label(code, language), world.brand.name, runtime.clock.now())


def wanted_of(lines: tuple[Line, ...], wanted: Filter, who: Reader) -> tuple[Line, ...]:
    """The lines that somebody wants to see."""
    return filtered(lines, wanted, who.place)


def as_csv(lines: tuple[Line, ...], wanted: Filter, who: Reader) -> bytes:
    """What is wanted, as a table for spreadsheets."""
    return csv_of(wanted_of(lines, wanted, who))


def as_pdf(runtime: Runtime, lines: tuple[Line, ...], wanted: Filter, who: Reader) -> bytes:
    """What is wanted, as a paper; raises `UnavailableError` where no papers are made."""
    return _printed(runtime, statement.statement(wanted_of(lines, wanted, who), wanted, who))


def receipt_pdf(runtime: Runtime, line: Line, who: Reader) -> bytes:
    """The receipt of one payment, as a paper; raises `UnavailableError` where no papers are made."""
    return _printed(runtime, statement.receipt(line, who))


def _printed(runtime: Runtime, paper: Paper) -> bytes:
    if runtime.papers is None:
        raise UnavailableError("This process makes no papers.")
    return runtime.papers.pdf(paper)
