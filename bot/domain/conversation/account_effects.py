"""What a traveller can want of their account: to see payments and what is known of them, and to have it forgotten."""

import msgspec


class FindPayments(msgspec.Struct, frozen=True, tag=True):
    """Find the last payments of who writes here; answered by `PaymentsFound`."""


class FindReceipt(msgspec.Struct, frozen=True, tag=True):
    """Find one payment of who writes here by its receipt number; answered by `ReceiptFound`."""

    number: str


class TellKnown(msgspec.Struct, frozen=True, tag=True):
    """Count what is kept of who writes here; answered by `KnownTold`."""


class ChooseConsent(msgspec.Struct, frozen=True, tag=True):
    """Allow a purpose, or take it back, in the words of that language; answered by `ConsentChosen`."""

    purpose: str
    given: bool
    language: str


class EraseTraveller(msgspec.Struct, frozen=True, tag=True):
    """Forget who writes here, as far as the law lets us; answered by `TravellerErased` or `ErasureRefused`."""
