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
    """Money to hold; `payment` is the merchant's own id, `usage` how the token is used.

    With `challenge` the bank sees the traveller in any case.
    """

    token: Id
    amount: Minor
    currency: Currency
    payment: Id
    return_url: Annotated[str, msgspec.Meta(pattern="^https?://", max_length=2048)]
    usage: Usage = "once"
    challenge: bool = False
    metadata: Annotated[
        dict[Annotated[str, msgspec.Meta(max_length=40)], Annotated[str, msgspec.Meta(max_length=500)]],
        msgspec.Meta(max_length=50),
    ] = {}


class MandateRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What was signed for an account, and from where."""

    reference: Annotated[str, msgspec.Meta(min_length=1, max_length=35)]
    creditor: Annotated[str, msgspec.Meta(min_length=8, max_length=35)]
    signed_at: int
    network: Annotated[str, msgspec.Meta(max_length=64)] = ""
    browser: Annotated[str, msgspec.Meta(max_length=500)] = ""


class AccountRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A bank account to be exchanged for a token; it is never written anywhere, and not shown by `repr`."""

    iban: Annotated[str, msgspec.Meta(max_length=64)]
    holder: Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
    mandate: MandateRequest

    def __repr__(self) -> str:
        return "AccountRequest(…)"


class ChargeRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Money to take from an account under a mandate; `payment` is the merchant's own id."""

    token: Id
    mandate: Id
    amount: Minor
    currency: Currency
    payment: Id
    return_url: Annotated[str, msgspec.Meta(pattern="^https?://", max_length=2048)]
    metadata: Annotated[
        dict[Annotated[str, msgspec.Meta(max_length=40)], Annotated[str, msgspec.Meta(max_length=500)]],
        msgspec.Meta(max_length=50),
    ] = {}


class VerifyRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A token to be kept for later; `setup` is the merchant's own id."""

    token: Id
    setup: Id
    return_url: Annotated[str, msgspec.Meta(pattern="^https?://", max_length=2048)]


class PageRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A page on which a card is typed; `subject` is the merchant's own id of what it is for."""

    subject: Id
    return_url: Annotated[str, msgspec.Meta(pattern="^https?://", max_length=2048)]


class RedeemRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A ticket of our fields, to be exchanged for a token."""

    ticket: Id


class AmountRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Money to capture or to give back."""

    amount: Minor
    currency: Currency


class VoidRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Letting money go needs no more words."""


class DetachRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A token to be forgotten."""

    token: Id


Request = (
    TokenRequest
    | AccountRequest
    | AuthorizeRequest
    | ChargeRequest
    | VerifyRequest
    | AmountRequest
    | VoidRequest
    | DetachRequest
)
