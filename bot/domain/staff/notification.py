"""What calls somebody of the staff: the kinds of notification, and one notification."""

from typing import Literal, get_args

import msgspec

Kind = Literal["queue", "assigned", "reply", "mention", "due", "transfer", "silent"]
"""Somebody waits for a person; a thread was given to me; a traveller wrote in mine; I was named in a note; a service
level ends soon; a colleague wants me to take a thread over, or answered; an assignment was not taken up."""


class Notification(msgspec.Struct, frozen=True, kw_only=True):
    """Something of which staff are told once.

    `key` names what happened, so that it is noted once however often it is found; `person` is whom it concerns, "" for
    everybody who talks with travellers. `at` is milliseconds UTC; `number` orders those that were noted, 0 before that.
    """

    kind: Kind
    key: str
    thread: str
    at: int
    person: str = ""
    number: int = 0


class Pushed(msgspec.Struct, frozen=True):
    """What a browser's own notification says: nothing of a person, and where a click leads."""

    title: str
    body: str
    path: str
    tag: str


def kinds() -> tuple[Kind, ...]:
    """All kinds, in the order in which people choose among them."""
    return get_args(Kind)


def pushed(one: Notification, *, waiting: int) -> Pushed:
    """The words of a push: of what happened its kind alone, and of the queue how many wait.

    It passes through a push service and lies on a locked screen, so it names no traveller, no thread and no word. What
    has the same tag takes the other's place: a queue that grows is one notification.
    """
    title, body = _WORDS[one.kind]
    tag = one.kind if one.kind == "queue" else f"{one.kind}-{one.number}"
    return Pushed(title, body.format(waiting=waiting), f"/desk/notifications/{one.number}", tag)


_WORDS: dict[Kind, tuple[str, str]] = {
    "queue": ("New in queue", "{waiting} waiting"),
    "assigned": ("Assigned to you", "Open the thread to take it up."),
    "reply": ("New reply", "A traveller wrote in a thread of yours."),
    "mention": ("You were mentioned", "A colleague named you in a note."),
    "transfer": ("Transfer", "A colleague wants you to take a thread over, or has answered."),
    "silent": ("Not taken up", "Somebody was assigned a thread and did not take it up."),
    "due": ("Reply due soon", "A thread is about to be late."),
}
