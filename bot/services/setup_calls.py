"""The calls that setups make of the outside, one a state, and what came of each.

Card and account numbers exist only in local variables here.
"""

from collections.abc import Callable, Mapping

import msgspec

from bot.domain.errors import ConflictError, InvalidError, LimitError, UnavailableError
from bot.domain.payment.consent import keeps_number
from bot.domain.payment.instrument import KeptInstrument, shown
from bot.domain.payment.setup import (
    NumberKept,
    PageOpened,
    Setup,
    SetupFact,
    SetupResult,
    StillThere,
    TimeOver,
    TokenGiven,
    Unreadable,
    Verified,
)
from bot.ports.gateway import AccountSecret, Answer, CardSecret, Charge, Gateway, Tokenized
from bot.ports.runtime import Runtime
from bot.ports.vault import Why
from bot.services import capturing, keeping
from bot.services.payments import gateway_of

NO_CURRENCY = "XXX"
"""ISO 4217: no money moves, and what the browser encrypts says so."""
_FOUND: Mapping[str, SetupResult] = {
    "verified": "approved",
    "requires_action": "action",
    "pending": "pending",
    "declined": "declined",
    "expired": "declined",
    "voided": "declined",
}


class Came(msgspec.Struct, frozen=True):
    """What came of a call: a fact, and the instrument that it gave, if any."""

    fact: SetupFact
    instrument: KeptInstrument | None = None


_SIGNED = Came(Verified("approved"))
"""An account whose mandate was signed needs nothing more."""


def _over(_: Runtime, __: Setup) -> Came:
    return Came(TimeOver())


def _capture(runtime: Runtime, setup: Setup) -> Came:
    """Have the gateway's page opened, its ticket redeemed, or what the browser encrypted read and kept."""
    if setup.mode == "page":
        page = gateway_of(runtime).open_page(setup.id, key=setup.key("page"), return_url=setup.back)
        return Came(PageOpened(page.reference, page.url))
    if setup.mode == "fields":
        said = capturing.redeem(runtime, setup.sealed, key=setup.key("tokenize"))
        return _given(capturing.blank(runtime, setup.instrument), said)
    if setup.holder and runtime.clock.now() >= setup.until:
        return _given_up(runtime, setup)
    kept = _place(runtime, setup)
    secret = _opened(runtime, setup) if not setup.holder else _revealed(runtime, setup, kept)
    if secret is None:
        capturing.free_number(runtime, kept)
        return Came(Unreadable())
    number = secret.number if isinstance(secret, CardSecret) else secret.iban
    kept = capturing.with_number(runtime, kept, number) if not setup.holder else kept
    if isinstance(secret, AccountSecret) and kept.vault is not None and not setup.holder:
        return Came(NumberKept(secret.holder), kept)
    return _given(kept, _asked(runtime, setup, secret))


def _revealed(runtime: Runtime, setup: Setup, kept: KeptInstrument) -> AccountSecret | None:
    """A bank account out of the vault: its token can be used at once, so the same request is made until it answers."""
    if kept.vault is None or runtime.vault is None:
        return None
    try:
        with runtime.vault.reveal(kept.vault, Why("tokenize", setup.id)) as secret:
            return AccountSecret(secret.text(), setup.holder)
    except InvalidError:
        return None
    except (LimitError, ConflictError) as error:
        runtime.meter.count("needs_staff", about="vault")
        raise UnavailableError(error.say_to_staff) from None


def _exchanged(gateway: Gateway, setup: Setup, secret: CardSecret | AccountSecret) -> Tokenized:
    key = setup.key("tokenize")
    if isinstance(secret, CardSecret):
        return gateway.tokenize(secret, key=key)
    mandate = keeping.mandate_of(setup)
    return gateway.tokenize_account(secret, key=key, mandate=mandate) if mandate else Tokenized("declined")


