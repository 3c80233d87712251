"""The pages in Debian's Chromium: by keyboard, in light and dark, on a phone and a desktop, for a screen reader."""

from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from bot.domain.conversation.messages import Card, Carousel, Option, Receipt, ReceiptLine, Text
from bot.domain.money import Money
from bot.ports.vault import Sealed
from bot.web import auth
from tests.web.archive import Bench, greeting
from tests.web.held import change, hold

pytestmark = pytest.mark.browser

FLIGHTS = Carousel(
    "Here are 3 flights:",
    tuple(
        Card(f"€{n}12.40 total", ("Fri 4 Dec · 09:10 CDG → 12:05 JFK", "8 h 55"), (Option("Choose", f"offer:{n}"),))
        for n in (6, 7, 8)
    ),
    (Option("More options", "go:more"),),
)
RECEIPT = Receipt(
    "ABC234",
    "Marie Durand",
    "Visa •4242",
    (ReceiptLine("Fri 4 Dec 09:10 CDG → 12:05 JFK", "Marie Durand · 9992400000017", 1, Money(61240, "EUR")),),
    Money(61240, "EUR"),
    Money(9000, "EUR"),
    0,
)


def thread_of(stage: Bench, page: Page) -> str:
    """The thread of the browser."""
    [cookie] = [one for one in page.context.cookies() if one.get("name") == "tf_chat"]
    visitor = auth.unsign(stage.runtime, "tf_chat", cookie["value"]) or ""
    return f"webchat:TF:{visitor.partition(' ')[0]}"


def say(page: Page, text: str) -> None:
    """Tap the field, write and press Enter, as everybody does."""
    field = page.get_by_label("Message", exact=True)
    field.click()
    field.fill(text)
    page.keyboard.press("Enter")


def test_a_sentence_is_answered_without_a_reload(page: Page, site: str) -> None:
    """A newcomer writes one sentence and sees it sent and answered."""
    page.goto(site)
    say(page, "Paris to New York next Friday, one way")
    expect(page.locator(".line.me .bubble")).to_have_text("Paris to New York next Friday, one way")
    expect(page.locator(".line.bot").first).to_be_visible()
    expect(page.locator(".pending")).to_have_count(0)
    expect(page.locator(".starters")).to_be_hidden()


def test_a_starter_is_a_first_sentence(page: Page, site: str) -> None:
    """Whoever does not know what to write taps an example."""
    page.goto(site)
    page.get_by_role("button", name="London to Rome tomorrow").click()
    expect(page.locator(".line.me .bubble")).to_contain_text("London to Rome tomorrow")


def test_each_message_is_announced_once_and_history_never(stage: Bench, page: Page, site: str) -> None:
    """A screen reader hears each new answer once, and nothing again after a reload."""
    page.goto(site)
    stage.archive.say(thread_of(stage, page), Text("Which day?", (Option("Today", "a"), Option("Tomorrow", "b"))))
    news = page.locator("#news[role=log] p")
    expect(news).to_have_text(["Assistant: Which day? 2 suggested answers: Today, Tomorrow."])
    page.reload()
    expect(page.locator(".line.bot")).to_have_count(1)
    expect(news).to_have_count(0)
    expect(page.get_by_role("log", name="Conversation")).to_be_visible()


def test_what_comes_at_once_is_told_in_its_order(stage: Bench, page: Page, site: str) -> None:
    """A screen reader hears "paid" before the receipt, even when the receipt was quicker on its way."""
    page.goto(site)
    thread = thread_of(stage, page)
    first = stage.archive.say(thread, Text("Paid."), fate="said")
    stage.archive.say(thread, Text("Here is your receipt."))
    stage.archive.move(first.row, "sent")
    expect(page.locator("#news p")).to_have_text(["Assistant: Paid.", "Assistant: Here is your receipt."])


def test_suggested_answers_go_when_one_is_used(stage: Bench, page: Page, site: str) -> None:
    """Only what can still be answered is offered."""
    page.goto(site)
    stage.archive.say(thread_of(stage, page), Text("Which day?", (Option("Today", "a"), Option("Tomorrow", "b"))))
    page.get_by_role("button", name="Tomorrow", exact=True).click()
    expect(page.locator(".line.me .bubble")).to_have_text("Tomorrow")
    expect(page.get_by_role("button", name="Today", exact=True)).to_be_hidden()


def test_flights_are_stepped_through_with_buttons(stage: Bench, page: Page, site: str) -> None:
    """Whoever cannot swipe sees every flight too."""
    page.goto(site)
    stage.archive.say(thread_of(stage, page), FLIGHTS)
    last = page.locator(".offer").last
    expect(page.locator(".offer").first).to_be_in_viewport()
    for _ in range(2):
        page.get_by_role("button", name="Next").click()
        page.wait_for_timeout(500)
    expect(last.get_by_role("button")).to_be_in_viewport()


