"""The page of a wallet in a real browser: for everybody, without scripts, and adding with encryption."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest
from playwright.sync_api import Browser, Page, expect

from bot.adapters.card_opener import JweCardOpener
from bot.adapters.keys import PrivateKeys, PublicKeys, rotate_keys
from bot.ports.runtime import Runtime
from bot.services import setup_runs
from bot.web.app import create_app
from tests.browser.conftest import Serve
from tests.browser.keyboard import tab_to
from tests.browser.looks import looks
from tests.browser.test_access import inspect
from tests.builders.house import House
from tests.builders.wallets import OWNER, link, rich
from tests.fakes.gateway import FakeGateway

pytestmark = pytest.mark.browser

SIZES = ((390, 844), (1440, 900))
IBAN = "DE89370400440532013000"


@pytest.fixture
def home(tmp_path: Path) -> House:
    """Ada's wallet, with keys to which a browser encrypts."""
    made = rich()
    rotate_keys(tmp_path / "keys", tmp_path / "jwks.json", now=made.clock.now() - timedelta(minutes=1))
    public = PublicKeys(tmp_path / "jwks.json")
    runtime = msgspec.structs.replace(made.runtime, capture_keys=public, public_url="http://127.0.0.1")
    return msgspec.structs.replace(made, runtime=runtime)


@pytest.fixture
def worker(home: House, tmp_path: Path) -> Runtime:
    """A process with a gateway and the keys."""
    opener = JweCardOpener(PrivateKeys(tmp_path / "keys").find, lambda _: True)
    return msgspec.structs.replace(home.runtime, gateway=FakeGateway(home.clock), card_opener=opener)


@pytest.fixture
def site(home: House, serve: Serve) -> str:
    """The address of the whole application."""
    return serve(create_app(home.runtime))


@pytest.fixture
def wallet(home: House, site: str, page: Page) -> Page:
    """Ada's telephone with the open wallet."""
    return enter(page, site + link(home.runtime))


def enter(page: Page, url: str) -> Page:
    """Open a wallet."""
    page.goto(url)
    page.get_by_role("button", name="Open my wallet").click()
    expect(page.get_by_role("heading", name="Cards and bank accounts")).to_be_visible()
    return page


def work(home: House, worker: Runtime) -> None:
    """Let a worker do what is due."""
    for setup in home.records.setups.setups:
        setup_runs.run(worker, setup)


@pytest.mark.parametrize(("size", "scheme"), looks(*SIZES))
def test_nothing_bars_anybody(home: House, browser: Browser, site: str, size: tuple[int, int], scheme: Any) -> None:
    """Every page passes the automatic rules of WCAG 2.2 AA, with everything unfolded, and scrolls one way only."""
    sight: Any = {"viewport": {"width": size[0], "height": size[1]}, "color_scheme": scheme}
    context = browser.new_context(**sight, reduced_motion="reduce")
    page = context.new_page()
    url = site + link(home.runtime)
    page.goto(url)
    inspect(page)
    enter(page, url)
    for summary in page.locator("summary").all():
        summary.click()
    inspect(page)
    page.get_by_label("Name", exact=True).first.fill("number 1234 5678")
    page.get_by_role("button", name="Save name").first.click()
    expect(page.get_by_role("alert")).to_be_focused()
    inspect(page)
    for path in ("pin", "methods/mth_visa/remove", "setups/nobody"):
        page.goto(f"{url}/{path}")
        inspect(page)
    for button in ("Add a card", "Add a bank account"):
        page.goto(f"{url}/home")
        page.get_by_role("button", name=button).click()
        expect(page.get_by_role("button", name="Save")).to_be_enabled()
        page.get_by_role("button", name="Save").click()
        inspect(page)
    context.close()


def test_on_the_smallest_phone_nothing_is_cut_off(home: House, browser: Browser, site: str) -> None:
    """At 320 pixels, in French, unfolded."""
    context = browser.new_context(viewport={"width": 320, "height": 640})
    page = context.new_page()
    page.goto(site + link(home.runtime, language="fr"))
    page.get_by_role("button").click()
    for summary in page.locator("summary").all():
        summary.click()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    context.close()


def test_a_card_is_added_without_buying_anything(home: House, worker: Runtime, wallet: Page) -> None:
    """Typed, encrypted, asked about and kept, with a yes to the words beside it; nothing lies in clear anywhere."""
    wallet.get_by_role("button", name="Add a card").click()
    save = wallet.get_by_role("button", name="Save card")
    expect(save).to_be_enabled()
    wallet.get_by_label("Card number").press_sequentially("5555555555554444")
    wallet.get_by_label("Expires").press_sequentially("1231")
    wallet.get_by_label("Security code").fill("123")
    wallet.get_by_label("Name on card").fill("5555 5555 5555 4444")
    save.click()
    expect(wallet.get_by_label("Name on card")).to_have_accessible_description(
        "This looks like a number. Write the name that stands on the card."
    )
    wallet.get_by_label("Name on card").fill("Ada")
    save.click()
    expect(wallet.get_by_text("Please agree to this first")).to_be_visible()
    wallet.get_by_label("I agree that this card is kept").check()
    save.click()
    expect(wallet.get_by_role("heading", name="Asking your bank")).to_be_visible()
    work(home, worker)
    expect(wallet.get_by_role("heading", name="Mastercard •4444 is saved")).to_be_visible()
    wallet.get_by_role("link", name="Back to the wallet").click()
    expect(wallet.get_by_role("heading", name="Mastercard •4444")).to_be_visible()
    given = [one.consent for one in home.records.wallet.consents.values() if one.consent.words != "Words."]
    assert [(one.purpose, one.language) for one in given] == [("saved_card", "en")]


