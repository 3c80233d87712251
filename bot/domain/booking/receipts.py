"""The receipt of a booking: the same message on the day of purchase and whenever it is asked for again."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from bot.domain.conversation.messages import Receipt, ReceiptLine
from bot.domain.money import Money
from bot.domain.shopping import display
from bot.domain.shopping.offers import Slice


class Named(Protocol):
    """Somebody whose name stands on a ticket."""

    @property
    def given(self) -> str:
        """The given name."""
        ...

    @property
    def family(self) -> str:
        """The family name."""
        ...


class Bought(Protocol):
    """What a receipt is written from."""

    @property
    def locator(self) -> str:
        """The booking reference."""
        ...

    @property
    def slices(self) -> tuple[Slice, ...]:
        """The trip, direction by direction."""
        ...

    @property
    def total(self) -> Money:
        """What was paid, taxes included."""
        ...

    @property
    def taxes(self) -> Money:
        """The part of it that is taxes."""
        ...

    @property
    def method(self) -> str:
        """What paid, such as "Visa •4242"."""
        ...


def receipt_of(bought: Bought, people: Sequence[Named], *, paid_at: datetime, language: str) -> Receipt:
    """The receipt for what was bought; `paid_at` is UTC."""
    names = ", ".join(f"{person.given} {person.family}" for person in people)
    times = " / ".join(
        f"{display.day_text(piece.departs.date(), language)} {display.times_text(piece)}" for piece in bought.slices
    )
    return Receipt(
        number=bought.locator,
        recipient=names,
        method=bought.method,
        # One trip, for all of them: "2 ×" beside the whole price would read as twice that.
        lines=(ReceiptLine(times, names, 1, bought.total),),
        total=bought.total,
        taxes=bought.taxes,
        at=int(paid_at.timestamp()),
        language=language,
    )
