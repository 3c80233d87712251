"""Who is at the other end: signed cookies, and whether a post comes from a page of ours.

Posts are kept safe by their origin instead of a token in each form: a browser tells with `Sec-Fetch-Site` or
`Origin` which site makes it send (W3C, Fetch Metadata; RFC 6454), a page of another site cannot change either, and
a post that brings neither is refused. Cookies are SameSite=Lax besides, so another site's post carries none.
"""

import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from hashlib import sha256
from ipaddress import ip_address
from urllib.parse import urlsplit

from flask import Request
from werkzeug.wrappers import Response as AnyResponse

from bot.domain import ids
from bot.ports.runtime import Runtime

_TAG_BYTES = 16
"""128 bits of HMAC-SHA-256: as much as the ids that they protect."""
_VISITOR_BYTES = 16


def sign(runtime: Runtime, purpose: str, value: str) -> str:
    """A value with a tag that only we can make; a tag made for one purpose is worth nothing for another."""
    return f"{_encoded(value.encode())}.{_tag(runtime.secret, purpose, value)}"


def unsign(runtime: Runtime, purpose: str, signed: str) -> str | None:
    """The value that `sign` was given, or None when anybody else made it."""
    text, _, tag = signed.partition(".")
    try:
        value = urlsafe_b64decode(text + "=" * (-len(text) % 4)).decode()
    except ValueError:
        return None
    good = hmac.compare_digest(_tag(runtime.secret, purpose, value).encode(), tag.encode())
    return value if good else None


def new_visitor(runtime: Runtime) -> str:
    """A name for a browser that nobody can guess: 128 bits in lower-case base32."""
    return ids.token(runtime.ids.random(_VISITOR_BYTES))


def cookie_name(runtime: Runtime, name: str) -> str:
    """The cookie's name, with the prefix that keeps neighbours from setting it where https allows one (RFC 6265bis)."""
    return f"__Host-{name}" if is_https(runtime) else name


def read_cookie(runtime: Runtime, request: Request, name: str) -> str | None:
    """The value of a cookie that we signed, or None."""
    found = request.cookies.get(cookie_name(runtime, name))
    return unsign(runtime, name, found) if found else None


def set_cookie(runtime: Runtime, response: AnyResponse, name: str, value: str, *, seconds: int) -> None:
    """Give the browser a signed cookie that no script can read and no other site's post carries."""
    response.set_cookie(
        cookie_name(runtime, name),
        sign(runtime, name, value),
        max_age=seconds,
        path="/",
        secure=is_https(runtime),
        httponly=True,
        samesite="Lax",
    )


def drop_cookie(runtime: Runtime, response: AnyResponse, name: str) -> None:
    """Make the browser forget a cookie."""
    response.delete_cookie(
        cookie_name(runtime, name), path="/", secure=is_https(runtime), httponly=True, samesite="Lax"
    )


def is_https(runtime: Runtime) -> bool:
    """Whether travellers reach us encrypted, by PUBLIC_URL."""
    return runtime.public_url.startswith("https://")


def allows_encryption(runtime: Runtime) -> bool:
    """Whether a browser at PUBLIC_URL has WebCrypto: https or loopback (W3C, Secure Contexts, section 3.1)."""
    host = urlsplit(runtime.public_url).hostname or ""
    return is_https(runtime) or host == "localhost" or host.endswith(".localhost") or _is_loopback(host)


def is_own_post(runtime: Runtime, request: Request) -> bool:
    """Whether a page of ours made the browser send this."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    origin = request.headers.get("Origin", "")
    return bool(origin) and _host(origin) in {_host(runtime.public_url), request.host}


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _host(url: str) -> str:
    return urlsplit(url).netloc


def _tag(secret: bytes, purpose: str, value: str) -> str:
    return _encoded(hmac.digest(secret, f"{purpose}\0{value}".encode(), sha256)[:_TAG_BYTES])


def _encoded(value: bytes) -> str:
    return urlsafe_b64encode(value).decode().rstrip("=")
