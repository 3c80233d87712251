"""Flows: what travellers read and do about money takes two people, everything else one."""

from typing import Any

import msgspec
import pytest

from bot.adapters.data import catalogue
from bot.domain.errors import ConflictError, InvalidError
from bot.domain.staff.approval import Approval
from bot.services import approved, flow_proposals, flows
from tests.builders.house import House, house
from tests.builders.staff import ADA, EDI, acting, deciding, yes

BOOK, TRIP, *_ = catalogue.sample_flows()


@pytest.fixture(name="home")
def _home() -> House:
    home = house()
    for document in (BOOK, TRIP):
        publish(home, document, alone=True)
    return home


def publish(home: House, document: bytes, *, alone: bool = False) -> None:
    """Publish without asking anybody."""
    flows.publish(home.records, document, texts=catalogue.texts(), author="edi", now=1, alone=alone)


def edited(change: Any) -> bytes:
    """The sample flow with a change."""
    document = msgspec.json.decode(BOOK)
    change(document)
    return msgspec.json.encode(document)


def cheaper(document: Any) -> None:
    """Word what is said while money is taken."""
    document["texts"]["en"]["holding"] = "It costs nothing."


def propose(home: House, document: bytes) -> Approval:
    """Edi asks."""
    return flow_proposals.propose(home.runtime, document, acting(EDI, home.runtime, "shorter"), approval="apr_flow")


def live(home: House) -> list[int]:
    """The live revision of the flow in which travellers book."""
    return [one.revision for one in home.records.flows.revisions() if one.live and one.flow == "book"]


def test_words_about_money_are_not_published_by_one_person(home: House) -> None:
    """The refusal names what it is about; a greeting needs nobody."""
    with pytest.raises(InvalidError, match=r"second person .* the text holding \(en\) changes"):
        publish(home, edited(cheaper))
    assert live(home) == [1]
    publish(home, edited(lambda document: document["texts"]["en"].update(ask_origin="From where?")))
    assert live(home) == [2]


def test_a_second_person_publishes_what_was_proposed(home: House) -> None:
    """Exactly that document, in the name of who wrote it; who wrote it may not."""
    one = propose(home, edited(cheaper))
    with pytest.raises(InvalidError, match="somebody else"):
        approved.decide(home.runtime, one.id, yes(one), deciding(EDI, home.runtime))
    approved.decide(home.runtime, one.id, yes(one), deciding(ADA, home.runtime))
    (now,) = [one for one in home.records.flows.revisions() if one.live and one.flow == "book"]
    assert (now.revision, now.document, now.author) == (2, edited(cheaper), EDI.id)


def test_what_was_published_meanwhile_is_not_taken_back(home: House) -> None:
    """The proposal is made again on top of it."""
    one = propose(home, edited(cheaper))
    publish(home, edited(lambda document: document["texts"]["en"].update(ask_origin="From where?")))
    with pytest.raises(ConflictError, match="Propose it again"):
        approved.decide(home.runtime, one.id, yes(one), deciding(ADA, home.runtime))
    assert live(home) == [2]


def test_a_flow_with_faults_is_not_proposed(home: House) -> None:
    """The editor reads them, and not the second person."""
    with pytest.raises(InvalidError, match="nowhere"):
        propose(home, edited(lambda document: document["nodes"]["pay_again"]["wait"]["exits"].update(person="nowhere")))
