"""Checkouts with their orders, payments and attempts in PostgreSQL; with steps and books they are the port of money."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, bindparam, insert, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from bot.adapters.sql.repositories.books import SqlBooks
from bot.adapters.sql.repositories.pay_links import SqlPayLinks
from bot.adapters.sql.repositories.steps import SqlSteps
from bot.adapters.sql.tables.money import HOLDING, attempts, checkouts, orders, payments
from bot.domain.booking.order import Order
from bot.domain.checkout_case import Checkout
from bot.domain.errors import ConflictError
from bot.domain.money import Money
from bot.domain.payment.payment import Attempt, Payment

_APART = ("order", "payments")


class SqlMoneyRecords(SqlSteps, SqlPayLinks, SqlBooks):
    """The port `MoneyRecords` on one connection inside one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, checkout: Checkout) -> None:
        """Store a new checkout; the transaction raises `ConflictError` when its effect has one already."""
        self._connection.execute(insert(checkouts).values(_checkout_row(checkout)))
        self._connection.execute(insert(orders).values(_order_row(checkout.id, checkout.order)))
        rows = [_payment_row(checkout.id, n, payment) for n, payment in enumerate(checkout.payments)]
        self._connection.execute(insert(payments), rows)

    def checkout(self, checkout: str, *, lock: bool = False) -> Checkout | None:
        """A checkout by its id; with `lock` nobody else may change it until the transaction ends."""
        if lock:
            self._connection.execute(_LOCK, {"id": checkout})
        for _ in range(_TRIES):
            row = self._connection.execute(_WHOLE, {"id": checkout}).one_or_none()
            if row is None:
                return None
            paid = self._connection.execute(_PAID, {"id": checkout}).all()
            if paid[0].version == row.version:
                whole = {**msgspec.json.decode(row.body), "order": msgspec.json.decode(row.order), "payments": ()}
                return msgspec.structs.replace(msgspec.convert(whole, Checkout), payments=_payments(paid))
        raise ConflictError("This checkout changes too quickly to be read.")

    def checkout_of(self, thread: str, effect: str) -> str:
        """The id of the checkout that an effect of a thread began, "" if none."""
        found = select(checkouts.c.id).where(checkouts.c.thread == thread, checkouts.c.effect == effect)
        return self._connection.execute(found).scalar_one_or_none() or ""

    def checkout_paid_by(self, payment: str) -> str:
        """The id of the checkout that a payment belongs to, "" if none."""
        found = select(payments.c.checkout).where(payments.c.id == payment)
        return self._connection.execute(found).scalar_one_or_none() or ""

    def payment_under(self, reference: str) -> str:
        """The id of the payment to which the gateway gave a reference, "" if none or for an empty one."""
        found = select(payments.c.id).where(payments.c.reference == reference, payments.c.reference != "")
        return self._connection.scalars(found.order_by(payments.c.id).limit(1)).first() or ""

    def save(self, checkout: Checkout) -> None:
        """Store the next version of a checkout; raises `ConflictError` when it is not the next.

        The transaction raises it too when another attempt of a payment is open.
        """
        before = (checkouts.c.id == checkout.id, checkouts.c.version == checkout.version - 1)
        saved = self._connection.execute(update(checkouts).where(*before).values(_checkout_row(checkout)))
        if saved.rowcount != 1:
            raise ConflictError("Somebody else changed this checkout first.")
        order = _order_row(checkout.id, checkout.order)
        self._connection.execute(update(orders).where(orders.c.id == checkout.order.id).values(order))
        for position, payment in enumerate(checkout.payments):
            self._save_payment(checkout.id, position, payment)

    def holds_ending(self, before: datetime, *, most: int) -> tuple[tuple[str, str], ...]:
        """Payments that hold money until a moment or less, each with its checkout, the first to end first."""
        ends = (payments.c.state.in_(HOLDING), payments.c.capture_before <= before)
        found = select(payments.c.id, payments.c.checkout).where(*ends)
        rows = self._connection.execute(found.order_by(payments.c.capture_before, payments.c.id).limit(most))
        return tuple((row.id, row.checkout) for row in rows)

    def _save_payment(self, checkout: str, position: int, payment: Payment) -> None:
        row = _payment_row(checkout, position, payment)
        self._connection.execute(update(payments).where(payments.c.id == payment.id).values(row))
        for number, attempt in enumerate(payment.attempts):
            values = {**msgspec.structs.asdict(attempt), "payment": payment.id, "position": number}
            kept = upsert(attempts).values(values).on_conflict_do_update(index_elements=["key"], set_=values)
            self._connection.execute(kept)


