"""Mandates in memory."""

import msgspec

from bot.domain.payment.mandate import Mandate


class MemoryMandateRecords:
    """The port `MandateRecords`."""

    def __init__(self) -> None:
        self.mandates: dict[str, Mandate] = {}

    def keep(self, instrument: str, mandate: Mandate) -> None:
        """Store what was signed for an instrument."""
        self.mandates.setdefault(instrument, mandate)

    def of(self, instrument: str) -> Mandate | None:
        """The mandate of an instrument."""
        return self.mandates.get(instrument)

    def end(self, instrument: str) -> None:
        """Note that the mandate of an instrument holds no longer."""
        if instrument in self.mandates:
            self.mandates[instrument] = msgspec.structs.replace(self.mandates[instrument], state="inactive")

    def instrument_of(self, reference: str) -> str:
        """The instrument for which the mandate of that reference was signed."""
        return next((name for name, one in self.mandates.items() if one.reference == reference), "")
