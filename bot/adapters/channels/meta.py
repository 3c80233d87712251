"""What the Meta channels share: signatures, the handshake, reading bodies, calls to the Graph API and its errors."""

import hmac
import json
import re
from collections.abc import Generator, Iterator, Mapping
from datetime import datetime
from hashlib import sha256
from typing import Any

import msgspec

from bot.adapters.http_client import HttpClient, carry_out
from bot.domain.errors import OutcomeUnknownError, SendFailedError, UnavailableError
from bot.ports.channel import Headers
from bot.ports.http import Call, Reply

SIGNATURE = "X-Hub-Signature-256"
_PREFIX = "sha256="
_SIGNATURE_LENGTH = len(_PREFIX) + 64
_CHALLENGE = re.compile(r"[A-Za-z0-9_-]{1,256}")
_MILLISECONDS_FROM = 10**11
_LATEST = 10**14
_LONGEST_ID = 255
_OK = 200
_SERVER_ERROR = 500
_TOO_MANY = 429


class MetaApp(msgspec.Struct, frozen=True):
    """The Meta app: its secrets, newest first, and the word that verifies the webhook's address."""

    secrets: tuple[str, ...]
    verify_token: str = ""

    def __repr__(self) -> str:
        return "MetaApp(…)"


def is_signed(secrets: tuple[str, ...], headers: Headers, body: bytes) -> bool:
    """Whether one of the secrets signed these very bytes (Meta, Webhooks, "Validating payloads")."""
    given = headers.get(SIGNATURE) or ""
    if len(given) != _SIGNATURE_LENGTH or not given.startswith(_PREFIX) or not given.isascii():
        return False
    good = False
    for secret in secrets:
        digest = hmac.digest(secret.encode(), body, sha256).hex()
        good |= hmac.compare_digest(digest, given[len(_PREFIX) :])
    return good


def answer_handshake(app: MetaApp, query: Mapping[str, str]) -> str | None:
    """The challenge to repeat when Meta verifies our address, None when it is not Meta."""
    token = query.get("hub.verify_token", "").encode()
    asked = query.get("hub.mode") == "subscribe" and bool(app.verify_token)
    known = hmac.compare_digest(token, app.verify_token.encode())
    challenge = query.get("hub.challenge", "")
    return challenge if asked and known and _CHALLENGE.fullmatch(challenge) else None


def proof(secret: str, token: str) -> str:
    """The appsecret_proof of a token (Meta, Graph API, "Securing requests")."""
    return hmac.digest(secret.encode(), token.encode(), sha256).hex()


def read(body: bytes) -> Any:
    """The JSON of a body; raises `ValueError` when it is none or too deep.

    Half an emoji (a lone surrogate) or a bad byte is read as a sign for "unreadable": one broken text must not cost
    the other messages of the same body.
    """
    try:
        return msgspec.json.decode(body)
    except RecursionError as error:
        raise ValueError("too deep") from error
    except ValueError:
        pass
    try:
        return json.loads(body.decode("utf-8", "replace"))
    except RecursionError as error:
        raise ValueError("too deep") from error


def entries(document: Any) -> Iterator[dict[str, Any]]:
    """The entries of a webhook's document, whatever its shape."""
    yield from (entry for entry in items(document, "entry") if isinstance(entry, dict))


def items(holder: Any, key: str) -> list[Any]:
    """A list inside an object, or an empty one."""
    found = holder.get(key) if isinstance(holder, dict) else None
    return found if isinstance(found, list) else []


def part(holder: Any, key: str) -> dict[str, Any]:
    """An object inside an object, or an empty one."""
    found = holder.get(key) if isinstance(holder, dict) else None
    return found if isinstance(found, dict) else {}


