"""The port of mandates: what was signed for each bank account, kept for ever, and whether it still holds."""

from typing import Protocol

from bot.domain.payment.mandate import Mandate


class MandateRecords(Protocol):
    """What is kept of mandates inside one transaction."""

    def keep(self, instrument: str, mandate: Mandate) -> None:
        """Store what was signed for an instrument that is kept; the same instrument again changes nothing."""
        ...

    def of(self, instrument: str) -> Mandate | None:
        """The mandate of an instrument, None when nothing was signed for it."""
        ...

    def end(self, instrument: str) -> None:
        """Note that the mandate of an instrument holds no longer; what was signed stays."""
        ...

    def instrument_of(self, reference: str) -> str:
        """The instrument for which the mandate of that reference was signed, "" if none."""
        ...
