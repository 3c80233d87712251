"""Signing in by the airline's own identity provider: whom it means here, and which roles follow from what it says.

Theory. A person is who the provider's issuer and subject name, for ever. The first time, an e-mail address that the
provider has verified finds who was invited; whom nobody invited is made known when what the provider says gives roles.
Roles that come from the provider follow it at each sign-in: who has left its groups has left.
"""

from base64 import urlsafe_b64encode

import msgspec

from bot.domain.errors import InvalidError
from bot.domain.staff.person import Person, clean_name
from bot.domain.staff.provider_roles import mapped_roles
from bot.domain.staff.roles import Role
from bot.ports.records import Work
from bot.ports.runtime import Runtime
from bot.ports.staff_door import Errand, Identity, IdentityProvider
from bot.services.audited import act
from bot.services.staff_sessions import Asking, begin, door, new, raised
from bot.services.staff_tries import Caller

STRANGER = "You are not known here. Ask an administrator to invite you under the address of your company account."
_BYTES = 32


def errand(runtime: Runtime, *, again: bool = False) -> Errand:
    """What a browser is sent to the provider with: three secrets that nobody guesses."""
    state, nonce, verifier = (urlsafe_b64encode(runtime.ids.random(_BYTES)).decode().rstrip("=") for _ in range(3))
    return Errand(state, nonce, verifier, int(runtime.clock.now().timestamp()), again)


def provider(runtime: Runtime) -> IdentityProvider:
    """The identity provider; raises `InvalidError` where there is none."""
    found = door(runtime).provider
    if found is None:
        raise InvalidError("There is no identity provider. Sign in with a password.")
    return found


def back(runtime: Runtime) -> str:
    """Where a browser comes back to from the provider."""
    return f"{runtime.public_url}/staff/oidc/back"


def enter(runtime: Runtime, identity: Identity, caller: Caller) -> str:
    """Begin a session of whom the provider means; gives its id. Raises `InvalidError` for who is not known here."""
    with runtime.records.begin() as work:
        work.people.hold_rights()
        person = _person(runtime, work, identity)
        if person is not None and person.active and person.roles:
            runtime.meter.count("staff_sign_ins", result="right")
            return begin(runtime, work, person, new(runtime, "provider", caller.device, whole=True))
    runtime.meter.count("staff_sign_ins", result="wrong")
    raise InvalidError(STRANGER)


def confirm(runtime: Runtime, asking: Asking, identity: Identity) -> str:
    """Take the provider's word for a session again; gives its new id. Raises `InvalidError` for another person's."""
    with runtime.records.begin() as work:
        if work.sign_in.with_subject(identity.issuer, identity.subject) != asking.person.id:
            raise InvalidError("This is another person's account. Use your own.")
        return raised(runtime, work, asking)


def _person(runtime: Runtime, work: Work, identity: Identity) -> Person | None:
    """Whom an identity means, with the roles that it gives; None for nobody."""
    roles = mapped_roles(door(runtime).roles, identity.values)
    known = work.people.person(work.sign_in.with_subject(identity.issuer, identity.subject))
    if known is None:
        known = _first_time(runtime, work, identity, roles)
    if known is None:
        return None
    kept = work.sign_in.credentials(known.id, lock=True)
    bound = msgspec.structs.replace(
        kept, issuer=identity.issuer, subject=identity.subject, mapped=kept.mapped or bool(roles)
    )
    if bound != kept:
        work.sign_in.keep(bound)
        work.audit.append(act(runtime, known.id, "person.provider", known.id, after=identity.issuer))
    return _with_roles(runtime, work, known, roles) if bound.mapped else known


def _first_time(runtime: Runtime, work: Work, identity: Identity, roles: tuple[Role, ...]) -> Person | None:
    invited = work.people.with_email(identity.email)
    if invited is not None:
        taken = work.sign_in.credentials(invited.id).subject
        return None if taken else invited
    if not roles:
        return None
    name = clean_name(identity.name) or clean_name(identity.email.partition("@")[0]) or "Staff"
    made = Person(runtime.ids.new("per"), name, identity.email, roles)
    work.people.keep(made)
    work.audit.append(act(runtime, made.id, "person.made", made.id, after={"name": name, "roles": roles}))
    return made


def _with_roles(runtime: Runtime, work: Work, person: Person, roles: tuple[Role, ...]) -> Person:
    """Somebody with the roles that the provider gives now, none included."""
    if person.roles == roles:
        return person
    changed = msgspec.structs.replace(person, roles=roles)
    work.people.keep(changed)
    before, after = {"roles": person.roles}, {"roles": roles, "by": "identity provider"}
    work.audit.append(act(runtime, person.id, "person.change", person.id, before=before, after=after))
    return changed
