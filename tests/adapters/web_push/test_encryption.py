"""Pushes are encrypted so that the browser alone can read them: the RFC's own example, byte for byte."""

from base64 import urlsafe_b64decode
from struct import unpack

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from bot.adapters.web_push.encryption import LONGEST, encrypt

CLEAR = b"When I grow up, I want to be a watermelon"
SENDER = "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"
BROWSER = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
BROWSER_PRIVATE = "q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94"
SECRET = "BTBZMqHH6r4Tts7J_aSIgg"
SALT = "DGv6ra1nlYgDCS1FRnbzlw"
BODY = (
    "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl"
    "7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
)
"""RFC 8291, section 5 and appendix A."""


def raw(text: str) -> bytes:
    """Base64url, decoded."""
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


def private(text: str) -> ec.EllipticCurvePrivateKey:
    """A private key of P-256 by its number."""
    return ec.derive_private_key(int.from_bytes(raw(text)), ec.SECP256R1())


def test_the_example_of_the_rfc_comes_out_to_the_last_byte() -> None:
    """Any browser can read what we send, because it is exactly what RFC 8291 says."""
    body = encrypt(CLEAR, point=raw(BROWSER), secret=raw(SECRET), salt=raw(SALT), sender=private(SENDER))
    assert body == raw(BODY)


def opened(body: bytes, browser: ec.EllipticCurvePrivateKey, secret: bytes) -> bytes:
    """What a browser reads (RFC 8291, section 3.4; RFC 8188, section 2.2)."""
    salt, (record, size) = body[:16], unpack(">IB", body[16:21])
    sender, box = body[21 : 21 + size], body[21 + size :]
    assert len(box) <= record
    mine = browser.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    shared = browser.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), sender))
    material = HKDF(hashes.SHA256(), 32, secret, b"WebPush: info\0" + mine + sender).derive(shared)
    key = HKDF(hashes.SHA256(), 16, salt, b"Content-Encoding: aes128gcm\0").derive(material)
    nonce = HKDF(hashes.SHA256(), 12, salt, b"Content-Encoding: nonce\0").derive(material)
    return AESGCM(key).decrypt(nonce, box, None).removesuffix(b"\x02")


@pytest.mark.parametrize("size", [0, 1, LONGEST])
def test_a_browser_reads_what_was_meant_for_it(size: int) -> None:
    """From nothing to the longest text, and never more than push services must take."""
    browser, secret = private(BROWSER_PRIVATE), raw(SECRET)
    sender = ec.generate_private_key(ec.SECP256R1())
    body = encrypt(b"x" * size, point=raw(BROWSER), secret=secret, salt=b"s" * 16, sender=sender)
    assert opened(body, browser, secret) == b"x" * size
    assert len(body) <= 4096


def test_what_cannot_be_sent_is_refused() -> None:
    """A key that is none, and a text that no service takes, are told before anything goes out."""
    sender = private(SENDER)
    with pytest.raises(ValueError, match="too long"):
        encrypt(b"x" * (LONGEST + 1), point=raw(BROWSER), secret=raw(SECRET), salt=b"s" * 16, sender=sender)
    with pytest.raises(ValueError, match="EC key"):
        encrypt(CLEAR, point=b"\x04" + b"x" * 64, secret=raw(SECRET), salt=b"s" * 16, sender=sender)
