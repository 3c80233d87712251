"""What Stripe's payments and setups mean: an answer to an operation, and a record of what there is."""

from collections.abc import Mapping
from datetime import UTC, datetime

import msgspec

from bot.adapters.gateways.stripe_errors import Problem, decline, refused
from bot.adapters.gateways.stripe_forms import read_amount
from bot.adapters.gateways.stripe_wire import decode, is_replay
from bot.adapters.http_client import Reply
from bot.domain.money import Money
from bot.ports.gateway import Answer, GatewayDispute, GatewayPayment, GatewayRefund, RefundState, Result

_LAPSED = frozenset({"automatic", "expired"})
"""Why a payment was canceled by nobody: its hold lapsed (PaymentIntent, `cancellation_reason`)."""
_NOTHING = Money(0, "XXX")
_RESULTS: Mapping[str, Result] = {
    "requires_capture": "approved",
    "succeeded": "approved",
    "requires_action": "action",
    "processing": "pending",
    "requires_payment_method": "declined",
    "canceled": "declined",
}
"""The result of what a payment or a setup has come to; a status that is not here is unknown."""
_CANCELED: Mapping[str, Result] = {"canceled": "approved", "processing": "pending"}
_GIVEN_BACK: Mapping[str | None, Result] = {
    "succeeded": "approved",
    "pending": "pending",
    "requires_action": "pending",
    "failed": "declined",
    "canceled": "declined",
}
_REFUND_STATES: Mapping[str | None, RefundState] = {"succeeded": "done", "failed": "failed", "canceled": "failed"}
_STATES: Mapping[str, str] = {
    "requires_capture": "authorized",
    "requires_action": "requires_action",
    "processing": "pending",
    "requires_payment_method": "declined",
}


class _Redirect(msgspec.Struct, frozen=True):
    url: str = ""


class _Next(msgspec.Struct, frozen=True):
    redirect_to_url: _Redirect | None = None


class _Card(msgspec.Struct, frozen=True):
    capture_before: int | None = None


class _Details(msgspec.Struct, frozen=True):
    type: str = ""
    card: _Card | None = None


class Paid(msgspec.Struct, frozen=True):
    """A charge: the money that a payment has moved or holds."""

    id: str
    status: str = ""
    amount: int = 0
    amount_refunded: int = 0
    disputed: bool = False
    payment_method_details: _Details | None = None


class Intent(msgspec.Struct, frozen=True):
    """A PaymentIntent or a SetupIntent, which moves nothing."""

    id: str
    status: str
    amount: int = 0
    currency: str = "xxx"
    amount_capturable: int = 0
    amount_received: int = 0
    created: int = 0
    metadata: Mapping[str, str] = {}
    cancellation_reason: str | None = None
    last_payment_error: Problem | None = None
    last_setup_error: Problem | None = None
    next_action: _Next | None = None
    latest_charge: Paid | str | None = None
    mandate: str | None = None

    @property
    def paid(self) -> Paid | None:
        """The charge, where Stripe was asked to tell it."""
        return self.latest_charge if isinstance(self.latest_charge, Paid) else None

    @property
    def returned(self) -> bool:
        """Whether a bank has taken back what it had debited: of an account that is no argument, the money is gone."""
        return bool(self.paid and self.paid.disputed and self.of_account)

    @property
    def of_account(self) -> bool:
        """Whether a bank account was debited, where Stripe was asked to tell the charge."""
        details = self.paid.payment_method_details if self.paid else None
        return bool(details and details.type == "sepa_debit")

    @property
    def moved(self) -> Money:
        """What is held, or was taken."""
        return read_amount(self.amount_capturable or self.amount_received, self.currency)

    @property
    def action_url(self) -> str:
        """Where the traveller must go, "" if nowhere."""
        redirect = self.next_action.redirect_to_url if self.next_action else None
        return redirect.url if redirect and self.status == "requires_action" else ""

    @property
    def code(self) -> str:
        """Why it was declined, "" if it was not."""
        problem = self.last_payment_error or self.last_setup_error
        return decline(problem) if problem and self.status in {"requires_payment_method", "canceled"} else ""

    @property
    def asked(self) -> bool:
        """Whether anything was ever asked of a bank: what was only prepared moves nothing by itself."""
        return self.status != "requires_confirmation" and (self.status != "requires_payment_method" or bool(self.code))


class Intents(msgspec.Struct, frozen=True):
    """A part of a list of payments or setups."""

    data: tuple[Intent, ...] = ()
    has_more: bool = False


