"""A small strict identity provider (OpenID Connect Core 1.0) on loopback: it refuses what a true one refuses.

`person` is who is at its page; `faults` change what it answers next, as an attacker or a broken provider would.
"""

import hmac
import json
import secrets
import threading
import time
from base64 import b64decode, urlsafe_b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from typing import Any
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

from flask import Flask, Response, jsonify, redirect, request
from joserfc import jwt
from joserfc.jwk import RSAKey
from werkzeug.serving import make_server
from werkzeug.wrappers import Response as AnyResponse

CLIENT, SECRET = "threadfare", "a client's secret: 100%"
BACK = "http://localhost/staff/oidc/back"


class OidcServer:
    """The provider. Its clock is `now`, in seconds since 1970."""

    def __init__(self) -> None:
        self.issuer = ""
        self.now = time.time()
        self.person: dict[str, Any] = {
            "sub": "u-1",
            "email": "ana@airline.example",
            "email_verified": True,
            "name": "Ana",
        }
        self.faults: dict[str, Any] = {}
        self.asked: list[dict[str, str]] = []
        self.auth_time: float | None = None
        self._key = RSAKey.generate_key(2048, {"kid": "k1", "alg": "RS256", "use": "sig"})
        self._codes: dict[str, dict[str, str]] = {}
        self.app = self._make_app()

    def rotate(self) -> None:
        """Sign with another key from now on."""
        self._key = RSAKey.generate_key(2048, {"kid": f"k{secrets.token_hex(2)}", "alg": "RS256", "use": "sig"})

    def enter(self, way: str) -> str:
        """What a browser does there that is sent to `way`: the person signs in; gives where it is sent back to."""
        asked = dict(parse_qsl(urlsplit(way).query))
        self.asked.append(asked)
        wrong = [
            name
            for name, good in {
                "address": way.startswith(f"{self.issuer}/authorize?"),
                "response_type": asked.get("response_type") == "code",
                "client_id": asked.get("client_id") == CLIENT,
                "redirect_uri": asked.get("redirect_uri") == BACK,
                "scope": "openid" in asked.get("scope", "").split(),
                "state": bool(asked.get("state")),
                "nonce": bool(asked.get("nonce")),
                "code_challenge_method": asked.get("code_challenge_method") == "S256",
                "code_challenge": len(asked.get("code_challenge", "")) == 43,
            }.items()
            if not good
        ]
        assert wrong == [], f"the provider refuses: {wrong}"
        code = secrets.token_urlsafe(16)
        self._codes[code] = asked
        return f"{BACK}?{urlencode({'code': code, 'state': asked['state']})}"

    def _make_app(self) -> Flask:
        app = Flask("oidc provider")

        @app.get("/.well-known/openid-configuration")
        def configuration() -> Response:
            paths = {"authorization_endpoint": "authorize", "token_endpoint": "token", "jwks_uri": "jwks"}
            told = {name: f"{self.issuer}/{path}" for name, path in paths.items()}
            return jsonify({"issuer": self.faults.get("called", self.issuer), **told})

        @app.get("/jwks")
        def keys() -> Response:
            return jsonify({"keys": [self._key.as_dict(private=False)]})

        @app.get("/authorize")
        def authorize() -> AnyResponse:
            return redirect(self.enter(f"{self.issuer}{request.full_path}"))

        @app.post("/token")
        def token() -> Response | tuple[Response, int]:
            asked = self._redeemed()
            if asked is None:
                return jsonify(error="invalid_grant"), 400
            answer = {"access_token": "access", "token_type": "Bearer", "id_token": self._id_token(asked)}
            return jsonify(self.faults.get("answer", answer))

        return app

    def _redeemed(self) -> dict[str, str] | None:
        """What was asked when a code was given, if the client proves itself and is the one that asked; once."""
        form = request.form
        asked = self._codes.pop(form.get("code", ""), None)
        pair = b64decode(request.headers.get("Authorization", "").removeprefix("Basic ")).decode()
        client, _, secret = pair.partition(":")
        challenge = urlsafe_b64encode(sha256(form.get("code_verifier", "").encode()).digest()).decode().rstrip("=")
        good = (
            asked is not None
            and form.get("grant_type") == "authorization_code"
            and form.get("redirect_uri") == BACK
            and unquote(client) == CLIENT
            and hmac.compare_digest(unquote(secret), SECRET)
            and hmac.compare_digest(challenge, asked["code_challenge"])
        )
        return asked if good else None

    def _id_token(self, asked: dict[str, str]) -> str:
        now = int(self.now)
        claims = {
            "iss": self.issuer,
            "aud": CLIENT,
            "iat": now,
            "exp": now + 300,
            "nonce": asked["nonce"],
            **self.person,
        }
        if "max_age" in asked:
            claims["auth_time"] = int(self.auth_time if self.auth_time is not None else self.now)
        claims |= self.faults.get("claims", {})
        claims = {name: value for name, value in claims.items() if value is not None}
        if self.faults.get("forged"):
            forged = RSAKey.generate_key(2048, {"kid": self._key.kid})
            return jwt.encode({"alg": "RS256", "kid": self._key.kid}, claims, forged)
        if self.faults.get("shared"):
            return self._confused(claims)
        return jwt.encode({"alg": "RS256", "kid": self._key.kid}, claims, self._key)

    def _confused(self, claims: dict[str, Any]) -> str:
        """A token that is signed with the public key as if it were a secret (RFC 8725, 2.1)."""
        head = {"alg": "HS256", "kid": self._key.kid}
        text = ".".join(_encoded(json.dumps(part).encode()) for part in (head, claims))
        return f"{text}.{_encoded(hmac.digest(self._key.as_pem(private=False), text.encode(), sha256))}"


def _encoded(value: bytes) -> str:
    return urlsafe_b64encode(value).decode().rstrip("=")


@contextmanager
def oidc_server() -> Iterator[OidcServer]:
    """The provider, served on a free loopback port."""
    provider = OidcServer()
    server = make_server("127.0.0.1", 0, provider.app, threaded=True)
    provider.issuer = f"http://127.0.0.1:{server.port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield provider
    server.shutdown()
    thread.join(5)
    server.server_close()
