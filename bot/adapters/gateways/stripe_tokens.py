"""How Stripe gives tokens: for a card or a bank account in clear, or for what was typed on its own page.

A token is all that is needed to charge with it later, so that a request is a pure function of what it is made from
and can be repeated: `cus_1/pm_1`, and what proves that it may be used again, which is the SetupIntent of a page
(`cus_1/pm_1/seti_1`) or Stripe's mandate with our reference of it (`cus_1/pm_1/mandate_1/TF-INS-1`). Each token has a
customer of its own, of whom Stripe is told nothing.
"""

from collections.abc import Mapping
from ipaddress import ip_network

import msgspec

from bot.adapters.gateways.stripe_answers import Intent, Intents
from bot.adapters.gateways.stripe_errors import Named, refused
from bot.adapters.gateways.stripe_forms import Form
from bot.adapters.gateways.stripe_wire import MISSING, OK, StripeWire, decode, named
from bot.adapters.http_client import Reply
from bot.domain.errors import UnavailableError
from bot.domain.payment.mandate import Mandate
from bot.ports.gateway import AccountSecret, CardSecret, HostedPage, Instrument, Tokenized

_UNKNOWN = Tokenized("unknown")
_CLOSED = Tokenized("declined", code="closed")
_BAD_REQUEST = 400
_SHORTEST, _LONGEST = 2, 4


class Token(msgspec.Struct, frozen=True):
    """The parts of a token; `proof` is a SetupIntent or Stripe's mandate, `reference` our name of the mandate."""

    customer: str
    method: str
    proof: str = ""
    reference: str = ""

    def __str__(self) -> str:
        return "/".join(part for part in (self.customer, self.method, self.proof, self.reference) if part)

    @property
    def of_account(self) -> bool:
        """Whether it is the token of a bank account."""
        return bool(self.reference)


class _Shown(msgspec.Struct, frozen=True):
    """What may be shown of a card or a bank account."""

    last4: str = ""
    brand: str = ""
    exp_month: int = 0
    exp_year: int = 0
    fingerprint: str | None = None
    country: str | None = None
    funding: str | None = None


class _Method(msgspec.Struct, frozen=True):
    id: str
    card: _Shown | None = None
    sepa_debit: _Shown | None = None


class _Proof(msgspec.Struct, frozen=True):
    id: str
    payment_method: _Method | None = None


class _Session(msgspec.Struct, frozen=True):
    id: str
    status: str | None = None
    url: str | None = None
    customer: str | None = None
    setup_intent: _Proof | str | None = None


def read_token(text: str) -> Token | None:
    """The parts of a token, None for what is none of ours."""
    parts = text.split("/")
    fits = _SHORTEST <= len(parts) <= _LONGEST and parts[0].startswith("cus_") and parts[1].startswith("pm_")
    return Token(*parts) if fits else None


