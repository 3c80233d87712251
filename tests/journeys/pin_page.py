"""A PIN in a talk: set as the page of the wallet does, and entered on the page that the newest link leads to."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from bot.domain.payment.pin import Pin
from bot.services import wallet

SALT = b"salt of a talk.."


def guard(work: Any, thread: str, hashed: str, *, at: datetime) -> None:
    """Set the PIN of a thread's traveller and owe it to the thread."""
    traveller = wallet.holding(work, thread)
    assert traveller is not None
    work.pins.save(Pin(traveller.id, hashed, at, by="page:talk"))
    wallet.tell(work, traveller, at=at)


def newest(urls: Iterable[str]) -> str:
    """The newest link to a page that asks for a PIN."""
    return [url for url in urls if "/pin/" in url][-1]
