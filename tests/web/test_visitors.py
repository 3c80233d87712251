"""The cookie of the stand-alone page: a month after the last visit it is nobody's, wherever a copy of it lies."""

import pytest
from flask.testing import FlaskClient

from bot.web import auth
from tests.web.archive import Bench

ASKS = "/live/thread?once"


def cookie(browser: FlaskClient) -> str:
    """What the browser keeps."""
    kept = browser.get_cookie("tf_chat")
    assert kept is not None
    return str(kept.value)


def status(browser: FlaskClient, value: str) -> int:
    """How somebody is answered who brings that cookie."""
    browser.set_cookie("tf_chat", value)
    return int(browser.get(ASKS).status_code)


def test_a_copy_of_the_cookie_ends_with_its_month(stage: Bench, browser: FlaskClient) -> None:
    """A browser drops it by itself; who copied it keeps it, and neither reads nor pays with it any more."""
    browser.get("/chat")
    copy = cookie(browser)
    stage.clock.pass_time(days=30, seconds=-1)
    assert status(browser, copy) == 200
    stage.clock.pass_time(seconds=1)
    assert status(browser, copy) == 403
    said = browser.post("/chat/messages", json={"client_id": "abcdef", "text": "Help"})
    assert said.status_code == 403


def test_each_visit_gives_another_month(stage: Bench, browser: FlaskClient) -> None:
    """Who comes back once in a while keeps the talk, under the same name."""
    browser.get("/chat")
    first = auth.unsign(stage.runtime, "tf_chat", cookie(browser))
    for _ in range(3):
        stage.clock.pass_time(days=29)
        browser.get("/chat")
        assert browser.get(ASKS).status_code == 200
    last = auth.unsign(stage.runtime, "tf_chat", cookie(browser))
    assert first is not None
    assert last is not None
    assert first != last
    assert first.partition(" ")[0] == last.partition(" ")[0]


@pytest.mark.parametrize("value", ["somebody", "somebody "])
def test_a_cookie_that_tells_no_time_is_nobodys(stage: Bench, browser: FlaskClient, value: str) -> None:
    """Even one that we signed: it would be good for ever."""
    assert status(browser, auth.sign(stage.runtime, "tf_chat", value)) == 403
