"""The pages of payments: what was paid, filtered, with a receipt each and files to keep; nobody else's, ever."""

import csv
from io import BytesIO, StringIO

import msgspec
import pytest
from flask.testing import FlaskClient
from pypdf import PdfReader

from bot.adapters.papers.pdf import PdfPapers
from bot.domain.payment.history import method_key, receipt_number
from bot.web.app import create_app
from bot.web.wallet_history_words import HISTORY_WORDS
from tests.builders.house import House
from tests.builders.payments import given_back, keep, paid, refused
from tests.builders.wallets import ADA, WEB, enter, link, rich
from tests.web.conftest import browser_of

EVE = "messenger:page:eve"
MINE, THEIRS = receipt_number("chk_1_pay_1"), receipt_number("chk_9_pay_1")
PATHS = ("history", "history/payments.csv", "history/payments.pdf", f"history/{MINE}", f"history/{MINE}/receipt.pdf")


@pytest.fixture
def home() -> House:
    """Ada paid twice, once in each chat, and was refused once; Eve paid once."""
    made = rich(papers=PdfPapers())
    keep(made.records, given_back(paid("chk_1", thread=ADA), 20000), 20000)
    keep(made.records, paid("chk_2", thread=WEB, locator="XYZ789", days=1))
    keep(made.records, refused("chk_3", thread=ADA, days=2))
    keep(made.records, paid("chk_9", thread=EVE))
    return made


@pytest.fixture
def inside(phone: FlaskClient, path: str) -> str:
    """The path below which her opened pages lie."""
    return enter(phone, path)


def test_every_payment_is_listed_with_its_state(phone: FlaskClient, inside: str) -> None:
    """Trip, reference, day, method, amount, status and refunds; of every chat of hers, and no other's."""
    page = phone.get(f"{inside}/history").text
    for told in (
        "3 payments", "Charged €2,014.00, refunded €200.00", "Refunded in part", "Refund of €200.00 on 24 Nov 2026",
        "Declined, nothing charged", "XYZ789", "Visa •4242", "Paris", "New York",
    ):  # fmt: skip
        assert told in page, told
    assert page.rindex("Declined") < page.rindex("XYZ789") < page.rindex("Refunded in part")
    assert THEIRS not in page
    assert 'aria-current="page">Payments' in page


def test_filters_are_parts_of_the_address_and_hold_nothing_of_a_card(phone: FlaskClient, inside: str) -> None:
    """Period, status, method and words; the fields show what was asked for, and files keep to it."""
    found = phone.get(f"{inside}/history?status=paid&text=xyz789&since=2026-11-25&until=2026-11-30").text
    assert "1 payment<" in found
    assert "XYZ789" in found
    assert MINE not in found
    assert 'value="xyz789"' in found
    assert "payments.csv?since=2026-11-25&amp;until=2026-11-30&amp;status=paid&amp;text=xyz789" in found
    assert '<option value="paid" selected>' in found
    by_method = phone.get(f"{inside}/history?method={method_key('Visa •4242')}").text
    assert "3 payments" in by_method
    assert "method=4242" not in by_method


def test_a_filter_that_finds_nothing_says_what_to_do(phone: FlaskClient, inside: str) -> None:
    """And leads back to all of them; the fields keep what was typed."""
    page = phone.get(f"{inside}/history?text=rome").text
    assert "No payment fits" in page
    assert f'href="{inside}/history">Show all payments' in page
    assert 'value="rome"' in page


@pytest.mark.parametrize("query", ["since=yesterday", "until=2026-02-31", "status=x", "page=-1", "page=99", "page=a"])
def test_a_query_that_makes_no_sense_is_no_mishap(phone: FlaskClient, inside: str, query: str) -> None:
    """A day that is none is told beside its field; all else is as if it was not there."""
    answer = phone.get(f"{inside}/history?{query}")
    assert answer.status_code == 200
    assert "3 payments" in answer.text
    assert ("Write a day as" in answer.text) == query.startswith(("since", "until"))


def test_who_paid_nothing_yet_is_told_where_to_begin(phone: FlaskClient, home: House, path: str) -> None:
    """An empty list is no dead end."""
    home.records.money.checkouts.clear()
    page = phone.get(f"{enter(phone, path)}/history").text
    assert "No payments yet" in page
    assert 'href="https://m.me/page"' in page
    assert "payments.csv" not in page


def test_a_long_list_has_pages(phone: FlaskClient, home: House, inside: str) -> None:
    """Each with a way to the newer and the older ones, filters kept."""
    for number in range(40):
        keep(home.records, paid(f"chk_1{number:02d}", thread=ADA, days=-number))
    first = phone.get(f"{inside}/history?status=paid").text
    assert "Page 1 of 3" in first
    assert 'rel="next" href="' + f"{inside}/history?status=paid&amp;page=2" in first
    last = phone.get(f"{inside}/history?status=paid&page=3").text
    assert 'rel="prev"' in last
    assert 'rel="next"' not in last


