"""Links on which a PIN confirms one payment: with this method, of this sum, once.

Theory. A PIN is never typed in a chat, where it would lie in transcripts and with the platform. A tap on a method that
a PIN guards gives a link to a page of ours instead, and opens no attempt. The page names the method and the sum. The
right PIN uses the link up and opens the attempt in one transaction, under the locks of the checkout and the traveller:
two tabs, or the same post twice, pay once. Who holds the link but not the PIN can do nothing but lock it. What must
stay true: while a PIN is set no method pays without it, whatever the thread believes.
"""

from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from hashlib import sha256
from hmac import digest
from typing import Literal

import msgspec

from bot.domain.checkout import advance
from bot.domain.checkout_case import Checkout, Decision
from bot.domain.checkout_facts import MethodChosen
from bot.domain.conversation.pin_events import PinAsked, PinConfirmed
from bot.domain.errors import ThreadfareError
from bot.domain.ids import effect_name, token
from bot.domain.moments import milliseconds
from bot.domain.money import Money
from bot.domain.payment.instrument import shown
from bot.domain.payment.method import told
from bot.ports.pins import PinLink
from bot.ports.records import Work
from bot.ports.runtime import Runtime
from bot.ports.talk_records import Owed
from bot.services import debits, pins, turns, wallet
from bot.services.checkout_steps import count, record, ring, tell
from bot.services.pay_tokens import hashed

LASTS = timedelta(minutes=10)
"""How long a link takes a PIN, if the seats are held so long."""
_TOKEN_BYTES = 20
"""160 bits: nobody guesses one within ten minutes, nor ever."""
_PAYS = frozenset({"authorize", "charge"})

PinState = Literal["open", "wrong", "shape", "locked", "used", "late", "paid", "none", "refused"]
"""A PIN is awaited; it was wrong, or none at all; it is locked; the link has confirmed its payment; the time is over,
or something else pays; the booking is paid; no PIN is set any more; the method may not pay."""


class PinView(msgspec.Struct, frozen=True):
    """What a link shows: the payment that a PIN confirms, and how it stands.

    Attributes:
        method: what travellers read, with the name that they gave it: "work card (Visa •4242)".
        until: when the link takes no PIN any more (UTC).
        left, locked_until: how many wrong ones there may be yet, and when a locked PIN opens (UTC).
        reason: the key of the sentence that says why the method may not pay.
    """

    state: PinState
    thread: str
    language: str
    method: str
    total: Money
    until: datetime
    left: int = 0
    locked_until: datetime | None = None
    reason: str = ""


def is_guarded(work: Work, thread: str, before: Checkout, decision: Decision) -> bool:
    """Whether a decision opens an attempt for which the thread's traveller wants a PIN to be asked."""
    if before.state == decision.checkout.state or work.pins.pin(work.wallet.traveller_of(thread)) is None:
        return False
    asked = (payment.open_attempt for payment in decision.checkout.payments)
    return any(attempt is not None and attempt.operation in _PAYS for attempt in asked)


def ask(runtime: Runtime, work: Work, checkout: Checkout, method: str, *, effect_id: str) -> None:
    """Make a link on which a PIN lets a method pay, and owe it to the thread; nothing is asked of a bank."""
    secret, now = _token(runtime, effect_id, checkout.thread), runtime.clock.now()
    until = min(now + LASTS, checkout.link_until or now)
    work.pins.add_link(PinLink(hashed(secret), checkout.id, method, until))
    name, url = f"{checkout.id}:pin:{hashed(secret)[:16]}", f"{runtime.public_url}/pin/{secret}"
    what, total = _told(work, method), checkout.order.offer.total
    asked = PinAsked(name, milliseconds(now), checkout.effect, url, what, total, int(until.timestamp()))
    work.talk.owe(Owed(name, checkout.thread, asked))


def look(runtime: Runtime, secret: str) -> PinView | None:
    """What a link shows now, None for one that does not exist; changes nothing. Raises `UnavailableError`."""
    with runtime.records.begin() as work:
        link = work.pins.link(hashed(secret))
        checkout = work.money.checkout(link.checkout) if link is not None else None
        if link is None or checkout is None:
            return None
        return _view(runtime, work, link, checkout, pays=_payable(runtime, work, link, checkout))


