"""What staff may want of a checkout that is not paid yet, in the past tense."""

import msgspec


class LinkWanted(msgspec.Struct, frozen=True):
    """Staff want the traveller to have a link to pay: the present one once more, or a `fresh` one in its place."""

    fresh: bool


class LongerWanted(msgspec.Struct, frozen=True):
    """Staff want the seats to be held longer."""
