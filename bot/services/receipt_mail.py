"""The receipt of a booking by mail, when staff have it sent once more: the letter of the tickets with both papers."""

from urllib.parse import urlsplit

from bot.domain.booking.ics import calendar
from bot.domain.checkout_case import Checkout
from bot.domain.conversation.notices import Notice, facts_of
from bot.domain.conversation.order_events import MailReceipt
from bot.domain.errors import InvalidError, SendFailedError
from bot.domain.ids import channel_of, effect_name
from bot.domain.payment.history import Line, receipt_number
from bot.domain.shopping.display import Look
from bot.ports.conversations import Due
from bot.ports.mailer import Attachment, Letter
from bot.ports.runtime import Runtime
from bot.services import history, trips, wallet
from bot.services.trip_links import trip_url

LETTER = "tickets_issued"
"""The letter that came with the tickets, word for word."""


def send(runtime: Runtime, due: Due) -> None:
    """Mail the receipt of a booking to the address that it was made with; a process without a mailer sends none.

    Nothing goes out once the chat has come to somebody else. The same effect again is the same mail. Raises
    `SendFailedError` when it is worth trying again, `UnavailableError` without the database.
    """
    wish = due.effect
    if not isinstance(wish, MailReceipt):
        raise TypeError(wish)
    with runtime.records.begin() as work:
        found = work.money.checkout_of(due.thread, wish.checkout)
        checkout = work.money.checkout(found) if found else None
        anothers = checkout is None or wallet.changed_since(work, checkout) is not None
        paid = history.lines_in(work, due.thread) if checkout is not None and not anothers else ()
    if checkout is None or anothers or not checkout.order.email:
        return
    papers = _papers(runtime, checkout, paid, wish.language)
    _mail(runtime, due, checkout, language=wish.language, papers=papers)


def _mail(runtime: Runtime, due: Due, checkout: Checkout, *, language: str, papers: tuple[Attachment, ...]) -> None:
    if runtime.mailer is None or runtime.letters is None:
        runtime.meter.count("receipts_mailed", result="no_mailer")
        return
    notice = Notice(LETTER, checkout.effect)
    letter = Letter(
        name=LETTER,
        language=language,
        to=checkout.order.email,
        facts=facts_of(notice, checkout.order, _look(runtime, language)),
        link=trip_url(runtime, checkout.id, language, now=runtime.clock.now()),
        back=runtime.doors.get(channel_of(due.thread), ""),
        attachments=papers,
    )
    try:
        runtime.mailer.send(runtime.letters.write(letter), key=effect_name(due.thread, due.id))
    except (InvalidError, SendFailedError) as error:
        if isinstance(error, SendFailedError) and (error.retryable or error.reason == "unknown_outcome"):
            raise
        runtime.meter.count("receipts_mailed", result="unsent")
        return
    runtime.meter.count("receipts_mailed", result="sent")


def _papers(runtime: Runtime, checkout: Checkout, paid: tuple[Line, ...], language: str) -> tuple[Attachment, ...]:
    """The flights for a calendar, and a receipt for each payment where papers are made."""
    seen = trips.of_link(runtime, trip_url(runtime, checkout.id, language, now=runtime.clock.now()).rpartition("/")[2])
    host = urlsplit(runtime.public_url).hostname or "threadfare"
    stamp = runtime.clock.now()
    made = list[Attachment]()
    if seen is not None:
        text = calendar(seen.trip, _look(runtime, language), host=host, stamp=stamp)
        made.append(Attachment("trip.ics", "text/calendar", text.encode()))
    if runtime.papers is not None:
        who = history.reader(runtime, language)
        ours = {receipt_number(payment.id) for payment in checkout.payments}
        for line in paid:
            if line.number in ours:
                made.append(Attachment("receipt.pdf", "application/pdf", history.receipt_pdf(runtime, line, who)))
    return tuple(made)


def _look(runtime: Runtime, language: str) -> Look:
    world = runtime.world()
    return Look(world.places, world.airlines, language)
