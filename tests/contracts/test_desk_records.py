"""What every archive of people, teams, desk and audit promises, in memory and in a real PostgreSQL alike."""

from typing import Any

import msgspec
import pytest

from bot.domain.errors import ConflictError
from bot.domain.staff.audit import Act
from bot.domain.staff.person import Person
from bot.ports.desk_records import DeskThread
from bot.ports.team_records import Team
from tests.builders.world import NOW

THREAD = "webchat:TF:contract-of-desks"
EVA = Person("per_contract_eva", "Eva", "eva@contract.example", ("agent", "finance"), ("en", "fr"))
TEAM = Team(id="tea_contract", name="Contract", languages=("fr",), topics=("payment",), members=(EVA.id,))


def test_the_desk_starts_with_nothing_and_keeps_what_it_is_told(records: Any) -> None:
    """Two agents who change different things of a thread lose neither."""
    with records.begin() as work:
        assert work.desk.thread(THREAD) == DeskThread(thread=THREAD)
        work.desk.change(THREAD, labels=("vip",), priority=2)
    with records.begin() as work:
        work.desk.change(THREAD, snoozed_until=5)
    with records.begin() as work:
        kept = work.desk.thread(THREAD, lock=True)
        wanted = DeskThread(thread=THREAD, labels=("vip",), priority=2, snoozed_until=5, number=kept.number)
        assert kept == wanted
        assert kept.number > 0
        work.desk.change(THREAD, labels=(), priority=0, snoozed_until=0)


def test_people_are_known_by_their_id_and_one_address_is_one_persons(records: Any) -> None:
    """Who was shut out stays known; nobody takes over somebody else's address."""
    with records.begin() as work:
        work.people.keep(EVA)
        assert work.people.person("nobody") is None
        work.people.keep(msgspec.structs.replace(EVA, active=False))
        assert work.people.person(EVA.id) == msgspec.structs.replace(EVA, active=False)
        assert EVA.id in [person.id for person in work.people.people()]
    with pytest.raises(ConflictError), records.begin() as work:
        work.people.keep(Person("per_contract_other", "Other", "EVA@contract.example"))


def test_a_team_has_those_who_are_in_it_now(records: Any) -> None:
    """Whoever leaves a team is gone from it."""
    with records.begin() as work:
        work.people.keep(EVA)
        work.teams.keep(TEAM)
        assert work.teams.team(TEAM.id) == TEAM
        assert TEAM in work.teams.teams()
        work.teams.keep(msgspec.structs.replace(TEAM, members=()))
        assert work.teams.team(TEAM.id) == msgspec.structs.replace(TEAM, members=())
        assert work.teams.team("none") is None


def test_the_audit_is_read_newest_first(records: Any) -> None:
    """What staff did stands in the order in which they did it."""
    acts = [
        Act(at=NOW, who=EVA.id, what="thread.label", subject=THREAD, before="[]", after=f'["{name}"]') for name in "ab"
    ]
    with records.begin() as work:
        numbers = [work.audit.append(act) for act in acts]
    with records.begin() as work:
        newest = work.audit.newest(most=2)
    assert numbers == sorted(numbers)
    assert [(line.number, line.act) for line in newest] == [(numbers[1], acts[1]), (numbers[0], acts[0])]
