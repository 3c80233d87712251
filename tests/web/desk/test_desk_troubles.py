"""What agents read when a channel takes nothing: of whole accounts, of one traveller, of one message."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from bot.domain.conversation.channel_events import WritingRefused
from bot.domain.conversation.events import TextReceived
from bot.domain.staff.person import Person
from bot.services import accounts, turns
from bot.web.desk.parts import Live, Opened
from tests.web.archive import Bench
from tests.web.desk.test_desk_pages import PAGE, THREAD, ana, app, stage

__all__ = ["ana", "app", "stage"]  # fixtures


def test_an_account_that_cannot_send_stands_above_the_list(stage: Bench, ana: FlaskClient) -> None:
    """An agent knows why nothing arrives, and that nothing has to be said again."""
    accounts.stopped(stage.runtime, "whatsapp:106", reason="token", detail="Expired.", seconds=30)
    page = ana.get("/desk").text
    assert "<strong>WhatsApp</strong>: The access token does not hold." in page
    accounts.works(stage.runtime, "whatsapp:106")
    assert "access token" not in ana.get("/desk").text


@pytest.mark.parametrize("opened", ["", THREAD])
def test_open_pages_are_told_of_it(stage: Bench, app: Flask, opened: str) -> None:
    """Nobody has to reload, whether a thread is open or not."""
    view = Live(Opened(stage.runtime, Person("agt_1", "Ana"), opened))
    accounts.stopped(stage.runtime, "whatsapp:106", reason="restricted", detail="Locked.", seconds=30)
    with app.test_request_context():
        drawn = dict(view.parts(stage.archive.notes[-1]))
    assert "The channel holds the account back" in drawn["queue"]


def test_a_traveller_who_cannot_be_written_to_is_marked_until_they_write(stage: Bench, ana: FlaskClient) -> None:
    """An agent does not write into the void."""
    now = int(stage.runtime.clock.now().timestamp() * 1000)
    turns.take(stage.runtime, THREAD, WritingRefused("m#0:refused", now, "unavailable"))
    assert "may have blocked us. Nothing is sent until they write again." in ana.get(PAGE).text
    turns.take(stage.runtime, THREAD, TextReceived("t9", now + 1, "Hello?"))
    assert "blocked us" not in ana.get(PAGE).text


def test_a_message_that_was_not_delivered_says_why(stage: Bench, ana: FlaskClient) -> None:
    """Whoever reads the talk later sees what the traveller missed and the reason for it."""
    line = next(line for line in stage.archive.lines(THREAD) if line.author == "bot")
    stage.archive.move(line.row, "failed", "unavailable")
    assert "Not delivered: The channel takes nothing more for this traveller" in ana.get(PAGE).text
