"""What callers may ask of the sandbox: the shape of each body, checked before anything is done or stored."""

from typing import Annotated

import msgspec

from bot.sandbox.cards import Usage

Minor = Annotated[int, msgspec.Meta(ge=1, le=10**12)]
"""An amount in minor units, at least one."""
Currency = Annotated[str, msgspec.Meta(pattern="^[A-Z]{3}$")]
Id = Annotated[str, msgspec.Meta(min_length=1, max_length=255)]


class TokenRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A card to be exchanged for a token; it is never written anywhere, and not shown by `repr`."""

    number: Annotated[str, msgspec.Meta(max_length=64)]
    exp_month: int
    exp_year: int
    code: Annotated[str, msgspec.Meta(max_length=64)] = ""
    name: Annotated[str, msgspec.Meta(max_length=200)] = ""

    def __repr__(self) -> str:
        return "TokenRequest(…)"


class AuthorizeRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Money to hold; `payment` is the merchant's own id, `usage` how the token is used."""

    token: Id
    amount: Minor
    currency: Currency
    payment: Id
    return_url: Annotated[str, msgspec.Meta(pattern="^https?://", max_length=2048)]
    usage: Usage = "once"
    metadata: Annotated[
        dict[Annotated[str, msgspec.Meta(max_length=40)], Annotated[str, msgspec.Meta(max_length=500)]],
        msgspec.Meta(max_length=50),
    ] = {}


class AmountRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Money to capture or to give back."""

    amount: Minor
    currency: Currency


class VoidRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Letting money go needs no more words."""


class DetachRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A token to be forgotten."""

    token: Id


Request = TokenRequest | AuthorizeRequest | AmountRequest | VoidRequest | DetachRequest
