"""Roles of staff, and what each may do: one table, asked by every route of desk and console."""

from collections.abc import Iterable, Mapping
from typing import Literal, get_args

Role = Literal["viewer", "agent", "supervisor", "finance", "flow_editor", "admin"]
"""What somebody is at the airline; a person may be several things."""

Permission = Literal[
    "threads.read",
    "threads.talk",
    "threads.oversee",
    "contacts.reveal",
    "orders.act",
    "refunds.request",
    "refunds.approve",
    "approvals.read",
    "payments.review",
    "fraud.propose",
    "fraud.approve",
    "flows.read",
    "flows.edit",
    "flows.approve",
    "reports.read",
    "desk.configure",
    "people.manage",
    "audit.read",
]
"""What a route may ask for."""

_AGENT: frozenset[Permission] = frozenset(
    {"threads.read", "threads.talk", "contacts.reveal", "orders.act", "refunds.request", "approvals.read"}
)

ALLOWED: Mapping[Role, frozenset[Permission]] = {
    "viewer": frozenset({"threads.read", "reports.read", "flows.read"}),
    "agent": _AGENT,
    "supervisor": _AGENT | {"threads.oversee", "refunds.approve", "reports.read", "desk.configure", "flows.read"},
    "finance": frozenset(
        {
            "threads.read",
            "contacts.reveal",
            "orders.act",
            "refunds.request",
            "refunds.approve",
            "approvals.read",
            "payments.review",
            "fraud.propose",
            "fraud.approve",
            "reports.read",
            "audit.read",
        }
    ),
    "flow_editor": frozenset({"flows.read", "flows.edit", "approvals.read"}),
    "admin": frozenset(
        {
            "people.manage",
            "audit.read",
            "desk.configure",
            "reports.read",
            "flows.read",
            "flows.approve",
            "approvals.read",
        }
    ),
}
"""Role -> its permissions. An administrator hands out rights and does not have the others by that."""

ROLES: tuple[Role, ...] = get_args(Role)


def may(roles: Iterable[Role], permission: Permission) -> bool:
    """Whether somebody of these roles has a permission."""
    return any(permission in ALLOWED[role] for role in roles)
