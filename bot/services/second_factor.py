"""The second factor of staff: an authenticator's codes, each once, and recovery codes for a lost one.

Theory. The secret that an authenticator is set up with is not stored before its first code was right: it follows from
the program's secret, the session and what was set up before, so that looking at the page changes nothing. A code counts
for its time step, and a step counts once: whoever reads one over a shoulder cannot use it again.
"""

from hashlib import sha256
from hmac import digest

import msgspec

from bot.domain.errors import InvalidError
from bot.domain.ids import token
from bot.domain.staff.credentials import RECOVERY_CODES, Credentials
from bot.ports.records import Work
from bot.ports.runtime import Runtime
from bot.services import staff_tries
from bot.services.audited import act
from bot.services.sign_in import wrong
from bot.services.staff_sessions import Asking, door, raised
from bot.services.staff_tries import Caller

WRONG = "This code is wrong, too old, or was used before. Wait for the next one."
_SECRET_BYTES = 20
"""160 bits, what RFC 4226 recommends."""
_CODE_BYTES = 7
_CODE_SIGNS = 10
"""50 bits: ten tries in a quarter of an hour find none."""
_DIGITS = 6


class Setup(msgspec.Struct, frozen=True):
    """What an authenticator is set up with: a QR code (SVG), the secret as text, and the address that both hold."""

    picture: str
    text: str
    address: str


class Proved(msgspec.Struct, frozen=True):
    """A session's new id, and what the person has to know: recovery codes that were made, or how many are left."""

    session: str
    codes: tuple[str, ...] = ()
    left: int = RECOVERY_CODES


def is_set_up(runtime: Runtime, person: str) -> bool:
    """Whether somebody has a second factor; raises `UnavailableError`."""
    return bool(kept_of(runtime, person).totp)


def kept_of(runtime: Runtime, person: str) -> Credentials:
    """What is kept of somebody's proofs; raises `UnavailableError`."""
    with runtime.records.begin() as work:
        return work.sign_in.credentials(person)


def setup(runtime: Runtime, asking: Asking) -> Setup:
    """What an authenticator is set up with in this session; nothing is stored."""
    codes, secret = door(runtime).codes, _secret(runtime, asking, kept_of(runtime, asking.person.id))
    account = asking.person.email or asking.person.name
    address = codes.address(secret, account=account, issuer=runtime.world().brand.name)
    return Setup(codes.picture(address), codes.text(secret), address)


def enrol(runtime: Runtime, asking: Asking, code: str, caller: Caller) -> Proved:
    """Set an authenticator up by its first code, in place of one before; gives fresh recovery codes.

    Every other session of the person ends. Raises `InvalidError` for a wrong code, `LimitError` after too many.
    """
    person, parts, now = asking.person, door(runtime), runtime.clock.now()
    guess = staff_tries.count(runtime, "code", person.id, caller)
    with runtime.records.begin() as work:
        kept = work.sign_in.credentials(person.id, lock=True)
        if kept.totp and not asking.session.is_fresh(now):
            raise InvalidError("Confirm that it is you by the second factor that you have, then set another one up.")
        secret = _secret(runtime, asking, kept)
        step = parts.codes.step(secret, code, at=now)
        if step:
            staff_tries.right(runtime, work, guess)
            fresh, hashes = _fresh_codes(runtime, person.id)
            sealed = parts.seals.seal(secret, bound=person.id)
            work.sign_in.keep(msgspec.structs.replace(kept, totp=sealed, totp_step=step, recovery=hashes))
            before = "one" if kept.totp else "none"
            session = raised(runtime, work, asking)
            work.sign_in.end_all(person.id, but=sha256(session.encode()).hexdigest())
            work.audit.append(act(runtime, person.id, "second_factor.set", person.id, before=before, after="one"))
            return Proved(session, fresh)
    raise wrong(runtime, WRONG)


