"""Ready replies: kept by who configures the desk, used by those whose team has them, filled from the thread."""

import pytest

from bot.domain.conversation.events import ChoiceTapped, TextReceived
from bot.domain.conversation.files import Upload
from bot.domain.errors import ConflictError, InvalidError
from bot.domain.staff.canned import Canned
from bot.ports.team_records import Team
from bot.services import canned, desk, turns
from tests.builders.files import HOSTILE, png
from tests.web.archive import Bench, bench
from tests.web.staff_door import somebody

THREAD = "webchat:TF:marie"
ANA, EVA = somebody("Ana"), somebody("Eva")
ALL = Canned(
    id="can_1", shortcut="hello", title="Hello", texts={"en": "Hi, {{ agent.name }} of {{ airline.name }} here."}
)
TEAMS = Canned(
    id="can_2", shortcut="refund", title="Refund", team="tea_1", texts={"en": "By [[date]]", "fr": "Le [[date]]"}
)


@pytest.fixture
def stage() -> Bench:
    """A thread that waits, a team of Ana alone, and two replies."""
    stage = bench()
    for person in (ANA, EVA):
        stage.archive.people.keep(person)
    stage.archive.teams.keep(Team(id="tea_1", name="Money", members=(ANA.id,)))
    turns.take(stage.runtime, THREAD, ChoiceTapped("t1", 1, "go:person", "Talk to a person"))
    for one in (ALL, TEAMS):
        canned.keep(stage.runtime, EVA, one)
    return stage


def test_a_teams_replies_are_its_members(stage: Bench) -> None:
    """Everybody has those that are for all."""
    assert [one.shortcut for one in canned.usable(stage.runtime, ANA)] == ["hello", "refund"]
    assert [one.shortcut for one in canned.usable(stage.runtime, EVA)] == ["hello"]
    with pytest.raises(InvalidError):
        canned.one(stage.runtime, EVA, THREAD, "can_2")


def test_a_reply_is_filled_from_its_thread(stage: Bench) -> None:
    """With the agent's own name, and the gaps that are left."""
    brand = stage.runtime.world().brand.name
    assert canned.one(stage.runtime, ANA, THREAD, "can_1").text == f"Hi, Ana of {brand} here."
    assert canned.one(stage.runtime, ANA, THREAD, "can_2").gaps == ("date",)


def test_a_reply_comes_in_the_travellers_language(stage: Bench) -> None:
    """When there is a text in it."""
    turns.take(
        stage.runtime, "webchat:TF:jean", TextReceived("j1", 1, "Bonjour, je voudrais aller à Rome", locale="fr")
    )
    assert canned.one(stage.runtime, ANA, "webchat:TF:jean", "can_2").text == "Le [[date]]"


def test_the_trip_and_the_name_are_filled_in(stage: Bench) -> None:
    """As far as the thread knows them; else they are gaps."""
    text = "{{ traveller.first_name }}: {{ trip.origin }} to {{ trip.destination }}, {{ booking.reference }}"
    canned.keep(stage.runtime, EVA, Canned(id="can_3", shortcut="trip", title="Trip", texts={"en": text}))
    turns.take(stage.runtime, "webchat:TF:jo", TextReceived("j1", 1, "Paris to New York on Friday"))
    told = canned.one(stage.runtime, ANA, "webchat:TF:jo", "can_3")
    assert "Paris" in told.text
    assert "New York" in told.text
    assert told.gaps == ("the traveller's first name", "the booking reference")


def test_the_server_refuses_a_reply_with_a_gap(stage: Bench) -> None:
    """Whatever the page does; nothing of it reaches the traveller."""
    desk.take(stage.runtime, THREAD, ANA)
    said = stage.archive.texts(THREAD)
    with pytest.raises(InvalidError, match="Fill in"):
        desk.reply(stage.runtime, THREAD, ANA, "It comes by [[date]].", key="a")
    assert stage.archive.texts(THREAD) == said
    desk.reply(stage.runtime, THREAD, ANA, "It comes by Friday.", key="a")
    assert stage.archive.texts(THREAD)[-1] == "It comes by Friday."


def test_changes_are_in_the_audit(stage: Bench) -> None:
    """Who changed which words, and who took a reply away; once."""
    canned.drop(stage.runtime, EVA, "can_1")
    with pytest.raises(ConflictError):
        canned.drop(stage.runtime, EVA, "can_1")
    acts = [line.act for line in stage.archive.audit.newest(most=3)]
    assert [(act.what, act.subject) for act in acts] == [
        ("canned.drop", "can_1"),
        ("canned.keep", "can_2"),
        ("canned.keep", "can_1"),
    ]
    assert "Le [[date]]" in acts[1].after


def test_files_go_along_with_a_reply_and_go_with_it(stage: Bench) -> None:
    """Looked at as every file; each is sent once, as a message of its own, by who has the thread."""
    canned.attach(stage.runtime, EVA, "can_1", Upload("map.png", png(), ""))
    with pytest.raises(InvalidError):
        canned.attach(stage.runtime, EVA, "can_1", Upload("map.png", HOSTILE["page.png"], ""))
    with pytest.raises(ConflictError):
        canned.attach(stage.runtime, EVA, "can_none", Upload("map.png", png(), ""))
    with pytest.raises(ConflictError):
        canned.send_files(stage.runtime, ANA, THREAD, "can_1", key="abc")
    desk.take(stage.runtime, THREAD, ANA)
    for _ in range(2):
        canned.send_files(stage.runtime, ANA, THREAD, "can_1", key="abc")
    assert [line.kind for line in stage.archive.shelf].count("media") == 1
    (file,) = canned.files_of(stage.runtime, "can_1")
    canned.detach(stage.runtime, EVA, "can_1", "fil_other")
    assert canned.files_of(stage.runtime, "can_1") == (file,)
    canned.detach(stage.runtime, EVA, "can_1", file.id)
    assert canned.files_of(stage.runtime, "can_1") == ()
    assert stage.archive.files.size_of(THREAD) == len(png())
    canned.attach(stage.runtime, EVA, "can_1", Upload("map.png", png(), ""))
    canned.drop(stage.runtime, EVA, "can_1")
    assert stage.archive.files.of_items("", ("can_1",)) == ()
