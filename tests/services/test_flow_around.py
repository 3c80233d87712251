"""What a flow is checked against when it is published: the flows that are live, the texts, and the teams."""

from contextlib import nullcontext

import msgspec
import pytest

from bot.adapters.data import catalogue
from bot.domain.errors import InvalidError
from bot.domain.flow.definition import Flow
from bot.domain.staff.hours import Hours
from bot.ports.team_records import Team
from bot.services.flow_around import Beside, around, beside
from bot.services.flows import put_live
from tests.builders.flows import TEXTS, document, flow, shipped
from tests.builders.house import House, house
from tests.fakes.records_flows import MemoryFlowRecords


@pytest.fixture
def home() -> House:
    """Two teams, one of which is never there; the flows that ship are live."""
    home = house()
    home.records.flows = MemoryFlowRecords()
    with home.runtime.records.begin() as work:
        work.teams.keep(Team(id="refunds", name="Refunds"))
        work.teams.keep(Team(id="never", name="Never"))
        work.oversight.keep_hours("never", Hours())
        for sample in catalogue.sample_flows():
            work.flows.publish(msgspec.json.decode(sample)["flow"], sample, author="ana", at=1)
    return home


def _handing(team: str) -> Flow:
    return flow({"a": {"do": [{"do": "hand_over", "text": "hi", "team": team}]}})


def test_teams_are_asked_for_when_a_flow_names_one(home: House) -> None:
    """With whether they are ever there; a flow that names none asks nobody."""
    with home.runtime.records.begin() as work:
        assert around(work, _handing("refunds"), beside=Beside(TEXTS)).teams == {"refunds": True, "never": False}
        assert around(work, _handing(""), beside=Beside(TEXTS)).teams is None


def test_the_live_flows_are_known(home: House) -> None:
    """So that a circle of flows and a locked step that is gone are found."""
    with home.runtime.records.begin() as work:
        assert set(around(work, flow({}), beside=Beside(TEXTS)).others) == set(shipped())


@pytest.mark.parametrize("team", ["gone", "never"])
def test_a_flow_that_hands_over_to_nobody_is_not_published(home: House, team: str) -> None:
    """Its travellers would wait for ever."""
    made = msgspec.json.encode(document({"a": {"do": [{"do": "hand_over", "text": "hi", "team": team}]}}))
    with home.runtime.records.begin() as work, pytest.raises(InvalidError, match=f"'{team}'"):
        put_live(work, made, beside=Beside(TEXTS), author="ana", now=2, notes="New")


def test_only_a_picture_of_ours_is_published(home: House) -> None:
    """The host of our own pages is known, and a flow that shows what lies elsewhere is refused; both over https."""
    words = {language: {"hi": "Hi"} for language in home.runtime.world().brand.languages}
    stands = beside(msgspec.structs.replace(home.runtime.world(), hosts=frozenset({"airline.example"})))
    for host, refused in (("airline.example", False), ("evil.example", True)):
        shown = {"do": "show_media", "kind": "image", "url": f"https://{host}/a.png", "alt": "hi"}
        made = msgspec.json.encode(document({"a": {"do": [shown], "next": "end"}}, texts=words))
        expected = pytest.raises(InvalidError, match="not ours") if refused else nullcontext()
        with home.runtime.records.begin() as work, expected:
            put_live(work, made, beside=stands, author="ana", now=2, notes="New")


def test_where_no_host_is_known_none_is_refused(home: House) -> None:
    """As at a shell that checks files for another machine."""
    assert beside(home.runtime.world()).hosts is None
