"""Disputes as services see them: what the gateway's records say that is new."""

from collections.abc import Iterator

from bot.domain.checkout_case import Checkout
from bot.domain.checkout_facts import DisputeClosed, DisputeOpened, Fact, FraudWarned
from bot.domain.payment.payment import Payment
from bot.ports.gateway import GatewayPayment


def news(checkout: Checkout, payment: Payment, found: tuple[GatewayPayment, ...]) -> Iterator[Fact]:
    """What the records tell of disputes of a payment that is not known, and warnings."""
    known = {each.id: each for each in checkout.disputes}
    for record in found:
        said = record.dispute
        if said is not None and said.id not in known:
            yield DisputeOpened(payment.id, said.id, said.amount, said.reason)
        elif said is not None and known[said.id].state == "open" and said.state != "open":
            yield DisputeClosed(payment.id, said.id, "won" if said.state == "won" else "lost")
        if record.warned and "fraud_warning" not in checkout.staff:
            yield FraudWarned(payment.id)
