"""What a traveller sees of their own wallet: methods, what is settled for each channel, and whether a PIN is set."""

from datetime import datetime
from typing import Literal

import msgspec

from bot.domain.ids import channel_of
from bot.domain.payment.instrument import InstrumentKind, KeptInstrument, expires_soon, has_expired, shown
from bot.domain.payment.method import Method, in_order
from bot.domain.payment.wallet_rules import CHANNELS, ChannelRule, rule_of
from bot.domain.shopping.fares import CURRENCY
from bot.ports.runtime import Runtime

Expiry = Literal["", "soon", "over"]
"""Whether a card ends within thirty days, or has ended."""


class MethodView(msgspec.Struct, frozen=True):
    """A saved method: `shown` is "Visa •4242", `name` what its traveller calls it; no year where nothing expires."""

    id: str
    kind: InstrumentKind
    shown: str
    name: str
    exp_month: int
    exp_year: int
    expiry: Expiry
    preferred: bool
    added_at: datetime


class WalletView(msgspec.Struct, frozen=True):
    """A wallet as it is now.

    Attributes:
        methods: those in use, as they are offered.
        rules: one for every channel, in the order in which channels are shown.
        here: channels in which the traveller talks with us.
        currency: that of limits.
        has_pin, pin_locked_until: whether a PIN guards the methods, and until when none is taken (UTC).
    """

    traveller: str
    methods: tuple[MethodView, ...]
    rules: tuple[ChannelRule, ...]
    here: tuple[str, ...]
    currency: str
    has_pin: bool
    pin_locked_until: datetime | None = None


def look(runtime: Runtime, thread: str, traveller: str = "") -> WalletView | None:
    """The wallet of a thread's traveller; None when there is none, or when it is not that of the one who is named."""
    now = runtime.clock.now()
    with runtime.records.begin() as work:
        owner = work.wallet.traveller_of(thread)
        if not owner or traveller not in ("", owner):
            return None
        kept = [
            (method, work.money.instrument(method.instrument)) for method in in_order(work.wallet.methods_of(owner))
        ]
        rules, pin = work.wallet.rules(owner), work.pins.pin(owner)
        here = {channel_of(one) for one in work.wallet.threads_of(owner)}
    return WalletView(
        traveller=owner,
        methods=tuple(_view(method, card, now) for method, card in kept if card is not None),
        rules=tuple(rule_of(rules, channel) for channel in CHANNELS),
        here=tuple(channel for channel in CHANNELS if channel in here),
        currency=CURRENCY,
        has_pin=pin is not None,
        pin_locked_until=pin.locked_until if pin is not None and pin.is_locked(now) else None,
    )


def _view(method: Method, card: KeptInstrument, now: datetime) -> MethodView:
    month, year = card.exp_month, card.exp_year
    return MethodView(
        id=method.id,
        kind=card.kind,
        shown=shown(card),
        name=method.name,
        exp_month=month,
        exp_year=year,
        expiry="over" if has_expired(month, year, now) else "soon" if expires_soon(month, year, now) else "",
        preferred=method.preferred,
        added_at=method.added_at,
    )
