"""How a card reaches us: three ways, of which each gateway can do some, and one is used at a time."""

from collections.abc import Mapping
from typing import Literal

from bot.domain.errors import InvalidError

CaptureMode = Literal["page", "fields", "vault"]
"""`page`: the traveller types it on the gateway's own page; `fields`: into the gateway's fields on our page; `vault`:
into our fields, which encrypt it for a worker, who keeps it in the vault if the traveller agrees."""

CAPTURE_MODES: Mapping[str, tuple[CaptureMode, ...]] = {
    "sandbox": ("vault", "page", "fields"),
    "stripe": ("page", "vault"),
}
"""What each gateway can do, the default first. One that moves real money begins with "page", and has "vault" only
after it has allowed us to send it card numbers (payments.md 1.15)."""

_LIVE: tuple[CaptureMode, ...] = ("page",)
"""What is believed of a gateway that is not listed."""


def capture_mode(gateway: str, asked: str) -> CaptureMode:
    """The mode to use with a gateway, which is its default when none is asked for.

    Raises `InvalidError`, whose sentence is for who runs the program, when the gateway cannot do what is asked.
    """
    able = CAPTURE_MODES.get(gateway, _LIVE)
    found = next((mode for mode in able if mode == (asked or able[0])), None)
    if found is None:
        raise InvalidError(f"CARD_CAPTURE is {asked}, but the {gateway} gateway can do {' or '.join(able)} only.")
    return found
