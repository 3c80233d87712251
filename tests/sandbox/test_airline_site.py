"""The demo's page of an airline's site: the chat on it, under the strictest policy that it works with."""

import msgspec

from bot.sandbox.app import create_sandbox
from tests.fakes.sandbox_server import MovedClock
from tests.sandbox.conftest import settings

CHAT = "http://127.0.0.1:8000"


def test_the_page_embeds_the_chat_and_allows_nothing_else_of_it() -> None:
    """Whoever looks at its source sees how embedding is done, and which policy it needs."""
    app = create_sandbox(msgspec.structs.replace(settings(), chat_url=CHAT), MovedClock())
    answer = app.test_client().get("/airline")
    assert f'<script async src="{CHAT}/v1/loader.js" data-site="main" data-locale="en"></script>' in answer.text
    policy = answer.headers["Content-Security-Policy"]
    assert policy.startswith(f"default-src 'none'; style-src 'self'; script-src {CHAT}; frame-src {CHAT};")
    app.stop()


def test_a_sandbox_without_a_chat_has_no_such_page() -> None:
    """A gateway that stands alone is a gateway alone."""
    app = create_sandbox(settings(), MovedClock())
    assert app.test_client().get("/airline").status_code == 404
    app.stop()
