"""Codes of authenticator apps (TOTP, RFC 6238), by pyotp: six digits, thirty seconds, SHA-1, as every app does."""

import hmac
from base64 import b32encode
from datetime import datetime

from pyotp import TOTP

from bot.adapters import qr

_SECONDS = 30
_NEIGHBORS = (0, -1, 1)
"""Steps that are tried: clocks of phones are seconds off, and people type slowly."""
_GROUP = 4


class PyotpCodes:
    """The port `OneTimeCodes`."""

    def step(self, secret: bytes, code: str, *, at: datetime) -> int:
        """The time step of a code; 0 when the code is none of those steps'."""
        totp, now = TOTP(_text(secret), interval=_SECONDS), int(at.timestamp()) // _SECONDS
        typed = "".join(code.split()).encode()
        steps = [now + near for near in _NEIGHBORS]
        found = [step for step in steps if hmac.compare_digest(totp.generate_otp(step).encode(), typed)]
        return found[0] if found else 0

    def address(self, secret: bytes, *, account: str, issuer: str) -> str:
        """The otpauth:// address with which an app begins."""
        return TOTP(_text(secret), interval=_SECONDS).provisioning_uri(name=account, issuer_name=issuer)

    def text(self, secret: bytes) -> str:
        """The secret in groups of four."""
        whole = _text(secret)
        return " ".join(whole[at : at + _GROUP] for at in range(0, len(whole), _GROUP))

    def picture(self, address: str) -> str:
        """An address as a QR code."""
        return qr.svg(address, sized=False)


def _text(secret: bytes) -> str:
    return b32encode(secret).decode()
