"""A developer, or whoever is shown the demo, books on three phones and sees what travellers would see."""

from collections.abc import Iterator
from threading import Event, Thread
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from bot.simulators.server import Server
from bot.simulators.settings import SimulatorSettings
from tests.browser.keyboard import tab_to
from tests.browser.looks import looks
from tests.browser.phones_town import Town
from tests.browser.test_access import SIZES, inspect
from tests.simulators.phones import FIRST, Desk, said, texted

pytestmark = pytest.mark.browser

BUTTONS = [
    {"type": "web_url", "title": "Pay securely", "url": "https://air.example/pay/x", "webview_height_ratio": "tall"},
    {"type": "postback", "title": "Cancel", "payload": "cancel"},
]
RECEIPT = {
    "template_type": "receipt",
    "recipient_name": "Ada Lovelace",
    "order_number": "K7QM2X",
    "currency": "EUR",
    "payment_method": "Visa •4242",
    "elements": [{"title": "CDG → JFK", "subtitle": "Ada Lovelace", "quantity": 2, "price": 620.25, "currency": "EUR"}],
    "summary": {"subtotal": 1087, "total_tax": 153.5, "total_cost": 1240.5},
}
CARDS = [{"title": "€620 total", "subtitle": "11:25 CDG → 13:20 JFK", "buttons": [BUTTONS[1]]}] * 4
ROWS = [
    {"id": "offer:1", "title": "11:25 nonstop", "description": "€620, TF12"},
    {"id": "offer:2", "title": "14:25 nonstop", "description": "€640, TF14"},
]


@pytest.fixture
def town() -> Iterator[tuple[Town, str]]:
    """An airline behind the phones, and the address of their page."""
    town = Town()
    with town.running() as url:
        yield town, url


@pytest.fixture
def desk() -> Iterator[tuple[Desk, str]]:
    """Phones without an airline: what it sends is sent by the test."""
    desk = Desk()
    server = Server(desk.platform, SimulatorSettings(), phones=desk.phones)
    server.start()
    stopping = Event()
    thread = Thread(target=deliver, args=(desk, stopping))
    thread.start()
    yield desk, f"{server.url}/phones"
    stopping.set()
    thread.join()
    server.stop()


def deliver(desk: Desk, stopping: Event) -> None:
    """Let webhooks come by themselves."""
    while not stopping.wait(0.02):
        desk.deliver()


@pytest.mark.parametrize("channel", ["messenger", "whatsapp", "instagram"])
def test_a_flight_is_booked_and_paid_on_each_phone(
    town: tuple[Town, str], context: BrowserContext, channel: str
) -> None:
    """From the first word to the tickets, through the webhooks and within the limits of that product."""
    airline, url = town
    page = context.new_page()
    phone = open_phone(page, url, channel)
    write(phone, "Paris to New York in two weeks, one way, 1 adult")
    choose(page, phone)
    for words, question in (
        ("Marie Durand", "first name and family name"),
        ("24 July 1987", "Date of birth"),
        ("marie@example.com", "e-mail address"),
    ):
        expect(phone.locator(".line.them").last).to_contain_text(question)
        write(phone, words)
    phone.get_by_role("button", name="Yes, hold them").click()
    link = phone.get_by_role("link", name="Pay securely")
    expect(link).to_be_visible()
    airline.pay_page(link.get_attribute("href") or "")
    expect(phone.locator(".log")).to_contain_text("Paid and ticketed")
    expect(phone.locator(".line.refused")).to_have_count(0)
    if channel == "whatsapp":
        expect(phone.locator(".line.me").first.get_by_role("img", name="read")).to_be_visible()


def choose(page: Page, phone: Locator) -> None:
    """Take the first flight: a row of WhatsApp's list, elsewhere a card."""
    choose = phone.get_by_role("button", name="Choose").first
    expect(choose).to_be_visible()
    choose.click()
    if phone.get_attribute("data-channel") == "whatsapp":
        rows = page.get_by_role("dialog", name="Choose")
        rows.get_by_role("radio").first.check()
        rows.get_by_role("button", name="Send").click()


def open_phone(page: Page, url: str, channel: str) -> Locator:
    """The page, when it has heard what there is; one of its phones."""
    page.goto(url)
    page.wait_for_selector("body[data-ready]")
    return page.locator(f".phone[data-channel={channel}]")


