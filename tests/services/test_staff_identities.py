"""Whom the airline's identity provider means, and which roles follow from its groups."""

from typing import Any

import pytest

from bot.domain.errors import InvalidError
from bot.domain.staff.person import Person
from bot.ports.staff_door import Identity
from bot.services import staff_identities, staff_sessions
from bot.services.staff_tries import Caller
from tests.fakes.staff_door import staff_door
from tests.web.archive import Bench, bench

ISSUER = "https://id.airline.example"
ANA = Person("per_ana", "Ana", "ana@airline.example", ("agent",))
ROLES = {"groups": {"desk": ("agent",), "lead": ("supervisor",)}}


def _stage(*people: Person, **door: Any) -> Bench:
    stage = bench(staff_door=staff_door(**door))
    with stage.runtime.records.begin() as work:
        for person in people:
            work.people.keep(person)
    return stage


def _identity(subject: str = "u-1", email: str = ANA.email, *groups: str) -> Identity:
    return Identity(ISSUER, subject, email, "Ana Silva", {"groups": groups})


def _enter(stage: Bench, identity: Identity) -> Person:
    secret = staff_identities.enter(stage.runtime, identity, Caller())
    asking = staff_sessions.find(stage.runtime, secret)
    assert asking is not None
    assert asking.session.whole
    assert asking.session.way == "provider"
    return asking.person


def test_who_was_invited_is_found_by_their_verified_address_and_then_by_their_subject() -> None:
    """Somebody whose address changes at the company stays who they are here."""
    stage = _stage(ANA)
    assert _enter(stage, _identity()) == ANA
    assert _enter(stage, _identity(email="ana.silva@airline.example")) == ANA


@pytest.mark.parametrize("email", ["", "stranger@airline.example"])
def test_whom_nobody_invited_stays_outside(email: str) -> None:
    """A company account alone opens nothing; nor does an address that is not verified."""
    stage = _stage(ANA)
    with pytest.raises(InvalidError, match="not known here"):
        _enter(stage, _identity(email=email))
    assert [one.id for one in stage.archive.people.people()] == [ANA.id]


def test_an_address_that_came_to_another_account_does_not_take_over_its_first_owner() -> None:
    """A mailbox that is given to somebody new does not make them the old colleague."""
    stage = _stage(ANA)
    _enter(stage, _identity("u-1"))
    with pytest.raises(InvalidError):
        _enter(stage, _identity("u-2"))


def test_groups_that_give_roles_make_somebody_known() -> None:
    """An airline that keeps its groups needs no invitations; it stands in the audit."""
    stage = _stage(roles=ROLES)
    made = _enter(stage, _identity("u-9", "new@airline.example", "desk", "golf"))
    assert (made.name, made.email, made.roles) == ("Ana Silva", "new@airline.example", ("agent",))
    assert "person.made" in [line.act.what for line in stage.archive.audit.newest(most=9)]


def test_roles_follow_the_groups_at_each_sign_in_and_who_left_them_is_out() -> None:
    """Whoever leaves the company's group has left the desk, whatever they were given before."""
    stage = _stage(ANA, roles=ROLES)
    assert _enter(stage, _identity("u-1", ANA.email, "desk", "lead")).roles == ("agent", "supervisor")
    assert _enter(stage, _identity("u-1", ANA.email, "lead")).roles == ("supervisor",)
    with pytest.raises(InvalidError):
        _enter(stage, _identity("u-1", ANA.email))


def test_who_was_given_roles_here_keeps_them_without_groups() -> None:
    """A consultant whom an administrator invited works on though no group knows them."""
    stage = _stage(ANA, roles=ROLES)
    assert _enter(stage, _identity()).roles == ANA.roles


def test_who_was_shut_out_stays_out_whatever_the_provider_says() -> None:
    """Shutting somebody out here is enough."""
    stage = _stage(Person(ANA.id, ANA.name, ANA.email, ANA.roles, active=False), roles=ROLES)
    with pytest.raises(InvalidError):
        _enter(stage, _identity("u-1", ANA.email, "desk"))


def test_only_the_same_account_confirms_a_session() -> None:
    """A colleague's account proves nothing about who sits here."""
    bo = Person("per_bo", "Bo", "bo@airline.example", ("agent",))
    stage = _stage(ANA, bo)
    _enter(stage, _identity("u-2", bo.email))
    secret = staff_identities.enter(stage.runtime, _identity(), Caller())
    asking = staff_sessions.find(stage.runtime, secret)
    assert asking is not None
    stage.clock.pass_time(minutes=11)
    with pytest.raises(InvalidError, match="another person"):
        staff_identities.confirm(stage.runtime, asking, _identity("u-2", bo.email))
    again = staff_sessions.find(stage.runtime, staff_identities.confirm(stage.runtime, asking, _identity()))
    assert again is not None
    assert again.session.is_fresh(stage.clock.now())


def test_without_a_provider_the_way_there_says_so() -> None:
    """An airline that has none signs in with passwords."""
    with pytest.raises(InvalidError, match="no identity provider"):
        staff_identities.provider(_stage().runtime)
    with pytest.raises(InvalidError, match="lets no staff in"):
        staff_sessions.door(bench(staff_door=None).runtime)


def test_every_errand_is_another_one() -> None:
    """An answer for one browser fits no other."""
    runtime = _stage().runtime
    one, two = staff_identities.errand(runtime), staff_identities.errand(runtime, again=True)
    assert len({one.state, one.nonce, one.verifier, two.state, two.nonce, two.verifier}) == 6
    assert two.again
    assert len(one.verifier) == 43
