"""Sessions of staff: begun, found again at each request, listed, and ended by whom they are or by an administrator.

Theory. A session is a row in SQL under the hash of its id, so that it ends where it is ended, at once and everywhere:
whoever deletes the row has signed its browser out, and an open stream learns it when it looks again. A session that is
proved further gets another id, so that nobody who planted the first one has the second.
"""

from datetime import timedelta
from hashlib import sha256

import msgspec

from bot.domain.errors import InvalidError
from bot.domain.ids import token
from bot.domain.staff.credentials import LASTS, LINK_LASTS, StaffSession, Way
from bot.domain.staff.person import Person
from bot.domain.staff.roles import Permission
from bot.ports.records import Work
from bot.ports.runtime import Runtime
from bot.ports.staff_door import StaffDoor
from bot.services.audited import act

_ID_BYTES = 16
"""128 bits."""
_SEEN_EVERY = timedelta(minutes=1)
_KEPT = max(LASTS, LINK_LASTS) + timedelta(hours=1)
_NAME_SIGNS = 16
"""Of the hash of a session: enough to name it to its owner."""


class Asking(msgspec.Struct, frozen=True):
    """Who asks: the person as they are now, and their session."""

    person: Person
    session: StaffSession


def begin(runtime: Runtime, work: Work, person: Person, session: StaffSession) -> str:
    """Begin a session, whose hash is filled in here; gives its id, which nobody keeps but the browser."""
    secret = token(runtime.ids.random(_ID_BYTES))
    work.sign_in.forget(before=runtime.clock.now() - _KEPT)
    work.sign_in.begin(msgspec.structs.replace(session, hashed=hashed(secret), person=person.id))
    if session.whole:
        work.audit.append(act(runtime, person.id, "session.begin", person.id, after=session.way))
    return secret


def new(runtime: Runtime, way: Way, device: str, *, whole: bool, proved: bool = True) -> StaffSession:
    """A session that begins now, of nobody yet."""
    now = runtime.clock.now()
    proved_at = now if proved else None
    return StaffSession(
        hashed="", person="", way=way, device=device, began_at=now, seen_at=now, proved_at=proved_at, whole=whole
    )


def raised(runtime: Runtime, work: Work, asking: Asking) -> str:
    """The same session, whole and proved now, under a new id; it lasts no longer than before.

    Raises `InvalidError` when it was ended meanwhile.
    """
    now, old = runtime.clock.now(), asking.session
    if not work.sign_in.end(old.hashed):
        raise InvalidError("Your session is over. Sign in again.")
    fields = {"seen_at": now, "proved_at": now, "whole": True}
    secret = token(runtime.ids.random(_ID_BYTES))
    work.sign_in.begin(msgspec.structs.replace(old, hashed=hashed(secret), **fields))
    if not old.whole:
        work.audit.append(act(runtime, asking.person.id, "session.begin", asking.person.id, after=old.way))
    return secret


def find(runtime: Runtime, secret: str, *, quiet: bool = False) -> Asking | None:
    """Who asks by a session's id, whole or not yet; None when it is over, or the person was shut out.

    A `quiet` look, which a page makes by itself, does not keep the session alive. Raises `UnavailableError`.
    """
    now = runtime.clock.now()
    with runtime.records.begin() as work:
        session = work.sign_in.session(hashed(secret))
        person = work.people.person(session.person) if session else None
        if session is None or person is None or not person.active or session.is_over(now):
            return None
        if not quiet and now >= session.seen_at + _SEEN_EVERY:
            work.sign_in.see(session.hashed, at=now)
        return Asking(person, session)


def still(runtime: Runtime, secret: str, permission: Permission) -> Person | None:
    """The person as they are now, while they may go on with what needs a permission; raises `UnavailableError`."""
    asking = find(runtime, secret, quiet=True)
    return asking.person if asking and asking.session.whole and asking.person.may(permission) else None


def of(runtime: Runtime, person: str) -> tuple[StaffSession, ...]:
    """The sessions of a person that go on, the one used last first."""
    now = runtime.clock.now()
    with runtime.records.begin() as work:
        return tuple(one for one in work.sign_in.sessions(person) if not one.is_over(now))


def name(session: StaffSession) -> str:
    """What a session is called in forms; its id cannot be told from it."""
    return session.hashed[:_NAME_SIGNS]


def end(runtime: Runtime, by: str, owner: str, named: str) -> None:
    """End one session of a person, by its name; raises `InvalidError` when there is none."""
    with runtime.records.begin() as work:
        found = [one for one in work.sign_in.sessions(owner) if name(one) == named]
        if not found:
            raise InvalidError("That session has ended already.")
        work.sign_in.end(found[0].hashed)
        work.audit.append(act(runtime, by, "session.end", owner, before=found[0].device))


def end_all(runtime: Runtime, by: str, owner: str, *, but: str = "") -> int:
    """End the sessions of a person, all but one by its hash; gives how many."""
    with runtime.records.begin() as work:
        ended = work.sign_in.end_all(owner, but=but)
        work.audit.append(act(runtime, by, "session.end_all", owner, before=ended))
    return ended


def hashed(secret: str) -> str:
    """What is kept of a session's id, or of a link's token."""
    return sha256(secret.encode()).hexdigest()


def door(runtime: Runtime) -> StaffDoor:
    """What lets staff in; raises `InvalidError` in a process that lets nobody in."""
    if runtime.staff_door is None:
        raise InvalidError("This process lets no staff in.")
    return runtime.staff_door
