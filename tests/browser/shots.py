"""Screenshots of every page of desk and console: `python -m tests.browser.shots FOLDER`, three widths, both schemes."""

import sys
from pathlib import Path
from tempfile import gettempdir

from playwright.sync_api import Browser, sync_playwright

from bot.web.app import create_app
from tests.browser.conftest import BROWSERS, serving
from tests.browser.staff_pages import all_paths, enter, fill, open_browser
from tests.web.archive import Bench, bench

SIZES = ((390, 844), (768, 1024), (1440, 900))
SCHEMES = ("light", "dark")


def main(folder: Path) -> None:
    """Take all of them into a folder, which is not of this repository."""
    folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        path = next(path for path in BROWSERS if path.exists())
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        for scheme in SCHEMES:
            for size in SIZES:
                stage = bench()
                fill(stage)
                with serving(create_app(stage.runtime)) as site:
                    _take(stage, browser, site, folder, scheme=scheme, size=size)
        browser.close()


def _take(stage: Bench, browser: Browser, site: str, folder: Path, *, scheme: str, size: tuple[int, int]) -> None:
    context = open_browser(browser, *size, color_scheme=scheme)
    page = enter(stage, context, site)
    for name, path in all_paths().items():
        page.goto(site + path)
        page.wait_for_timeout(150)
        page.screenshot(path=folder / f"{name}-{size[0]}-{scheme}.png")
    page.get_by_role("button", name="Take").click()
    page.get_by_label("Reply").wait_for()
    page.screenshot(path=folder / f"desk-mine-{size[0]}-{scheme}.png")
    page.get_by_label("Reply").blur()
    for key, name in (("?", "keys"), ("Control+K", "commands")):
        page.keyboard.press(key)
        page.locator("dialog[open]").wait_for()
        page.wait_for_timeout(200)
        page.screenshot(path=folder / f"{name}-{size[0]}-{scheme}.png")
        page.keyboard.press("Escape")
    context.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(gettempdir()) / "threadfare-shots")
