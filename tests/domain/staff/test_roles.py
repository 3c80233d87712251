"""What roles may do."""

from typing import get_args

from bot.domain.staff.person import Person
from bot.domain.staff.roles import ALLOWED, ROLES, Permission, may


def test_every_role_has_its_rights_and_every_right_has_a_role() -> None:
    """There is no right that nobody could have, and no role that is not in the table."""
    assert set(ALLOWED) == set(ROLES)
    assert set().union(*ALLOWED.values()) == set(get_args(Permission))


def test_an_administrator_hands_out_rights_and_does_not_have_them() -> None:
    """Whoever makes accounts cannot give money back by that."""
    assert may(("admin",), "people.manage")
    assert not may(("admin",), "refunds.request")


def test_who_was_shut_out_may_nothing() -> None:
    """Roles of an account that was ended are worth nothing."""
    assert Person("p", "Ana", roles=("agent",)).may("threads.talk")
    assert not Person("p", "Ana", roles=("agent",), active=False).may("threads.talk")
    assert not Person("p", "Ana").may("threads.read")
