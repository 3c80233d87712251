"""Who works for the airline: invited, given and taken rights, shut out and let in again; each act is audited.

Theory. Rights are changed while nobody else changes any, so that two administrators who part at once still leave one.
Nobody takes the last administrator's role, nor changes their own rights: a colleague does, or a shell.
"""

from collections.abc import Mapping
from datetime import datetime

import msgspec

from bot.domain.errors import IllegalError, InvalidError
from bot.domain.staff.credentials import Credentials
from bot.domain.staff.person import Person, clean_name
from bot.domain.staff.roles import ROLES, Role
from bot.domain.understanding.identity import parse_email
from bot.ports.records import Work
from bot.ports.runtime import Runtime
from bot.services import staff_links
from bot.services.audited import act

OWN = "Nobody changes their own rights. Ask another administrator."
LAST = "This is the last administrator. Make somebody else one first."
_LANGUAGE_SIGNS = 2


class Wanted(msgspec.Struct, frozen=True):
    """What an administrator enters about somebody."""

    roles: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()


class Known(msgspec.Struct, frozen=True):
    """Somebody as administrators see them: when they were last seen (UTC, None for never), their proofs."""

    person: Person
    seen_at: datetime | None = None
    has_password: bool = False
    has_second: bool = False
    by_provider: bool = False


def everybody(runtime: Runtime) -> tuple[Known, ...]:
    """Everybody who was ever known, by name; raises `UnavailableError`."""
    with runtime.records.begin() as work:
        seen, proofs = work.sign_in.last_seen(), work.sign_in.every_credentials()
        return tuple(_known(person, seen, proofs.get(person.id)) for person in work.people.people())


def shown(runtime: Runtime, person: str) -> Known:
    """Somebody by their id; raises `InvalidError` for who is not known."""
    with runtime.records.begin() as work:
        return _known(_found(work, person), work.sign_in.last_seen(), work.sign_in.credentials(person))


def find(runtime: Runtime, address: str) -> Person:
    """Somebody by their e-mail address or their id; raises `InvalidError` for who is not known."""
    with runtime.records.begin() as work:
        found = work.people.with_email(address) or work.people.person(address)
    if found is None:
        raise InvalidError("Nobody of that address works here.")
    return found


def invite(runtime: Runtime, by: str, wanted: Wanted, *, name: str, email: str) -> str:
    """Make somebody known; gives the one-time link that lets them in.

    Raises `InvalidError` for what cannot be used, `ConflictError` when the address is somebody's already.
    """
    address, called = parse_email(email), clean_name(name)
    if address is None or address.lower() != email.strip().lower() or not called:
        raise InvalidError("Enter a name and an e-mail address, as ana@airline.example.")
    person = Person(runtime.ids.new("per"), called, address, _roles(wanted.roles), _languages(wanted.languages))
    with runtime.records.begin() as work:
        work.people.keep(person)
        work.audit.append(act(runtime, by, "person.invite", person.id, after=_told(person)))
        return staff_links.added(runtime, work, by, person.id)


def change(runtime: Runtime, by: str, person: str, wanted: Wanted) -> Person:
    """Give somebody these roles and languages and no others.

    Raises `InvalidError` for what cannot be used, `IllegalError` for one's own roles and the last administrator's.
    """
    roles, languages = _roles(wanted.roles), _languages(wanted.languages)
    with runtime.records.begin() as work:
        work.people.hold_rights()
        before = _found(work, person)
        if set(roles) != set(before.roles):
            _refuse_own(by, person)
            _refuse_last(work, before, stays="admin" in roles)
        after = msgspec.structs.replace(before, roles=roles, languages=languages)
        if after != before:
            work.people.keep(after)
            work.audit.append(act(runtime, by, "person.change", person, before=_told(before), after=_told(after)))
    return after


def set_active(runtime: Runtime, by: str, person: str, *, active: bool) -> Person:
    """Shut somebody out, which ends their sessions, or let them in again; they stay known.

    Raises `InvalidError` for who is not known, `IllegalError` for oneself and the last administrator.
    """
    with runtime.records.begin() as work:
        work.people.hold_rights()
        before = _found(work, person)
        if not active:
            _refuse_own(by, person)
            _refuse_last(work, before, stays=False)
            work.sign_in.end_all(person)
        after = msgspec.structs.replace(before, active=active)
        if after != before:
            work.people.keep(after)
            what = "person.let_in" if active else "person.shut_out"
            work.audit.append(act(runtime, by, what, person, before=_told(before), after=_told(after)))
    return after


def rename(runtime: Runtime, person: Person, name: str) -> None:
    """Let somebody choose the name that travellers read; raises `InvalidError` for none."""
    called = clean_name(name)
    if not called:
        raise InvalidError("Enter your name: travellers read it.")
    with runtime.records.begin() as work:
        before = _found(work, person.id)
        work.people.keep(msgspec.structs.replace(before, name=called))
        work.audit.append(act(runtime, person.id, "person.rename", person.id, before=before.name, after=called))


def _known(person: Person, seen: Mapping[str, datetime], proofs: Credentials | None) -> Known:
    kept = proofs or Credentials(person=person.id)
    return Known(person, seen.get(person.id), bool(kept.password), bool(kept.totp), bool(kept.subject))


def _found(work: Work, person: str) -> Person:
    found = work.people.person(person)
    if found is None:
        raise InvalidError("Nobody of that name works here.")
    return found


def _refuse_own(by: str, person: str) -> None:
    if by == person:
        raise IllegalError(OWN)


def _refuse_last(work: Work, person: Person, *, stays: bool) -> None:
    others = (one for one in work.people.people() if one.id != person.id and one.active and "admin" in one.roles)
    if not stays and person.active and "admin" in person.roles and next(others, None) is None:
        raise IllegalError(LAST)


def _roles(texts: tuple[str, ...]) -> tuple[Role, ...]:
    """Roles by their names, in the order of all roles; raises `InvalidError` for one that is none."""
    if not set(texts) <= set(ROLES):
        raise InvalidError(f"A role is one of {', '.join(ROLES)}.")
    return tuple(role for role in ROLES if role in texts)


def _languages(texts: tuple[str, ...]) -> tuple[str, ...]:
    found = tuple(dict.fromkeys(text.strip().lower() for text in texts if text.strip()))
    if not all(len(text) == _LANGUAGE_SIGNS and text.isascii() and text.isalpha() for text in found):
        raise InvalidError("A language has two letters, as en or fr.")
    return found


def _told(person: Person) -> dict[str, object]:
    """Somebody for the audit, without their address."""
    return {"name": person.name, "roles": person.roles, "languages": person.languages, "active": person.active}
