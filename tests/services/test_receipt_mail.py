"""The receipt by mail once more: to the booking's own address, with its papers, once an effect."""

from typing import Any

import msgspec
import pytest

from bot.adapters.papers.pdf import PdfPapers
from bot.domain.conversation.effects import TellKnown
from bot.domain.conversation.order_events import MailReceipt
from bot.domain.errors import SendFailedError
from bot.ports.conversations import Due
from bot.ports.link_records import Parted
from bot.services import receipt_mail
from tests.builders.house import House, house
from tests.builders.late import CHECKOUT, keep_checkout, thread_on

THREAD = thread_on("messenger")
DUE = Due("desk:receipt:a#2", THREAD, MailReceipt(CHECKOUT, "en"), 0)


@pytest.fixture(name="home")
def _home() -> House:
    """A booking of the thread is paid."""
    made = house(papers=PdfPapers())
    keep_checkout(made, THREAD)
    return made


def without(home: House, **parts: Any) -> Any:
    """The Runtime of another process."""
    return msgspec.structs.replace(home.runtime, **parts)


def test_the_receipt_goes_to_the_address_of_the_booking_with_its_papers(home: House) -> None:
    """The traveller finds the letter of her tickets, her flights for the calendar and a receipt."""
    for _ in range(2):
        receipt_mail.send(home.runtime, DUE)
    [mail] = home.mailer.sent.values()
    assert mail.to == "ada@example.org"
    assert "ABC234" in mail.subject
    assert [one.name for one in mail.attachments] == ["trip.ics", "receipt.pdf"]


def test_once_the_chat_is_somebody_elses_nothing_is_mailed(home: House) -> None:
    """A stranger's tap sends nobody's papers anywhere."""
    parted = Parted(THREAD, "c1", "", home.clock.now(), "changed", 1)
    with home.records.begin() as work:
        work.links.part(parted)
    receipt_mail.send(home.runtime, DUE)
    receipt_mail.send(home.runtime, msgspec.structs.replace(DUE, effect=MailReceipt("nobody's", "en")))
    assert home.mailer.sent == {}


def test_a_mail_server_that_is_away_is_tried_again_and_one_that_refuses_is_not(home: House) -> None:
    """What cannot be delivered is counted; what may be comes later, as the same mail."""
    home.mailer.failures.append(SendFailedError("Away.", reason="transient", retryable=True))
    with pytest.raises(SendFailedError):
        receipt_mail.send(home.runtime, DUE)
    home.mailer.failures.append(SendFailedError("Unknown.", reason="unavailable", retryable=False))
    receipt_mail.send(home.runtime, DUE)
    assert home.meter.counts["receipts_mailed", "unsent"] == 1
    receipt_mail.send(without(home, mailer=None), DUE)
    assert home.meter.counts["receipts_mailed", "no_mailer"] == 1
    with pytest.raises(TypeError):
        receipt_mail.send(home.runtime, msgspec.structs.replace(DUE, effect=TellKnown()))


def test_a_process_without_papers_mails_the_flights(home: House) -> None:
    """The letter goes with what there is."""
    receipt_mail.send(without(home, papers=None), DUE)
    [mail] = home.mailer.sent.values()
    assert [one.name for one in mail.attachments] == ["trip.ics"]