def write(phone: Locator, words: str) -> None:
    """Write and send."""
    phone.get_by_role("textbox").fill(words)
    phone.get_by_role("textbox").press("Enter")
    expect(phone.locator(".line.me").last).to_contain_text(words)


def test_quick_replies_vanish_when_one_is_tapped(desk: tuple[Desk, str], page: Page) -> None:
    """As on Messenger: they stand above the field until the traveller taps or writes, and the tap comes as words."""
    meta, url = greeted(desk, "messenger")
    phone = open_phone(page, url, "messenger")
    chips = [{"content_type": "text", "title": title, "payload": title} for title in ("One way", "Return")]
    show(meta, "messenger", {"text": "How?", "quick_replies": chips})
    phone.get_by_role("group", name="Quick replies").get_by_role("button", name="Return").click()
    expect(phone.get_by_role("group", name="Quick replies")).to_be_hidden()
    expect(phone.locator(".line.me").last).to_contain_text("Return")


def test_messenger_draws_templates_cards_and_receipts(desk: tuple[Desk, str], page: Page) -> None:
    """Buttons below their words, cards beside each other, a receipt with its sums in the currency, and dots."""
    meta, url = greeted(desk, "messenger")
    phone = open_phone(page, url, "messenger")
    show(meta, "messenger", template({"template_type": "generic", "elements": CARDS}))
    expect(phone.get_by_role("listitem")).to_have_count(4)
    show(meta, "messenger", template(RECEIPT))
    receipt = phone.locator(".receipt")
    for words in ("2 × CDG → JFK", "€620.25", "Taxes", "€1,240.50", "K7QM2X"):
        expect(receipt).to_contain_text(words)
    meta.send("messenger", {"recipient": {"id": FIRST["messenger"]}, "sender_action": "typing_on"})
    expect(phone.get_by_role("img", name="is typing")).to_be_visible()
    show(meta, "messenger", template({"template_type": "button", "text": "Please pay.", "buttons": BUTTONS}))
    expect(phone.get_by_role("img", name="is typing")).to_be_hidden()
    expect(phone.get_by_role("link", name="Pay securely")).to_have_attribute("href", "https://air.example/pay/x")


def test_a_page_opens_over_the_phone_and_leads_back(desk: tuple[Desk, str], context: BrowserContext) -> None:
    """A page button opens a window of its own, and says so over the chat."""
    meta, url = greeted(desk, "messenger")
    page = context.new_page()
    context.route("https://air.example/**", lambda route: route.fulfill(body="The page"))
    phone = open_phone(page, url, "messenger")
    show(meta, "messenger", template({"template_type": "button", "text": "Please pay.", "buttons": BUTTONS}))
    with context.expect_page() as opened:
        phone.get_by_role("link", name="Pay securely").click()
    opened.value.close()
    sheet = page.get_by_role("dialog", name="air.example")
    if sheet.is_visible():
        sheet.get_by_role("button", name="Back to the chat").click()
    expect(sheet).to_be_hidden()


def test_whatsapp_makes_words_bold_and_leaves_other_signs_alone(
    desk: tuple[Desk, str], context: BrowserContext
) -> None:
    """Signs mark words only around words; a name or an address with such a sign in it stays as it is."""
    meta, url = greeted(desk, "whatsapp")
    phone = open_phone(context.new_page(), url, "whatsapp")
    text = "*bold* _it_ ~no~ ```a*b*``` 2*3*4 snake_case_name *\u200bplain* https://x.example/a_b_c"
    meta.send("whatsapp", texted(FIRST["whatsapp"], text))
    bubble = phone.locator(".line.them").last
    for tag, words in (("strong", "bold"), ("em", "it"), ("s", "no"), ("code", "a*b*")):
        expect(bubble.locator(tag)).to_have_text([words])
    expect(bubble).to_contain_text("2*3*4 snake_case_name *\u200bplain*")
    expect(bubble.get_by_role("link")).to_have_attribute("href", "https://x.example/a_b_c")