class StripeTokens:
    """The part of the port `Gateway` that is about tokens."""

    def __init__(self, wire: StripeWire, *, contact: str) -> None:
        self._wire = wire
        self._contact = contact

    def tokenize(self, card: CardSecret, *, key: str) -> Tokenized:
        """Exchange a card for a token; Stripe takes numbers only from accounts that it has allowed to send them."""
        typed = {"number": card.number, "exp_month": card.exp_month, "exp_year": card.exp_year, "cvc": card.code}
        return self._method({"type": "card", "card": typed, "billing_details": {"name": card.name}}, key=key)

    def tokenize_account(self, account: AccountSecret, *, key: str, mandate: Mandate) -> Tokenized:
        """Exchange a bank account and its signed mandate for a token; nothing is charged."""
        details = {"name": account.holder, "email": self._contact}
        said = self._method(
            {"type": "sepa_debit", "sepa_debit": {"iban": account.iban}, "billing_details": details}, key=key
        )
        token = read_token(said.instrument.token) if said.instrument else None
        if token is None or said.instrument is None:
            return said
        form = {
            "customer": token.customer,
            "payment_method": token.method,
            "allowed_payment_method_types": ["sepa_debit"],
            "usage": "off_session",
            "confirm": True,
            "mandate_data": _accepted(mandate),
            "metadata": {"mandate": mandate.reference},
        }
        reply = self._wire.post("setup_intents", form, key=f"{key}:mandate")
        signed = decode(reply, Intent)
        if signed is None:
            return _no(reply)
        if signed.status != "succeeded" or not signed.mandate:
            return Tokenized("declined", code=signed.code or "mandate_inactive")
        whole = msgspec.structs.replace(token, proof=signed.mandate, reference=mandate.reference)
        return Tokenized("approved", msgspec.structs.replace(said.instrument, token=str(whole)))

    def redeem(self, ticket: str, *, key: str) -> Tokenized:  # noqa: ARG002 (the port's words)
        """Refuse a ticket: Stripe's fields need its script on our page, which `CARD_CAPTURE` does not offer."""
        return Tokenized("declined", code="unknown_ticket")

    def open_page(self, subject: str, *, key: str, return_url: str) -> HostedPage:
        """Open a Checkout Session that takes a card and no money; raises `UnavailableError` until it is known to be."""
        form: Form = {
            "mode": "setup",
            "allowed_payment_method_types": ["card"],
            "customer_creation": "always",
            "success_url": return_url,
            "cancel_url": return_url,
            "metadata": {"page": subject},
            "setup_intent_data": {"metadata": {"page": subject}},
        }
        said = decode(self._wire.post("checkout/sessions", form, key=f"{key}:page"), _Session)
        if said is None or not said.url:
            raise UnavailableError("Stripe does not say where its page is.")
        return HostedPage(said.id, said.url)

    def read_page(self, reference: str) -> Tokenized | None:
        """The card of a page, None while it is open; raises `UnavailableError` when Stripe cannot say."""
        whole = {"expand": ["setup_intent.payment_method"]}
        said = self._wire.get(f"checkout/sessions/{named(reference)}", whole, kind=_Session)
        if said is not None and said.status == "open":
            return None
        proof = said.setup_intent if said and isinstance(said.setup_intent, _Proof) else None
        if said is None or said.status != "complete" or not proof or not proof.payment_method or not said.customer:
            return _CLOSED
        given = _instrument(proof.payment_method, Token(said.customer, proof.payment_method.id, proof.id))
        return Tokenized("approved", given) if given else _CLOSED

    def detach(self, token: str, *, key: str) -> None:
        """Forget a token; raises `UnavailableError` until it is known to be done.

        One that belongs to nobody was never kept, or was forgotten before; a bank that is still being asked whether it
        may be kept is told that it may not.
        """
        parts = read_token(token)
        if parts is not None and not self._detached(parts, key=f"{key}:detach"):
            for waiting in self._open_setups(parts):
                self._wire.post(f"setup_intents/{named(waiting.id)}/cancel", {}, key=f"{key}:{waiting.id}")
            self._detached(parts, key=f"{key}:detach_again")

    def _detached(self, token: Token, *, key: str) -> bool:
        """Whether a token was somebody's until now, or is known to nobody."""
        reply = self._wire.post(f"payment_methods/{named(token.method)}/detach", {}, key=key)
        if reply is None or reply.status not in {OK, MISSING, _BAD_REQUEST}:
            raise UnavailableError("Stripe does not say that it has forgotten a token.")
        return reply.status != _BAD_REQUEST

    def _open_setups(self, token: Token) -> tuple[Intent, ...]:
        """The setups in which a bank is still asked about a token."""
        said = self._wire.get("setup_intents", {"payment_method": token.method, "limit": 100}, kind=Intents)
        return tuple(one for one in said.data if one.status not in {"succeeded", "canceled"}) if said else ()

    def _method(self, form: Mapping[str, object], *, key: str) -> Tokenized:
        """A payment method, and the customer to whom it will belong."""
        reply = self._wire.post("customers", {}, key=f"{key}:customer")
        customer = decode(reply, Named)
        if customer is None:
            return _no(reply)
        reply = self._wire.post("payment_methods", form, key=f"{key}:method")
        made = decode(reply, _Method)
        if made is None:
            return _no(reply)
        given = _instrument(made, Token(customer.id, made.id))
        return Tokenized("approved", given) if given else _UNKNOWN


def _no(reply: Reply | None) -> Tokenized:
    """A plain no, or no answer that says anything."""
    said = refused(reply) if reply is not None else None
    return Tokenized("declined", code=said.code) if said and said.result == "declined" else _UNKNOWN


def _instrument(method: _Method, token: Token) -> Instrument | None:
    shown = method.card or method.sepa_debit
    if shown is None:
        return None
    return Instrument(
        str(token),
        shown.brand,
        shown.last4,
        shown.exp_month,
        shown.exp_year,
        shown.fingerprint or "",
        country=shown.country or "",
        funding=shown.funding or "",
        kind="card" if method.card else "bank_account",
    )


def _accepted(mandate: Mandate) -> Mapping[str, object]:
    """How a mandate was signed: of the address we keep the network alone, and tell its first address."""
    accepted: dict[str, object] = {"accepted_at": int(mandate.signed_at.timestamp())}
    if not mandate.network:
        return {"customer_acceptance": accepted | {"type": "offline"}}
    address = str(ip_network(mandate.network).network_address)
    online = {"ip_address": address, "user_agent": mandate.browser or "unknown"}
    return {"customer_acceptance": accepted | {"type": "online", "online": online}}
