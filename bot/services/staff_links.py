"""One-time links of staff: an invitation, a first password, a lost one. Made by an administrator or in a shell.

Theory. A link is 160 random bits; its hash is kept, and being looked at uses nothing up, because mail scanners and
previews follow links. Whoever uses one sets a password and thereby ends every session that was there before. It gets
nobody around a second factor: who has one is still asked for it.
"""

from datetime import datetime

import msgspec

from bot.domain.errors import ConflictError, InvalidError
from bot.domain.ids import token
from bot.domain.staff.credentials import StaffLink
from bot.domain.staff.person import Person, clean_name
from bot.ports.records import Work
from bot.ports.runtime import Runtime
from bot.services import sign_in, staff_tries
from bot.services.audited import act
from bot.services.staff_sessions import begin, hashed, new
from bot.services.staff_tries import Caller

OVER = "This link was used before or is too old. Ask an administrator for a new one."
_TOKEN_BYTES = 20


def make(runtime: Runtime, by: str, person: str) -> str:
    """The address of a link with which somebody sets a password, once, within 24 hours; older ones end.

    Raises `InvalidError` for who is not known or was shut out.
    """
    with runtime.records.begin() as work:
        return added(runtime, work, by, person)


def added(runtime: Runtime, work: Work, by: str, person: str) -> str:
    """The same inside a transaction."""
    found = work.people.person(person)
    if found is None or not found.active:
        raise InvalidError("Nobody of that name may come in.")
    secret = token(runtime.ids.random(_TOKEN_BYTES))
    work.sign_in.add_link(StaffLink(hashed=hashed(secret), person=person, by=by, made_at=runtime.clock.now()))
    work.audit.append(act(runtime, by, "person.link", person))
    return f"{runtime.public_url}/staff/link/{secret}"


def look(runtime: Runtime, secret: str) -> Person | None:
    """Whose a link is that may still be used; None for every other. Changes nothing; raises `UnavailableError`."""
    with runtime.records.begin() as work:
        return _owner(work, secret, runtime.clock.now())


class Chosen(msgspec.Struct, frozen=True):
    """What somebody enters who uses a link: the name that travellers read, and a password."""

    name: str
    password: str

    def __repr__(self) -> str:
        return f"Chosen({self.name!r})"


def redeem(runtime: Runtime, secret: str, chosen: Chosen, caller: Caller) -> str:
    """Use a link up: the name and the password are set, older sessions end, and one begins; gives its id.

    Raises `InvalidError` for a name or password that may not be, `ConflictError` for a link that is not good any more,
    `LimitError` after too many tries.
    """
    guess = staff_tries.count(runtime, "link", hashed(secret), caller)
    owner, name = look(runtime, secret), clean_name(chosen.name)
    if owner is None:
        raise ConflictError(OVER, retryable=False)
    if not name:
        raise InvalidError("Enter your name: travellers read it.")
    named = msgspec.structs.replace(owner, name=name)
    kept_hash = sign_in.hash_password(runtime, chosen.password, named)
    now = runtime.clock.now()
    with runtime.records.begin() as work:
        if _owner(work, secret, now) is None or not work.sign_in.use_link(hashed(secret), at=now):
            raise ConflictError(OVER, retryable=False)
        staff_tries.right(runtime, work, guess)
        work.people.keep(named)
        kept = sign_in.set_password(work, owner.id, kept_hash)
        work.sign_in.end_all(owner.id)
        work.audit.append(act(runtime, owner.id, "password.set", owner.id, before=owner.name, after=name))
        whole = not sign_in.wants_second(runtime, kept)
        return begin(runtime, work, named, new(runtime, "link", caller.device, whole=whole, proved=whole))


def _owner(work: Work, secret: str, now: datetime) -> Person | None:
    link = work.sign_in.link(hashed(secret))
    person = work.people.person(link.person) if link and link.is_good(now) else None
    return person if person and person.active else None
