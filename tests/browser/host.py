"""An airline's page that embeds the chat, served as another site under a policy that allows nothing else."""

from typing import Any

from flask import Flask, Response
from playwright.sync_api import FrameLocator, Page, expect

from bot.domain.embedding.sites import Site, Theme
from bot.web.app import create_app
from tests.browser.conftest import Serve
from tests.web.archive import bench


class Host:
    """A page of an airline on `localhost`, which is another site than the chat on 127.0.0.1."""

    def __init__(self, serve: Serve, **theme: Any) -> None:
        self.app = Flask("host")
        self.app.add_url_rule("/", view_func=self._page)
        self.app.add_url_rule("/twice", view_func=lambda: self._page(times=2), endpoint="twice")
        self.app.add_url_rule("/other", view_func=lambda: self._page(site="other"), endpoint="other")
        self.app.add_url_rule("/own.js", view_func=_own_script)
        self.url = serve(self.app).replace("127.0.0.1", "localhost")
        self.stage = bench(sites={"main": Site((self.url,), Theme(**theme))})
        self.chat_app = create_app(self.stage.runtime)
        self.chat = serve(self.chat_app)

    def thread(self) -> str:
        """The only visitor's thread."""
        [visitor] = self.stage.archive.visits.known
        return f"webchat:TF:{visitor}"

    def _page(self, site: str = "main", times: int = 1) -> Response:
        tag = f'<script async src="{self.chat}/v1/loader.js" data-site="{site}" data-locale="en"></script>'
        body = (
            '<!doctype html><html lang="en"><head><meta name="viewport" content="width=device-width">'
            "<title>Host</title>"
            f'<script src="/own.js"></script>{tag * times}</head>'
            "<body><main><h1>Fly with us</h1><p><a href='#x'>A link</a></p></main></body></html>"
        )
        response = Response(body)
        response.headers["Content-Security-Policy"] = (
            f"default-src 'none'; script-src {self.chat} {self.url}/own.js; frame-src {self.chat}"
        )
        return response


def _own_script() -> Response:
    """What a host may do before the loader is there: ask for something, and listen."""
    return Response(
        "window.tf = (...call) => (tf.q ??= []).push(call); window.told = [];"
        "for (const name of ['open', 'close', 'unread']) tf('on', name, (value) => told.push([name, value ?? null]));",
        mimetype="text/javascript",
    )


def launcher(page: Page) -> Any:
    """The button on the host page."""
    return page.get_by_role("button", name="Chat")


def panel(page: Page) -> FrameLocator:
    """The page in the frame."""
    return page.frame_locator("iframe[title='Chat with Threadfare Air']")


def say(page: Page, text: str) -> None:
    """Write in the panel and press Enter."""
    field = panel(page).get_by_label("Message", exact=True)
    expect(field).to_be_focused()
    field.fill(text)
    page.keyboard.press("Enter")


def begin(host: Host, page: Page) -> None:
    """Open the panel for the first time and be answered."""
    page.goto(host.url)
    launcher(page).click()
    say(page, "Help")
    expect(panel(page).locator(".line.bot").last).to_be_visible()
    expect(panel(page).locator(".line[data-row]")).to_have_count(len(host.stage.archive.lines(host.thread())))


def until(page: Page, expression: str, argument: Any = None) -> None:
    """Wait until something holds on the host page, whose policy lets no test wait in it."""
    for _ in range(200):
        if page.evaluate(expression, argument):
            return
        page.wait_for_timeout(50)
    raise AssertionError(expression)
