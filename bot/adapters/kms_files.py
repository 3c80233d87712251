"""Key-encryption keys and the key of fingerprints in files of one folder each, read by workers and key keepers alone.

A key-encryption key is a file `kek-0001.json` of mode 0600; a retired one leaves the same file without the key, so that
no version ever comes twice. Wrapping is AES-256-GCM with a random nonce of 96 bits and the caller's context as
associated data (NIST SP 800-38D allows 2^32 of them under a key: a hundred million records, rewrapped forty times).
"""

import hmac
import os
import re
from base64 import b64decode, b64encode
from datetime import datetime
from pathlib import Path

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from bot.adapters.whole_files import alone_in, overwrite, write_whole
from bot.domain.errors import InvalidError, UnavailableError
from bot.domain.secret import Secret
from bot.ports.kms import Kek

KEY_BYTES = 32
NONCE_BYTES = 12
TAG_BYTES = 16
FINGERPRINT_BYTES = 16
_MODE = 0o600
_OTHERS_MAY = 0o077
_OTHERS_WRITE = 0o022
_NAME = re.compile(r"kek-(\d{4,})\.json")
_CHECK_BYTES = 8
_REFUSAL = "A data key does not open."


class _Kept(msgspec.Struct, forbid_unknown_fields=True, omit_defaults=True):
    """What a file holds; `key` is "" when it is retired."""

    version: int
    made_at: datetime
    key: str = ""

    def __repr__(self) -> str:
        return f"_Kept({self.version})"


class _Known(msgspec.Struct, frozen=True):
    seen: tuple[int, int]
    kek: Kek
    cipher: AESGCM | None

    def __repr__(self) -> str:
        return f"_Known({self.kek.version})"


class FileKms:
    """The port `Kms` over a folder: a key that another process makes or retires is noticed at once."""

    def __init__(self, folder: Path) -> None:
        """Check the files at the start; raises `InvalidError` when one is damaged or others may read or replace it."""
        self._folder = folder
        self._known: dict[int, _Known] = {}
        self.keks()
        if folder.stat().st_mode & _OTHERS_WRITE:
            raise InvalidError("Others may write into the folder of key-encryption keys: its mode must be 0700.")

    def wrap(self, key: Secret, *, version: int, context: bytes) -> bytes:
        """Nonce and encrypted data key; raises `UnavailableError` when the key of that version is not here."""
        nonce = os.urandom(NONCE_BYTES)
        return nonce + self._cipher(version).encrypt(nonce, key.view(), _bound(version, context))

    def unwrap(self, blob: bytes, *, version: int, context: bytes) -> Secret:
        """The data key; raises `InvalidError` when anything differs, `UnavailableError` when the key is not here."""
        cipher = self._cipher(version)
        if len(blob) != NONCE_BYTES + KEY_BYTES + TAG_BYTES:
            raise InvalidError(_REFUSAL)
        opened = Secret(bytes(KEY_BYTES))
        try:
            cipher.decrypt_into(blob[:NONCE_BYTES], blob[NONCE_BYTES:], _bound(version, context), opened.view())
        except InvalidTag:
            opened.wipe()
            raise InvalidError(_REFUSAL) from None
        return opened

    def create(self, now: datetime) -> Kek:
        """Make the next version; it outlives a loss of power when this returns."""
        try:
            with alone_in(self._folder):
                version = max((kek.version for kek in self.keks()), default=0) + 1
                kept = _Kept(version, now, b64encode(AESGCM.generate_key(KEY_BYTES * 8)).decode())
                write_whole(self._path(version), msgspec.json.encode(kept), mode=_MODE)
                return self._read(version).kek
        except OSError as error:
            raise UnavailableError("The folder of key-encryption keys cannot be written.") from error

    def keks(self) -> tuple[Kek, ...]:
        """Every key there was, by version; raises `InvalidError` for a damaged file or one that others may read."""
        try:
            names = (_NAME.fullmatch(name) for name in os.listdir(self._folder))  # noqa: PTH208  names are all it takes
            return tuple(self._read(version).kek for version in sorted(int(name[1]) for name in names if name))
        except OSError as error:
            raise UnavailableError("The folder of key-encryption keys cannot be read.") from error

    def retire(self, version: int) -> None:
        """Destroy a key; its version stays taken."""
        try:
            with alone_in(self._folder):
                kept = self._read(version).kek
                bare = msgspec.json.encode(_Kept(version, kept.made_at))
                if not kept.retired:
                    overwrite(self._path(version), replaced_by=bare, mode=_MODE)
                self._known.pop(version, None)
        except OSError as error:
            raise UnavailableError(f"The key-encryption key {version} cannot be destroyed.") from error

    def _cipher(self, version: int) -> AESGCM:
        try:
            cipher = self._read(version).cipher
        except OSError:
            cipher = None
        if cipher is None:
            raise UnavailableError(f"The key-encryption key {version} is not in the folder of this process.")
        return cipher

    def _read(self, version: int) -> _Known:
        path = self._path(version)
        stat = path.stat()
        seen = (stat.st_ino, stat.st_mtime_ns)
        known = self._known.get(version)
        if known is None or known.seen != seen:
            _require_private(path)
            known = self._known[version] = _Known(seen, *_understood(path, version))
        return known

    def _path(self, version: int) -> Path:
        return self._folder / f"kek-{version:04d}.json"

    def __repr__(self) -> str:
        return "FileKms(…)"


