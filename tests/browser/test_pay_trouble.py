"""What goes wrong while somebody pays: a line that breaks before or after, impatient fingers, two tabs, slow banks."""

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.test_pages import fill
from tests.web.archive import Bench
from tests.web.held import change, hold

pytestmark = pytest.mark.browser


def _posts(page: Page) -> list[str]:
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    return sent


def test_a_card_whose_answer_was_lost_is_not_asked_for_again(stage: Bench, page: Page, site: str) -> None:
    """When the line breaks after the card has arrived, the page finds it out instead of asking to pay twice."""
    page.goto(site + hold(stage))
    fill(page)

    def lose_the_answer(route: Route) -> None:
        if route.request.method == "POST":
            route.fetch(max_redirects=0)
            route.abort()
        else:
            route.continue_()

    page.route("**/pay/*", lose_the_answer)
    page.get_by_role("button", name="Pay").click()
    expect(page.get_by_role("heading", name="Asking your bank")).to_be_visible()


def test_a_card_that_never_left_can_be_sent_again_as_it_was_typed(stage: Bench, page: Page, site: str) -> None:
    """When the line broke before anything was sent, the traveller presses the button once more."""
    page.goto(site + hold(stage))
    fill(page)
    page.route("**/pay/*", lambda route: route.abort() if route.request.method == "POST" else route.continue_())
    page.get_by_role("button", name="Pay").click()
    expect(page.get_by_role("alert")).to_contain_text("That did not reach us. Nothing was charged")
    expect(page.get_by_label("Card number")).to_have_value("4242 4242 4242 4242")
    page.unroute("**/pay/*")
    page.get_by_role("button", name="Pay").click()
    expect(page.get_by_role("heading", name="Asking your bank")).to_be_visible()


def test_while_nobody_knows_the_page_says_so(stage: Bench, page: Page, site: str) -> None:
    """Offline in the middle of paying, a traveller is told not to pay elsewhere, and learns the rest later."""
    page.goto(site + hold(stage))
    fill(page)
    page.route("**/pay/**", lambda route: route.continue_() if route.request.url.endswith("/keys") else route.abort())
    page.get_by_role("button", name="Pay").click()
    expect(page.get_by_role("alert")).to_contain_text("Do not pay again elsewhere")
    page.unroute("**/pay/**")
    expect(page.get_by_role("alert")).to_contain_text("Nothing was charged")


def test_a_double_click_sends_one_card(stage: Bench, page: Page, site: str) -> None:
    """An impatient finger pays once."""
    sent = _posts(page)
    page.goto(site + hold(stage))
    fill(page)
    page.get_by_role("button", name="Pay").dblclick()
    expect(page.get_by_role("heading", name="Asking your bank")).to_be_visible()
    assert len(sent) == 1


def test_a_second_tab_sees_where_things_stand(stage: Bench, page: Page, site: str) -> None:
    """Two tabs of one browser are one payment."""
    path = hold(stage)
    page.goto(site + path)
    other = page.context.new_page()
    other.goto(site + path)
    for one in (page, other):
        fill(one)
    page.get_by_role("button", name="Pay").click()
    other.get_by_role("button", name="Pay").click()
    for one in (page, other):
        expect(one.get_by_role("heading", name="Asking your bank")).to_be_visible()
    [checkout] = stage.archive.money.checkouts.values()
    assert checkout.payments[0].open_attempt is not None
    assert checkout.payments[0].count("authorize") == 1


def test_a_slow_bank_is_told(stage: Bench, page: Page, site: str) -> None:
    """Whoever waits long reads that nothing is charged twice."""
    page.clock.install()
    page.goto(site + hold(stage))
    fill(page)
    page.get_by_role("button", name="Pay").click()
    page.wait_for_url("**/state")
    expect(page.locator("#still")).to_be_hidden()
    page.clock.run_for(30_000)
    expect(page.get_by_text("This takes longer than usual")).to_be_visible()


def test_the_last_two_minutes_are_told_once(stage: Bench, page: Page, site: str) -> None:
    """A screen reader warns of the end, even when the page was opened late."""
    path = hold(stage)
    stage.clock.pass_time(minutes=14)
    page.goto(site + path)
    expect(page.locator("#warning")).to_contain_text("Two minutes left")


def test_an_ended_payment_says_so(stage: Bench, page: Page, site: str) -> None:
    """An old link shows no form."""
    path = hold(stage)
    change(stage, state="ended")
    page.goto(site + path)
    expect(page.locator("form")).to_have_count(0)
    expect(page.get_by_role("link", name="Back to the chat")).to_be_visible()