class Refund(msgspec.Struct, frozen=True):
    """A refund, which may fail days after it succeeded."""

    id: str
    status: str | None = None
    amount: int = 0
    currency: str = "xxx"
    failure_reason: str | None = None
    metadata: Mapping[str, str] | None = None

    @property
    def shown(self) -> GatewayRefund:
        """The refund as a record of the gateway's; our key of it is in its metadata."""
        state = _REFUND_STATES.get(self.status, "pending")
        return GatewayRefund(
            self.id, (self.metadata or {}).get("attempt", ""), read_amount(self.amount, self.currency), state
        )


class Dispute(msgspec.Struct, frozen=True):
    """A dispute; an inquiry, whose status begins with "warning", takes no money."""

    id: str
    status: str
    reason: str = ""
    amount: int = 0
    currency: str = "xxx"

    @property
    def shown(self) -> GatewayDispute | None:
        """The dispute as a record of the gateway's, None for an inquiry."""
        if self.status.startswith("warning") or self.status == "prevented":
            return None
        state = self.status if self.status in {"won", "lost"} else "open"
        return GatewayDispute(self.id, state, self.reason, read_amount(self.amount, self.currency))


def answered(reply: Reply | None, *, expected: Money | None = None) -> Answer:
    """The answer to an operation on a payment or a setup; about another amount than expected it is `unknown`."""
    if reply is None:
        return Answer("unknown")
    said = decode(reply, Intent)
    if said is None:
        return msgspec.structs.replace(refused(reply), replayed=is_replay(reply))
    result = _RESULTS.get(said.status, "unknown")
    if result == "action" and not said.action_url:
        return Answer("unknown", said.id, code="action_not_supported")
    mismatch = result == "approved" and expected is not None and said.moved != expected
    return Answer(
        "unknown" if mismatch else result,
        reference=said.id,
        amount=said.moved,
        code="amount_mismatch" if mismatch else said.code,
        action_url=said.action_url,
        capture_before=_until(said),
        replayed=is_replay(reply),
    )


def canceled(reply: Reply | None) -> Answer:
    """The answer to letting reserved money go."""
    said = decode(reply, Intent)
    if said is None or reply is None:
        return answered(reply)
    result = _CANCELED.get(said.status, "unknown")
    return Answer(result, said.id, amount=read_amount(said.amount, said.currency), replayed=is_replay(reply))


def given_back(reply: Reply | None, *, reference: str, expected: Money) -> Answer:
    """The answer to a refund of the payment of that reference."""
    said = decode(reply, Refund)
    if said is None or reply is None:
        return msgspec.structs.replace(answered(reply), reference=reference)
    moved = read_amount(said.amount, said.currency)
    result = _GIVEN_BACK.get(said.status, "unknown")
    if result == "approved" and moved != expected:
        return Answer("unknown", reference, moved, code="amount_mismatch", replayed=is_replay(reply))
    code = (said.failure_reason or "refund_failed") if result == "declined" else ""
    return Answer(result, reference, moved, code=code, replayed=is_replay(reply))


def record(
    said: Intent, refunds: tuple[Refund, ...], *, dispute: Dispute | None = None, warned: bool = False
) -> GatewayPayment:
    """What Stripe's records say of a payment; `refunds` are those of it, which may be on their way or have failed."""
    back = sum(one.amount for one in refunds if one.status == "succeeded")
    waits = any(one.status in {"pending", "requires_action"} for one in refunds)
    held = said.paid.amount if said.paid and said.paid.status == "succeeded" else 0
    return GatewayPayment(
        reference=said.id,
        state="pending" if waits else _state(said, back),
        authorized=read_amount(max(held, said.amount_capturable, said.amount_received), said.currency),
        captured=read_amount(said.amount_received, said.currency),
        refunded=read_amount(back, said.currency),
        code=said.code,
        action_url=said.action_url,
        dispute=dispute.shown if dispute else None,
        warned=warned,
        refunds=tuple(one.shown for one in refunds),
        capture_before=_until(said),
    )


def verification(said: Intent) -> GatewayPayment:
    """What Stripe's records say of a setup."""
    state = {"succeeded": "verified", "canceled": "voided"}.get(said.status) or _STATES.get(said.status, "unknown")
    return GatewayPayment(said.id, state, _NOTHING, _NOTHING, _NOTHING, said.code, said.action_url)


def _state(said: Intent, back: int) -> str:
    if said.status == "canceled":
        return "expired" if said.cancellation_reason in _LAPSED else "voided"
    if said.status != "succeeded":
        return _STATES.get(said.status, "unknown")
    if said.returned:
        return "returned"
    return "refunded" if 0 < said.amount_received <= back else "captured"


def _until(said: Intent) -> datetime | None:
    """Until when held money may be taken: as Stripe says, never as we would think."""
    details = said.paid.payment_method_details if said.paid else None
    until = details.card.capture_before if details and details.card else None
    return datetime.fromtimestamp(until, UTC) if until else None
