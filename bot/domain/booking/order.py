"""An order: what becomes of seats, from held to ticketed or given back."""

from datetime import datetime

import msgspec

from bot.domain.booking.passengers import Passenger
from bot.domain.money import Money
from bot.domain.shopping.offers import Offer, Slice
from bot.domain.transitions import Table, move

ORDER: Table = {
    "requested": {"hold": "held", "refuse": "refused"},
    "held": {"ticket": "ticketing", "release": "released", "expire": "released"},
    "ticketing": {"issue": "ticketed", "refuse": "unticketed"},
    "unticketed": {"release": "released"},
    "ticketed": {"cancel": "cancelled", "give_back": "cancelling"},
    "cancelling": {"cancel": "cancelled", "keep": "ticketed"},
    "refused": {},
    "released": {},
    "cancelled": {},
}
"""The order's machine. `ticketing` and `cancelling` cover not knowing: a supplier's definite answer ends them."""


class Order(msgspec.Struct, frozen=True):
    """What is bought, and how far it has come; its id is our reference at the supplier, for the hold and the tickets.

    Units: `held_until` UTC; `tickets` are 13-digit e-ticket numbers in the order of `passengers`.
    """

    id: str
    offer: Offer
    passengers: tuple[Passenger, ...]
    email: str
    state: str = "requested"
    locator: str = ""
    held_until: datetime | None = None
    tickets: tuple[str, ...] = ()


def change(order: Order, trigger: str, **fields: object) -> Order:
    """The order after a trigger of its table, with fields changed; raises `IllegalError` when it is not listed."""
    return msgspec.structs.replace(order, state=move(ORDER, order.state, trigger, machine="order"), **fields)


class Booked(msgspec.Struct, frozen=True):
    """A finished booking as the traveller is told of it.

    Units: `total` and `taxes` in minor units; `paid_at` UTC; `tickets` are 13-digit e-ticket numbers in the order of
    `passengers`; `method` is what paid, such as "Visa •4242".
    """

    locator: str
    slices: tuple[Slice, ...]
    brand: str
    passengers: tuple[Passenger, ...]
    tickets: tuple[str, ...]
    total: Money
    taxes: Money
    method: str
    email: str
    paid_at: datetime
