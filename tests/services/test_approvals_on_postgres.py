"""A second person on a real PostgreSQL: whoever presses in the same moment, it is done once and noted once."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from bot.adapters.sql.engine import make_engine
from bot.adapters.sql.unit_of_work import SqlRecords
from bot.domain.errors import ConflictError
from bot.domain.staff.approval import Approval
from bot.domain.staff.audit import Wanted
from bot.domain.staff.audit_chain import Checked, checked
from bot.domain.staff.person import Person
from bot.services import approved, fraud_proposals, fraud_rules
from tests.builders.house import House, house
from tests.builders.staff import CY, DEE, acting, deciding, yes

pytestmark = pytest.mark.real

FAY = Person("per_fay", "Fay", "fay@airline.example", ("finance",))


@pytest.fixture(name="home")
def _home(postgres: str) -> Iterator[House]:
    """A house whose records are in PostgreSQL."""
    engine = make_engine(postgres)
    yield house(records=SqlRecords(engine))
    engine.dispose()


def propose(home: House, name: str, challenge: int) -> Approval:
    """Cy proposes rules."""
    document, act = {"rules": [], "challenge_at": challenge}, acting(CY, home.runtime, "why")
    return fraud_proposals.propose(home.runtime.records, document, act, approval=name)


def pressed(home: House, *pairs: tuple[Approval, Person]) -> list[str]:
    """What each is told when all approve in the same moment."""
    gate = Barrier(len(pairs))

    def press(pair: tuple[Approval, Person]) -> str:
        one, person = pair
        gate.wait()
        try:
            return approved.decide(home.runtime, one.id, yes(one), deciding(person, home.runtime)).state
        except ConflictError as error:
            return error.say_to_staff

    with ThreadPoolExecutor(len(pairs)) as pool:
        return sorted(pool.map(press, pairs))


def revision(home: House) -> int:
    """What is in force."""
    found = fraud_rules.in_force(home.runtime.records)
    return found[0] if found is not None else 0


def test_two_who_approve_the_same_do_it_once(home: House) -> None:
    """One revision, one line of the audit, and the slower one is told."""
    before, one = revision(home), propose(home, "apr_pg_once", 11)
    told = pressed(home, (one, DEE), (one, FAY))
    assert told.count("approved") == 1
    assert revision(home) == before + 1
    with home.runtime.records.begin() as work:
        assert work.audit.count(Wanted(subject=one.id, what="approval.approve")) == 1
        assert checked(Checked(), work.audit.after(0, most=10**6)).broken == 0


def test_of_two_proposals_on_the_same_rules_one_is_in_force(home: House) -> None:
    """Nobody's rules go unseen: the other one is proposed again on top."""
    before = revision(home)
    one, two = propose(home, "apr_pg_one", 12), propose(home, "apr_pg_two", 13)
    told = pressed(home, (one, DEE), (two, FAY))
    assert [told.count("approved"), told.count(fraud_proposals.STALE)] == [1, 1]
    assert revision(home) == before + 1
