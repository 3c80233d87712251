"""From what a traveller typed to a token of the gateway, and into the vault if that was agreed to; and out of both.

Card and account numbers exist only in local variables here. The row of an instrument is committed with its name in
the vault before anything is stored under that name: so whatever the vault holds is named by a row, and whoever comes
after a crash lets it go.
"""

from collections.abc import Callable

import msgspec

from bot.domain.checkout_case import Checkout
from bot.domain.checkout_facts import Answered, CardLost, CardTokenized
from bot.domain.errors import ConflictError, IllegalError, InvalidError, UnavailableError
from bot.domain.ids import digest
from bot.domain.payment.consent import keeps_number
from bot.domain.payment.fraud_picture import travels
from bot.domain.payment.instrument import InstrumentKind, KeptInstrument, shown
from bot.domain.payment.payment import Attempt, Payment
from bot.domain.secret import Identity, Secret
from bot.ports.gateway import CardSecret, Gateway, Tokenized
from bot.ports.records import Work
from bot.ports.runtime import Runtime
from bot.services.payments import Asked, gateway_of

TICKET = "ticket:"
"""Begins the name of what was typed into the gateway's fields: the gateway keeps it, and its ticket names it."""
_TRIES = 3
"""What was lost on the way is asked for again, under the same key, while the number is still in memory."""


def tokenize(runtime: Runtime, checkout: Checkout, payment: Payment, attempt: Attempt) -> Asked:
    """Exchange what an attempt waits for for a token; raises `UnavailableError` while it was not read yet."""
    name, holder = f"ins_{digest(attempt.key)}", None
    key = attempt.key.replace(":authorize:", ":tokenize:")
    if attempt.sealed.startswith(TICKET):
        said, kept = redeem(runtime, attempt.sealed, key=key), blank(runtime, name)
    else:
        kept = _place(runtime, checkout, attempt, name)
        card = _card(runtime, checkout, payment, attempt)
        if card is None:
            free_number(runtime, kept)
            return Asked(CardLost(attempt.key))
        holder = travels(card.name, checkout.order.passengers)
        kept = with_number(runtime, kept, card.number)
        said = token(runtime, lambda gateway: gateway.tokenize(card, key=key))
    if said.result == "declined" or said.instrument is None:
        free_number(runtime, kept)
        no = Answered(attempt.key, "declined", code=said.code)
        return Asked(no if said.result == "declined" else CardLost(attempt.key))
    kept = tokenized(kept, said)
    return Asked(CardTokenized(attempt.key, kept.id, shown(kept)), kept, holder_travels=holder)


def redeem(runtime: Runtime, ticket: str, *, key: str) -> Tokenized:
    """The token for a ticket of the gateway's fields; raises `UnavailableError`: it is worth asking again."""
    said = gateway_of(runtime).redeem(ticket.removeprefix(TICKET), key=key)
    runtime.meter.count("gateway_calls", operation="tokenize", result=said.result)
    if said.result == "unknown":
        raise UnavailableError("The gateway does not say what became of a ticket.")
    return said


def token(runtime: Runtime, call: Callable[[Gateway], Tokenized]) -> Tokenized:
    """What the gateway gives for a number that is in memory; an answer that was lost is asked for again at once."""
    said = Tokenized("unknown")
    for _ in range(_TRIES):
        try:
            said = call(gateway_of(runtime))
        except (UnavailableError, IllegalError):
            continue
        if said.result != "unknown":
            break
    runtime.meter.count("gateway_calls", operation="tokenize", result=said.result)
    return said


def blank(
    runtime: Runtime, name: str, kind: InstrumentKind = "card", *, vault: Identity | None = None
) -> KeptInstrument:
    """An instrument of which nothing is known yet but where its number will lie."""
    gateway = gateway_of(runtime).name
    return KeptInstrument(name, gateway, "", "", "", 0, 0, "", kind=kind, vault=vault)


def tokenized(kept: KeptInstrument, said: Tokenized) -> KeptInstrument:
    """The instrument with what the gateway gave for it."""
    return msgspec.structs.replace(kept, **msgspec.structs.asdict(said.instrument)) if said.instrument else kept