def _asked(runtime: Runtime, setup: Setup, secret: CardSecret | AccountSecret) -> Tokenized:
    """A token for a number; raises `UnavailableError` while nobody knows of one that the vault can give again."""
    said = capturing.token(runtime, lambda gateway: _exchanged(gateway, setup, secret))
    if said.result == "unknown" and setup.holder:
        raise UnavailableError("The gateway does not say what became of a bank account.")
    return said


def _given_up(runtime: Runtime, setup: Setup) -> Came:
    """An account of which the gateway said nothing in its time: what it may keep of it a person has removed there."""
    runtime.meter.count("needs_staff", about="detach")
    capturing.free_number(runtime, _place(runtime, setup))
    return Came(Unreadable())


def _place(runtime: Runtime, setup: Setup) -> KeptInstrument:
    """The instrument of a setup, with its place in the vault committed if the words agreed to say so.

    A mandate for a bank account says so in any wording.
    """
    with runtime.records.begin() as work:
        known = work.money.instrument(setup.instrument)
        if known is not None:
            return known
        fresh = capturing.blank(runtime, setup.instrument, setup.kind)
        if runtime.vault is not None and (setup.kind == "bank_account" or keeps_number(setup.consent)):
            fresh = msgspec.structs.replace(fresh, vault=capturing.place(fresh, setup.traveller))
            work.money.keep_instrument(fresh, checkout="")
        return fresh


def _opened(runtime: Runtime, setup: Setup) -> CardSecret | AccountSecret | None:
    sealed = runtime.sealed_cards.take(setup.sealed)
    if sealed is None or runtime.card_opener is None:
        return None
    now = int(runtime.clock.now().timestamp())
    try:
        if setup.kind == "bank_account":
            return runtime.card_opener.open_account(sealed, setup=setup.id, now=now)
        return runtime.card_opener.open(sealed, checkout=setup.id, minor=0, currency=NO_CURRENCY, now=now)
    except InvalidError:
        return None


def _given(kept: KeptInstrument, said: Tokenized) -> Came:
    if said.result == "declined":
        return Came(Verified("declined", said.code), kept)
    if said.instrument is None:
        return Came(Unreadable(), kept)
    kept = capturing.tokenized(kept, said)
    return Came(TokenGiven(shown(kept)), kept)


def _read_page(runtime: Runtime, setup: Setup) -> Came:
    said = gateway_of(runtime).read_page(setup.page)
    if said is None:
        return Came(StillThere())
    if said.result == "declined" and said.code == "closed":
        return Came(Unreadable())
    return _given(capturing.blank(runtime, setup.instrument), said)


def _verify(runtime: Runtime, setup: Setup) -> Came:
    with runtime.records.begin() as work:
        kept = work.money.instrument(setup.instrument)
    if kept is None or not kept.token:
        return Came(Unreadable())
    answer: Answer = gateway_of(runtime).verify(
        Charge(kept.token, "keep"), key=setup.key("verify"), setup=setup.id, return_url=setup.back
    )
    runtime.meter.count("gateway_calls", operation="verify", result=answer.result)
    return Came(Verified(answer.result, answer.code, answer.action_url))


def _first_verify(runtime: Runtime, setup: Setup) -> Came:
    if setup.kind == "bank_account":
        return _SIGNED
    return _over(runtime, setup) if runtime.clock.now() >= setup.until else _verify(runtime, setup)


def _look(runtime: Runtime, setup: Setup) -> Came:
    """What the gateway's own records say; what it never heard of is asked for again, under the same key."""
    if setup.kind == "bank_account":
        return _SIGNED
    found = gateway_of(runtime).find(setup.id)
    if not found:
        return _verify(runtime, setup)
    runtime.meter.count("gateway_calls", operation="find", result=found[-1].state)
    return Came(Verified(_FOUND.get(found[-1].state, "unknown"), found[-1].code, found[-1].action_url))


CALLS: Mapping[str, Callable[[Runtime, Setup], Came]] = {
    "created": _over,
    "submitted": _capture,
    "visiting": _read_page,
    "tokenized": _first_verify,
    "verifying": _look,
    "action": _look,
}
"""One call a state."""
