"""A saved card whose token the gateway does not know gets a new one, from its number in the vault, once an attempt.

That happens when another gateway takes over, or when one loses what it kept. The new token is charged as a first one,
under a key of its own: the gateway has said of the old token that it certainly did nothing. A bank account gets none:
its mandate lies with the gateway, and is signed again.
"""

import msgspec

from bot.domain.checkout_facts import Answered
from bot.domain.errors import ConflictError, IllegalError, InvalidError, LimitError, UnavailableError
from bot.domain.payment.instrument import KeptInstrument
from bot.domain.payment.mandate import Mandate
from bot.domain.payment.payment import Attempt, Payment
from bot.ports.gateway import CardSecret, Charge, Tokenized
from bot.ports.runtime import Runtime
from bot.ports.vault import Why
from bot.services import capturing, payments
from bot.services.payments import Asked, gateway_of

UNKNOWN = "unknown_token"
"""The gateway's code for a token that it has not, or not any more."""

Paying = tuple[KeptInstrument, Mandate | None]
"""What pays: the instrument, and what was signed for it."""


def authorize(
    runtime: Runtime, payment: Payment, attempt: Attempt, paying: Paying, *, return_url: str, tries: int
) -> Asked:
    """Reserve the money of a payment on what is kept, or take it from there, with a new token if need be.

    Raises `UnavailableError` when nothing was sent, also when the vault gives no number just now.
    """
    card, _ = paying
    if not _is_strange(runtime, attempt, card):
        asked = _ask(runtime, payment, attempt, paying, return_url=return_url, tries=tries)
        lost = isinstance(asked.fact, Answered) and (asked.fact.result, asked.fact.code) == ("declined", UNKNOWN)
        if not lost or card.renewed_for == attempt.key:
            return asked
    said = _token(runtime, payment, attempt, card) if attempt.usage == "saved" else None
    if said is None or said.instrument is None:
        if attempt.sends > 1:
            # The request may have left before the method was removed: what became of it is looked up, not guessed.
            known = payments.read(payment, attempt, gateway_of(runtime).find(payment.id), tries=tries)
            if known.result != "missing":
                return Asked(known)
        code = said.code if said is not None and said.code else UNKNOWN
        return Asked(Answered(attempt.key, "declined", code=code, tries=tries))
    fresh = _renewed(runtime, attempt, card, said)
    return _ask(runtime, payment, attempt, (fresh, paying[1]), return_url=return_url, tries=tries)


def _is_strange(runtime: Runtime, attempt: Attempt, card: KeptInstrument) -> bool:
    """Whether a token is certainly of no use: of another gateway, or made for an attempt that did not pay with it."""
    return card.gateway != gateway_of(runtime).name or card.renewed_for not in {"", attempt.key}


def _ask(runtime: Runtime, payment: Payment, attempt: Attempt, paying: Paying, *, return_url: str, tries: int) -> Asked:
    card, mandate = paying
    under = mandate.reference if mandate is not None else ""
    charge = Charge(card.token, attempt.usage, under, attempt.challenge)
    if card.renewed_for != attempt.key:
        return payments.authorize(runtime, payment, attempt, paid_by=charge, return_url=return_url, tries=tries)
    sent = msgspec.structs.replace(attempt, key=f"{attempt.key}:renewed")
    charge = msgspec.structs.replace(charge, usage="keep")
    asked = payments.authorize(runtime, payment, sent, paid_by=charge, return_url=return_url, tries=tries)
    fact = asked.fact
    told = msgspec.structs.replace(fact, attempt=attempt.key) if isinstance(fact, Answered) else fact
    return msgspec.structs.replace(asked, fact=told)


def _renewed(runtime: Runtime, attempt: Attempt, card: KeptInstrument, said: Tokenized) -> KeptInstrument:
    """The instrument with its new token, committed before that is charged.

    Who destroys the number holds the traveller's row, and so do we: a method that is being removed gets no token.
    """
    fresh = capturing.tokenized(card, said)
    fresh = msgspec.structs.replace(fresh, gateway=gateway_of(runtime).name, renewed_for=attempt.key)
    with runtime.records.begin() as work:
        work.wallet.traveller(card.vault.traveller if card.vault else "", lock=True)
        if work.money.instrument(card.id) != card:
            raise UnavailableError("A saved method has changed while it got a new token.")
        work.money.save_instrument(fresh)
    runtime.meter.count("gateway_calls", operation="renew", result="approved")
    return fresh


def _token(runtime: Runtime, payment: Payment, attempt: Attempt, card: KeptInstrument) -> Tokenized | None:
    """A token for the number in the vault; None when there is none, or none that opens."""
    if card.vault is None or runtime.vault is None or card.kind != "card":
        return None
    try:
        secret = runtime.vault.reveal(card.vault, Why("tokenize", payment.id))
    except InvalidError:
        return None
    except (LimitError, ConflictError) as error:
        runtime.meter.count("needs_staff", about="vault")
        raise UnavailableError(error.say_to_staff) from None
    with secret:
        clear = CardSecret(secret.text(), card.exp_month, card.exp_year, "")
        try:
            said = gateway_of(runtime).tokenize(clear, key=f"{attempt.key}:renew")
        except IllegalError:
            return None
    if said.result == "unknown":
        raise UnavailableError("The gateway does not say what became of a new token.")
    return said