_TRIES = 8
"""A reader that nobody waits for reads twice; as often as this it never was overtaken."""

_LOCK = select(checkouts.c.id).where(checkouts.c.id == bindparam("id")).with_for_update()
"""Apart from reading: who has waited for a lock sees the newest row of that table alone, and old ones of the others."""
_WHOLE = (
    select(checkouts.c.version, checkouts.c.body, orders.c.body.label("order"))
    .join(orders, orders.c.checkout == checkouts.c.id)
    .where(checkouts.c.id == bindparam("id"))
)
_PAID = (
    select(
        checkouts.c.version,
        *(column.label(f"payment_{column.name}") for column in payments.c),
        *(column.label(f"attempt_{column.name}") for column in attempts.c),
    )
    .join(payments, payments.c.checkout == checkouts.c.id)
    .join(attempts, attempts.c.payment == payments.c.id, isouter=True)
    .where(checkouts.c.id == bindparam("id"))
    .order_by(payments.c.position, attempts.c.position)
)
"""Two statements see two moments: both name the version, so that halves of two versions are never put together."""


def _checkout_row(checkout: Checkout) -> dict[str, Any]:
    fields = msgspec.structs.asdict(checkout)
    body = msgspec.json.encode({name: value for name, value in fields.items() if name not in _APART})
    columns = ("id", "thread", "effect", "state", "version", "began_at")
    return {**{name: fields[name] for name in columns}, "needs_staff": bool(checkout.staff), "body": body}


def _order_row(checkout: str, order: Order) -> dict[str, Any]:
    return {
        "id": order.id,
        "checkout": checkout,
        "state": order.state,
        "locator": order.locator,
        "held_until": order.held_until,
        "total_minor": order.offer.total.minor,
        "currency": order.offer.total.currency,
        "body": msgspec.json.encode(order),
    }


def _payment_row(checkout: str, position: int, payment: Payment) -> dict[str, Any]:
    return {
        "id": payment.id,
        "checkout": checkout,
        "position": position,
        "state": payment.state,
        "reference": payment.reference,
        "currency": payment.amount.currency,
        "amount_minor": payment.amount.minor,
        "authorized_minor": payment.authorized,
        "captured_minor": payment.captured,
        "refunded_minor": payment.refunded,
        "method": payment.method,
        "code": payment.code,
        "action_url": payment.action_url,
        "capture_before": payment.capture_before,
        "staff": payment.staff,
    }


def _payments(rows: Sequence[Row[Any]]) -> tuple[Payment, ...]:
    tried: dict[str, list[Attempt]] = {}
    made: dict[str, Payment] = {}
    for row in rows:
        made.setdefault(row.payment_id, payment_of(row))
        if row.attempt_key is not None:
            fields = {name: getattr(row, f"attempt_{name}") for name in Attempt.__struct_fields__}
            tried.setdefault(row.payment_id, []).append(Attempt(**fields))
    return tuple(msgspec.structs.replace(p, attempts=tuple(tried.get(p.id, ()))) for p in made.values())


def payment_of(row: Row[Any]) -> Payment:
    """A payment without its attempts, from a row whose columns are named payment_<column>."""
    return Payment(
        id=row.payment_id,
        amount=Money(row.payment_amount_minor, row.payment_currency),
        state=row.payment_state,
        reference=row.payment_reference,
        authorized=row.payment_authorized_minor,
        captured=row.payment_captured_minor,
        refunded=row.payment_refunded_minor,
        method=row.payment_method,
        code=row.payment_code,
        action_url=row.payment_action_url,
        capture_before=row.payment_capture_before,
        staff=row.payment_staff,
    )