def confirm(runtime: Runtime, asking: Asking, text: str, caller: Caller) -> Proved:
    """Prove who one is by a code of the authenticator, or by a recovery code, which is used up; makes a session whole.

    Raises `InvalidError` for a wrong code, `LimitError` after too many.
    """
    person, typed = asking.person, "".join(text.split()).replace("-", "").lower()
    guess = staff_tries.count(runtime, "code" if len(typed) == _DIGITS else "recovery", person.id, caller)
    with runtime.records.begin() as work:
        changed = _used(runtime, work, person.id, typed)
        if changed is not None:
            staff_tries.right(runtime, work, guess)
            runtime.meter.count("staff_sign_ins", result="right")
            work.sign_in.keep(changed)
            proved = Proved(raised(runtime, work, asking), left=len(changed.recovery))
            if len(typed) != _DIGITS:
                what, left = "second_factor.recovery", proved.left
                work.audit.append(act(runtime, person.id, what, person.id, before=left + 1, after=left))
            return proved
    raise wrong(runtime, WRONG)


def renew_codes(runtime: Runtime, asking: Asking) -> tuple[str, ...]:
    """Ten fresh recovery codes in place of those before; raises `InvalidError` without a second factor."""
    person = asking.person.id
    with runtime.records.begin() as work:
        kept = work.sign_in.credentials(person, lock=True)
        if not kept.totp:
            raise InvalidError("Set a second factor up first.")
        fresh, hashes = _fresh_codes(runtime, person)
        work.sign_in.keep(msgspec.structs.replace(kept, recovery=hashes))
        work.audit.append(act(runtime, person, "recovery_codes.renew", person, before=len(kept.recovery), after=10))
    return fresh


def take_away(runtime: Runtime, by: str, person: str) -> None:
    """Take the second factor of somebody who lost it away, for an administrator; their sessions end.

    Raises `InvalidError` when they have none.
    """
    with runtime.records.begin() as work:
        kept = work.sign_in.credentials(person, lock=True)
        if not kept.totp:
            raise InvalidError("There is no second factor to take away.")
        work.sign_in.keep(msgspec.structs.replace(kept, totp="", totp_step=0, recovery=()))
        work.sign_in.end_all(person)
        work.audit.append(act(runtime, by, "second_factor.take_away", person, before="one", after="none"))


def _used(runtime: Runtime, work: Work, person: str, typed: str) -> Credentials | None:
    """The proofs of a person after a code was used; None when it is none of theirs."""
    kept, parts = work.sign_in.credentials(person, lock=True), door(runtime)
    if not kept.totp:
        return None
    if len(typed) == _DIGITS:
        secret = parts.seals.open(kept.totp, bound=person)
        step = parts.codes.step(secret, typed, at=runtime.clock.now())
        return msgspec.structs.replace(kept, totp_step=step) if step > kept.totp_step else None
    used = _hashed(runtime, person, typed)
    if used not in kept.recovery:
        return None
    return msgspec.structs.replace(kept, recovery=tuple(one for one in kept.recovery if one != used))


def _secret(runtime: Runtime, asking: Asking, kept: Credentials) -> bytes:
    """The secret of an authenticator that is not set up yet: another one in each session and after each set-up."""
    name = f"staff-totp\0{asking.person.id}\0{asking.session.hashed}\0{kept.totp}"
    return digest(runtime.secret, name.encode(), sha256)[:_SECRET_BYTES]


def _fresh_codes(runtime: Runtime, person: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    signs = [token(runtime.ids.random(_CODE_BYTES))[-_CODE_SIGNS:] for _ in range(RECOVERY_CODES)]
    half = _CODE_SIGNS // 2
    return tuple(f"{one[:half]}-{one[half:]}" for one in signs), tuple(_hashed(runtime, person, one) for one in signs)


def _hashed(runtime: Runtime, person: str, code: str) -> str:
    return digest(runtime.secret, f"staff-recovery\0{person}\0{code}".encode(), sha256).hex()
