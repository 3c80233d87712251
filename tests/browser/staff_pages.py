"""Every page of desk and console over a house full of talk, for what looks at all of them."""

from urllib.parse import quote

from playwright.sync_api import Browser, BrowserContext, Page, expect

from bot.domain.conversation.events import ChoiceTapped, TextReceived
from bot.domain.staff.roles import ROLES
from bot.services import turns
from bot.web.staff.menu import MENU, PERSONAL
from tests.browser.test_desk import sign_in
from tests.web.archive import Bench, greeting
from tests.web.staff_door import somebody

THREAD = "webchat:TF:marie00001"
WAITING = 18
SAID = (
    "Hello, I booked Paris to New York for Friday and my daughter's name is spelled wrong",
    "Her passport says Anne-Sophie, the ticket says Annesophie",
    "Can somebody change that, please?",
)


def menu_paths() -> tuple[str, ...]:
    """Each page of the menu, and what everybody sets for themselves: pages that join the menu join here."""
    return tuple(entry.path for entry in (*MENU, *PERSONAL))


def all_paths() -> dict[str, str]:
    """Each page by a name fit for a file."""
    named = {path.strip("/").replace("/", "-"): path for path in menu_paths()}
    return {**named, "desk-thread": f"/desk/t/{quote(THREAD)}"}


def fill(stage: Bench) -> None:
    """Travellers who wait for a person, the first of them with a talk."""
    for number in range(1, WAITING + 1):
        thread = THREAD if number == 1 else f"webchat:TF:guest{number:05}"
        turns.take(stage.runtime, thread, ChoiceTapped(f"t{number}", number, "go:person", "Talk to a person"))
        for at, text in enumerate(SAID if number == 1 else SAID[-1:]):
            turns.take(stage.runtime, thread, TextReceived(f"m{number}-{at}", number, text))
        stage.clock.pass_time(seconds=40)
    stage.archive.say(THREAD, greeting("Your booking reference is K7QM2X. A colleague looks at it in a moment."))


def enter(stage: Bench, context: BrowserContext, site: str, name: str = "Ana") -> Page:
    """A page of somebody who may see every page there is."""
    sign_in(stage, context, site, somebody(name, roles=ROLES))
    page = context.new_page()
    page.goto(f"{site}/desk")
    expect(page.get_by_role("heading", name="Desk")).to_be_attached()
    return page


def open_browser(browser: Browser, width: int, height: int, **more: str) -> BrowserContext:
    """A browser of a size, in which nothing moves."""
    context = browser.new_context(viewport={"width": width, "height": height}, reduced_motion="reduce", **more)  # type: ignore[arg-type]  # a scheme by its name
    context.set_default_timeout(15_000)
    return context
