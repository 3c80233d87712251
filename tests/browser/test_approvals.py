"""The console in a browser: a second person decides by keyboard and live, and everybody can use its pages."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Page, expect

from bot.domain.money import Money
from bot.domain.staff.approval import Approval
from bot.domain.staff.person import Person
from bot.services import audits, fraud_rules
from bot.services.staff_refunds import Asked, give
from bot.web.app import create_app
from tests.browser.conftest import Serve
from tests.browser.keyboard import tab_to
from tests.browser.test_access import inspect
from tests.builders.books import Books
from tests.builders.console import WHO, staffed
from tests.builders.staff import ADA, ANA, BO, CY, acting
from tests.web.staff.test_reviews import HOLDS

pytestmark = pytest.mark.browser

SIGHTS = (("light", (390, 844)), ("dark", (1440, 900)))


@pytest.fixture(name="town")
def _town(monkeypatch: pytest.MonkeyPatch) -> Books:
    """A booking that is paid, and everybody of the staff."""
    return staffed(monkeypatch)


@pytest.fixture(name="place")
def _place(town: Books, serve: Serve) -> str:
    """The address of the application."""
    return serve(create_app(town.runtime))


@contextmanager
def sitting(browser: Browser, person: Person, **more: Any) -> Iterator[Page]:
    """A page of somebody of the staff."""
    sight: dict[str, Any] = {"viewport": {"width": 1440, "height": 900}, **more}
    context = browser.new_context(extra_http_headers={WHO: person.id}, **sight)
    context.set_default_timeout(15_000)
    yield context.new_page()
    context.close()


def ask(town: Books, minor: int = 12_345) -> Approval:
    """Ana asks for a refund."""
    (checkout, *_) = town.home.records.money.checkouts
    wish = Asked(checkout, Money(minor, "EUR"), "Her bag came a day late")
    made = give(town.runtime, wish, acting(ANA, town.runtime), key=str(minor))
    assert made is not None
    return made


def test_a_second_person_sees_it_come_and_approves_by_keyboard(town: Books, browser: Browser, place: str) -> None:
    """Without a reload it stands in the list and in the menu; a box has to be ticked before the button works."""
    with sitting(browser, BO) as page:
        page.goto(f"{place}/staff/approvals")
        expect(page.locator("#connection")).to_have_text("Live")
        expect(page.get_by_text("Nothing waits for a second person.")).to_be_visible()
        one = ask(town)
        expect(page.locator(".wide .approvals-count")).to_contain_text("1")
        tab_to(page, "Her bag came a day late")
        page.keyboard.press("Enter")
        expect(page.get_by_text("€123.45 goes back")).to_be_visible()
        page.get_by_role("button", name="Approve refund").press("Enter")
        expect(page.get_by_role("checkbox")).to_be_focused()
        page.keyboard.press("Space")
        page.keyboard.press("Enter")
        expect(page.get_by_role("status").filter(has_text="It is done")).to_be_visible()
        expect(page.locator(".wide .approvals-count")).to_be_empty()
    town.run()
    assert [refund.amount.minor for refund in town.checkout(one.subject).refunds] == [12_345]


@pytest.mark.parametrize(("scheme", "size"), SIGHTS)
def test_nothing_bars_anybody(town: Books, browser: Browser, place: str, size: tuple[int, int], scheme: Any) -> None:
    """Every page of the console passes the automatic rules of WCAG 2.2 AA and scrolls one way only."""
    one = ask(town)
    fraud_rules.publish(town.home.records, HOLDS, by=CY.id, note="all", now=town.home.clock.now())
    town.pay(town.begin("eve"))
    (held,) = town.home.records.fraud.held
    audits.check(town.home.records, now=town.home.clock.now())
    seen = {"viewport": {"width": size[0], "height": size[1]}, "color_scheme": scheme, "reduced_motion": "reduce"}
    pages = ("approvals", f"approvals/{one.id}", "fraud", "reviews", f"reviews/{quote(held)}")
    with sitting(browser, CY, **seen) as page:
        for path in pages:
            page.goto(f"{place}/staff/{path}")
            inspect(page)
        page.goto(f"{place}/staff/fraud")
        page.get_by_role("button", name="Try these rules").click()
        inspect(page)
    with sitting(browser, ADA, **seen) as page:
        for path in ("audit", "audit?log=money", "audit?who=nobody"):
            page.goto(f"{place}/staff/{path}")
            inspect(page)
