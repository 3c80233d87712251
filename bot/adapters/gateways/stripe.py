"""Stripe as a `Gateway`: money is held by a PaymentIntent that is made first and confirmed then.

Theory. A PaymentIntent is paid at most once, and its id is known before money can move: so it is the lock that outlives
Stripe's memory of idempotency keys, which is a day long. Each call of ours has the attempt's key with its own word at
the end, and carries the ids of payment and attempt; repeating an operation repeats the same calls, and Stripe answers
as it did. What was made and never confirmed moved nothing.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from time import time

import msgspec

from bot.adapters.gateways.stripe_answers import Intent, answered, canceled, given_back
from bot.adapters.gateways.stripe_forms import Form, sent_amount
from bot.adapters.gateways.stripe_records import StripeRecords
from bot.adapters.gateways.stripe_tokens import StripeTokens, Token, read_token
from bot.adapters.gateways.stripe_webhooks import StripeWebhooks
from bot.adapters.gateways.stripe_wire import StripeWire, decode, named
from bot.adapters.http_client import HttpClient
from bot.domain.errors import InvalidError
from bot.domain.money import Money
from bot.ports.gateway import Answer, Charge, GatewayEvent, GatewayPayment

_LOST = Answer("unknown")
_NO_TOKEN = Answer("declined", code="unknown_token")


class StripeGateway(StripeTokens):
    """Moves real money by HTTP.

    `contact` is the address of ours that Stripe is given with a bank account, since travellers hear of debits from us.
    A timeout, a 5xx or a 409 is `unknown`; no connection, a rate limit or a refused key raises `UnavailableError`.
    """

    name = "stripe"

    def __init__(
        self,
        client: HttpClient,
        *,
        url: str,
        key: str,
        webhook_secrets: tuple[str, ...],
        contact: str = "",
        now: Callable[[], float] = time,
    ) -> None:
        super().__init__(StripeWire(client, url=url, key=key), contact=contact)
        self._records = StripeRecords(self._wire, now=now)
        self._webhooks = StripeWebhooks(webhook_secrets)

    def authorize(
        self, charge: Charge, amount: Money, *, key: str, payment: str, metadata: Mapping[str, str], return_url: str
    ) -> Answer:
        """Reserve money on a card; a challenge is a page of the bank's, by a full navigation."""
        token = read_token(charge.token)
        if token is None:
            return _NO_TOKEN
        if token.of_account:
            return Answer("declined", code="token_of_account")
        form: dict[str, object] = {"capture_method": "manual", "allowed_payment_method_types": ["card"]}
        if charge.usage == "keep":
            form["setup_future_usage"] = "off_session"
        if charge.challenge:
            form["payment_method_options"] = {"card": {"request_three_d_secure": "any"}}
        told = {**metadata, "payment": payment}
        confirm = {"return_url": return_url}
        return self._pay(token, amount, key=key, form={**form, "metadata": told}, confirm=confirm)

    def charge(
        self, charge: Charge, amount: Money, *, key: str, payment: str, metadata: Mapping[str, str], return_url: str
    ) -> Answer:
        """Take money from a bank account under its mandate; approved only once it has come."""
        token = read_token(charge.token)
        if token is None:
            return _NO_TOKEN
        if not token.of_account or token.reference != charge.mandate:
            return Answer("declined", code="mandate_unknown")
        if amount.currency != "EUR":
            return Answer("declined", code="currency_not_supported")
        told = {**metadata, "payment": payment, "mandate": charge.mandate}
        form = {"capture_method": "automatic", "allowed_payment_method_types": ["sepa_debit"], "metadata": told}
        confirm = {"mandate": token.proof, "return_url": return_url}
        return self._pay(token, amount, key=key, form=form, confirm=confirm)

    def capture(self, reference: str, amount: Money, *, key: str) -> Answer:
        """Take reserved money, all or part; what is left is released."""
        said = self._records.intent(reference)
        problem = _misfit(said, amount)
        if problem or said is None:
            return problem or _LOST
        form = {"amount_to_capture": sent_amount(amount), "metadata": _told(said, key), "expand": ["latest_charge"]}
        reply = self._wire.post(f"payment_intents/{named(reference)}/capture", form, key=f"{key}:capture")
        return _about(reference, answered(reply, expected=amount))

    def void(self, reference: str, *, key: str) -> Answer:
        """Let reserved money go."""
        reply = self._wire.post(f"payment_intents/{named(reference)}/cancel", {}, key=f"{key}:cancel")
        return _about(reference, canceled(reply))

    def refund(self, reference: str, amount: Money, *, key: str) -> Answer:
        """Give taken money back, all or part."""
        said = self._records.intent(reference)
        problem = _misfit(said, amount)
        if problem or said is None:
            return problem or _LOST
        form = {"payment_intent": reference, "amount": sent_amount(amount), "metadata": _told(said, key)}
        reply = self._wire.post("refunds", form, key=f"{key}:refund")
        return given_back(reply, reference=reference, expected=amount)

    def verify(self, charge: Charge, *, key: str, setup: str, return_url: str) -> Answer:
        """Have a fresh token confirmed for later use; one from Stripe's own page was confirmed there."""
        token = read_token(charge.token)
        if token is None or token.of_account:
            return _NO_TOKEN
        if token.proof:
            said = self._records.setup(token.proof)
            return Answer("approved", said.id) if said and said.status == "succeeded" else _NO_TOKEN
        form = {
            "customer": token.customer,
            "payment_method": token.method,
            "allowed_payment_method_types": ["card"],
            "usage": "off_session",
            "confirm": True,
            "return_url": return_url,
            "metadata": {"setup": setup, "attempt": key},
        }
        answer = answered(self._wire.post("setup_intents", form, key=f"{key}:setup"))
        return msgspec.structs.replace(answer, amount=None)

    def find(self, payment: str, *, reference: str = "") -> tuple[GatewayPayment, ...]:
        """Every record under an id of ours, or the one of that reference; raises `UnavailableError` on silence."""
        return self._records.find(payment, reference=reference)

    def webhook(self, headers: Mapping[str, str], body: bytes, *, now: datetime) -> GatewayEvent | None:
        """A webhook's event if its signature is good and fresh, else None."""
        return self._webhooks.webhook(headers, body, now=now)

    def _pay(self, token: Token, amount: Money, *, key: str, form: Form, confirm: Form) -> Answer:
        """Make a payment, then confirm it: only the second call asks a bank."""
        try:
            due = sent_amount(amount)
        except InvalidError:
            return Answer("declined", code="invalid_amount")
        method = {"customer": token.customer, "payment_method": token.method}
        reply = self._wire.post(
            "payment_intents",
            {"amount": due, "currency": amount.currency.lower(), **method, **form},
            key=f"{key}:create",
        )
        made = decode(reply, Intent)
        if made is None:
            return answered(reply)
        path = f"payment_intents/{named(made.id)}/confirm"
        asked = {"payment_method": token.method, **confirm, "expand": ["latest_charge"]}
        return _about(made.id, answered(self._wire.post(path, asked, key=f"{key}:confirm"), expected=amount))


def _about(reference: str, answer: Answer) -> Answer:
    """The answer with the reference of its payment, which is known whatever was said."""
    return msgspec.structs.replace(answer, reference=answer.reference or reference)


def _misfit(said: Intent | None, amount: Money) -> Answer | None:
    """Why an amount cannot be asked of a payment, None when it can: after the first call Stripe is told no currency."""
    if said is None:
        return Answer("declined", code="unknown_payment")
    if said.currency.upper() != amount.currency:
        return Answer("declined", said.id, code="currency_mismatch")
    return None


def _told(said: Intent, key: str) -> Mapping[str, str]:
    """What an object that belongs to a payment carries: our id of the payment, and the attempt's."""
    return {"payment": said.metadata.get("payment", ""), "attempt": key}
