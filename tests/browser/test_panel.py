"""The panel in a browser: a column or a drawer, acts in a dialog by keyboard, a contact that goes away by itself."""

from collections.abc import Iterator

import msgspec
import pytest
from playwright.sync_api import Browser, Page, expect

from bot.domain.checkout_facts import Cancelled
from bot.domain.conversation.agent_events import AgentTook
from bot.domain.conversation.events import TextReceived
from bot.services import turns
from bot.services.thread_refs import ref_of
from tests.browser.axe import barriers
from tests.browser.conftest import PHONE
from tests.browser.test_desk import at_the_desk
from tests.builders.checkouts import HELD, feed, new_checkout, paid_checkout
from tests.builders.world import NOW_MS
from tests.web.archive import Bench

pytestmark = pytest.mark.browser

THREAD = "whatsapp:106:447700900001"


@pytest.fixture(name="agent")
def _agent(stage: Bench, browser: Browser, site: str) -> Iterator[Page]:
    """An agent before a thread with held seats and a paid booking."""
    turns.take(stage.runtime, THREAD, TextReceived("m1", NOW_MS, "Paris to New York on 4 December"))
    stage.archive.money.add(feed(new_checkout("chk_2", thread=THREAD), HELD).checkout)
    stage.archive.money.add(paid_checkout(thread=THREAD))
    with at_the_desk(stage, browser, site, "Ana") as page:
        page.goto(f"{site}/desk/t/{ref_of(stage.runtime, THREAD)}")
        expect(page.locator("#connection")).to_have_text("Live")
        yield page


def test_an_act_is_done_in_a_dialog_by_keyboard(stage: Bench, agent: Page) -> None:
    """Open, say why, Enter: the thread stays where it was, and what the traveller reads stands in it at once."""
    agent.get_by_role("link", name="Send the pay link again").focus()
    agent.keyboard.press("Enter")
    dialog = agent.get_by_role("dialog", name="Send the pay link again")
    expect(dialog.get_by_label("Why")).to_be_focused()
    agent.keyboard.press("Enter")
    expect(dialog).to_be_visible()
    agent.keyboard.type("She lost the message")
    agent.keyboard.press("Enter")
    expect(dialog).to_be_hidden()
    expect(agent.locator(".line.bot").last).to_contain_text("once more")
    assert [act.what for act in stage.archive.audit.acts][-1:] == ["pay_link.again"]


def test_what_was_refused_is_read_in_the_dialog(agent: Page) -> None:
    """An amount that cannot be given back stays in its field, with the sentence above it."""
    agent.get_by_role("link", name="Give money back").click()
    dialog = agent.get_by_role("dialog", name="Give money back")
    dialog.get_by_label("Amount in EUR").fill("9999")
    dialog.get_by_label("Why").fill("Too much")
    dialog.get_by_role("button", name="Give money back").click()
    expect(dialog.get_by_role("alert")).to_contain_text("more than is left of what was paid")
    expect(dialog.get_by_label("Amount in EUR")).to_have_value("9999")
    agent.keyboard.press("Escape")
    expect(dialog).to_be_hidden()


def test_a_revealed_contact_goes_away_after_a_minute(agent: Page) -> None:
    """Nobody who passes the screen later reads the number."""
    agent.clock.install()
    agent.get_by_role("link", name="Reveal the contact").click()
    agent.get_by_label("Why").fill("She asked to be called")
    agent.get_by_role("button", name="Reveal the contact").click()
    expect(agent.get_by_text("+447700900001")).to_be_visible()
    agent.clock.run_for(59_000)
    expect(agent.get_by_text("+447700900001")).to_be_visible()
    agent.clock.run_for(2_000)
    expect(agent.get_by_text("+447700900001")).to_have_count(0)


def test_the_panel_follows_what_happens_and_moments_count_down(stage: Bench, agent: Page) -> None:
    """A payment in another window takes the buttons away that make no sense any more."""
    panel = agent.locator("#panel")
    expect(panel.locator("time.left").first).to_have_text("over")
    checkout = stage.archive.money.checkout("chk_2")
    assert checkout is not None
    stopped = feed(checkout, Cancelled()).checkout
    stage.archive.money.save(msgspec.structs.replace(stopped, version=checkout.version + 1))
    turns.take(stage.runtime, THREAD, AgentTook("took", NOW_MS, "agt_x", "Bo"))
    expect(panel.get_by_role("link", name="Send the pay link again")).to_have_count(0)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_panel_and_dialog_are_for_everybody(agent: Page, scheme: str) -> None:
    """Contrast, names and targets hold in both schemes, with the panel as a column, as a drawer, and under a dialog."""
    agent.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]  # one of its two words
    assert barriers(agent) == ""
    agent.set_viewport_size(PHONE)  # type: ignore[arg-type]  # width and height
    expect(agent.locator("#side")).to_be_hidden()
    agent.get_by_role("link", name="Details").click()
    expect(agent.locator("#side")).to_be_visible()
    assert agent.evaluate("document.documentElement.scrollWidth <= innerWidth")
    agent.get_by_role("link", name="Cancel the booking").click()
    expect(agent.get_by_role("dialog")).to_contain_text("Comes back in all")
    assert barriers(agent) == ""


def test_without_a_script_the_drawer_opens_and_acts_are_pages(stage: Bench, agent: Page, browser: Browser) -> None:
    """A browser that runs no script of ours does the same by links and forms."""
    bare = browser.new_context(java_script_enabled=False, viewport=PHONE, storage_state=agent.context.storage_state())  # type: ignore[arg-type]  # width and height
    page = bare.new_page()
    page.goto(agent.url)
    page.get_by_role("link", name="Details").click()
    page.get_by_role("link", name="Send the receipt again").click()
    page.get_by_label("Why").fill("She asked")
    page.get_by_role("button", name="Send the receipt again").click()
    expect(page.locator(".line.bot").last).to_contain_text("ABC234")
    bare.close()
    assert [act.what for act in stage.archive.audit.acts][-1:] == ["receipt.send"]