def test_what_was_said_while_offline_is_sent_and_heard_later(stage: Bench, page: Page, site: str) -> None:
    """A traveller in a tunnel loses neither what they wrote nor what was said to them."""
    page.goto(site)
    thread = thread_of(stage, page)
    page.context.set_offline(True)
    expect(page.locator("#offline")).to_be_visible()
    say(page, "Written in a tunnel")
    expect(page.locator(".pending .fate")).to_contain_text("Sending")
    stage.archive.say(thread, greeting("Said meanwhile"))
    page.context.set_offline(False)
    expect(page.locator(".line.me:not(.pending) .bubble")).to_have_text("Written in a tunnel")
    expect(page.locator(".line.bot", has_text="Said meanwhile")).to_be_visible(timeout=15_000)


def test_a_card_number_is_refused_and_wiped_from_the_page(page: Page, site: str) -> None:
    """Whoever types a card into the chat is told kindly, and it stands nowhere any more."""
    page.goto(site)
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.post_data or "") if request.method == "POST" else None)
    page.get_by_label("Message", exact=True).press_sequentially("My card is 4242 4242 4242 4242")
    assert "4242 4242 4242 4242" not in page.evaluate("JSON.stringify({...sessionStorage})")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("card numbers never go into the chat")
    expect(page.get_by_label("Message", exact=True)).to_have_value("")
    assert "4242 4242" not in page.locator("body").inner_text()
    assert "4242 4242" not in page.evaluate("JSON.stringify({...sessionStorage})")
    assert sent == []


def test_the_page_works_without_a_script(stage: Bench, browser: Browser, site: str) -> None:
    """With JavaScript off a traveller writes, sends, reads the answer, and sees what came later by a link."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(site)
    page.get_by_label("Message", exact=True).fill("Help")
    page.get_by_role("button", name="Send").click()
    expect(page.locator(".line.bot").first).to_be_visible()
    stage.archive.say(thread_of(stage, page), greeting("Here are three flights."))
    page.get_by_role("link", name="Show the answer").click()
    expect(page.locator(".line.bot").last).to_contain_text("Here are three flights.")
    context.close()


CARD = {"Card number": "4242424242424242", "Expires": "1228", "Security code": "123", "Name on card": "Marie Durand"}


def fill(page: Page) -> None:
    """Type a card, key by key."""
    for label, text in CARD.items():
        page.get_by_label(label).press_sequentially(text)


def test_a_card_leaves_the_browser_sealed_and_the_form_empty(stage: Bench, page: Page, site: str) -> None:
    """What goes over the wire cannot be read on the way, and the page then waits for the bank."""
    path = hold(stage)
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.post_data or "") if request.method == "POST" else None)
    page.goto(site + path)
    fill(page)
    expect(page.get_by_label("Card number")).to_have_value("4242 4242 4242 4242")
    expect(page.get_by_label("Expires")).to_have_value("12 / 28")
    page.get_by_role("button", name="Pay €612.40 now").click()
    page.wait_for_url("**/state")
    expect(page.get_by_role("heading", name="Asking your bank")).to_be_visible()
    assert len(sent) == 1
    assert not any(text in sent[0] for text in ("4242424242424242", "4242 4242", "Marie"))
    [checkout] = stage.archive.money.checkouts.values()
    asked: Any = checkout.payments[0].open_attempt
    sealed = stage.runtime.sealed_cards.take(asked.sealed)
    assert isinstance(sealed, Sealed)
    change(stage, state="paid")
    expect(page.get_by_role("heading", name="Paid. You are booked.")).to_be_visible()
    page.go_back()
    assert page.get_by_label("Card number").count() == 0


def test_a_slip_is_shown_beside_its_field_and_nothing_is_sent(stage: Bench, page: Page, site: str) -> None:
    """A mistyped number is found before the bank is asked; the cursor stands in the field to mend."""
    page.goto(site + hold(stage))
    page.get_by_label("Card number").fill("4242 4242 4242 4241")
    page.get_by_role("button", name="Pay").click()
    number = page.get_by_label("Card number")
    expect(number).to_have_attribute("aria-invalid", "true")
    expect(number).to_be_focused()
    expect(page.locator("#number-problem")).to_contain_text("typing error")
    [checkout] = stage.archive.money.checkouts.values()
    assert checkout.state == "collecting"


def test_without_webcrypto_the_form_stays_closed(stage: Bench, page: Page, site: str) -> None:
    """A browser that cannot encrypt is told so and can send nothing."""
    page.add_init_script("Object.defineProperty(globalThis, 'crypto', { value: {} })")
    page.goto(site + hold(stage))
    expect(page.locator("#problem")).to_contain_text("cannot encrypt")
    expect(page.get_by_role("button", name="Pay")).to_be_disabled()


def test_the_countdown_ends_the_page(stage: Bench, page: Page, site: str) -> None:
    """When the time is over the page says so by itself."""
    path = hold(stage)
    stage.clock.pass_time(minutes=14, seconds=58)
    page.goto(site + path)
    stage.clock.pass_time(seconds=5)
    expect(page.get_by_role("heading", name="The time to pay has passed")).to_be_visible()
