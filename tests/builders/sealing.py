"""What a browser does with a card before it sends it, done here with jwcrypto, an implementation that is not ours."""

import json
from collections.abc import Mapping
from typing import Any

from jwcrypto import jwe, jwk

from bot.ports.vault import Sealed

JTI = "jti-of-one-page-0001"
NOW = 1_760_000_000
"""Thursday, 9 October 2025, 08:53:20 UTC, in seconds."""

HEADER = {"alg": "ECDH-ES", "enc": "A256GCM", "typ": "JWE"}


def card_inside(**changes: object) -> dict[str, object]:
    """The plaintext of a good card for checkout chk_1 over EUR 120.50, with changes."""
    good = {
        "v": 1,
        "pan": "4242424242424242",
        "exp_month": 12,
        "exp_year": 2027,
        "name": "Ada Lovelace",
        "chk": "chk_1",
        "amt": 12050,
        "cur": "EUR",
        "iat": NOW,
        "jti": JTI,
    }
    return {**good, **changes}


def code_inside(**changes: object) -> dict[str, object]:
    """The plaintext of the security code that belongs to it, with changes."""
    return {"v": 1, "cvc": "123", "chk": "chk_1", "iat": NOW, "jti": JTI, **changes}


def encrypt(public: Mapping[str, Any], plain: Mapping[str, object] | str, **header: object) -> str:
    """A compact JWE for a public key, of a plaintext, with changes to the header."""
    key = jwk.JWK(**{name: value for name, value in public.items() if name in {"kty", "crv", "x", "y"}})
    protected = {
        name: value for name, value in ({**HEADER, "kid": public["kid"]} | header).items() if value is not None
    }
    text = plain if isinstance(plain, str) else json.dumps(plain)
    return str(jwe.JWE(text.encode(), json.dumps(protected), recipient=key).serialize(compact=True))


def seal(public: Mapping[str, Any], card: Mapping[str, object], code: Mapping[str, object]) -> Sealed:
    """Both tokens as a pay page sends them."""
    return Sealed(encrypt(public, card), encrypt(public, code))