class FileFingerprints:
    """The port `Fingerprints`: HMAC-SHA-256, cut to 16 bytes, under a key in a file of its own."""

    def __init__(self, path: Path) -> None:
        """Read the key once; raises `InvalidError` when it is missing, damaged or readable by others."""
        try:
            _require_private(path)
            key = path.read_bytes()
        except OSError:
            raise InvalidError(
                "The file of the fingerprint key cannot be read; `threadfare keys rotate` makes it."
            ) from None
        if len(key) != KEY_BYTES:
            raise InvalidError(f"{path.name} is no fingerprint key.")
        self._key = key

    def of(self, kind: str, secret: Secret) -> bytes:
        """The same 16 bytes for the same secret of a kind."""
        mac = hmac.new(self._key, f"{kind}|".encode(), "sha256")
        mac.update(secret.view())
        return mac.digest()[:FINGERPRINT_BYTES]

    def check(self) -> bytes:
        """A few bytes that follow from the key and tell it from another; no secret."""
        return check_value(self._key)

    def __repr__(self) -> str:
        return "FileFingerprints(…)"


def provide_fingerprint_key(path: Path) -> None:
    """Make the key of fingerprints where there is none; raises `UnavailableError`."""
    try:
        with alone_in(path.parent):
            if not path.exists():
                write_whole(path, os.urandom(KEY_BYTES), mode=_MODE)
    except OSError as error:
        raise UnavailableError("The file of the fingerprint key cannot be written.") from error


def check_value(key: bytes) -> bytes:
    """Eight bytes that follow from a key and tell it from another; the key does not follow from them."""
    return hmac.digest(key, b"threadfare: check value of a key", "sha256")[:_CHECK_BYTES]


def _bound(version: int, context: bytes) -> bytes:
    return b"threadfare-kek|%d|" % version + context


def _require_private(path: Path) -> None:
    if path.stat().st_mode & _OTHERS_MAY:
        raise InvalidError(f"Others may read the key {path.name}: its mode must be 0600.")


def _understood(path: Path, version: int) -> tuple[Kek, AESGCM | None]:
    try:
        kept = msgspec.json.decode(path.read_bytes(), type=_Kept)
        key = b64decode(kept.key, validate=True)
    except ValueError:
        raise InvalidError(f"{path.name} is no key-encryption key.") from None
    if kept.version != version or len(key) not in {0, KEY_BYTES}:
        raise InvalidError(f"{path.name} is no key-encryption key.")
    cipher = AESGCM(key) if key else None
    return Kek(version, kept.made_at, check_value(key) if key else b"", retired=not key), cipher
