"""Debian's Chromium for a session, and applications served on a free loopback port."""

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright
from werkzeug.serving import make_server

from bot.web.app import create_app
from tests.web.archive import Bench, bench

BROWSERS = (Path("/usr/bin/chromium-headless-shell"), Path("/usr/bin/chromium"))
"""Debian's, of the packages of the same names: the first draws the same pages and has no windows, which costs half."""
REQUIRED = "THREADFARE_BROWSER"
"""The variable that makes a missing browser a failure when it says "required"."""
expect.set_options(timeout=15_000)
"""Milliseconds until a page that does not come to show something fails: other tests and their browsers are at work."""
PHONE = {"width": 390, "height": 844}

Serve = Callable[[Flask], str]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for the whole session; without one the tests are skipped, or fail where it is required."""
    path = next((path for path in BROWSERS if path.exists()), BROWSERS[-1])
    missing = without_chromium(path, os.environ)
    if missing:
        pytest.skip(missing)
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        yield found
        found.close()


def without_chromium(path: Path, environ: Mapping[str, str]) -> str:
    """Why the tests of pages cannot run here, "" when they can; fails where they have to."""
    if path.exists():
        return ""
    reason = f"There is no browser at {path}: install Debian's package chromium-headless-shell or chromium."
    if environ.get(REQUIRED) == "required":
        pytest.fail(f"{reason} {REQUIRED} says that these tests have to run.")
    return reason


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page of a phone's size in a browser that knows nothing yet; complaints of the console fail the test."""
    context = browser.new_context(viewport={"width": PHONE["width"], "height": PHONE["height"]})
    context.set_default_timeout(15_000)
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda message: errors.append(message.text) if "Content Security" in message.text else None)
    yield page
    context.close()
    assert not errors


@pytest.fixture
def serve() -> Iterator[Serve]:
    """Serves an application until the test ends, and gives its address."""
    with ExitStack() as stack:
        yield lambda app: stack.enter_context(serving(app))


@pytest.fixture
def stage() -> Bench:
    """A Runtime over memory."""
    return bench()


@pytest.fixture
def site(stage: Bench, serve: Serve) -> str:
    """The address of the whole application over that Runtime."""
    return serve(create_app(stage.runtime))


@pytest.fixture
def host(serve: Serve) -> Any:
    """The host page and the chat."""
    from tests.browser.host import Host  # noqa: PLC0415  it needs what stands here

    return Host(serve)


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A desktop's browser; a fault, a broken policy or a lost message fails the test."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    context.set_default_timeout(15_000)
    faults: list[str] = []
    context.on("weberror", lambda error: faults.append(str(error.error)))
    context.on("console", lambda message: faults.append(message.text) if blames(message.text) else None)
    yield context
    context.close()
    assert faults == []


def blames(text: str) -> bool:
    """Whether a line of the console says that a policy was broken, or that a message went to the wrong window."""
    return "Content Security" in text or "postMessage" in text


@contextmanager
def serving(app: Flask) -> Iterator[str]:
    """Serve an application on a free port while the block lasts."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    thread.join(5)
    server.server_close()
