"""An instrument: what may be kept and shown of a card, which is its token at the gateway and its last four digits."""

from datetime import datetime, timedelta

import msgspec

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


class KeptInstrument(msgspec.Struct, frozen=True):
    """A card as we keep it: `token` is of use at `gateway` alone; `fingerprint` is the gateway's name of the card.

    PCI DSS 3.3 and 3.4 let brand, last four digits and expiry be kept and shown.
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


def forgotten(instrument: KeptInstrument) -> KeptInstrument:
    """What is left of a card that was removed: brand and last four digits, which stand on receipts."""
    return KeptInstrument(instrument.id, instrument.gateway, "", instrument.brand, instrument.last4, 0, 0, "")


def has_expired(month: int, year: int, now: datetime) -> bool:
    """Whether a card is good no more at a time (UTC); it is to the end of its month, everywhere on Earth."""
    here = now - _LAST_PLACE_ON_EARTH
    return (year, month) < (here.year, here.month)


def brand_name(brand: str) -> str:
    """How travellers know a brand: "Visa"; "Card" when the gateway named none."""
    return _BRANDS.get(brand, brand.replace("_", " ").title() or "Card")


def shown(instrument: KeptInstrument) -> str:
    """What travellers read on a receipt: "Visa •4242"."""
    return f"{brand_name(instrument.brand)} •{instrument.last4}"
