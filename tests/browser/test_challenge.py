"""3-D Secure in Debian's Chromium, over all processes: chat, pay page, the bank's own page, back again, receipt."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Locator, Page, Request, expect

from tests.browser.test_pages import say
from tests.journeys.town import Town

pytestmark = [pytest.mark.browser, pytest.mark.real]

ASKS, GOOD = "4000 0027 6000 3184", "4242 4242 4242 4242"
BANK = re.compile(r"/challenge/")
STATE = re.compile(r"/state(\?from=bank)?$")
_PATIENCE = 20_000


@pytest.fixture
def chat(page: Page, town: Town) -> Iterator[Page]:
    """A talk whose traveller has her seats held, before she pays."""
    page.context.set_default_timeout(_PATIENCE)
    expect.set_options(timeout=_PATIENCE)
    page.goto(town.url)
    for text, answer in (
        ("One way from Nice to Paris next Friday, 1 adult", "Choose"),
        ("Marie Durand", "Date of birth of"),
        ("24 July 1987", "e-mail address"),
        ("marie@example.com", "Yes, hold them"),
    ):
        say(page, text)
        expect(page.locator(".line.bot").last).to_contain_text(answer)
        if answer == "Choose":
            page.get_by_role("button", name=re.compile("^Choose")).first.click()
            expect(page.locator(".line.bot").last).to_contain_text("first name and family name")
    page.get_by_role("button", name="Yes, hold them").click()
    expect(page.get_by_role("link", name="Pay securely")).to_be_visible()
    yield page
    expect.set_options(timeout=None)


def open_pay_page(chat: Page) -> Page:
    """The pay page in the tab that the chat's newest link opens."""
    with chat.context.expect_page() as opened:
        chat.get_by_role("link", name=re.compile("Pay securely|Go to my bank")).last.click()
    return opened.value


def send(pay: Page, number: str) -> None:
    """Enter a card and press the button, which says what is paid."""
    pay.get_by_label("Card number").fill(number)
    pay.get_by_label("Expires").fill("12 / 31")
    pay.get_by_label("Security code").fill("123")
    pay.get_by_role("button", name=re.compile(r"^Pay €[\d,.]+ now$")).click()


def pay_with_challenge(chat: Page) -> Page:
    """The pay page after the bank has asked: by itself it has gone to the bank's own page."""
    pay = open_pay_page(chat)
    send(pay, ASKS)
    pay.wait_for_url(BANK)
    expect(pay.get_by_role("heading", name="Is it you who pays?")).to_be_visible()
    return pay


def told(chat: Page, words: str) -> Locator:
    """What the bot said in the thread with these words."""
    return chat.locator(".line.bot").filter(has_text=words)


def is_booked(chat: Page) -> None:
    """The thread has tickets and receipt."""
    expect(told(chat, "Paid and ticketed")).to_be_visible()
    expect(chat.locator(".receipt")).to_be_visible()


def test_a_traveller_confirms_with_the_keyboard_and_is_booked(chat: Page, town: Town) -> None:
    """From the pay page to the bank and back is one way without a window: the bank is another host, and unframed."""
    pay = pay_with_challenge(chat)
    assert urlsplit(pay.url).hostname != urlsplit(town.url).hostname
    assert pay.evaluate("window.top === window")
    expect(pay.get_by_text("Visa ending in 3184")).to_be_visible()
    expect(pay.get_by_text("Threadfare Air")).to_be_visible()
    pay.keyboard.press("Tab")
    expect(pay.get_by_role("button", name="Approve")).to_be_focused()
    pay.keyboard.press("Enter")
    pay.wait_for_url(STATE)
    expect(pay.get_by_role("heading", name="Paid. You are booked.")).to_be_visible()
    expect(told(chat, "Your bank asks you to confirm the payment")).to_be_visible()
    is_booked(chat)


def test_the_bank_is_sent_no_cookie_of_the_shop(chat: Page) -> None:
    """What the shop knows of a browser, the bank never learns."""
    sent: list[Request] = []
    chat.context.on("request", lambda one: sent.append(one) if BANK.search(one.url) else None)
    pay_with_challenge(chat)
    assert sent
    assert not any("cookie" in one.all_headers() for one in sent)


def test_a_refusal_leads_back_to_the_form_and_another_card_pays(chat: Page) -> None:
    """Who says no at her bank reads that nothing was charged, and pays with another card."""
    pay = pay_with_challenge(chat)
    pay.get_by_role("button", name="Refuse").click()
    expect(pay.get_by_role("alert").first).to_contain_text("Nothing was charged")
    expect(told(chat, "couldn't confirm that it was you")).to_be_visible()
    send(pay, GOOD)
    expect(pay.get_by_role("heading", name="Paid. You are booked.")).to_be_visible()
    is_booked(chat)


def test_who_leaves_the_bank_undecided_may_go_back_to_it(chat: Page) -> None:
    """Neither the bank's own way out nor the back button traps anybody: both ways to pay stay open."""
    pay = pay_with_challenge(chat)
    pay.get_by_role("link", name="Leave without deciding").click()
    expect(pay.get_by_role("heading", name="What did your bank say?")).to_be_visible()
    pay.get_by_role("link", name="Continue with your bank").click()
    pay.wait_for_url(BANK)
    pay.go_back()
    expect(pay.get_by_role("link", name="Continue with your bank")).to_be_visible()
    pay.get_by_role("link", name="Continue with your bank").click()
    pay.get_by_role("button", name="Approve").click()
    expect(pay.get_by_role("heading", name="Paid. You are booked.")).to_be_visible()
    is_booked(chat)
    pay.go_back()
    expect(pay.get_by_text("You have approved this payment")).to_be_visible()


def test_who_leaves_the_bank_may_use_another_card(chat: Page) -> None:
    """The question at the first bank is closed, then the form is there again, and the first link says so."""
    pay = pay_with_challenge(chat)
    question = pay.url
    pay.get_by_role("link", name="Leave without deciding").click()
    pay.get_by_role("button", name="Use another card").click()
    expect(pay.get_by_label("Card number")).to_be_visible()
    send(pay, GOOD)
    expect(pay.get_by_role("heading", name="Paid. You are booked.")).to_be_visible()
    pay.goto(question)
    expect(pay.get_by_text("The shop does not ask any more")).to_be_visible()
    is_booked(chat)


def test_who_never_comes_back_is_booked_all_the_same(chat: Page) -> None:
    """The way back from the bank may fail: the gateway tells us, and the chat tells the traveller."""
    pay = pay_with_challenge(chat)
    pay.route(STATE, lambda route: route.abort())
    pay.get_by_role("button", name="Approve").click(no_wait_after=True)
    is_booked(chat)
    pay.close()