def test_a_bank_account_is_added_with_its_mandate(home: House, worker: Runtime, wallet: Page) -> None:
    """A slip is found beside the field; the mandate that stood there is kept, word by word, with its reference."""
    wallet.get_by_role("button", name="Add a bank account").click()
    save = wallet.get_by_role("button", name="Save bank account")
    expect(save).to_be_enabled()
    field = wallet.get_by_label("IBAN")
    field.press_sequentially(IBAN[:-1] + "1")
    save.click()
    expect(field).to_have_accessible_description("This IBAN is not complete or has a typing error.")
    expect(wallet.get_by_label("Account holder")).to_have_accessible_description(
        "Write the name of the account’s holder."
    )
    field.fill("")
    field.press_sequentially(IBAN.lower())
    expect(field).to_have_value("DE89 3704 0044 0532 0130 00")
    wallet.get_by_label("Account holder").fill("Ada Lovelace")
    wallet.get_by_label("I sign this SEPA direct debit mandate").check()
    shown = wallet.locator("#save-words").inner_text()
    save.click()
    expect(wallet.get_by_role("heading", name="Asking your bank")).to_be_visible()
    work(home, worker)
    expect(wallet.get_by_role("heading", name="IBAN •3000 is saved")).to_be_visible()
    [mandate] = home.records.mandates.mandates.values()
    assert (mandate.words, mandate.network) == (shown, "127.0.0.0/24")
    assert [one.traveller for one in home.records.wallet.methods.values()] == [OWNER] * 4


def test_a_no_is_said_and_tried_again(home: House, worker: Runtime, wallet: Page) -> None:
    """A card that the bank does not want is not kept; the next try has a new form."""
    wallet.get_by_role("button", name="Add a card").click()
    wallet.get_by_label("Card number").fill("4000000000000002")
    wallet.get_by_label("Expires").fill("12/31")
    wallet.get_by_label("Security code").fill("123")
    wallet.get_by_label("I agree that this card is kept").check()
    wallet.get_by_role("button", name="Save card").click()
    expect(wallet.get_by_role("heading", name="Asking your bank")).to_be_visible()
    work(home, worker)
    expect(wallet.get_by_role("heading", name="Your bank said no")).to_be_visible()
    wallet.get_by_role("button", name="Try again").click()
    expect(wallet.get_by_label("Card number")).to_have_value("")
    assert len(home.records.setups.setups) == 2


def test_everything_but_adding_works_without_scripts(home: House, browser: Browser, site: str) -> None:
    """Names, channels, the PIN and removal are plain forms; where a script is needed the page says so."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, java_script_enabled=False)
    page = enter(context.new_page(), site + link(home.runtime))
    page.get_by_label("Change Visa •4242").click()
    page.get_by_label("Name", exact=True).first.fill("work card")
    page.get_by_role("button", name="Save name").first.click()
    expect(page.get_by_role("status")).to_have_text("The name is saved.")
    page.get_by_text("WhatsApp", exact=True).click()
    page.get_by_role("checkbox", name="American Express •0005").uncheck()
    page.get_by_label("At most, for one purchase (EUR)").locator("visible=true").fill("250")
    page.get_by_role("button", name="Save for WhatsApp").click()
    expect(page.get_by_text("2 of 3 may pay · up to €250.00")).to_be_visible()
    page.get_by_role("link", name="Set a PIN").click()
    for label in ("New PIN", "New PIN once more"):
        page.get_by_label(label, exact=True).fill("8051")
    page.get_by_role("button", name="Save PIN").click()
    expect(page.get_by_role("status")).to_have_text("Your PIN is set.")
    page.get_by_label("Change work card (Visa •4242)").click()
    page.get_by_role("link", name="Remove work card (Visa •4242)?").click()
    page.get_by_role("button", name="Yes, remove it").click()
    expect(page.get_by_role("status")).to_have_text("It is removed.")
    page.get_by_role("button", name="Add a card").click()
    assert "needs JavaScript" in page.content()
    expect(page.get_by_role("button", name="Save card")).to_be_disabled()
    context.close()


def test_a_wallet_is_looked_after_without_a_mouse(wallet: Page) -> None:
    """A method is unfolded, named and told of with the keyboard alone; what became of it has the focus."""
    tab_to(wallet, "Change Visa •4242")
    wallet.keyboard.press("Enter")
    wallet.keyboard.press("Tab")
    wallet.keyboard.type("work card")
    wallet.keyboard.press("Enter")
    expect(wallet.get_by_role("status")).to_be_focused()
    expect(wallet.get_by_role("heading", name="work card")).to_be_visible()


def test_two_tabs_are_one_browser_and_another_is_none(home: House, browser: Browser, wallet: Page) -> None:
    """The wallet is open in every tab of the browser that opened it, and in nobody else's."""
    tab = wallet.context.new_page()
    tab.goto(wallet.url)
    expect(tab.get_by_role("heading", name="Visa •4242")).to_be_visible()
    other = browser.new_context()
    stranger = other.new_page()
    stranger.goto(wallet.url.removesuffix("/home"))
    stranger.get_by_role("button", name="Open my wallet").click()
    expect(stranger.get_by_role("heading", name="This link is in use in another browser")).to_be_visible()
    other.close()
    assert len(home.records.wallet_links.links) == 1
