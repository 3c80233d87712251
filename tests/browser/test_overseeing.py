"""What only a browser shows of overseeing: live numbers, a range by shift, a run that goes on by itself, axe."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from bot.domain.conversation.events import ChoiceTapped
from bot.domain.staff.macros import Close, Label, Macro
from bot.domain.staff.person import Person
from bot.domain.staff.service_levels import Policy
from bot.services import desk, escalation, macros, runs, service_levels, turns
from tests.browser.looks import looks
from tests.browser.test_access import inspect
from tests.builders.world import NOW_MS
from tests.web.archive import Bench
from tests.web.staff_door import asked_by

pytestmark = pytest.mark.browser
EVA = Person("per_eva", "Eva", roles=("supervisor",))
THREADS = tuple(f"webchat:TF:traveller{number:03d}" for number in range(60))


@pytest.fixture
def boss(stage: Bench, site: str, browser: Browser, monkeypatch: pytest.MonkeyPatch) -> Iterator[Page]:
    """A supervisor's page, and sixty travellers who wait nine minutes of ten."""
    asked_by(monkeypatch, lambda: EVA)
    stage.archive.people.keep(EVA)
    for number, thread in enumerate(THREADS):
        turns.take(stage.runtime, thread, ChoiceTapped(f"o{number}", NOW_MS, "go:person", "Talk to a person"))
    service_levels.keep_policy(stage.runtime, EVA, Policy(id="slp_1", name="All", first=10, always=True))
    macros.keep(stage.runtime, EVA, Macro(id="mac_1", name="Tidy", actions=(Label("tidy"), Close())))
    stage.clock.pass_time(minutes=9)
    escalation.watch(stage.runtime)
    context = browser.new_context(viewport={"width": 1440, "height": 900}, base_url=site)
    context.set_default_timeout(15_000)
    page = context.new_page()
    page.clock.install(time=stage.clock.now())
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda message: errors.append(message.text) if "Content Security" in message.text else None)
    yield page
    context.close()
    assert not errors


def test_the_overview_is_live_and_its_clocks_run(stage: Bench, boss: Page) -> None:
    """A take elsewhere changes the number without a reload; a clock that runs out says so by itself."""
    boss.goto("/desk/overview")
    expect(boss.locator("#connection")).to_have_text("Live")
    waiting = boss.locator('[data-count="waiting"]')
    expect(waiting).to_have_text("60")
    desk.take(stage.runtime, THREADS[0], EVA)
    expect(waiting).to_have_text("59")
    expect(boss.locator(".due").first).to_have_class("due soon")
    boss.clock.fast_forward(200_000)
    expect(boss.locator(".due").first).to_have_text("late 2 min")
    expect(boss.locator(".due").first).to_have_class("due late")


def test_a_range_is_chosen_with_shift_and_a_long_run_goes_on_by_itself(stage: Bench, boss: Page) -> None:
    """Fifty threads: two clicks, one button, and a page that ends with fifty results and a way back."""
    boss.goto("/desk/bulk")
    boxes = boss.locator('input[name="thread"]')
    boxes.nth(0).click()
    boxes.nth(49).click(modifiers=["Shift"])
    expect(boss.locator("#chosen")).to_have_text("50 chosen")
    boss.locator('[name="value_label"]').fill("vip")
    boss.get_by_role("button", name="Add label").click()
    expect(boss.locator("#progress")).to_have_text("50 done, 0 not done.")
    assert sum("vip" in stage.archive.desk.thread(thread).labels for thread in THREADS) == 50
    boss.get_by_role("button", name="Set back 50").click()
    expect(boss.get_by_text("50 set back.", exact=True)).to_be_visible()
    assert not any(stage.archive.desk.thread(thread).labels for thread in THREADS)


@pytest.mark.parametrize(("width", "scheme"), looks(390, 1440))
@pytest.mark.usefixtures("boss")
def test_nothing_bars_anybody(stage: Bench, browser: Browser, site: str, width: int, scheme: Any) -> None:
    """Every page of supervisors passes the automatic rules in both schemes, on a phone and on a desk."""
    run = runs.begin(
        stage.runtime, EVA, (Label("x"), Close()), (*THREADS[:2], "webchat:TF:nobody"), name="Tidy up", key="a"
    )
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, reduced_motion="reduce"
    )
    page = context.new_page()
    for path in (
        "/desk/overview",
        "/desk/bulk",
        f"/desk/runs/{run}",
        "/staff/macros?edit=mac_1",
        "/staff/service-levels?edit=slp_1",
        "/staff/reports",
    ):
        page.goto(site + path)
        inspect(page)
    context.close()
