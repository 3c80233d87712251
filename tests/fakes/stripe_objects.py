"""Payments, setups and refunds as Stripe shows them, from what the sandbox's bank has of them."""

from typing import Any

from bot.ports.gateway import GatewayPayment

HOLD = 7 * 24 * 3600
_STATUS = {
    "authorized": "requires_capture",
    "requires_action": "requires_action",
    "declined": "requires_payment_method",
    "captured": "succeeded",
    "refunded": "succeeded",
    "returned": "succeeded",
    "verified": "succeeded",
    "voided": "canceled",
    "expired": "canceled",
}


class Made:
    """What was made at Stripe: its form, when, the bank's reference of it, and how it is shown."""

    def __init__(self, name: str, form: dict[str, Any], created: int) -> None:
        self.id = name
        self.form = form
        self.created = created
        self.bank = ""
        self.sent = False
        self.mandate = ""
        self.told: dict[str, dict[str, str]] = {}
        """What each refund was told, by its key."""
        self.shown: dict[str, Any] = {}


def intent(made: Made, record: GatewayPayment | None) -> None:
    """Show a PaymentIntent, with its charge where there is money."""
    shown = _common(made, record) | {"object": "payment_intent", "amount": int(made.form["amount"])}
    shown |= {"currency": made.form["currency"], "amount_capturable": 0, "amount_received": 0}
    if record is None:
        made.shown = shown | {"status": "requires_confirmation"}
        return
    waiting = record.state == "pending" and any(one.state == "pending" for one in record.refunds)
    status = "succeeded" if waiting else _STATUS.get(record.state, "processing")
    shown |= {"status": status, "currency": record.authorized.currency.lower() or made.form["currency"]}
    if status == "requires_capture":
        shown["amount_capturable"] = record.authorized.minor
    if status == "succeeded":
        shown["amount_received"] = record.captured.minor
    if record.state == "declined":
        shown["last_payment_error"] = _error(record.code, "payment_intent")
    if record.state == "expired":
        shown["cancellation_reason"] = "automatic"
    if record.authorized.minor or record.captured.minor:
        shown["latest_charge"] = _charge(made, record)
    made.shown = shown


def setup(made: Made, record: GatewayPayment | None) -> None:
    """Show a SetupIntent."""
    shown = _common(made, record) | {"object": "setup_intent", "mandate": made.mandate or None}
    status = "succeeded" if made.mandate else _STATUS.get(record.state, "processing") if record else "processing"
    if record and record.state == "declined":
        shown["last_setup_error"] = _error(record.code, "setup_intent")
    made.shown = shown | {"status": status}


def refunds(made: Made, record: GatewayPayment) -> list[dict[str, Any]]:
    """The refunds of a payment, the newest first."""
    status = {"done": "succeeded", "pending": "pending", "failed": "failed"}
    return [
        {
            "id": f"re_{one.id}",
            "object": "refund",
            "amount": one.amount.minor,
            "currency": one.amount.currency.lower(),
            "status": status[one.state],
            "metadata": made.told[one.key],
        }
        for one in reversed(record.refunds)
    ]


def disputes(made: Made, record: GatewayPayment) -> list[dict[str, Any]]:
    """The dispute of a payment, if there is one."""
    said = record.dispute
    if said is None:
        return []
    status = {"open": "needs_response"}.get(said.state, said.state)
    money = {"amount": said.amount.minor, "currency": said.amount.currency.lower()}
    return [{"id": f"dp_{made.id}", "object": "dispute", "status": status, "reason": said.reason, **money}]


def _common(made: Made, record: GatewayPayment | None) -> dict[str, Any]:
    url = record.action_url if record else ""
    action = {"type": "redirect_to_url", "redirect_to_url": {"url": url, "return_url": "x"}} if url else None
    told = {"metadata": made.form["metadata"], "payment_method": made.form["payment_method"]}
    return {"id": made.id, "created": made.created, "next_action": action, "latest_charge": None, **told}


def _charge(made: Made, record: GatewayPayment) -> dict[str, Any]:
    kind = made.form["allowed_payment_method_types"][0]
    details = {"type": kind, kind: {"capture_before": made.created + HOLD} if kind == "card" else {}}
    return {
        "id": f"ch_{made.id}",
        "status": "succeeded",
        "amount": record.authorized.minor or record.captured.minor,
        "amount_refunded": sum(one.amount.minor for one in record.refunds if one.state != "failed"),
        "disputed": record.state == "returned" or record.dispute is not None,
        "payment_method_details": details,
    }


def _error(code: str, kind: str) -> dict[str, Any]:
    if code == "authentication_failed":
        return {"type": "card_error", "code": f"{kind}_authentication_failure"}
    return {"type": "card_error", "code": "card_declined", "decline_code": code}
