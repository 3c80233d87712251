"""How Meta writes webhooks: escaped, signed twice, in entries of one account each."""

import hmac
import json
from hashlib import sha1, sha256
from random import Random
from typing import Any, Protocol

Item = dict[str, Any]


class Poster(Protocol):
    """Delivers one body to a webhook."""

    def __call__(self, body: bytes, headers: dict[str, str]) -> int:
        """The status of the answer, 0 when there was none."""
        ...


def encoded(document: Any) -> bytes:
    """JSON as Meta writes it: ASCII with lower-case escapes, and a backslash before each slash."""
    return json.dumps(document, separators=(",", ":")).replace("/", "\\/").replace("@", "\\u0040").encode()


def signed(body: bytes, secret: str) -> dict[str, str]:
    """The headers of a delivery."""
    return {
        "Content-Type": "application/json",
        "User-Agent": "facebookexternalua",
        "X-Hub-Signature": "sha1=" + hmac.new(secret.encode(), body, sha1).hexdigest(),
        "X-Hub-Signature-256": "sha256=" + hmac.new(secret.encode(), body, sha256).hexdigest(),
    }


def bodies(items: list[tuple[str, Item]], *, at: int, batched: bool, kind: str = "page") -> list[bytes]:
    """The bodies for (page, item) pairs: one each, or all in one with an entry a page as Meta does when it is busy."""
    if not batched:
        return [_body({page: [item]}, at, kind) for page, item in items]
    pages: dict[str, list[Item]] = {}
    for page, item in items:
        pages.setdefault(page, []).append(item)
    return [_body(pages, at, kind)] if pages else []


def noisy(item: Item, random: Random) -> Item:
    """The item with keys that nobody has heard of, in another order."""
    extended = {**item, "seq": random.randrange(10**6), "x_new_thing": {"a": [1, None]}}
    if isinstance(item.get("message"), dict):
        extended["message"] = {**item["message"], "nlp": {"entities": {}}, "is_self": False}
    keys = list(extended)
    random.shuffle(keys)
    return {key: extended[key] for key in keys}


def client_poster(client: Any, path: str = "/webhooks/messenger") -> Poster:
    """Delivers to a Flask test client."""

    def post(body: bytes, headers: dict[str, str]) -> int:
        return int(client.post(path, data=body, headers=headers).status_code)

    return post


def _body(pages: dict[str, list[Item]], at: int, kind: str) -> bytes:
    entries = [{"id": page, "time": at, "messaging": items} for page, items in pages.items()]
    return encoded({"object": kind, "entry": entries})
