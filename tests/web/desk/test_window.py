"""What an agent reads of a channel's window: how long it is open, how a reply goes then, and how one went."""

from urllib.parse import quote

import msgspec
import pytest
from flask.testing import FlaskClient

from bot.domain.conversation.events import ChoiceTapped
from bot.domain.conversation.messages import Text
from bot.services import desk, turns
from bot.web.app import create_app
from tests.builders.world import NOW_MS
from tests.web.archive import Bench, bench
from tests.web.conftest import Browser
from tests.web.desk.test_desk_pages import enter

HOUR = 3600 * 1000


def stage_on(channel: str, *, silent_hours: int = 0, email: str = "") -> tuple[Bench, FlaskClient, str]:
    """A thread whose traveller asked for a person so many hours ago, and an agent who has it."""
    stage, thread = bench(mails=True), f"{channel}:101:marie"
    heard = NOW_MS - silent_hours * HOUR
    turns.take(stage.runtime, thread, ChoiceTapped("t1", heard, "go:person", "Talk to a person"))
    talk = desk.thread_state(stage.runtime, thread)
    assert talk is not None
    basket = msgspec.structs.replace(talk.basket, email=email)
    stage.archive._talks[thread] = msgspec.structs.replace(talk, basket=basket)
    app = create_app(stage.runtime)
    app.test_client_class = Browser
    client = enter(stage, app)
    page = f"/desk/t/{quote(thread)}"
    client.post(f"{page}/take")
    return stage, client, page


@pytest.mark.parametrize(
    ("channel", "silent", "email", "how", "words"),
    [
        ("messenger", 1, "", "free", "The channel is open until"),
        ("instagram", 30, "", "human_agent", "What you type still goes out, until"),
        ("messenger", 8 * 24, "m@example.org", "email", "your reply goes by e-mail"),
        ("whatsapp", 30, "m@example.org", "email", "your reply goes by e-mail"),
        ("whatsapp", 30, "", "none", "a reply cannot be sent"),
    ],
)
def test_the_head_says_how_a_reply_would_go(channel: str, silent: int, email: str, how: str, words: str) -> None:
    """An agent knows before writing."""
    _, client, page = stage_on(channel, silent_hours=silent, email=email)
    text = client.get(page).text
    assert f'data-window="{how}"' in text
    assert words in text
    assert 'class="until" datetime="2026-11-' in text or 'class="until" datetime="2026-12-' in text


def test_our_own_chat_has_no_window() -> None:
    """Nothing is said of what is always open."""
    _, client, page = stage_on("webchat", silent_hours=500)
    assert "data-window" not in client.get(page).text


def test_a_reply_that_cannot_arrive_is_refused_at_once() -> None:
    """The agent reads so in place of a line that fails in silence; when the traveller writes, it goes."""
    stage, client, page = stage_on("whatsapp", silent_hours=30)
    refused = client.post(f"{page}/reply", data={"text": "Hello again", "client_id": "aaaa"})
    assert refused.status_code == 409
    assert "no e-mail address is known" in refused.text
    assert not any("Hello again" in line.body for line in stage.archive.lines("whatsapp:101:marie"))
    turns.take(stage.runtime, "whatsapp:101:marie", ChoiceTapped("t2", NOW_MS, "x", "I am back"))
    assert client.post(f"{page}/reply", data={"text": "Hello again", "client_id": "aaaa"}).status_code == 303


def test_without_mails_an_address_is_of_no_use() -> None:
    """What no process can send is not promised."""
    stage, _, _ = stage_on("whatsapp", silent_hours=30, email="m@example.org")
    talk = desk.thread_state(stage.runtime, "whatsapp:101:marie")
    assert talk is not None
    assert desk.reply_way(stage.runtime, talk).how == "email"
    silent = msgspec.structs.replace(stage.runtime, mails=False)
    assert desk.reply_way(silent, talk).how == "none"


@pytest.mark.parametrize(
    ("fate", "reason", "words"),
    [
        ("sent", "template", "Sent as a template"),
        ("delivered", "template", "Sent as a template"),
        ("sent", "email", "Sent by e-mail"),
        ("sent", "human_agent", "as a person's words"),
        ("dropped", "email", "the news went another way"),
        ("failed", "window_closed", "Not delivered: the channel's 24 hours were over"),
        ("undelivered", "window_closed", "Not delivered: the channel's 24 hours were over"),
        ("undelivered", "template", "Not delivered: the channel gave up"),
    ],
)
def test_the_transcript_says_how_a_message_went(fate: str, reason: str, words: str) -> None:
    """An agent who is asked "did you get my tickets?" knows where they are."""
    stage, client, page = stage_on("messenger")
    line = stage.archive.say("messenger:101:marie", Text("Paid and ticketed."))
    stage.archive.move(line.row, fate, reason)
    told = client.get(page).text.replace("&#39;", "'")
    assert words in told
    assert "24 hours are over" not in told


def test_what_went_as_it_was_said_needs_no_words() -> None:
    """The page stays quiet about what went well."""
    stage, client, page = stage_on("messenger")
    stage.archive.say("messenger:101:marie", Text("Hello there."), fate="delivered")
    assert "24 hours were over" not in client.get(page).text
