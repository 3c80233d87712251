"""A saved method: an instrument that a traveller agreed to leave with us, until it is removed."""

from collections.abc import Iterable
from datetime import datetime
from typing import Literal

import msgspec

MethodState = Literal["active", "removed"]


class Method(msgspec.Struct, frozen=True):
    """An instrument of a traveller.

    Attributes:
        consent: the id of the consent with which it is kept.
        checkout: the checkout that it first paid.
        added_at, last_used: UTC; `last_used` is when it last paid as a saved one.
        preferred: whether it is offered first; one of a traveller's at most.
    """

    id: str
    traveller: str
    instrument: str
    consent: str
    checkout: str
    added_at: datetime
    state: MethodState = "active"
    last_used: datetime | None = None
    preferred: bool = False


def in_order(methods: Iterable[Method]) -> tuple[Method, ...]:
    """Active methods as they are offered: the preferred one, then those that paid or came last."""
    active = [method for method in methods if method.state == "active"]
    return tuple(sorted(active, key=lambda m: (m.preferred, m.last_used or m.added_at, m.id), reverse=True))
