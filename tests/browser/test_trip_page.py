"""A trip's page in Chromium: for everybody, in both schemes, on one sheet of A4, without a script."""

import re
from pathlib import Path
from typing import Any

import msgspec
import pytest
from playwright.sync_api import Browser, Page, expect

from bot.domain.booking.passengers import Passenger
from bot.domain.checkout_case import Checkout
from bot.services.trip_links import trip_url
from tests.browser.looks import looks
from tests.browser.test_access import SIZES, inspect
from tests.builders.checkouts import paid_checkout
from tests.builders.trips import piece, segment
from tests.web.archive import Bench

pytestmark = pytest.mark.browser

_PAGES = re.compile(rb"/Type\s*/Page\b(?!s)")


def long_trip() -> Checkout:
    """Four travellers, there and back, with a change of planes each way."""
    made = paid_checkout()
    slices = (
        piece(segment("NCE-CDG", "2026-12-04 08:35", 80), segment("CDG-JFK", "2026-12-04 11:25", 475, flight="TF14")),
        piece(segment("JFK-CDG", "2026-12-12 18:35", 425), segment("CDG-NCE", "2026-12-13 09:30", 80, flight="TF16")),
    )
    born = made.order.passengers[0].born
    people = tuple(Passenger("adult", given, "Durand-Lefebvre", born) for given in ("Marie", "Jean", "Zoé", "Luc"))
    offer = msgspec.structs.replace(made.order.offer, slices=slices, brand="standard")
    tickets = tuple(f"999240000000{number}" for number in range(1, 5))
    order = msgspec.structs.replace(made.order, offer=offer, passengers=people, tickets=tickets)
    return msgspec.structs.replace(made, order=order)


@pytest.fixture
def url(stage: Bench, site: str) -> str:
    """The address of the trip's page."""
    stage.archive.money.add(long_trip())
    return site + trip_url(stage.runtime, "chk_1", "en", now=stage.clock.now()).removeprefix("http://localhost")


@pytest.mark.parametrize(("size", "scheme"), looks(*SIZES))
def test_nothing_bars_anybody_from_a_trip(browser: Browser, url: str, size: tuple[int, int], scheme: Any) -> None:
    """The page, and what a link shows that is not good, pass WCAG 2.2 AA in both schemes and sizes."""
    sight: Any = {"viewport": {"width": size[0], "height": size[1]}, "color_scheme": scheme}
    context = browser.new_context(**sight)
    page = context.new_page()
    for address in (url, url + "x"):
        page.goto(address)
        inspect(page)
    context.close()


def test_a_trip_is_read_and_taken_along_without_a_script(browser: Browser, url: str, tmp_path: Path) -> None:
    """Everything is in the page, the calendar is a link, and a button that could do nothing is not there."""
    context = browser.new_context(java_script_enabled=False, accept_downloads=True)
    page = context.new_page()
    page.goto(url)
    expect(page.get_by_text("Zoé Durand-Lefebvre")).to_be_visible()
    expect(page.locator("[data-print]")).to_be_hidden()
    with page.expect_download() as taken:
        page.get_by_role("link", name="Add to calendar").click()
    assert taken.value.suggested_filename == "trip.ics"
    taken.value.save_as(tmp_path / "trip.ics")
    assert (tmp_path / "trip.ics").read_text().count("BEGIN:VEVENT") == 4
    context.close()


def test_the_button_prints(page: Page, url: str) -> None:
    """A tap on it opens the browser's own way to print."""
    page.add_init_script("window.print = () => { window.printed = true; }")
    page.goto(url)
    page.get_by_role("button", name="Print").click()
    assert page.evaluate("window.printed") is True


def test_a_trip_is_printed_on_one_sheet_black_on_white(page: Page, url: str) -> None:
    """Four travellers and four flights fit one page of A4, without buttons, whatever scheme the screen has."""
    page.emulate_media(media="print", color_scheme="dark")
    page.goto(url)
    expect(page.get_by_role("link", name="Add to calendar")).to_be_hidden()
    expect(page.get_by_role("button", name="Print")).to_be_hidden()
    colours = page.evaluate("(one => [one.color, one.backgroundColor])(getComputedStyle(document.body))")
    assert colours == ["rgb(0, 0, 0)", "rgb(255, 255, 255)"]
    printed = page.pdf(prefer_css_page_size=True)
    assert len(_PAGES.findall(printed)) == 1


def test_a_trip_fits_the_smallest_telephone(browser: Browser, url: str) -> None:
    """At 320 pixels nothing is cut off and the page scrolls one way only."""
    context = browser.new_context(viewport={"width": 320, "height": 640}, forced_colors="active")
    page = context.new_page()
    page.goto(url)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    context.close()


def test_the_chat_asks_for_a_booking_by_its_button(page: Page, site: str) -> None:
    """The row that is always there has a way to one's trip."""
    page.goto(site)
    page.get_by_role("button", name="My trip").click()
    expect(page.locator(".line.me .bubble")).to_have_text("My trip")
