"""The door of staff in a browser: usable by everybody, in both schemes, and nothing that was written is lost at it."""

import re
from typing import Any

import pyotp
import pytest
from playwright.sync_api import Browser, Page, expect

from bot.services import staff_links, staff_sessions
from tests.browser.test_access import inspect
from tests.browser.test_desk import at_the_desk, open_thread, sign_in
from tests.web.archive import Bench
from tests.web.staff_door import session_of, somebody

pytestmark = pytest.mark.browser

ANA, ADA = somebody("Ana"), somebody("Ada", roles=("admin", "agent"))
PASSWORD = "correct horse battery"


@pytest.mark.parametrize(("size", "scheme"), [((390, 844), "dark"), ((1440, 900), "light")], ids=["phone", "desktop"])
def test_nothing_of_the_door_bars_anybody(
    stage: Bench, browser: Browser, site: str, size: tuple[int, int], scheme: Any
) -> None:
    """Every page of it passes the automatic rules of WCAG 2.2 AA, scrolls one way only, and has no tiny text."""
    sight: Any = {"viewport": {"width": size[0], "height": size[1]}, "color_scheme": scheme}
    context = browser.new_context(**sight, reduced_motion="reduce")
    page = context.new_page()
    session_of(stage, ANA)
    link = staff_links.make(stage.runtime, "per_ada", ANA.id).removeprefix("http://localhost")
    for path in ("/staff/sign-in", link, "/staff/link/used"):
        page.goto(site + path)
        inspect(page)
    sign_in(stage, context, site, ADA)
    for path in ("/staff/me", "/staff/people", f"/staff/people/{ANA.id}", "/staff/me/second-factor", "/staff/again"):
        page.goto(site + path)
        inspect(page)
    context.close()


def test_somebody_comes_in_by_a_link_and_next_time_by_password_and_code(stage: Bench, page: Page, site: str) -> None:
    """From the invitation to the second day, by keyboard alone."""
    session_of(stage, ANA)
    page.goto(site + staff_links.make(stage.runtime, "per_ada", ANA.id).removeprefix("http://localhost"))
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/desk")
    page.goto(f"{site}/staff/me")
    page.get_by_role("link", name="Set up an authenticator app").click()
    page.get_by_text("Enter it by hand").click()
    totp = pyotp.TOTP(page.locator(".key").inner_text().replace(" ", ""))
    page.get_by_label("Code", exact=True).fill(totp.at(stage.clock.moment))
    page.keyboard.press("Enter")
    expect(page.get_by_role("listitem")).to_have_count(10)
    page.get_by_role("link", name="I have kept them").click()
    page.get_by_label("You: Ana").click()
    page.get_by_role("button", name="Sign out").click()
    stage.clock.pass_time(seconds=60)
    page.get_by_label("E-mail address").fill(ANA.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_label("Code")).to_be_focused()
    page.keyboard.type(totp.at(stage.clock.moment))
    page.keyboard.press("Enter")
    page.wait_for_url("**/desk")


def test_a_session_that_ends_takes_no_draft_along(stage: Bench, page: Page, browser: Browser, site: str) -> None:
    """An agent who is signed out in the middle of a sentence signs in beside it and sends it."""
    page.goto(site)
    page.get_by_role("button", name="Talk to a person").click()
    with at_the_desk(stage, browser, site, "Ana") as agent:
        open_thread(agent)
        agent.get_by_role("button", name="Take").click()
        expect(agent.get_by_label("Reply")).to_be_focused()
        agent.get_by_label("Reply").fill("Good evening, I am looking")
        staff_sessions.end_all(stage.runtime, "per_ada", ANA.id)
        expect(agent.get_by_role("alert")).to_contain_text("Your session is over. Sign in again")
        agent.get_by_role("button", name="Send").click()
        link = agent.get_by_role("alert").get_by_role("link", name="Sign in")
        expect(link).to_have_attribute("href", re.compile("/staff/sign-in"))
        sign_in(stage, agent.context, site, ANA)
        expect(agent.locator("#connection")).to_have_text("Live", timeout=15_000)
        expect(agent.get_by_label("Reply")).to_have_value("Good evening, I am looking")
        agent.get_by_role("button", name="Send").click()
        expect(page.locator(".line.agent .bubble")).to_have_text("Good evening, I am looking")
