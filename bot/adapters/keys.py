"""Capture keys: made and rotated in a folder of the worker's, public halves in a file for the web process.

A private key is one file of mode 0400, named by its `kid`. The newest key is active; one that it replaced is
retiring for an hour (the life of a pay link and the delay of a queue), then its file is destroyed, and what was
encrypted for it and never read dies with it.
"""

import secrets
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import msgspec
from joserfc.errors import JoseError
from joserfc.jwk import ECKey

from bot.adapters.whole_files import alone_in, write_whole
from bot.domain.errors import InvalidError

LIFE = timedelta(days=31)
"""How long a key is active before the next one is made."""
RETIRING = timedelta(hours=1)
"""How long a replaced key still opens: longer than a pay link (15 minutes) and a queue's delay together."""

_OTHERS_MAY = 0o077
_KID_CHARACTERS = frozenset("abcdefghijklmnopqrstuvwxyz0123456789-")
_MOST_KID = 40
_PRIVATE_MEMBER = "d"

Jwk = dict[str, Any]


class PublicKeys:
    """What the web process may know: the public halves, read again whenever the file has changed."""

    def __init__(self, path: Path) -> None:
        """Read the file once, so that a wrong one is told at the start; raises `InvalidError`."""
        self._path = path
        self._read_at = -1
        self._jwks: dict[str, object] = {}
        self.jwks()

    def jwks(self) -> dict[str, object]:
        """Public keys only, the active one first, as a JSON Web Key Set (RFC 7517)."""
        try:
            changed = self._path.stat().st_mtime_ns
            if changed != self._read_at:
                self._jwks, self._read_at = _public_set(self._path.read_bytes()), changed
        except OSError as error:
            raise InvalidError("The file of public capture keys cannot be read.") from error
        return self._jwks


class PrivateKeys:
    """What only a worker may know: private keys by their `kid`, read when first asked for."""

    def __init__(self, folder: Path) -> None:
        """Check the folder's files at the start; raises `InvalidError` when others may read one."""
        self._folder = folder
        for path in _files(folder):
            _private(path)

    def find(self, kid: str) -> Jwk | None:
        """The private key of that name as a JWK, or None when it is unknown or destroyed.

        The file is read each time: a rotation needs no restart, and a destroyed key is gone at once.
        """
        if len(kid) > _MOST_KID or not _KID_CHARACTERS.issuperset(kid):
            return None
        path = self._folder / f"{kid}.jwk"
        return _private(path) if path.is_file() else None


def rotate_keys(folder: Path, public: Path, *, now: datetime, at_once: bool = False) -> str:
    """See to it that a fresh key is active, destroy those long replaced, publish; gives the active `kid`.

    Safe to repeat, and by several processes at once: it makes a key when there is none, when the active one is a
    month old, or `at_once`. Two that did it at once without waiting for one another would each make a key, and publish
    one that the other takes for replaced.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with alone_in(folder):
        return _rotate(folder, public, now=now, at_once=at_once)


class CaptureKey(msgspec.Struct, frozen=True):
    """A capture key without the key; `replaced_at` None is the active one, the others open until `opens_until`."""

    kid: str
    made_at: datetime
    replaced_at: datetime | None

    @property
    def opens_until(self) -> datetime | None:
        """When the next rotation or look of a worker destroys it."""
        return self.replaced_at + RETIRING if self.replaced_at else None


def capture_keys(folder: Path) -> tuple[CaptureKey, ...]:
    """The keys that open, the active one last."""
    made = [(str(key["kid"]), _made(key)) for key in sorted((_private(path) for path in _files(folder)), key=_made)]
    replaced = [moment for _, moment in made[1:]]
    return tuple(CaptureKey(kid, at, after) for (kid, at), after in zip(made, [*replaced, None], strict=False))


def retire_key(folder: Path, kid: str, *, now: datetime, at_once: bool = False) -> None:
    """Destroy a replaced key; raises `InvalidError` while cards may be on their way under it, unless `at_once`."""
    with alone_in(folder):
        key = next((key for key in capture_keys(folder) if key.kid == kid), None)
        if key is None:
            raise InvalidError(f"There is no capture key {kid}.")
        if key.opens_until is None:
            raise InvalidError(
                f"Pay pages encrypt for {kid}: make a newer one first (`threadfare keys rotate capture`)."
            )
        if now < key.opens_until and not at_once:
            raise InvalidError(f"Cards may be on their way under {kid} until {key.opens_until:%H:%M} UTC.")
        (folder / f"{kid}.jwk").unlink(missing_ok=True)


def _rotate(folder: Path, public: Path, *, now: datetime, at_once: bool) -> str:
    keys = sorted((_private(path) for path in _files(folder)), key=_made)
    if at_once or not keys or now - _made(keys[-1]) >= LIFE:
        keys.append(_make(folder, now))
    for older, newer in pairwise(keys):
        if now - _made(newer) >= RETIRING:
            (folder / f"{older['kid']}.jwk").unlink(missing_ok=True)
    _publish(keys[-1], public)
    return str(keys[-1]["kid"])


def _make(folder: Path, now: datetime) -> Jwk:
    kid = f"tfc-{now:%Y-%m-%d}-{secrets.token_hex(3)}"
    moment = int(now.timestamp())
    made = ECKey.generate_key("P-256", {"kid": kid, "use": "enc", "alg": "ECDH-ES"})
    key: Jwk = {**made.as_dict(private=True), "iat": moment}
    write_whole(folder / f"{kid}.jwk", msgspec.json.encode(key), mode=0o400)
    return key


def _publish(key: Jwk, public: Path) -> None:
    expires = int((_made(key) + LIFE + RETIRING).timestamp())
    shown = {name: value for name, value in key.items() if name not in {_PRIVATE_MEMBER, "iat"}} | {"exp": expires}
    write_whole(public, msgspec.json.encode({"keys": [shown]}), mode=0o644)


def _files(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.jwk"))


def _private(path: Path) -> Jwk:
    if path.stat().st_mode & _OTHERS_MAY:
        raise InvalidError(f"Others may read the private capture key {path.name}: its mode must be 0400.")
    try:
        key = msgspec.json.decode(path.read_bytes(), type=Jwk)
        ECKey.import_key(key)
    except (ValueError, JoseError):
        raise InvalidError(f"{path.name} is not a private capture key.") from None
    return key


def _made(key: Jwk) -> datetime:
    return datetime.fromtimestamp(int(key["iat"]), tz=UTC)


def _public_set(content: bytes) -> dict[str, object]:
    try:
        found = msgspec.json.decode(content, type=dict[str, list[Jwk]])
        keys = found["keys"]
        for key in keys:
            ECKey.import_key(key)
    except (ValueError, KeyError, JoseError):
        raise InvalidError(
            "The file of public capture keys is not a JSON Web Key Set of elliptic curve keys."
        ) from None
    if not keys or any(_PRIVATE_MEMBER in key for key in keys):
        raise InvalidError("The file of public capture keys must hold at least one key and no private one.")
    return {"keys": keys}
