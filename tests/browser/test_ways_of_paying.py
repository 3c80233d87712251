"""The gateway's fields and the gateway's page in Debian's Chromium, against the sandbox over HTTP on another origin."""

import re
from collections.abc import Iterator

import msgspec
import pytest
from playwright.sync_api import FrameLocator, Page, Request, expect

from bot.domain.payment.capture import CaptureMode
from bot.processes import free_port
from bot.web.app import create_app
from tests.browser.conftest import Serve
from tests.fakes.sandbox_server import RunningSandbox, sandbox_server
from tests.web.archive import Bench
from tests.web.held import change, hold

pytestmark = pytest.mark.browser
VISA = "4242424242424242"


class Shop(msgspec.Struct, frozen=True):
    """A pay page's site, the sandbox beside it, and what was kept."""

    url: str
    sandbox: RunningSandbox
    stage: Bench
    sent: list[str]


def shop_of(stage: Bench, serve: Serve, mode: CaptureMode) -> Iterator[Shop]:
    """A site in one of the ways, with a sandbox whose fields are for it alone."""
    port = free_port()
    fields = f"http://localhost:{port}/fields" if mode == "fields" else ""
    runtime = msgspec.structs.replace(stage.runtime, capture=mode, fields_url=fields)
    url = serve(create_app(runtime))
    with sandbox_server(port=port, shop_url=url, public_url=f"http://localhost:{port}") as sandbox:
        yield Shop(url, sandbox, msgspec.structs.replace(stage, runtime=runtime), [])


@pytest.fixture
def fields(stage: Bench, serve: Serve) -> Iterator[Shop]:
    """A shop with the gateway's fields."""
    yield from shop_of(stage, serve, "fields")


@pytest.fixture
def hosted(stage: Bench, serve: Serve) -> Iterator[Shop]:
    """A shop that sends travellers to the gateway's page."""
    yield from shop_of(stage, serve, "page")


def fill(where: FrameLocator | Page, number: str = VISA) -> None:
    """Type a card into the gateway's fields or page."""
    where.get_by_label("Card number").fill(number)
    where.get_by_label("Month").fill("12")
    where.get_by_label("Year").fill("31")
    where.get_by_label("Security code").fill("123")


def pay(page: Page) -> None:
    """Pay by the keyboard.

    Right after scrolling, Chromium takes a tap for one into the frame that stood there before.
    """
    page.get_by_role("button", name=re.compile("^Pay")).press("Enter")


def watched(page: Page, shop: Shop) -> None:
    """Note everything that is sent to the shop."""

    def note(one: Request) -> None:
        if shop.url in one.url:
            shop.sent.append(f"{one.url} {one.post_data or ''}")

    page.on("request", note)


def checkout(shop: Shop) -> object:
    """The only checkout."""
    [known] = shop.stage.archive.money.checkouts.values()
    return known


def test_a_card_goes_from_the_fields_to_the_gateway_and_a_ticket_to_us(fields: Shop, page: Page) -> None:
    """A traveller types into fields that look like ours, and the number never reaches the shop."""
    watched(page, fields)
    page.goto(fields.url + hold(fields.stage))
    button = page.get_by_role("button", name=re.compile("^Pay"))
    expect(button).to_be_enabled()
    fill(page.frame_locator("#frame"))
    page.get_by_role("checkbox").check()
    pay(page)
    expect(page.get_by_role("heading", name="Asking your bank")).to_be_visible()
    known = checkout(fields)
    ticket = known.payments[0].attempts[-1].sealed.removeprefix("ticket:")  # type: ignore[attr-defined]
    assert fields.sandbox.gateway().redeem(ticket, key="k").result == "approved"
    assert "The card number stays with the payment provider" in known.saving.words  # type: ignore[attr-defined]
    assert fields.sent
    assert not [one for one in fields.sent if VISA in one]


def test_a_card_that_is_none_is_said_beside_the_fields(fields: Shop, page: Page) -> None:
    """A wrong number is told where it was typed, nothing is sent to us, and the traveller can try again at once."""
    page.goto(fields.url + hold(fields.stage))
    expect(page.get_by_role("button", name=re.compile("^Pay"))).to_be_enabled()
    frame = page.frame_locator("#frame")
    fill(frame, "4242424242424241")
    pay(page)
    expect(frame.get_by_role("alert")).to_contain_text("This card cannot be used")
    expect(page.get_by_role("button", name=re.compile("^Pay"))).to_be_enabled()
    assert checkout(fields).state == "collecting"  # type: ignore[attr-defined]
    fill(frame)
    pay(page)
    expect(page.get_by_role("heading", name="Asking your bank")).to_be_visible()


def test_a_stranger_is_neither_heard_nor_told_anything(fields: Shop, page: Page) -> None:
    """A page of another origin gets no fields into its frame, and a message that is not the gateway's pays nothing."""
    page.goto(fields.url + hold(fields.stage))
    expect(page.get_by_role("button", name=re.compile("^Pay"))).to_be_enabled()
    page.evaluate("postMessage({ type: 'ticket', ticket: 'tkt_stolen' }, '*')")
    page.wait_for_timeout(300)
    assert checkout(fields).state == "collecting"  # type: ignore[attr-defined]
    answer = page.request.get(f"{fields.sandbox.url}/fields")
    assert f"frame-ancestors {fields.url}" in answer.headers["content-security-policy"]


def test_a_card_is_typed_on_the_gateways_page_and_comes_back(hosted: Shop, page: Page) -> None:
    """From our button to the gateway's page by itself, the card typed there, and back to where things stand."""
    watched(page, hosted)
    path = hold(hosted.stage)
    page.goto(hosted.url + path)
    expect(page.get_by_label("Card number")).to_have_count(0)
    page.get_by_role("button", name="Continue to the payment provider").click()
    expect(page.get_by_role("heading", name="Asking your bank")).to_be_visible()
    gateway = hosted.sandbox.gateway()
    opened = gateway.open_page("pay_1", key="k", return_url=f"{hosted.url}{path}/state?from=bank")
    change(hosted.stage, page=opened.reference, page_url=opened.url)
    expect(page.get_by_role("heading", name="Your card")).to_be_visible()
    fill(page)
    page.get_by_role("button", name="Use this card").click()
    expect(page.get_by_role("heading", name="Your card goes to our payment provider")).to_be_visible()
    said = gateway.read_page(opened.reference)
    assert said is not None
    assert said.instrument is not None
    assert said.instrument.last4 == "4242"
    assert not [one for one in hosted.sent if VISA in one]


def test_who_comes_back_without_a_card_can_go_again(hosted: Shop, page: Page) -> None:
    """Leaving the gateway's page undecided decides nothing: the way there is still open."""
    path = hold(hosted.stage)
    page.goto(hosted.url + path)
    page.get_by_role("button", name="Continue to the payment provider").click()
    back = f"{hosted.url}{path}/state?from=bank"
    opened = hosted.sandbox.gateway().open_page("pay_1", key="k", return_url=back)
    change(hosted.stage, page=opened.reference, page_url=opened.url)
    page.get_by_role("link", name="Leave for now").click()
    page.get_by_role("link", name="Continue to the payment provider").click()
    expect(page.get_by_role("heading", name="Your card")).to_be_visible()
    assert hosted.sandbox.gateway().read_page(opened.reference) is None
