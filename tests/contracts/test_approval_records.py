"""What every archive of approvals promises, in memory and in a real PostgreSQL alike."""

from datetime import timedelta
from typing import Any

import pytest

from bot.domain.errors import ConflictError
from bot.domain.staff.approval import Approval, Question, Said, asked, decided, is_whole
from bot.domain.staff.person import Person
from tests.builders.world import NOW

BOSS = Person("per_contract_bo", "Bo", roles=("supervisor",))


def waits(name: str, *, hours: int = 0) -> Approval:
    """A refund that was asked for."""
    question = Question("refund", "chk_contract", '{"minor":1,"why":"é"}', "late")
    return asked(question, approval=f"apr_contract_{name}", by="per_contract_ana", now=NOW + timedelta(hours=hours))


def test_what_waits_is_listed_oldest_first_until_it_is_decided(records: Any) -> None:
    """What comes back is what was asked, to the microsecond."""
    one, two = waits("one", hours=1), waits("two")
    with records.begin() as work:
        before = work.approvals.count_waiting()
        for each in (one, two, one):
            work.approvals.add(each)
        assert work.approvals.count_waiting() == before + 2
        assert [each for each in work.approvals.waiting() if each.id in {one.id, two.id}] == [two, one]
        kept = work.approvals.approval(one.id, lock=True)
        assert is_whole(kept)
        assert work.approvals.asked_before(NOW + timedelta(hours=1)).count(two.id) == 1
        assert one.id not in work.approvals.asked_before(NOW + timedelta(hours=1))
        assert work.approvals.approval("apr_none") is None
        for each, hours in ((one, 2), (two, 3)):
            work.approvals.decide(decided(each, BOSS, Said("refuse", why="no"), now=NOW + timedelta(hours=hours)))
        assert [each.id for each in work.approvals.decided(most=99) if each.id in {one.id, two.id}] == [two.id, one.id]
        assert work.approvals.decided(most=1, skip=1)[0].id != work.approvals.decided(most=1)[0].id


def test_what_was_decided_is_not_decided_again(records: Any) -> None:
    """The slower of two is told."""
    one = waits("twice")
    done = decided(one, BOSS, Said("refuse", why="no"), now=NOW)
    with records.begin() as work:
        work.approvals.add(one)
        work.approvals.decide(done)
    with pytest.raises(ConflictError), records.begin() as work:
        work.approvals.decide(decided(one, BOSS, Said("approve", one.digest), now=NOW))
    with records.begin() as work:
        assert work.approvals.approval(one.id) == done