def store(work: Work, kept: KeptInstrument, *, checkout: str) -> None:
    """Store an instrument, new or not; its name in the vault only while nobody has destroyed what lies there.

    A number that its traveller had in the vault before lies there under an earlier name: who lets go of that name
    holds the traveller's row, and so do we.
    """
    known = work.money.instrument(kept.id)
    if kept.vault is not None and kept.vault.id != kept.id:
        work.wallet.traveller(kept.vault.traveller, lock=True)
        if not work.money.keeps_secret(kept.vault, but=kept.id):
            kept = msgspec.structs.replace(kept, vault=None)
    if known is None:
        work.money.keep_instrument(kept, checkout=checkout)
    else:
        work.money.save_instrument(kept)


def with_number(runtime: Runtime, kept: KeptInstrument, number: str) -> KeptInstrument:
    """The instrument with its number in the vault, if it has a place there; without one while the vault is away."""
    if kept.vault is None or runtime.vault is None:
        return msgspec.structs.replace(kept, vault=None)
    for _ in range(_TRIES):
        with Secret(number.encode()) as secret:
            try:
                return msgspec.structs.replace(kept, vault=runtime.vault.store(kept.vault, secret))
            except (ConflictError, UnavailableError):
                continue
            except (IllegalError, InvalidError):
                break
    runtime.meter.count("needs_staff", about="vault")
    return msgspec.structs.replace(kept, vault=None)


def free_number(runtime: Runtime, kept: KeptInstrument) -> None:
    """Destroy the number of an instrument in the vault, unless another instrument of the traveller lives of it.

    Safe to repeat, and to die in; raises `UnavailableError` until it is done.
    """
    if kept.vault is None:
        return
    if runtime.vault is None:
        raise UnavailableError("This process has no vault, and a number in one is to be destroyed.")
    with runtime.records.begin() as work:
        work.wallet.traveller(kept.vault.traveller, lock=True)
        known = work.money.instrument(kept.id)
        try:
            for name in {kept.vault, place(kept, kept.vault.traveller)}:
                if not work.money.keeps_secret(name, but=kept.id):
                    runtime.vault.destroy(name)
        except ConflictError as error:
            raise UnavailableError(error.say_to_staff) from None
        if known is not None:
            work.money.save_instrument(msgspec.structs.replace(known, vault=None))


def place(kept: KeptInstrument, traveller: str) -> Identity:
    """The name of an instrument's number in the vault, for a traveller."""
    return Identity("instruments", kept.id, traveller, "card" if kept.kind == "card" else "iban")


def detach(runtime: Runtime, kept: KeptInstrument) -> Asked:
    """Have the vault and the gateway forget an instrument; raises `UnavailableError` until both have.

    Without its number an instrument gets no new token, so that the one it has then is the last.
    """
    free_number(runtime, kept)
    with runtime.records.begin() as work:
        kept = work.money.instrument(kept.id) or kept
    if kept.token and kept.gateway == gateway_of(runtime).name:
        gateway_of(runtime).detach(kept.token, key=f"tf:{kept.id}:detach")
        runtime.meter.count("gateway_calls", operation="detach", result="approved")
    elif kept.token:
        runtime.meter.count("needs_staff", about="detach")
    return Asked(None, forgotten=kept.id)


def _place(runtime: Runtime, checkout: Checkout, attempt: Attempt, name: str) -> KeptInstrument:
    """The instrument of an attempt with its place in the vault committed, if its number is to be kept there."""
    with runtime.records.begin() as work:
        known = work.money.instrument(name)
        if known is not None:
            return known
        fresh = blank(runtime, name)
        if runtime.vault is None or attempt.usage != "keep" or not keeps_number(checkout.saving):
            return fresh
        owner = work.wallet.traveller_of(checkout.thread) or checkout.id
        fresh = msgspec.structs.replace(fresh, vault=place(fresh, owner))
        work.money.keep_instrument(fresh, checkout=checkout.id)
        return fresh


def _card(runtime: Runtime, checkout: Checkout, payment: Payment, attempt: Attempt) -> CardSecret | None:
    sealed = runtime.sealed_cards.take(attempt.sealed)
    if sealed is None or runtime.card_opener is None:
        return None
    due, now = payment.amount, int(runtime.clock.now().timestamp())
    try:
        return runtime.card_opener.open(sealed, checkout=checkout.id, minor=due.minor, currency=due.currency, now=now)
    except InvalidError:
        return None