def words(holder: Any, key: str) -> str:
    """A text inside an object, "" when there is none; without what databases cannot keep."""
    found = holder.get(key) if isinstance(holder, dict) else None
    if not isinstance(found, str):
        return ""
    if "\x00" in found:
        found = found.replace("\x00", "")
    return found if found.isascii() else found.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def name(holder: Any, key: str) -> str:
    """An id inside an object, "" when there is none that could be one; ids of some payloads are numbers."""
    found = holder.get(key) if isinstance(holder, dict) else None
    if isinstance(found, int) and not isinstance(found, bool) and 0 <= found < _LATEST**2:
        return str(found)
    fits = isinstance(found, str) and 0 < len(found) <= _LONGEST_ID and found.isascii() and found.isprintable()
    return found if fits and isinstance(found, str) and " " not in found else ""


def moment(holder: Any, key: str) -> int:
    """A time inside an object in milliseconds since 1970, 0 when there is none; some tell seconds or a date."""
    found = holder.get(key) if isinstance(holder, dict) else None
    if isinstance(found, str):
        found = _told_in_words(found)
    if isinstance(found, bool) or not isinstance(found, int | float) or not 0 <= found < _LATEST:
        return 0
    return int(found if found > _MILLISECONDS_FROM else found * 1000)


def _told_in_words(text: str) -> float:
    if text.isascii() and text.isdigit() and len(text) <= len(str(_LATEST)):
        return int(text)
    try:
        at = datetime.fromisoformat(text)
        return round(at.timestamp() * 1000) if at.tzinfo else 0
    except (ValueError, OverflowError):
        return 0


class Graph:
    """Calls the Graph API in the name of one account."""

    def __init__(self, client: HttpClient, *, root: str, token: str, secret: str) -> None:
        self._client = client
        self._root = root
        self._proof = f"?appsecret_proof={proof(secret, token)}" if secret else ""
        self._headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}

    def post(self, path: str, request: Mapping[str, Any], *, trace: str = "") -> dict[str, Any]:
        """The answer to a POST, waited for; raises `SendFailedError`, whose reason says what to do."""
        return carry_out(self.posting(path, request, trace=trace), self._client)

    def posting(
        self, path: str, request: Mapping[str, Any], *, trace: str = ""
    ) -> Generator[Call, Reply, dict[str, Any]]:
        """The steps of `post`."""
        call = Call(
            method="POST",
            url=f"{self._root}/{path}{self._proof}",
            headers=self._headers,
            body=msgspec.json.encode(request),
            trace=trace,
            party=path,
        )
        try:
            reply = yield call
        except UnavailableError as error:
            raise SendFailedError(error.say_to_staff, reason="transient", retryable=True) from None
        except OutcomeUnknownError as error:
            raise SendFailedError(error.say_to_staff, reason="unknown_outcome", retryable=False) from None
        return _answer(reply)


def _answer(reply: Reply) -> dict[str, Any]:
    try:
        document = msgspec.json.decode(reply.body)
    except (ValueError, RecursionError):
        document = None
    if reply.status == _OK and isinstance(document, dict) and "error" not in document:
        return document
    raise failure(reply, part(document, "error"))


