"""Signs webhooks: `t=<unix time>,v1=<HMAC-SHA256 of "t.body">`, one v1 for each secret that is live."""

from hashlib import sha256
from hmac import digest

HEADER = "Sandbox-Signature"


def sign(body: bytes, *, secrets: tuple[str, ...], at: int) -> str:
    """The value of the signature header for a body sent at a Unix time."""
    signed = f"{at}.".encode() + body
    return ",".join([f"t={at}", *(f"v1={digest(secret.encode(), signed, sha256).hex()}" for secret in secrets)])
