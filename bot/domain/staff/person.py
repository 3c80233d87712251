"""A person who works for the airline, as desk and console know them."""

import msgspec

from bot.domain.staff.roles import Permission, Role, may

LONGEST_NAME = 40


class Person(msgspec.Struct, frozen=True):
    """Somebody of the staff: `id` tells two of the same name apart, `name` is what travellers read.

    `languages` are the two-letter codes of those in which they talk with travellers.
    """

    id: str
    name: str
    email: str = ""
    roles: tuple[Role, ...] = ()
    languages: tuple[str, ...] = ()
    active: bool = True

    def may(self, permission: Permission) -> bool:
        """Whether they have a permission now; who was shut out has none."""
        return self.active and may(self.roles, permission)


def clean_name(text: str) -> str:
    """A name fit to be shown: one line, at most 40 characters; "" when nothing is left."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())[:LONGEST_NAME]