_RETRY_LATER = frozenset({4, 9, 17, 32, 341, 613, 80001, 80002, 80006, 80007, 80008})
_REASONS: dict[tuple[int, int | None], str] = {
    **dict.fromkeys([(10, 2018278), (10, 2018065), (10, 2534022)], "window_closed"),
    **dict.fromkeys([(551, None), (200, 1545041), (10, 2018108), (10, 1893015), (9000001, None)], "unavailable"),
    **dict.fromkeys([(100, 2018001), (100, 2534014)], "unavailable"),
    **dict.fromkeys([(code, None) for code in _RETRY_LATER], "rate_limited"),
    **dict.fromkeys([(1, None), (2, None)], "transient"),
    (1, 1357046): "unknown_outcome",
    **dict.fromkeys([(10, None), (200, None), (3, None), (368, None), (2022, None)], "permission"),
    **dict.fromkeys([(100, 2534029), (100, 2534037), (2018300, None), (2018321, None)], "permission"),
    **dict.fromkeys([(100, 2018300), (100, 2018321)], "permission"),
    **dict.fromkeys([(100, 2534013), (36103, None), (2018247, None), (100, 2018247)], "permission"),
    **dict.fromkeys([(190, None), (102, None), (0, None)], "token"),
    (131047, None): "window_closed",
    **dict.fromkeys([(code, None) for code in (130472, 131021, 131026, 131030, 131049, 131050)], "unavailable"),
    **dict.fromkeys([(code, None) for code in (130429, 131048, 131064, 133016)], "rate_limited"),
    **dict.fromkeys([(code, None) for code in (131000, 131016, 131056, 131057, 135000)], "transient"),
    **dict.fromkeys([(code, None) for code in (130497, 131005, 131031, 131037, 131042, 131044)], "permission"),
    **dict.fromkeys([(code, None) for code in (131045, 131063, 133010)], "permission"),
}
"""What an error means, by code and subcode; a code alone stands for all its other subcodes. Meta, Messenger Platform,
Instagram's own (2534xxx, 36103) and WhatsApp Business Platform (codes of six digits), "Error codes". Too fast for one
person (131056) is `transient`, because `rate_limited` stops the whole account. Anything else with a code is `content`:
the request was wrong and will stay so."""
_PERMISSIONS = range(200, 300)
_PAIR, _PAIR_SECONDS = 131056, 6.0
"""Too fast for one person on WhatsApp, and how often they may be written to."""
_RETRYABLE = frozenset({"rate_limited", "transient"})


def failure(reply: Reply, error: Mapping[str, Any]) -> SendFailedError:
    """The error of a refused call: by code and subcode where there are any, else by the status."""
    code = error.get("code") if isinstance(error.get("code"), int) else None
    subcode = error.get("error_subcode") if isinstance(error.get("error_subcode"), int) else None
    reason = _reason(reply.status, code, subcode)
    if error.get("is_transient") is True and reason == "content":
        reason = "transient"
    told = f"The Graph API answered {reply.status}, code {code}, subcode {subcode}, trace {name(error, 'fbtrace_id')}."
    waits = _retry_after(reply) if reason in _RETRYABLE else 0
    waits = waits or _PAIR_SECONDS * (code == _PAIR)
    return SendFailedError(told, reason=reason, retryable=reason in _RETRYABLE, retry_after=waits)


def meaning(code: int | None) -> str:
    """The reason that a code stands for where it comes without an answer of its own, as in a status."""
    return "content" if code is None else _reason(0, code, None)


def _reason(status: int, code: int | None, subcode: int | None) -> str:
    if code is None:
        if status == _TOO_MANY:
            return "rate_limited"
        if status == _OK:
            return "unknown_outcome"
        return "transient" if status >= _SERVER_ERROR else "content"
    known = _REASONS.get((code, subcode)) or _REASONS.get((code, None))
    if known:
        return known
    return "permission" if code in _PERMISSIONS else "content"


def _retry_after(reply: Reply) -> float:
    """Seconds until the next try that the answer names: in Retry-After, or in minutes in the usage header."""
    said = reply.headers.get("retry-after", "")
    if said.isascii() and said.isdigit():
        return float(min(int(said), 86_400))
    try:
        usage = msgspec.json.decode(reply.headers.get("x-business-use-case-usage", "") or b"{}")
    except (ValueError, RecursionError):
        return 0
    uses = (use for uses in _values(usage) for use in uses if isinstance(use, dict))
    found = [use.get("estimated_time_to_regain_access", 0) for use in uses]
    return float(max((minutes for minutes in found if isinstance(minutes, int)), default=0) * 60)


def _values(usage: Any) -> list[list[Any]]:
    return [uses for uses in usage.values() if isinstance(uses, list)] if isinstance(usage, dict) else []
