"""Encrypting a push for one browser: RFC 8291 on the content coding aes128gcm of RFC 8188.

The sender makes a key pair for this message alone. Both sides derive the same secret from it and from the browser's
key pair, mixed with a secret that the push service never sees, so that the service carries what it cannot read.
"""

from struct import pack

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

LONGEST = 3993
"""Bytes of clear text: what fits into the 4096 of a body that push services must take (RFC 8030, section 7.2)."""
RECORD_BYTES = 4096
_KEY_BYTES, _NONCE_BYTES, _SECRET_BYTES = 16, 12, 32
_END = b"\x02"
"""The delimiter of the last record (RFC 8188, section 2)."""


def encrypt(clear: bytes, *, point: bytes, secret: bytes, salt: bytes, sender: ec.EllipticCurvePrivateKey) -> bytes:
    """The body of a push: header, then one encrypted record.

    `point` and `secret` are the subscription's `p256dh` and `auth`; `salt` (16 bytes) and `sender` are made for this
    message alone. Raises `ValueError` for a point that is not on the curve, or for what is too long.
    """
    if len(clear) > LONGEST:
        raise ValueError("A push is too long.")
    browser = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
    ours = sender.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    shared = sender.exchange(ec.ECDH(), browser)
    material = _derive(shared, salt=secret, info=b"WebPush: info\0" + point + ours, size=_SECRET_BYTES)
    key = _derive(material, salt=salt, info=b"Content-Encoding: aes128gcm\0", size=_KEY_BYTES)
    nonce = _derive(material, salt=salt, info=b"Content-Encoding: nonce\0", size=_NONCE_BYTES)
    header = salt + pack(">IB", RECORD_BYTES, len(ours)) + ours
    return header + AESGCM(key).encrypt(nonce, clear + _END, None)


def _derive(material: bytes, *, salt: bytes, info: bytes, size: int) -> bytes:
    return HKDF(hashes.SHA256(), size, salt, info).derive(material)
