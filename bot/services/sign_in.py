"""Signing in with a password, and changing it; who it is stays as unknown to a stranger as before.

Theory. An unknown address, somebody without a password, somebody who was shut out and a wrong password are answered
alike, after the same work: where there is no hash to compare with, one is made.
"""

import msgspec

from bot.domain.errors import InvalidError
from bot.domain.staff.credentials import Credentials
from bot.domain.staff.passwords import LONGEST, password_problem
from bot.domain.staff.person import Person
from bot.ports.records import Work
from bot.ports.runtime import Runtime
from bot.services import staff_tries
from bot.services.audited import act
from bot.services.staff_sessions import Asking, begin, door, new, raised
from bot.services.staff_tries import Caller

WRONG = "E-mail address or password is wrong."
WRONG_PASSWORD = "The password is wrong."  # noqa: S105  a sentence, no password
_LONGEST_ADDRESS = 254
_SALT_BYTES = 16


def with_password(runtime: Runtime, email: str, password: str, caller: Caller) -> str:
    """Begin a session by an address and a password; gives its id. It is whole unless a second factor is wanted.

    Raises `InvalidError` with the one sentence for everything that is wrong, `LimitError` after too many tries.
    """
    address = email.strip()[:_LONGEST_ADDRESS]
    guess = staff_tries.count(runtime, "password", address.lower(), caller)
    with runtime.records.begin() as work:
        person = work.people.with_email(address)
        kept = work.sign_in.credentials(person.id if person else "")
    right = _matches(runtime, password, kept)
    if person is None or not (right and person.active):
        raise wrong(runtime, WRONG)
    with runtime.records.begin() as work:
        staff_tries.right(runtime, work, guess)
        runtime.meter.count("staff_sign_ins", result="right")
        whole = not wants_second(runtime, kept)
        return begin(runtime, work, person, new(runtime, "password", caller.device, whole=whole, proved=whole))


def confirm_password(runtime: Runtime, asking: Asking, password: str, caller: Caller) -> str:
    """Prove again who one is, where no second factor is set up; gives the session's new id.

    Raises `InvalidError` for a wrong password, `LimitError` after too many.
    """
    guess = staff_tries.count(runtime, "password", asking.person.email.lower(), caller)
    with runtime.records.begin() as work:
        kept = work.sign_in.credentials(asking.person.id)
    if kept.totp or not asking.session.whole or not _matches(runtime, password, kept):
        raise wrong(runtime, WRONG_PASSWORD)
    with runtime.records.begin() as work:
        staff_tries.right(runtime, work, guess)
        return raised(runtime, work, asking)


def change_password(runtime: Runtime, asking: Asking, password: str) -> None:
    """Choose another password; every other session of the person ends. Raises `InvalidError` for an unfit one."""
    person = asking.person
    hashed = hash_password(runtime, password, person)
    with runtime.records.begin() as work:
        set_password(work, person.id, hashed)
        work.sign_in.end_all(person.id, but=asking.session.hashed)
        work.audit.append(act(runtime, person.id, "password.change", person.id))


def hash_password(runtime: Runtime, password: str, person: Person) -> str:
    """What is kept of a password that somebody chooses; raises `InvalidError` when they may not choose it."""
    problem = password_problem(password, person.name, person.email)
    if problem:
        raise InvalidError(problem)
    return door(runtime).passwords.hash(password, salt=runtime.ids.random(_SALT_BYTES))


def set_password(work: Work, person: str, hashed: str) -> Credentials:
    """Write the hash of a password; gives the person's proofs as they are now."""
    kept = work.sign_in.credentials(person, lock=True)
    changed = msgspec.structs.replace(kept, password=hashed)
    work.sign_in.keep(changed)
    return changed


def wants_second(runtime: Runtime, kept: Credentials) -> bool:
    """Whether a password alone lets nobody in: there is a second factor, or has to be one."""
    return bool(kept.totp) or door(runtime).second_required


def wrong(runtime: Runtime, sentence: str) -> InvalidError:
    """The error for a proof that is wrong, counted."""
    runtime.meter.count("staff_sign_ins", result="wrong")
    return InvalidError(sentence)


def _matches(runtime: Runtime, password: str, kept: Credentials) -> bool:
    hasher, typed = door(runtime).passwords, password[: LONGEST + 1]
    if not kept.password:
        hasher.hash(typed, salt=bytes(_SALT_BYTES))
        return False
    return hasher.matches(typed, kept.password) and len(password) <= LONGEST