def test_a_list_is_answered_by_keyboard_alone(desk: tuple[Desk, str], page: Page) -> None:
    """Enter opens it, arrows choose, Enter sends, and the chat has the focus again; Escape leaves it unanswered."""
    meta, url = greeted(desk, "whatsapp")
    phone = open_phone(page, url, "whatsapp")
    page.get_by_role("button", name="WhatsApp", exact=True).click()
    action = {"button": "See flights", "sections": [{"title": "Cheapest", "rows": ROWS}]}
    show_whatsapp(meta, {"type": "list", "body": {"text": "2 flights"}, "action": action})
    expect(phone.get_by_role("button", name="See flights")).to_be_visible()
    tab_to(page, "See flights")
    page.keyboard.press("Enter")
    sheet = page.get_by_role("dialog", name="See flights")
    expect(sheet.get_by_role("group", name="Cheapest")).to_be_visible()
    page.keyboard.press("Escape")
    expect(sheet).to_be_hidden()
    expect(phone.get_by_role("button", name="See flights")).to_be_focused()
    page.keyboard.press("Enter")
    sheet.get_by_role("radio").first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(sheet).to_be_hidden()
    expect(phone.locator(".line.me").last).to_contain_text("14:25 nonstop")


def test_a_desktops_instagram_shows_words_alone(desk: tuple[Desk, str], context: BrowserContext) -> None:
    """Who switches to a desktop sees neither cards nor quick replies, and sees them again on the phone."""
    meta, url = greeted(desk, "instagram")
    phone = open_phone(context.new_page(), url, "instagram")
    chip = {"content_type": "text", "title": "More", "payload": "more"}
    show(meta, "instagram", {"text": "1. €620 total"})
    show(meta, "instagram", {**template({"template_type": "generic", "elements": CARDS}), "quick_replies": [chip]})
    expect(phone.get_by_role("listitem")).to_have_count(4)
    phone.get_by_role("button", name="Desktop").click()
    expect(phone.get_by_role("listitem")).to_have_count(0)
    expect(phone.get_by_role("button", name="More", exact=True)).to_be_hidden()
    expect(phone.locator(".line.them").last).to_contain_text("1. €620 total")
    phone.get_by_role("button", name="Desktop").click()
    expect(phone.get_by_role("listitem")).to_have_count(4)


@pytest.mark.parametrize(
    ("channel", "words"), [("messenger", "#100"), ("instagram", "1000 bytes"), ("whatsapp", "4096")]
)
def test_what_is_too_long_was_never_shown(
    desk: tuple[Desk, str], context: BrowserContext, channel: str, words: str
) -> None:
    """The platform's own refusal stands below what the traveller did not get."""
    meta, url = greeted(desk, channel)
    phone = open_phone(context.new_page(), url, channel)
    long = "é" * (501 if channel == "instagram" else 4097)
    meta.send(channel, texted(FIRST[channel], long) if channel == "whatsapp" else said(FIRST[channel], long))
    expect(phone.locator(".refused")).to_contain_text("Never shown")
    expect(phone.locator(".refused")).to_contain_text(words)


def test_a_message_whose_sender_got_no_answer_shows_once(desk: tuple[Desk, str], page: Page) -> None:
    """The platform took it and the answer was lost: the echo belongs to the bubble that is there."""
    meta, url = greeted(desk, "messenger")
    phone = open_phone(page, url, "messenger")
    meta.act("messenger", "fail_next", fault="hang")
    assert meta.send("messenger", said(FIRST["messenger"], "Your seats are held.")) == 0
    expect(phone.get_by_role("button", name="More about “Your seats are held.”")).to_be_visible()
    expect(phone.locator(".line.them")).to_have_count(1)
    expect(phone.locator(".line.them")).to_contain_text("the sender got no answer")


def test_a_webhook_that_is_not_taken_shows_below_what_was_written(desk: tuple[Desk, str], page: Page) -> None:
    """Whoever develops sees at once that the airline is down; when it is back, that the message arrived."""
    meta, url = greeted(desk, "messenger")
    phone = open_phone(page, url, "messenger")
    meta.status = 503
    write(phone, "Paris to Rome")
    expect(phone.locator(".line.me").last).to_contain_text("delivered again")
    meta.status = 200
    expect(phone.locator(".line.me").last).to_contain_text("Delivered")
    expect(phone.locator(".line.me")).to_have_count(2)


