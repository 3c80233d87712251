"""Giving a thread back on the page: where it stopped, at the menu, or at a step, in words."""

import pytest
from flask.testing import FlaskClient

from bot.services import desk
from bot.services.thread_refs import ref_of
from bot.web.app import create_app
from bot.web.desk import ways_back
from tests.builders.desk_thread import THREAD, thread_at
from tests.web.archive import Bench
from tests.web.conftest import Browser
from tests.web.desk.test_desk_pages import enter


def at(step: str) -> tuple[Bench, FlaskClient, str]:
    """A thread at a step of the booking, and an agent who has taken it; with its page."""
    stage = thread_at(step)
    app = create_app(stage.runtime)
    app.test_client_class = Browser
    client, page = enter(stage, app), f"/desk/t/{ref_of(stage.runtime, THREAD)}"
    client.post(f"{page}/take")
    return stage, client, page


def node(stage: Bench) -> str:
    """Where the talk stands."""
    talk = desk.thread_state(stage.runtime, THREAD)
    return talk.position.node if talk and talk.position else ""


def test_the_ways_back_are_chosen_in_words() -> None:
    """An agent reads steps and no names of a program; the place where it stopped stands first."""
    _, client, page = at("offers")
    text = client.get(page).text
    assert '<option value="">Where it stopped</option><option value="menu">At the menu</option>' in text
    assert '<option value="ask_depart">Choosing the day of departure</option>' in text


def test_the_bot_goes_on_at_the_step_that_was_chosen() -> None:
    """The form does what it says."""
    stage, client, page = at("offers")
    assert client.post(f"{page}/return", data={"to": "ask_depart"}).status_code == 303
    assert node(stage) == "ask_depart"


@pytest.mark.parametrize("to", ["review", "check_out", "x" * 5000, "../menu"])
def test_no_form_leads_past_a_price(to: str) -> None:
    """Whatever is posted is looked at again; the agent keeps the thread and is told."""
    stage, client, page = at("review")
    assert node(stage) == "review"
    refused = client.post(f"{page}/return", data={"to": to})
    assert refused.status_code == 409
    assert "The bot cannot go on there now." in refused.text
    assert 'data-standing="mine"' in refused.text


def test_words_that_are_alike_carry_the_steps_own_name() -> None:
    """Two steps are never mistaken for one another."""
    stage, _, _ = at("offers")
    talk = desk.thread_state(stage.runtime, THREAD)
    assert talk is not None
    told = [words for _, words in ways_back.named(stage.runtime, talk)]
    assert len(set(told)) == len(told)


def test_a_claim_of_another_time_is_refused_beside_its_button() -> None:
    """The page says which thread it showed; what is none of its business is no number, and counts for nothing."""
    stage, client, page = at("offers")
    client.post(f"{page}/return")
    assert client.post(f"{page}/take", data={"epoch": "0"}).status_code == 409
    assert 'name="epoch" value="2" form="reply"' in client.get(page).text
    assert client.post(f"{page}/take", data={"epoch": "x" * 400}).status_code == 303
    talk = desk.thread_state(stage.runtime, THREAD)
    assert talk is not None
    assert talk.owner == "human"


def test_a_first_word_takes_the_thread_on_the_page_too() -> None:
    """The field to answer in is there before anybody has taken the thread."""
    stage, client, page = at("offers")
    client.post(f"{page}/return")
    assert "data-writes" in client.get(page).text
    assert client.post(f"{page}/reply", data={"text": "Hello", "client_id": "aaaa", "epoch": "2"}).status_code == 303
    assert stage.archive.texts(THREAD)[-1] == "Hello"
    assert "You have this thread" in client.get(page).text


def test_who_may_only_read_is_offered_nothing_to_do() -> None:
    """A viewer sees who has the thread and has no button that would be refused."""
    stage, client, page = at("offers")
    client.post(f"{page}/return")
    app = create_app(stage.runtime)
    app.test_client_class = Browser
    text = enter(stage, app, "Vic", roles=("viewer",)).get(page).text
    assert "The bot has this thread." in text
    assert "data-writes" not in text
    assert "/take" not in text
