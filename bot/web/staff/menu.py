"""The menu of desk and console: one table, of which everybody sees what they may open."""

import msgspec

from bot.domain.staff.person import Person
from bot.domain.staff.roles import Permission


class Entry(msgspec.Struct, frozen=True):
    """One page of the menu: where it is, what it is called, what it needs, and the key that follows `g`.

    A page of the `day` stands in the bar, the others under "Manage".
    """

    path: str
    label: str
    permission: Permission
    key: str = ""
    day: bool = False


class Link(msgspec.Struct, frozen=True):
    """A page that needs no permission."""

    path: str
    label: str


MENU: tuple[Entry, ...] = (
    Entry("/desk", "Inbox", "threads.read", "i", day=True),
    Entry("/desk/search", "Search", "threads.read", "s", day=True),
    Entry("/desk/overview", "Overview", "threads.oversee", "o", day=True),
    Entry("/staff/approvals", "Approvals", "approvals.read", "a", day=True),
    Entry("/staff/flows", "Flows", "flows.read", "w"),
    Entry("/staff/reports", "Reports", "reports.read", "r"),
    Entry("/staff/macros", "Macros", "threads.talk", "m"),
    Entry("/staff/teams", "Teams", "desk.configure", "t"),
    Entry("/staff/canned", "Ready replies", "desk.configure", "c"),
    Entry("/staff/service-levels", "Service levels", "desk.configure", "l"),
    Entry("/staff/reviews", "Held payments", "payments.review", "h"),
    Entry("/staff/fraud", "Fraud rules", "fraud.propose", "f"),
    Entry("/staff/audit", "Audit", "audit.read", "u"),
    Entry("/staff/people", "People", "people.manage", "p"),
)
"""In the order in which they stand."""


PERSONAL: tuple[Link, ...] = (
    Link("/staff/me", "You and your sessions"),
    Link("/staff/me/appearance", "Appearance and keys"),
    Link("/staff/me/notifications", "Notifications"),
)
"""What everybody sets for themselves."""


def menu_of(person: Person) -> tuple[Entry, ...]:
    """What a person may open."""
    return tuple(entry for entry in MENU if person.may(entry.permission))


def places(person: Person) -> tuple[Entry, ...]:
    """The pages of the day: they stand in the bar."""
    return tuple(entry for entry in menu_of(person) if entry.day)


def managed(person: Person) -> tuple[Entry, ...]:
    """The pages on which the airline is run: they stand beside one another's content."""
    return tuple(entry for entry in menu_of(person) if not entry.day)
