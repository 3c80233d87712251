"""One-time codes that link chats: made in one to be typed in another, or sent to the address of a booking.

Theory. A code opens an account, so it is known by its keyed hash alone, is good once and for ten minutes, and is
counted at three doors when it is wrong: of the thread, of the whole channel account, and of the codes that are good in
that thread alone. A code is made out of the effect that wants it, under the program's secret: performed twice, the
effect gives the same code. What must stay true: while a door is locked nobody looks behind it; an address that nobody
has is answered as one that somebody has; a code is taken in the one transaction that links the chats.
"""

from contextlib import suppress
from datetime import datetime, timedelta
from hashlib import sha256
from hmac import digest

import msgspec

from bot.domain.conversation.effects import RedeemLinkCode, SendLinkCode
from bot.domain.conversation.link_events import ChatLinked, LinkCodeMade, LinkRefused
from bot.domain.errors import ConflictError, InvalidError, SendFailedError, ThreadfareError
from bot.domain.flow.texts import fill
from bot.domain.ids import effect_name, parse_thread
from bot.domain.moments import milliseconds
from bot.domain.understanding.link_codes import make_code, show_code
from bot.ports.link_records import LinkCode, Purpose
from bot.ports.mailer import Mail
from bot.ports.records import Work
from bot.ports.runtime import Runtime
from bot.ports.wallet_records import Traveller
from bot.services import tries, turns, uniting, wallet
from bot.services.checkouts import go_on
from bot.services.tries import Limit

LASTS = timedelta(minutes=10)
"""How long a code is good."""
MOST_TRIES = 5
"""Wrong codes in a thread after which the code that is good in that thread alone is not taken any more."""
THREAD_LIMIT = Limit(5, timedelta(minutes=15))
"""Five wrong codes in 15 minutes a thread."""
ACCOUNT_LIMIT = Limit(200, timedelta(minutes=15))
"""A whole channel account: of 38 bits a crowd of robots guesses nothing."""
MAKING_LIMIT = Limit(10, timedelta(minutes=15))
"""Codes that one thread may want."""
MAIL_LIMITS = (Limit(3, timedelta(hours=1)), Limit(5, timedelta(hours=1)), Limit(200, timedelta(minutes=15)))
"""Mails that a thread, an address and a whole channel account may cause: nobody's mailbox is flooded through us."""
_KEPT = timedelta(days=1)


def make(runtime: Runtime, effect_id: str, thread: str) -> LinkCodeMade | LinkRefused:
    """A code that links another chat with the traveller of this one; it takes the place of an older one.

    Raises `ConflictError` when the thread has just come to another traveller: it is worth trying again.
    """
    now, code = runtime.clock.now(), _code(runtime, effect_id, thread)
    doors = (tries.door(runtime, f"link-made:{thread}", MAKING_LIMIT),)
    with runtime.records.begin() as work:
        tries.hold(work, doors)
        kept, until = work.links.code(_hashed(runtime, code)), None
        owner = wallet.holding(work, thread) if kept is None else None
        if owner is not None:
            until = tries.locked_until(work, doors, now)
            if until is None:
                tries.note_try(runtime, work, effect_name(thread, effect_id), doors, now=now)
                kept = _keep(runtime, work, code, who=(owner.id, thread, "chat"))
    if kept is None:
        return _refused(runtime, effect_id, "locked" if until else "alone", until)
    runtime.meter.count("chat_links", result="made")
    return LinkCodeMade(effect_id, milliseconds(now), code, int(kept.expires_at.timestamp()))


