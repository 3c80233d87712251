"""A house in which flows are edited: the sample flows are live, and its world follows what is published and tried."""

from collections.abc import Mapping
from functools import cache
from typing import Any

import msgspec

from bot.adapters.data import catalogue
from bot.domain.flow.definition import Flow
from bot.domain.flow.operations import Operation, SetText
from bot.domain.staff.person import Person
from bot.domain.world import World
from bot.ports.records import Records
from bot.services import flow_drafts, flow_revisions, flows
from bot.services.approvals import Deciding
from bot.services.flow_revisions import Outcome, Wish
from bot.services.worlds import Worlds
from tests.builders import world as builders
from tests.builders.house import House, house
from tests.builders.staff import EDI, EVERYBODY, acting
from tests.fakes.records import MemoryRecords
from tests.fakes.records_flows import MemoryFlowRecords

BEA = Person("per_bea", "Bea", "bea@airline.example", ("flow_editor",))
SOON = builders.NOW_MS + 3600 * 1000


def flow_room(**parts: Any) -> House:
    """A house with the sample flows live, and with people; `parts` replace what the Runtime has."""
    home = house(**parts)
    records = home.runtime.records
    if records is home.records:
        home.records.flows.hold_also(_published())
    else:
        _publish_samples(records)
    with records.begin() as work:
        for person in (*EVERYBODY, BEA):
            work.people.keep(person)
    worlds = Worlds(records=records, clock=home.clock, make=_make)
    return msgspec.structs.replace(home, runtime=msgspec.structs.replace(home.runtime, world=worlds))


@cache
def _published() -> MemoryFlowRecords:
    """What publishing the sample flows leaves behind, for all houses over memory: each checks seven flows at length."""
    records = MemoryRecords()
    _publish_samples(records)
    held: MemoryFlowRecords = records.flows
    return held


def _publish_samples(records: Records) -> None:
    for document in catalogue.sample_flows():
        flows.publish(records, document, texts=catalogue.texts(), author="threadfare", now=1, alone=True)


def by(home: House, person: Person = EDI, reason: str = "") -> Deciding:
    """Somebody who does something now."""
    return Deciding(person, acting(person, home.runtime, reason))


def worded(home: House, text: str, *, key: str = "ask_origin", person: Person = EDI) -> Any:
    """The draft of the flow in which travellers book, after a text was worded otherwise."""
    seen = flow_drafts.shown(home.runtime, "book").stamp(f"text:en:{key}").version
    return do(home, SetText("en", key, text, seen=seen), person)


def do(home: House, op: Operation, person: Person = EDI, flow: str = "book") -> Any:
    """The draft after an operation."""
    return flow_drafts.edit(home.runtime, flow, op, by(home, person))


def wish(home: House, *, notes: str = "Shorter", due: int = 0, flow: str = "book") -> Wish:
    """What somebody wants who sees everything as it is now."""
    draft = flow_drafts.shown(home.runtime, flow)
    return Wish(
        flow=flow, name=home.runtime.ids.new("pub"), version=draft.version, live=live(home, flow), notes=notes, due=due
    )


def publish(home: House, *, notes: str = "Shorter", due: int = 0, person: Person = EDI) -> Outcome:
    """Publish the draft as it is now."""
    return flow_revisions.publish(home.runtime, wish(home, notes=notes, due=due), by(home, person))


def live(home: House, flow: str = "book") -> int:
    """The live revision."""
    with home.runtime.records.begin() as work:
        return flows.live_revision(work, flow)


def acts(home: House) -> list[tuple[str, str, str]]:
    """Who did what to which flow, in order, as the audit has it."""
    return [(act.who, act.what, act.subject) for act in home.records.audit.acts]


def _make(*, flows: Mapping[str, Mapping[int, Flow]], live: Mapping[str, int]) -> World:
    return msgspec.structs.replace(builders.world(), flows=flows, live=live)
