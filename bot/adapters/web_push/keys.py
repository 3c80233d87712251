"""The key with which pushes are signed (RFC 8292, VAPID): kept in a file, made when there is none."""

from base64 import urlsafe_b64encode
from pathlib import Path

import msgspec
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

from bot.adapters.whole_files import alone_in, write_whole
from bot.domain.errors import InvalidError


class PushKey(msgspec.Struct, frozen=True):
    """The pair: `public` is its point in base64url, as browsers want it when they subscribe."""

    private: ec.EllipticCurvePrivateKey
    public: str

    def __repr__(self) -> str:
        return f"PushKey({self.public})"


def read_key(path: Path) -> PushKey:
    """The key of a PEM file; raises `InvalidError` when there is none that can be used."""
    try:
        private = load_pem_private_key(path.read_bytes(), None)
    except (OSError, ValueError, TypeError) as error:
        raise InvalidError("VAPID_KEYS names no file with a private key in PEM.") from error
    if not isinstance(private, ec.EllipticCurvePrivateKey) or not isinstance(private.curve, ec.SECP256R1):
        raise InvalidError("VAPID_KEYS names a key that is not of the curve P-256.")
    point = private.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return PushKey(private, encoded(point))


def provide_key(path: Path) -> None:
    """Make a key where there is none yet; a new one would silence all browsers that took pushes for the old.

    Of two processes that start at once one makes it. Raises `OSError` when the folder cannot be written to.
    """
    with alone_in(path.parent):
        if path.exists():
            return
        key = ec.generate_private_key(ec.SECP256R1())
        write_whole(path, key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()), mode=0o600)


def encoded(value: bytes) -> str:
    """Base64url without padding."""
    return urlsafe_b64encode(value).decode().rstrip("=")