def test_a_receipt_has_a_page_and_a_paper(phone: FlaskClient, inside: str) -> None:
    """With the same facts; the paper is a file that nobody in between keeps."""
    page = phone.get(f"{inside}/history/{MINE}").text
    for told in (MINE, "ABC234", "Marie Durand", "Visa •4242", "€1,007.00", "€807.00", "Refund of €200.00"):
        assert told in page, told
    answer = phone.get(f"{inside}/history/{MINE}/receipt.pdf")
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{MINE}.pdf"'
    assert answer.headers["Cache-Control"] == "no-store"
    text = PdfReader(BytesIO(answer.data)).pages[0].extract_text()
    for told in (MINE, "ABC234", "Marie Durand", "Visa •4242"):
        assert told in text, told


@pytest.mark.parametrize("rest", ["", "/receipt.pdf"])
def test_a_strangers_receipt_is_not_found(phone: FlaskClient, inside: str, rest: str) -> None:
    """Nor is one that does not exist: both are the same answer."""
    theirs = phone.get(f"{inside}/history/{THEIRS}{rest}")
    made_up = phone.get(f"{inside}/history/R-AAAAAAAAAA{rest}")
    assert theirs.status_code == made_up.status_code == 404
    assert theirs.text == made_up.text
    assert "no such receipt among your payments" in theirs.text


def test_the_table_is_a_file_of_what_is_shown(phone: FlaskClient, inside: str) -> None:
    """With a name that tells nothing, kept by nobody in between."""
    answer = phone.get(f"{inside}/history/payments.csv?status=part_refunded")
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="payments.csv"'
    assert answer.headers["Cache-Control"] == "no-store"
    rows = list(csv.DictReader(StringIO(answer.data.decode("utf-8-sig"), newline="")))
    assert [(row["receipt"], row["kind"], row["moved_minor"]) for row in rows] == [
        (MINE, "payment", "100700"),
        (MINE, "refund", "20000"),
    ]


def test_the_statement_is_a_paper_of_what_is_shown(phone: FlaskClient, inside: str) -> None:
    """Its title is the period."""
    answer = phone.get(f"{inside}/history/payments.pdf?since=2026-11-24&until=2026-11-24")
    reader = PdfReader(BytesIO(answer.data))
    assert reader.metadata is not None
    assert reader.metadata.title == "Payments from 24 Nov 2026 to 24 Nov 2026"
    text = reader.pages[0].extract_text()
    assert "ABC234" in text
    assert "XYZ789" not in text


@pytest.mark.parametrize("rest", PATHS)
def test_nobody_else_sees_any_of_it(
    stranger: FlaskClient, phone: FlaskClient, inside: str, home: House, rest: str
) -> None:
    """Another browser with the same link, a link that is made up, and she herself when her half hour is over."""
    assert phone.get(f"{inside}/{rest}").status_code == 200
    for answer in (stranger.get(f"{inside}/{rest}"), stranger.get(f"/wallet/made-up/{rest}")):
        assert answer.status_code in {403, 404}
        assert "4242" not in answer.text
        assert MINE not in answer.text
    home.clock.move(milliseconds=31 * 60 * 1000)
    assert phone.get(f"{inside}/{rest}").status_code == 410


@pytest.mark.parametrize("rest", PATHS)
def test_looking_changes_nothing(phone: FlaskClient, home: House, inside: str, rest: str) -> None:
    """However often; and nothing but GET is served."""
    before = msgspec.json.encode((home.records.money.checkouts, home.records.wallet.travellers))
    for _ in range(2):
        phone.get(f"{inside}/{rest}")
    assert msgspec.json.encode((home.records.money.checkouts, home.records.wallet.travellers)) == before
    assert phone.post(f"{inside}/{rest}").status_code == 405


def test_the_pages_speak_french() -> None:
    """With every word that the English ones have."""
    assert HISTORY_WORDS["fr"].keys() == HISTORY_WORDS["en"].keys()
    home = rich(papers=PdfPapers())
    keep(home.records, paid("chk_1", thread=ADA))
    phone = browser_of(create_app(home.runtime))
    page = phone.get(f"{enter(phone, link(home.runtime, language='fr'))}/history").text
    assert "1 paiement<" in page
    assert "Payé" in page


def test_a_process_that_prints_nothing_says_so(home: House) -> None:
    """And the page of the receipt is there all the same."""
    bare = msgspec.structs.replace(home.runtime, papers=None)
    phone = browser_of(create_app(bare))
    inside = enter(phone, link(bare, effect="e#9"))
    assert phone.get(f"{inside}/history/{MINE}").status_code == 200
    for rest in ("payments.pdf", f"{MINE}/receipt.pdf"):
        answer = phone.get(f"{inside}/history/{rest}")
        assert answer.status_code == 503
        assert "try again later" in answer.text
