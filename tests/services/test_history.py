"""Whoever writes in a thread sees their payments and their receipts, and nobody else's."""

from datetime import timedelta

import pytest

from bot.domain.conversation.account_effects import FindReceipt
from bot.domain.errors import UnavailableError
from bot.domain.payment.history import Filter, Line, receipt_number
from bot.ports.link_records import Parted
from bot.services import history
from tests.builders.checkouts import NOW
from tests.builders.house import House, house
from tests.builders.linked import ADA, EVE, WEB, code_of, enrol, linking_house, redeem
from tests.builders.payments import DAY, keep, paid, refused


class Printer:
    """The port `Papers`: its files are titles."""

    def pdf(self, paper: object) -> bytes:
        """The paper's title."""
        return str(getattr(paper, "title", "")).encode()


@pytest.fixture
def home() -> House:
    """Ada, who paid twice, and Eve, who paid once."""
    made = linking_house(papers=Printer())
    keep(made.records, paid("chk_1", thread=ADA))
    keep(made.records, refused("chk_2", thread=ADA, days=1))
    keep(made.records, paid("chk_3", thread=EVE))
    return made


def numbers(lines: tuple[Line, ...]) -> list[str]:
    """Their receipt numbers."""
    return [line.number for line in lines]


def test_a_thread_sees_its_own_payments(home: House) -> None:
    """The newest first, and how many there are."""
    found = history.find(home.runtime, "m1#0", ADA)
    assert numbers(found.lines) == [receipt_number("chk_2_pay_1"), receipt_number("chk_1_pay_1")]
    assert (found.id, found.count) == ("m1#0", 2)
    assert history.find(home.runtime, "m1#0", WEB).lines == ()


def test_a_receipt_is_found_by_its_number_and_a_strangers_is_not(home: House) -> None:
    """Somebody else's number opens nothing, though it exists."""
    mine, theirs = receipt_number("chk_1_pay_1"), receipt_number("chk_3_pay_1")
    found = history.find_receipt(home.runtime, "m1#0", ADA, FindReceipt(mine))
    assert found.line is not None
    assert found.line.number == mine
    assert history.find_receipt(home.runtime, "m1#0", ADA, FindReceipt(theirs)).line is None
    assert history.find_receipt(home.runtime, "m1#0", EVE, FindReceipt(theirs)).line is not None


def test_linked_chats_share_their_payments(home: House) -> None:
    """What was paid in one is seen in the other."""
    enrol(home, ADA, "trv_ada")
    redeem(home, WEB, code_of(home, ADA))
    assert len(history.of_thread(home.runtime, WEB)) == 2


def test_what_was_paid_before_a_chat_changed_hands_stays_with_who_paid_it(home: House) -> None:
    """Neither the next one in that chat sees it, nor does the former lose it."""
    enrol(home, ADA, "trv_ada")
    redeem(home, WEB, code_of(home, ADA))
    moment = NOW + 2 * DAY
    with home.records.begin() as work:
        work.links.part(Parted(ADA, "changed", "trv_ada", moment, "changed", 9))
    keep(home.records, paid("chk_9", thread=ADA, days=3))
    assert numbers(history.of_thread(home.runtime, ADA)) == [receipt_number("chk_9_pay_1")]
    assert len(history.of_thread(home.runtime, WEB)) == 2


def test_files_hold_what_was_asked_for(home: House) -> None:
    """The same filter as the page; the receipt is of that payment."""
    lines, who = history.of_thread(home.runtime, ADA), history.reader(home.runtime, "en")
    table = history.as_csv(lines, Filter(status="paid"), who).decode("utf-8-sig")
    assert receipt_number("chk_1_pay_1") in table
    assert receipt_number("chk_2_pay_1") not in table
    assert history.as_pdf(home.runtime, lines, Filter(), who) == b"Payments until 24 Nov 2026"
    assert history.receipt_pdf(home.runtime, lines[1], who).decode().endswith(lines[1].number)


def test_a_process_without_a_printer_says_so() -> None:
    """A sentence instead of a crash."""
    home = house()
    keep(home.records, paid("chk_1", thread=ADA))
    lines, who = history.of_thread(home.runtime, ADA), history.reader(home.runtime, "en")
    with pytest.raises(UnavailableError):
        history.receipt_pdf(home.runtime, lines[0], who)
    assert who.now == home.clock.now()
    assert who.now - NOW < timedelta(days=1)
