"""An instrument: what may be kept and shown of a card or a bank account: a token at the gateway and four digits."""

from datetime import UTC, datetime, timedelta
from typing import Literal

import msgspec

from bot.domain.secret import Identity

_LAST_PLACE_ON_EARTH = timedelta(hours=12)
"""At UTC-12 a month ends latest: a card is good until then."""
_BRANDS = {
    "visa": "Visa",
    "mastercard": "Mastercard",
    "amex": "American Express",
    "discover": "Discover",
    "diners": "Diners Club",
    "jcb": "JCB",
    "unionpay": "UnionPay",
}


InstrumentKind = Literal["card", "bank_account"]


class KeptInstrument(msgspec.Struct, frozen=True):
    """A card or account as we keep it: `token` is of use at `gateway` alone; `fingerprint` tells it from others.

    PCI DSS 3.3 and 3.4 let brand, last four digits and expiry be kept and shown. A bank account has no brand and never
    expires (`exp_month` and `exp_year` 0); its `country` is that of its IBAN. `vault` says where its number lies, if we
    keep it; `renewed_for` is the attempt for which the token was made anew from that, until the new one has paid.
    """

    id: str
    gateway: str
    token: str
    brand: str
    last4: str
    exp_month: int
    exp_year: int
    fingerprint: str
    country: str = ""
    funding: str = ""
    kind: InstrumentKind = "card"
    vault: Identity | None = None
    renewed_for: str = ""


def forgotten(instrument: KeptInstrument) -> KeptInstrument:
    """What is left of one that was removed: brand, or country, and last four digits, which stand on receipts."""
    country = instrument.country if instrument.kind == "bank_account" else ""
    return msgspec.structs.replace(
        instrument,
        token="",
        exp_month=0,
        exp_year=0,
        fingerprint="",
        country=country,
        funding="",
        vault=None,
        renewed_for="",
    )


def has_expired(month: int, year: int, now: datetime) -> bool:
    """Whether a card is good no more at a time (UTC); it is to the end of its month, everywhere on Earth.

    What has no year never expires.
    """
    if not year:
        return False
    here = now - _LAST_PLACE_ON_EARTH
    return (year, month) < (here.year, here.month)


_WARNED = timedelta(days=30)
"""How long before its end the traveller is warned of a card."""


def end_of(month: int, year: int) -> datetime:
    """The first moment (UTC) at which a card is good no more, anywhere on Earth."""
    return datetime(year + month // 12, month % 12 + 1, 1, tzinfo=UTC) + _LAST_PLACE_ON_EARTH


def expires_soon(month: int, year: int, now: datetime) -> bool:
    """Whether a card is still good at a time (UTC), but in thirty days not any more."""
    return bool(year) and not has_expired(month, year, now) and end_of(month, year) - now <= _WARNED


def brand_name(brand: str) -> str:
    """How travellers know a brand: "Visa"; "Card" when the gateway named none."""
    return _BRANDS.get(brand, brand.replace("_", " ").title() or "Card")


def shown(instrument: KeptInstrument) -> str:
    """What travellers read on a receipt: "Visa •4242", or "IBAN •2606" for a bank account."""
    if instrument.kind == "bank_account":
        return f"IBAN •{instrument.last4}"
    return f"{brand_name(instrument.brand)} •{instrument.last4}"