def confirm(runtime: Runtime, secret: str, guess: str) -> PinView | None:
    """Let a method pay when the PIN is right, once; gives what the link shows then, None for one that does not exist.

    Raises `UnavailableError`, and `ConflictError` when the thread has just come to another traveller: nothing changed.
    """
    now = runtime.clock.now()
    decision, checkout, due = None, None, tuple[str, ...]()
    with runtime.records.begin() as work:
        link = work.pins.link(hashed(secret))
        checkout = work.money.checkout(link.checkout, lock=True) if link is not None else None
        if link is None or checkout is None:
            return None
        link = work.pins.link(hashed(secret)) or link
        pays = _payable(runtime, work, link, checkout)
        view = _view(runtime, work, link, checkout, pays=pays)
        if view.state != "open" or isinstance(pays, str):
            return view
        owner = work.wallet.traveller_of(checkout.thread)
        compared = pins.compare(runtime, work, owner, guess, thread=checkout.thread)
        if not compared.done:
            state = _COMPARED[compared.key]
            return msgspec.structs.replace(view, state=state, left=compared.left, locked_until=compared.until)
        decision = advance(checkout, pays, now=now)
        work.pins.use_link(link.token_hash, at=now)
        due = record(runtime, work, checkout, decision, cause="confirmed by PIN")
        name = f"{checkout.id}:confirmed:{link.token_hash[:16]}"
        confirmed = PinConfirmed(name, milliseconds(now), checkout.effect, view.method, view.total)
        work.talk.owe(Owed(name, checkout.thread, confirmed))
    count(runtime, checkout, decision)
    tell(runtime, decision)
    with suppress(ThreadfareError):
        turns.pay_off(runtime, checkout.thread)
    ring(runtime, due)
    return msgspec.structs.replace(view, state="used")


_COMPARED: Mapping[str, PinState] = {
    pins.WRONG: "wrong",
    pins.SHAPE: "shape",
    pins.LOCKED: "locked",
    pins.NONE: "none",
}


def _payable(runtime: Runtime, work: Work, link: PinLink, checkout: Checkout) -> MethodChosen | str:
    """What lets a link's method pay now, or why it may not; its traveller is held. Who took a chat over has none."""
    if wallet.changed_since(work, checkout) is not None:
        return wallet.GONE
    total = checkout.order.offer.total
    found = wallet.usable(work, checkout.thread, link.method, total=total, now=runtime.clock.now())
    if isinstance(found, str):
        return found
    fact = debits.chosen(runtime, work, checkout, found)
    return fact if isinstance(fact, MethodChosen) else fact.reason


def _view(runtime: Runtime, work: Work, link: PinLink, checkout: Checkout, *, pays: MethodChosen | str) -> PinView:
    now = runtime.clock.now()
    pin = work.pins.pin(work.wallet.traveller_of(checkout.thread))
    view = PinView(
        state="open",
        thread=checkout.thread,
        language=checkout.language,
        method=_told(work, link.method),
        total=checkout.order.offer.total,
        until=link.expires,
    )
    if link.used_at is not None or checkout.state == "paid":
        return msgspec.structs.replace(view, state="paid" if checkout.state == "paid" else "used")
    if checkout.state != "collecting" or now >= link.expires:
        return msgspec.structs.replace(view, state="late")
    if isinstance(pays, str):
        return msgspec.structs.replace(view, state="refused", reason=pays)
    if pin is None:
        return msgspec.structs.replace(view, state="none")
    if pin.is_locked(now):
        return msgspec.structs.replace(view, state="locked", locked_until=pin.locked_until)
    return msgspec.structs.replace(view, left=pin.left)


def _told(work: Work, method: str) -> str:
    found = work.wallet.method(method)
    kept = work.money.instrument(found.instrument) if found is not None else None
    if found is None or kept is None:
        return ""
    return told(found, shown(kept))


def _token(runtime: Runtime, effect_id: str, thread: str) -> str:
    """The token of an effect in its thread: the same whenever it is performed."""
    return token(digest(runtime.secret, b"pin:" + effect_name(thread, effect_id).encode(), sha256)[:_TOKEN_BYTES])
