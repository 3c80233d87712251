"""Payments and privacy in Chromium: for everybody, in both schemes and sizes, by keyboard, with files to keep."""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import msgspec
import pytest
from playwright.sync_api import Browser, Page, expect

from bot.adapters.papers.pdf import PdfPapers
from bot.domain.payment.history import receipt_number
from bot.web.app import create_app
from tests.browser.conftest import Serve
from tests.browser.keyboard import tab_to
from tests.browser.looks import looks
from tests.browser.test_access import SIZES, inspect
from tests.builders.house import House
from tests.builders.payments import given_back, keep, paid, refused
from tests.builders.wallets import ADA, WEB, link, rich

pytestmark = pytest.mark.browser
PAGES = (
    "history",
    "history?text=rome",
    "history?since=x",
    f"history/{receipt_number('chk_1_pay_1')}",
    "history/R-NONE",
)
PRIVATE = ("privacy", "privacy/methods", "privacy/erase", "privacy/forgotten")


@pytest.fixture
def home() -> House:
    """Ada with a month of payments in two chats."""
    made = rich(papers=PdfPapers())
    keep(made.records, given_back(paid("chk_1", thread=ADA), 20000), 20000)
    keep(made.records, msgspec.structs.replace(refused("chk_2", thread=ADA, days=1), state="ended"))
    for number in range(25):
        keep(made.records, paid(f"chk_1{number:02d}", thread=WEB, days=-number))
    return made


@pytest.fixture
def url(home: House, serve: Serve) -> str:
    """The address of a link to her wallet, under which nothing is opened yet."""
    site = serve(create_app(home.runtime))
    parts = urlsplit(site)
    assert parts.hostname == "127.0.0.1"
    return site + link(msgspec.structs.replace(home.runtime, public_url=site)).removeprefix(site)


def enter(page: Page, url: str) -> None:
    """Open the wallet."""
    page.goto(url)
    page.get_by_role("button", name="Open my wallet").click()
    expect(page.get_by_role("link", name="Payments")).to_be_visible()


@pytest.mark.parametrize(("size", "scheme"), looks(*SIZES))
def test_nothing_bars_anybody_from_payments_and_privacy(
    browser: Browser, url: str, size: tuple[int, int], scheme: Any
) -> None:
    """Every page passes WCAG 2.2 AA in both schemes and sizes, with filters and consents unfolded, too."""
    sight: Any = {"viewport": {"width": size[0], "height": size[1]}, "color_scheme": scheme}
    context = browser.new_context(**sight)
    page = context.new_page()
    enter(page, url)
    for rest in (*PAGES, *PRIVATE):
        page.goto(f"{url}/{rest}")
        for closed in page.locator("details:not([open]) > summary").all():
            closed.click()
        inspect(page)
    context.close()


def test_payments_are_filtered_and_opened_by_keyboard(page: Page, url: str) -> None:
    """From the list to one receipt and back, without a mouse."""
    enter(page, url)
    page.goto(f"{url}/history")
    tab_to(page, "Filter")
    page.keyboard.press("Enter")
    page.get_by_label("Status").focus()
    page.get_by_label("Status").select_option("declined")
    tab_to(page, "Show")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="1 payment")).to_be_visible()
    page.get_by_role("link", name="Receipt R-").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Declined, nothing charged").first).to_be_visible()


def test_files_are_taken_along(browser: Browser, url: str, tmp_path: Path) -> None:
    """The table, the statement, a receipt and everything that is known: without a script."""
    context = browser.new_context(java_script_enabled=False, accept_downloads=True)
    page = context.new_page()
    enter(page, url)
    wanted = (
        ("history", "Table (CSV)", "payments.csv"),
        ("history", "Statement (PDF)", "payments.pdf"),
        (PAGES[3], "Receipt (PDF)", f"{receipt_number('chk_1_pay_1')}.pdf"),
        ("privacy", "Download my data", "my-data.zip"),
    )
    for rest, name, file in wanted:
        page.goto(f"{url}/{rest}")
        with page.expect_download() as taken:
            page.get_by_role("link", name=name).click()
        assert taken.value.suggested_filename == file
        taken.value.save_as(tmp_path / file)
        assert (tmp_path / file).stat().st_size > 100
    context.close()


def test_being_forgotten_takes_two_presses(page: Page, url: str, home: House) -> None:
    """What goes and what stays is read in between; afterwards the wallet is closed."""
    enter(page, url)
    page.goto(f"{url}/privacy")
    page.get_by_role("link", name="Be forgotten…").click()
    expect(page.get_by_role("heading", name="Gone for good")).to_be_visible()
    assert not home.records.privacy.asked
    page.get_by_role("button", name="Yes, forget me").click()
    expect(page.get_by_role("heading", name="You are forgotten")).to_be_visible()
    page.goto(f"{url}/home")
    expect(page.get_by_role("link", name="Payments")).to_have_count(0)