def test_an_unsent_message_is_gone_and_an_edited_one_says_so(desk: tuple[Desk, str], context: BrowserContext) -> None:
    """The traveller's own phone shows what became of each message."""
    url = greeted(desk, "messenger")[1]
    page = context.new_page()
    phone = open_phone(page, url, "messenger")
    more = phone.get_by_role("button", name="More about “hi”")
    more.focus()
    more.press("Enter")
    sheet = page.get_by_role("dialog", name="Your message")
    sheet.get_by_role("textbox", name="Write it otherwise").fill("hello")
    sheet.get_by_role("button", name="Edit", exact=True).click()
    expect(phone.locator(".line.me")).to_contain_text("hello")
    expect(phone.locator(".line.me")).to_contain_text("Edited")
    phone.get_by_role("button", name="More about “hello”").press("Enter")
    sheet.get_by_role("button", name="Unsend").click()
    expect(phone.locator(".line.me")).to_contain_text("You unsent a message")
    expect(phone.locator(".line.me")).not_to_contain_text("hello")


def test_markup_in_a_message_is_text(desk: tuple[Desk, str], page: Page) -> None:
    """Whatever stands in a message, the page runs none of it and loads nothing for it."""
    meta, url = greeted(desk, "messenger")
    phone = open_phone(page, url, "messenger")
    show(meta, "messenger", {"text": "<img src=x onerror=alert(1)> <b>no</b>"})
    expect(phone.locator(".line.them").last).to_contain_text("<img src=x onerror=alert(1)> <b>no</b>")
    expect(phone.locator(".log img, .log .bubble b")).to_have_count(0)


@pytest.mark.parametrize(("size", "scheme"), looks(*SIZES))
def test_nothing_bars_anybody_from_the_phones(
    desk: tuple[Desk, str], browser: Browser, size: tuple[int, int], scheme: Any
) -> None:
    """Messages of every kind, each phone, the sheets and the strip pass WCAG 2.2 AA, and nothing scrolls sideways."""
    meta, url = greeted(desk, "messenger")
    for channel in ("whatsapp", "instagram"):
        greeted(desk, channel)
    sight: Any = {"viewport": {"width": size[0], "height": size[1]}, "color_scheme": scheme}
    context = browser.new_context(**sight, reduced_motion="reduce")
    page = context.new_page()
    phone = open_phone(page, url, "messenger")
    for payload in ({"template_type": "generic", "elements": CARDS}, RECEIPT):
        show(meta, "messenger", template(payload))
    show(meta, "messenger", template({"template_type": "button", "text": "Please pay.", "buttons": BUTTONS}))
    meta.send("messenger", said(FIRST["messenger"], "x" * 2001))
    meta.send("whatsapp", texted(FIRST["whatsapp"], "*Bold* and ```mono```"))
    meta.act("messenger", "attaches", kind="voice")
    meta.act("messenger", "colleague_writes", text="Sam here")
    expect(phone.locator(".line")).to_have_count(7)
    inspect(page)
    for name in ("WhatsApp", "Instagram") if size == SIZES[0] else ():
        page.get_by_role("button", name=name, exact=True).click()
        inspect(page)
    page.get_by_text("What went over the wire").click()
    page.locator(".wire summary").first.click()
    page.get_by_role("button", name="Behind the scenes of Instagram").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    inspect(page)
    context.close()


def greeted(desk: tuple[Desk, str], channel: str) -> tuple[Desk, str]:
    """The phones after their first holder wrote once."""
    desk[0].act(channel, "says", text="hi")
    return desk


def template(payload: dict[str, Any]) -> dict[str, Any]:
    """A message that is a template."""
    return {"attachment": {"type": "template", "payload": payload}}


def show(meta: Desk, channel: str, message: dict[str, Any]) -> None:
    """The airline sends a message."""
    request = {"recipient": {"id": FIRST[channel]}, "messaging_type": "RESPONSE", "message": message}
    assert meta.send(channel, request) == 200


def show_whatsapp(meta: Desk, interactive: dict[str, Any]) -> None:
    """The airline sends an interactive message."""
    request = {"messaging_product": "whatsapp", "to": f"+{FIRST['whatsapp']}", "type": "interactive"}
    assert meta.send("whatsapp", {**request, "interactive": interactive}) == 200


def test_the_clock_stays_on_a_small_screen_when_days_have_passed(desk: tuple[Desk, str], browser: Browser) -> None:
    """Each of its buttons can be reached without scrolling sideways."""
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    open_phone(page, desk[1], "messenger")
    page.get_by_role("button", name="+25 h").click()
    expect(page.locator("#moved")).to_have_text("+25 h")
    box = page.get_by_role("button", name="+25 h").bounding_box()
    assert box is not None
    assert box["x"] + box["width"] <= 390 - 8
    context.close()
