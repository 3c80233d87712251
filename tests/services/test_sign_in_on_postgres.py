"""The door of staff on a real PostgreSQL, where several want the same at once: one has it, and no guess is free."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from threading import Barrier
from typing import TypeVar

import pyotp
import pytest

from bot.adapters.clock import SystemIds
from bot.adapters.sql.engine import make_engine
from bot.adapters.sql.unit_of_work import SqlRecords
from bot.domain.errors import ConflictError, IllegalError, InvalidError, LimitError, ThreadfareError
from bot.domain.staff.person import Person
from bot.ports.runtime import Runtime
from bot.services import people, second_factor, sign_in, staff_links, staff_sessions
from bot.services.people import Wanted
from bot.services.staff_links import Chosen
from bot.services.staff_tries import BY_ACCOUNT, Caller
from tests.builders.house import house

pytestmark = pytest.mark.real

PASSWORD = "correct horse battery"
_NUMBERS = count(1)
_Given = TypeVar("_Given")


@pytest.fixture(name="runtime")
def _runtime(postgres: str) -> Iterator[Runtime]:
    """A process on PostgreSQL."""
    engine = make_engine(postgres)
    yield house(records=SqlRecords(engine), ids=SystemIds()).runtime
    engine.dispose()


def _somebody(runtime: Runtime, *roles: str) -> Person:
    name = f"race{next(_NUMBERS)}"
    people.invite(runtime, "x", Wanted(roles), name=name, email=f"{name}@airline.example")
    return people.find(runtime, f"{name}@airline.example")


def _at_once(*acts: Callable[[], _Given]) -> list[_Given | ThreadfareError]:
    """What acts give, or raise, that begin at the same moment."""
    gate = Barrier(len(acts))

    def run(act: Callable[[], _Given]) -> _Given | ThreadfareError:
        gate.wait()
        try:
            return act()
        except ThreadfareError as error:
            return error

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def test_two_who_use_a_link_at_once(runtime: Runtime) -> None:
    """One of them is in, and the other reads that it was used; the password is the first one's."""
    person = _somebody(runtime, "agent")
    token = staff_links.make(runtime, "x", person.id).rpartition("/")[2]
    chosen = [Chosen(person.name.upper(), f"{PASSWORD} {number}") for number in range(2)]
    given = _at_once(*[lambda one=one: staff_links.redeem(runtime, token, one, Caller()) for one in chosen])  # type: ignore[misc]  # its default is its type
    assert sum(isinstance(one, str) for one in given) == 1
    assert sum(isinstance(one, ConflictError) for one in given) == 1
    assert len(staff_sessions.of(runtime, person.id)) == 1


def test_thirty_guesses_at_once_are_no_more_than_ten(runtime: Runtime) -> None:
    """A flood of guesses is stopped as one after the other is, and nobody's right password gets through after it."""
    person = _somebody(runtime, "agent")
    given = _at_once(*[lambda: sign_in.with_password(runtime, person.email, "wrong wrong wrong", Caller())] * 30)
    assert sum(isinstance(one, InvalidError) for one in given) == BY_ACCOUNT.most
    assert sum(isinstance(one, LimitError) for one in given) == 30 - BY_ACCOUNT.most


def test_a_code_that_two_type_at_once_lets_one_in(runtime: Runtime) -> None:
    """A code is good once, also within the same second."""
    person = _somebody(runtime, "agent")
    token = staff_links.make(runtime, "x", person.id).rpartition("/")[2]
    secret = staff_links.redeem(runtime, token, Chosen("Race", PASSWORD), Caller())
    asking = staff_sessions.find(runtime, secret)
    assert asking is not None
    totp = pyotp.TOTP(second_factor.setup(runtime, asking).text.replace(" ", ""))
    now = int(runtime.clock.now().timestamp())
    second_factor.enrol(runtime, asking, totp.at(now - 30), Caller())
    halves = []
    for _ in range(2):
        half = staff_sessions.find(runtime, sign_in.with_password(runtime, person.email, PASSWORD, Caller()))
        assert half is not None
        halves.append(half)
    code = totp.at(now)
    given = _at_once(*[lambda one=one: second_factor.confirm(runtime, one, code, Caller()) for one in halves])  # type: ignore[misc]  # its default is its type
    assert sum(isinstance(one, InvalidError) for one in given) == 1


def test_two_administrators_who_part_at_once_leave_one(runtime: Runtime) -> None:
    """The house is never without somebody who can let others in."""
    for person in people.everybody(runtime):
        if "admin" in person.person.roles and person.person.active:
            with runtime.records.begin() as work:
                work.people.keep(Person(person.person.id, person.person.name, person.person.email, ("viewer",)))
    ada, eve = (_somebody(runtime, "admin") for _ in range(2))
    given = _at_once(
        lambda: people.change(runtime, ada.id, eve.id, Wanted(())),
        lambda: people.set_active(runtime, eve.id, ada.id, active=False),
    )
    assert sum(isinstance(one, IllegalError) for one in given) == 1
    left = [one for one in people.everybody(runtime) if "admin" in one.person.roles and one.person.active]
    assert len(left) == 1
    with runtime.records.begin() as work:
        work.people.keep(Person(left[0].person.id, left[0].person.name, left[0].person.email, ("viewer",)))
