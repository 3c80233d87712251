"""The airline's identity provider (OpenID Connect Core 1.0): authorization code with PKCE, by Authlib and joserfc.

Calls go by our own client, under its timeouts. A token is taken only with a signature of the provider's published keys
under an asymmetric algorithm, for us, now, and with the nonce of this browser.
"""

from base64 import b64encode
from collections.abc import Mapping
from datetime import UTC, datetime
from threading import Lock
from time import monotonic
from typing import Any
from urllib.parse import quote, urlencode

import msgspec
from authlib.oauth2.rfc6749.parameters import prepare_grant_uri
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from bot.adapters.http_client import Call, HttpClient
from bot.domain.errors import InvalidError, OutcomeUnknownError, UnavailableError
from bot.ports.staff_door import Errand, Identity

_ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "EdDSA"]
"""Never `none`, and never one whose key is a secret that we share."""
_SKEW = 60
"""Seconds by which clocks may differ."""
_KEPT_SECONDS = 600
_OK = 200
_STRANGE = "The identity provider's answer cannot be used. Sign in again."


class _Known(msgspec.Struct, frozen=True):
    """What the provider says of itself, and its keys, and when it did, in seconds of our own."""

    config: dict[str, Any]
    keys: KeySet
    at: float


class OidcProvider:
    """The port `IdentityProvider`; `claims` are those that tell roles."""

    def __init__(self, http: HttpClient, *, issuer: str, client: str, secret: str, claims: tuple[str, ...]) -> None:
        self._http, self._issuer, self._claims = http, issuer, claims
        self._client, self._secret = client, secret
        self._lock = Lock()
        self._known: _Known | None = None

    def way(self, errand: Errand, *, back: str) -> str:
        """Where a browser goes to sign in; raises `UnavailableError`."""
        more = {"prompt": "login", "max_age": "0"} if errand.again else {}
        url: str = prepare_grant_uri(
            self._provider().config["authorization_endpoint"],
            client_id=self._client,
            response_type="code",
            redirect_uri=back,
            scope="openid email profile",
            state=errand.state,
            nonce=errand.nonce,
            code_challenge=create_s256_code_challenge(errand.verifier),
            code_challenge_method="S256",
            **more,
        )
        return url

    def who(self, code: str, errand: Errand, *, back: str, now: datetime) -> Identity:
        """Who came back with a code; raises `InvalidError` or `UnavailableError`."""
        asked = {"grant_type": "authorization_code", "code": code, "redirect_uri": back}
        answer = self._token(asked | {"code_verifier": errand.verifier})
        claims = self._claims_of(answer, errand, now)
        proved = claims.get("auth_time")
        at = datetime.fromtimestamp(proved, UTC) if isinstance(proved, int | float) else None
        if errand.again and (at is None or at.timestamp() < errand.began - _SKEW):
            raise InvalidError("The identity provider did not ask you anew. Sign out there and try again.")
        return Identity(
            self._issuer,
            str(claims["sub"]),
            str(claims.get("email", "")) if claims.get("email_verified") is True else "",
            str(claims.get("name", "")),
            {name: _texts(claims.get(name)) for name in self._claims},
            at,
        )

    def _claims_of(self, answer: Mapping[str, Any], errand: Errand, now: datetime) -> Mapping[str, Any]:
        try:
            token = self._decoded(str(answer.get("id_token", "")))
            expected = {"nonce": errand.nonce, "client_id": self._client, "access_token": answer.get("access_token")}
            values = {"iss": self._issuer, "aud": self._client}
            wanted = {name: {"essential": True, "value": value} for name, value in values.items()}
            claims = CodeIDToken(token.claims, token.header, wanted, expected)
            claims.validate(now=int(now.timestamp()), leeway=_SKEW)
        except (JoseError, ValueError, TypeError, KeyError):
            raise InvalidError(_STRANGE) from None
        found: Mapping[str, Any] = claims
        return found

    def _decoded(self, text: str) -> jwt.Token:
        """A token under one of the provider's keys; unknown keys are looked for once, because providers rotate them."""
        try:
            return jwt.decode(text, self._provider().keys, algorithms=_ALGORITHMS)
        except (JoseError, ValueError):
            return jwt.decode(text, self._provider(anew=True).keys, algorithms=_ALGORITHMS)

    def _token(self, asked: Mapping[str, str]) -> Mapping[str, Any]:
        pair = f"{quote(self._client, safe='')}:{quote(self._secret, safe='')}"
        headers = {
            "Authorization": f"Basic {b64encode(pair.encode()).decode()}",
            "Content-Type": "application/x-www-form-urlencoded",
            "Accept": "application/json",
        }
        url, body = str(self._provider().config["token_endpoint"]), urlencode(asked).encode()
        return self._read(Call(method="POST", url=url, headers=headers, body=body), refusal=_STRANGE)

    def _provider(self, *, anew: bool = False) -> _Known:
        with self._lock:
            most = _SKEW if anew else _KEPT_SECONDS
            if self._known is None or monotonic() - self._known.at > most:
                self._known = self._look()
            return self._known

    def _look(self) -> _Known:
        config = self._read(Call(method="GET", url=f"{self._issuer}/.well-known/openid-configuration"))
        if config.get("issuer") != self._issuer:
            raise UnavailableError("The identity provider calls itself something else than OIDC_ISSUER.")
        try:
            keys = KeySet.import_key_set(self._read(Call(method="GET", url=str(config["jwks_uri"]))))  # type: ignore[arg-type]  # JSON of a stranger, which it checks
        except (JoseError, ValueError, KeyError, TypeError):
            raise UnavailableError("The identity provider has no keys that can be used.") from None
        return _Known(dict(config), keys, monotonic())

    def _read(self, call: Call, *, refusal: str = "") -> Mapping[str, Any]:
        try:
            reply = self._http.send(call)
        except OutcomeUnknownError:
            raise UnavailableError("The identity provider does not answer. Try again in a moment.") from None
        if refusal and 400 <= reply.status < 500:  # noqa: PLR2004  the provider refuses what we asked (RFC 6749, 5.2)
            raise InvalidError(refusal)
        try:
            found = msgspec.json.decode(reply.body, type=dict[str, Any])
        except ValueError:
            found = None
        if reply.status != _OK or found is None:
            raise UnavailableError("The identity provider does not answer as one does. Try again in a moment.")
        return found


def _texts(value: object) -> tuple[str, ...]:
    """A claim as texts: providers tell one as a word and several as a list."""
    return tuple(map(str, value)) if isinstance(value, list) else ((str(value),) if isinstance(value, str) else ())
