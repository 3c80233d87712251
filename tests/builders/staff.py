"""People of the staff, and what they do as services are told of it."""

from typing import Any

from bot.domain.staff.approval import Said
from bot.domain.staff.person import Person
from bot.domain.staff.roles import ROLES
from bot.services.approvals import Deciding
from bot.services.audited import Acting

ANA = Person("per_ana", "Ana", "ana@airline.example", ("agent",))
BO = Person("per_bo", "Bo", "bo@airline.example", ("supervisor",))
CY = Person("per_cy", "Cy", "cy@airline.example", ("finance",))
DEE = Person("per_dee", "Dee", "dee@airline.example", ("finance",))
EDI = Person("per_edi", "Edi", "edi@airline.example", ("flow_editor",))
ADA = Person("per_ada", "Ada Admin", "ada@airline.example", ("admin",))
EVERYBODY = (ANA, BO, CY, DEE, EDI, ADA)


def acting(person: Person, runtime: Any, reason: str = "") -> Acting:
    """What somebody does now, in a request."""
    return Acting(person.id, runtime.clock.now(), reason, "req_test")


def deciding(person: Person, runtime: Any) -> Deciding:
    """Somebody who decides now."""
    return Deciding(person, acting(person, runtime))


def yes(approval: Any) -> Said:
    """Approve what was read."""
    return Said("approve", approval.digest)


ALL_RIGHTS = Person("per_everybody", "Everybody", roles=ROLES)
"""Somebody who may do everything, and has done nothing."""