def send(runtime: Runtime, effect_id: str, thread: str, wanted: SendLinkCode) -> LinkRefused | None:
    """Send a code for this thread to the address of a booking; None, whether or not there is such an address.

    Raises `SendFailedError`, and `ConflictError` when they are being merged: both are worth trying again.
    """
    if runtime.mailer is None:
        return _refused(runtime, effect_id, "failed")
    now, code = runtime.clock.now(), _code(runtime, effect_id, thread)
    names = (f"link-mail:{thread}", f"link-mail-to:{wanted.email.lower()}")
    doors = (
        *(tries.door(runtime, name, limit) for name, limit in zip(names, MAIL_LIMITS, strict=False)),
        tries.account_door(runtime, "link-mail", thread, MAIL_LIMITS[-1]),
    )
    with runtime.records.begin() as work:
        tries.hold(work, doors)
        kept = work.links.code(_hashed(runtime, code))
        until = tries.locked_until(work, doors, now) if kept is None else None
        if kept is None and until is None:
            tries.note_try(runtime, work, effect_name(thread, effect_id), doors, now=now)
            owner = _addressee(work, wanted.email)
            kept = _keep(runtime, work, code, who=(owner, thread, "mail")) if owner else None
    if until is not None:
        return _refused(runtime, effect_id, "locked", until)
    if kept is not None:
        _mail(runtime, effect_id, thread, wanted, code=code)
    return None


def redeem(runtime: Runtime, effect_id: str, thread: str, wanted: RedeemLinkCode) -> ChatLinked | LinkRefused:
    """Link a thread with the traveller of a code; all their threads are told.

    Where both have a PIN nothing is linked, and the code stays good. Raises `ConflictError` when somebody links the
    same at once: it is worth trying again.
    """
    try:
        return _redeem(runtime, effect_id, thread, wanted)
    except ConflictError as error:
        if error.retryable:
            raise
    return _refused(runtime, effect_id, "pins")


def _redeem(runtime: Runtime, effect_id: str, thread: str, wanted: RedeemLinkCode) -> ChatLinked | LinkRefused:
    now = runtime.clock.now()
    doors = (
        tries.door(runtime, f"link:{thread}", THREAD_LIMIT),
        tries.account_door(runtime, "link", thread, ACCOUNT_LIMIT),
    )
    reason, steps = "", tuple[str, ...]()
    with runtime.records.begin() as work:
        tries.hold(work, doors)
        code = work.links.code(_hashed(runtime, wanted.code))
        taken = code is not None and code.used_by == effect_name(thread, effect_id)
        until = None if taken else tries.locked_until(work, doors, now)
        if until is not None:
            reason = "locked"
        elif not taken and code is not None and _is_own(code, thread, now):
            reason = "same"
        elif not taken:
            kept = _take(runtime, work, code, effect_id=effect_id, thread=thread)
            steps = kept or ()
            if kept is None:
                tries.note_try(runtime, work, effect_name(thread, effect_id), doors, now=now)
                work.links.note_miss(thread, at=now)
                until = tries.locked_until(work, doors, now)
                reason = "locked" if until else "wrong"
    if reason or code is None:
        return _refused(runtime, effect_id, reason, until)
    runtime.meter.count("chat_links", result="linked")
    go_on(runtime, steps)
    _tell(runtime, thread)
    return ChatLinked(effect_id, milliseconds(now), parse_thread(code.thread).channel if code.purpose == "chat" else "")


def _take(
    runtime: Runtime, work: Work, code: LinkCode | None, *, effect_id: str, thread: str
) -> tuple[str, ...] | None:
    """Use a code up and link the thread; gives steps to run, None when the code is not good there."""
    now = runtime.clock.now()
    if code is None or not _is_good(code, thread, now):
        return None
    work.links.hold(thread)
    account, mine = _locked(work, code.traveller, work.wallet.traveller_of(thread), thread)
    code = work.links.code(code.hashed, lock=True)
    if code is None or not _is_good(code, thread, now) or _is_another_s(work, code, thread):
        return None
    if uniting.has_two_pins(work, account, mine):
        raise ConflictError("Both accounts are guarded by a PIN of their own.", retryable=False)
    work.links.save_code(msgspec.structs.replace(code, used_at=now, used_by=effect_name(thread, effect_id)))
    return uniting.unite(runtime, work, (account, mine), code=code, thread=thread)


def _is_own(code: LinkCode, thread: str, now: datetime) -> bool:
    return code.purpose == "chat" and code.thread == thread and now < code.expires_at


def _is_good(code: LinkCode, thread: str, now: datetime) -> bool:
    fresh = code.used_at is None and now < code.expires_at and code.tries < MOST_TRIES
    return fresh and (code.purpose == "chat" or code.thread == thread)


