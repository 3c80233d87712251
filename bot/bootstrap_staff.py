"""Picks what lets staff in: hashes, seals, codes, and the airline's identity provider where there is one."""

from bot.adapters.argon2 import Argon2Hasher
from bot.adapters.http_client import HttpClient, Policy, SessionEngine
from bot.adapters.oidc import OidcProvider
from bot.adapters.one_time_codes import PyotpCodes
from bot.adapters.seals import AesSeals
from bot.config import Settings
from bot.ports.staff_door import IdentityProvider, StaffDoor

_POLICY = Policy(connect=3.0, read=5.0, largest=1024 * 1024)
"""Somebody waits for it in front of a page."""


def open_staff_door(settings: Settings) -> StaffDoor:
    """The door of staff, with the secrets of this program."""
    secret = settings.secret_key.encode()
    return StaffDoor(
        passwords=Argon2Hasher(secret, "password"),
        seals=AesSeals(secret),
        codes=PyotpCodes(),
        provider=_provider(settings),
        roles=settings.oidc_roles,
        second_required=settings.staff_totp == "required",
    )


def _provider(settings: Settings) -> IdentityProvider | None:
    if not settings.oidc_issuer:
        return None
    return OidcProvider(
        HttpClient(SessionEngine(), policy=_POLICY),
        issuer=settings.oidc_issuer,
        client=settings.oidc_client_id,
        secret=settings.oidc_client_secret,
        claims=tuple(settings.oidc_roles),
    )
