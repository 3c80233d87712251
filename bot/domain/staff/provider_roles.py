"""Roles that follow from what the airline's identity provider says of somebody: claim -> value -> roles."""

from collections.abc import Mapping

import msgspec

from bot.domain.staff.roles import ROLES, Role

ProviderRoles = Mapping[str, Mapping[str, tuple[Role, ...]]]
EXAMPLE = '{"groups": {"desk": ["agent"]}}'


def read_provider_roles(text: str) -> ProviderRoles:
    """The table of a JSON object; raises `ValueError` that says what is wrong and what would be right."""
    try:
        return msgspec.json.decode(text, type=dict[str, dict[str, tuple[Role, ...]]])
    except msgspec.MsgspecError as error:
        raise ValueError(f"it must be JSON like {EXAMPLE}, of the roles {', '.join(ROLES)}: {error}") from error


def mapped_roles(table: ProviderRoles, values: Mapping[str, tuple[str, ...]]) -> tuple[Role, ...]:
    """The roles of somebody of whom the provider says these values, in the order of all roles."""
    found = {
        role for claim, by_value in table.items() for value in values.get(claim, ()) for role in by_value.get(value, ())
    }
    return tuple(role for role in ROLES if role in found)
