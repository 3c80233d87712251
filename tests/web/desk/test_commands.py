"""The command bar's one endpoint: pages, settings, threads and bookings, to whoever may open them."""

# ruff: noqa: F811  fixtures are asked for by the names under which they are imported

import pytest
from flask import Flask
from flask.testing import FlaskClient

from bot.domain.conversation.events import ChoiceTapped
from bot.domain.staff.person import Person
from bot.services import turns
from bot.services.thread_refs import ref_of
from bot.web.desk.commands import MOST, found
from tests.builders.checkouts import paid_checkout
from tests.web.archive import Bench, bench
from tests.web.staff.conftest import ana, app, stage  # noqa: F401  fixtures

THREAD = "webchat:TF:marie"


PATH = f"/desk/t/{ref_of(bench().runtime, THREAD)}"


@pytest.fixture(autouse=True)
def _waiting(stage: Bench) -> None:
    turns.take(stage.runtime, THREAD, ChoiceTapped("t1", 1, "go:person"))


def paths(client: FlaskClient, asked: str) -> list[str]:
    """Where one may go."""
    answer = client.get("/desk/commands", query_string={"q": asked}).json
    assert isinstance(answer, list)
    return [one["path"] for one in answer]


def test_nothing_typed_offers_who_waits_and_the_pages(ana: FlaskClient) -> None:
    """The first thing in sight is what is most often wanted."""
    assert paths(ana, "")[0] == PATH
    assert "/desk" in paths(ana, "")


@pytest.mark.parametrize(
    ("asked", "path"),
    [
        ("inb", "/desk"),
        ("KEYS appear", "/staff/me/appearance"),
        ("notif", "/staff/me/notifications"),
        ("marie", PATH),
        (f"  {THREAD} ", PATH),
    ],
)
def test_pages_and_threads_are_found_by_a_part_of_their_name(
    ana: FlaskClient,
    asked: str,
    path: str,
) -> None:
    """In any case and any order of words."""
    assert path in paths(ana, asked)


@pytest.mark.parametrize("asked", ["k7qm2x", " K7-QM2X "])
def test_a_booking_is_found_by_its_reference_alone(
    stage: Bench,
    ana: FlaskClient,
    asked: str,
) -> None:
    """However it is spelled, the thread in which it was booked opens."""
    stage.archive.money.checkouts["chk_1"] = paid_checkout(thread="webchat:TF:luc", locator="K7QM2X")
    path = f"/desk/t/{ref_of(stage.runtime, 'webchat:TF:luc')}"
    answer = ana.get("/desk/commands", query_string={"q": asked}).json
    assert answer == [{"kind": "Booking", "label": "K7QM2X", "hint": "Web chat · luc", "path": path}]


@pytest.mark.parametrize("asked", ["nothing like that", "webchat:TF:nobody", "x" * 500])
def test_what_is_not_there_is_not_offered(ana: FlaskClient, asked: str) -> None:
    """An empty answer is an answer."""
    assert paths(ana, asked) == []


def test_who_may_not_read_talk_is_offered_none(stage: Bench, app: Flask) -> None:
    """A flow editor goes to pages, not to travellers."""
    editor = Person("p", "Eve", roles=("flow_editor",))
    told = found(stage.runtime, editor, "")
    assert told
    assert {one.kind for one in told} <= {"Page", "Setting"}
    assert len(told) <= MOST
    assert app.test_client().get("/desk/commands").headers["Location"] == "/staff/sign-in?next=/desk/commands"
