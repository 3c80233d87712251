"""What a thread is called in addresses and pages of staff: a reference that names nobody to who reads it.

A thread's own name holds the traveller's id on the channel, which on WhatsApp is the phone number. The reference is
that name, encrypted so that the same thread always has the same one (RFC 5297, a synthetic IV): it needs no table and
no look-up, and nobody makes one, or reads one, without our secret.
"""

import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV

from bot.domain.errors import InvalidError
from bot.domain.ids import parse_thread
from bot.ports.runtime import Runtime

_PURPOSE = b"thread reference"


def ref_of(runtime: Runtime, thread: str) -> str:
    """The reference of a thread, "" for none; what is a reference already stays one."""
    if ":" not in thread:
        return thread
    return urlsafe_b64encode(_cipher(runtime.secret).encrypt(thread.encode(), None)).decode().rstrip("=")


def thread_of(runtime: Runtime, name: str) -> str:
    """The thread of a reference, "" for none; a thread's own name, as older addresses hold it, is taken as it is.

    Raises `InvalidError` for anything else.
    """
    if ":" in name:
        return str(parse_thread(name))
    if not name:
        return ""
    try:
        sealed = urlsafe_b64decode(name + "=" * (-len(name) % 4))
        return str(parse_thread(_cipher(runtime.secret).decrypt(sealed, None).decode()))
    except (InvalidTag, ValueError, InvalidError):
        raise InvalidError("There is no such thread.") from None


@lru_cache(maxsize=4)
def _cipher(secret: bytes) -> AESSIV:
    return AESSIV(hmac.digest(secret, _PURPOSE, "sha512"))