def _locked(work: Work, account: str, mine: str, thread: str) -> tuple[Traveller, Traveller | None]:
    """Both travellers, locked in the order of their ids, so that two links at once never wait for each other."""
    held = {name: work.wallet.traveller(name, lock=True) for name in sorted({account, mine} - {""})}
    found = held[account]
    if found is None or found.merged_into or work.wallet.traveller_of(thread) != mine:
        raise ConflictError("Somebody links the same chats at this moment.")
    return found, held.get(mine)


def _is_another_s(work: Work, code: LinkCode, thread: str) -> bool:
    """Whether the chat in which a code was made has left the account since, or the one it is typed in changed hands."""
    left = code.purpose == "chat" and work.wallet.traveller_of(code.thread) != code.traveller
    partings = work.links.partings(thread)
    return left or any(one.is_clean_cut and one.at >= code.made_at for one in partings)


def _addressee(work: Work, email: str) -> str:
    """The traveller whose address it is, held until the transaction ends; "" for an address that nobody has."""
    owner = work.links.traveller_with(email)
    traveller = work.wallet.traveller(owner, lock=True)
    if traveller is not None and traveller.merged_into:
        raise ConflictError("The traveller of an address is being merged.")
    return owner


def _code(runtime: Runtime, effect_id: str, thread: str) -> str:
    """The code of an effect in its thread: the same whenever it is performed, whatever ids a platform gives."""
    return make_code(digest(runtime.secret, b"link-code:" + effect_name(thread, effect_id).encode(), sha256))


def _keep(runtime: Runtime, work: Work, code: str, *, who: tuple[str, str, Purpose]) -> LinkCode:
    """Store a code in place of the older ones of its thread."""
    (owner, thread, purpose), now = who, runtime.clock.now()
    work.links.forget_codes(before=now - _KEPT)
    work.links.retire_codes(thread, at=now, purpose=purpose)
    fresh = LinkCode(_hashed(runtime, code), owner, thread, purpose, now, now + LASTS)
    work.links.add_code(fresh)
    return fresh


def _mail(runtime: Runtime, effect_id: str, thread: str, wanted: SendLinkCode, *, code: str) -> None:
    if runtime.mailer is None:
        return
    channel = f"channel_{parse_thread(thread).channel}"
    said = {"said.code": show_code(code), "said.minutes": int(LASTS.total_seconds() // 60)}
    said["said.channel"] = _words(runtime, channel, wanted.language, said) or channel
    subject = _words(runtime, "mail_link_subject", wanted.language, said)
    mail = Mail(wanted.email, subject, _words(runtime, "mail_link_body", wanted.language, said))
    try:
        runtime.mailer.send(mail, key=effect_name(thread, effect_id))
    except (InvalidError, SendFailedError) as error:
        if isinstance(error, SendFailedError) and (error.retryable or error.reason == "unknown_outcome"):
            raise
        runtime.meter.count("chat_links", result="unsent")
        return
    runtime.meter.count("chat_links", result="sent")


def _words(runtime: Runtime, key: str, language: str, said: dict[str, object]) -> str:
    world = runtime.world()
    template = world.text(key, language)
    known = {"brand.name": world.brand.name, **said}
    return fill(template, known.get, lambda _, value: str(value), language=language) if template is not None else ""


def _tell(runtime: Runtime, thread: str) -> None:
    """Hand everybody who shares the account what is owed to them, this thread first; a sweep does what stays."""
    with suppress(ThreadfareError):
        turns.pay_off(runtime, thread)
        with runtime.records.begin() as work:
            others = work.wallet.threads_of(work.wallet.traveller_of(thread))
        for other in others:
            if other != thread:
                turns.pay_off(runtime, other)


def _refused(runtime: Runtime, effect_id: str, reason: str, until: datetime | None = None) -> LinkRefused:
    runtime.meter.count("chat_links", result=reason)
    return LinkRefused(effect_id, milliseconds(runtime.clock.now()), reason, int(until.timestamp()) if until else 0)


def _hashed(runtime: Runtime, code: str) -> str:
    return digest(runtime.secret, b"link-code-hash:" + code.encode(), sha256).hex()
