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
        checkout: the checkout that it first paid, "" when it was added without one.
        added_at, last_used: UTC; `last_used` is when it last paid as a saved one.
        name: what the traveller calls it, "" when it has no name.
        preferred: whether the traveller wants it to be offered first; one of a traveller's at most.
        expiry_told: the end of its card ("2027-03") of which the traveller was warned, "" before.
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
    name: str = ""
    expiry_told: str = ""


LONGEST_NAME = 24
"""Characters of a name: what a list of a channel shows in one line."""


def clean_name(text: str) -> str | None:
    """The name that a traveller gives a method, without needless spaces; "" takes it away, None is no name.

    A name is shown in chats and on receipts: it holds no number that could be a card's.
    """
    name = " ".join(text.split())
    if len(name) > LONGEST_NAME or not all(character.isprintable() for character in name):
        return None
    return None if sum(character.isdigit() for character in name) > _MOST_DIGITS else name


_MOST_DIGITS = 6


def told(method: Method, shown: str) -> str:
    """What its traveller calls a method, and what everybody does: "work card (Visa •4242)"."""
    return f"{method.name} ({shown})" if method.name else shown


def in_order(methods: Iterable[Method]) -> tuple[Method, ...]:
    """Active methods as they are offered: the preferred one, then those that paid or came last."""
    active = [method for method in methods if method.state == "active"]
    return tuple(sorted(active, key=lambda m: (m.preferred, m.last_used or m.added_at, m.id), reverse=True))
