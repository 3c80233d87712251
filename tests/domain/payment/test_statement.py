"""Papers of payment history: a receipt and a statement, in the reader's language, the same for the same content."""

import msgspec

from bot.domain.papers import Facts, Grid, Heading, Paper, Words
from bot.domain.payment.history import Filter
from bot.domain.payment.statement import MOST_PRINTED, Reader, receipt, statement
from tests.builders.checkouts import NOW
from tests.builders.payments import THREAD, given_back, paid
from tests.domain.payment.test_history import line, place

ENGLISH = Reader("en", place, "Threadfare Air", NOW)
FRENCH = msgspec.structs.replace(ENGLISH, language="fr")


def words_of(paper: Paper) -> str:
    """Everything that a paper says."""
    said: list[str] = []
    for block in paper.blocks:
        match block:
            case Heading(text=text) | Words(text=text):
                said.append(text)
            case Facts(rows=rows):
                said += [f"{label}: {value}" for label, value in rows]
            case Grid(head=head, rows=rows):
                said += [" | ".join(row) for row in (head, *rows)]
    return "\n".join(said).replace("\xa0", " ").replace("\u202f", " ")


def test_a_receipt_tells_what_was_paid_and_what_went_back() -> None:
    """Number, day, booking, trip, people, method, sums, and each refund."""
    made = line(given_back(paid("chk_1", thread=THREAD), 20000), 20000)
    paper = receipt(made, ENGLISH)
    assert paper.title == f"Receipt {made.number}"
    assert (paper.language, paper.made_at) == ("en", NOW)
    told = words_of(paper)
    for each in (
        "Status: Refunded in part", "Booking reference: ABC234", "Trip: Paris Charles de Gaulle → New York JFK",
        "Travellers: Łukasz Ñandú", "Method: Visa •4242", "Charged: €1,007.00", "Charged less refunds: €807.00",
        "Refund of €200.00 on 25 Nov 2026",
    ):  # fmt: skip
        assert each in told, (each, told)


def test_a_statement_speaks_french() -> None:
    """Amounts and days as they are read there, with a sum of each currency."""
    paper = statement((line(paid("chk_1", thread=THREAD)),), Filter(since=NOW.date()), FRENCH)
    assert paper.title == "Paiements du 24 nov. 2026 au 24 nov. 2026"
    told = words_of(paper)
    assert "Date | Voyage | Moyen | État | Montant" in told
    assert "Payé | 1 007,00 €" in told
    assert "Débité moins remboursements: 1 007,00 €" in told


def test_a_statement_without_payments_says_so() -> None:
    """Nobody wonders whether a page is missing."""
    assert "There are no payments in this period." in words_of(statement((), Filter(), ENGLISH))


def test_a_statement_that_is_too_long_says_what_is_missing() -> None:
    """Its sums are of all payments; it tells how to see the others."""
    one = line(paid("chk_1", thread=THREAD))
    told = words_of(statement((one,) * (MOST_PRINTED + 1), Filter(), ENGLISH))
    assert f"The newest {MOST_PRINTED} of {MOST_PRINTED + 1} payments" in told
    assert told.count(one.number) == MOST_PRINTED
    assert "Charged: €504,507.00" in told
