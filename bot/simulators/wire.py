"""How Meta writes webhooks: escaped, signed twice, in entries of one account each."""

import hmac
import json
from collections.abc import Iterable
from hashlib import sha1, sha256
from random import Random
from typing import Any, Protocol

import urllib3

Item = dict[str, Any]
"""One thing to tell: a messaging item, one in `{"standby": …}`, or a change (`{"field": …, "value": …}`)."""

_PATIENCE = urllib3.Timeout(connect=3.0, read=20.0)


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


def bodies(items: Iterable[tuple[str, Item]], *, at: int, batched: bool, kind: str = "page") -> list[bytes]:
    """The bodies for (account, item) pairs: one each, or all in one with an entry an account, as when Meta is busy."""
    if not batched:
        return [_body({account: [item]}, at, kind) for account, item in items]
    accounts: dict[str, list[Item]] = {}
    for account, item in items:
        accounts.setdefault(account, []).append(item)
    return [_body(accounts, at, kind)] if accounts else []


def noisy(item: Item, random: Random) -> Item:
    """The item with keys that nobody has heard of, in another order."""
    if "value" in item:
        return {**item, "value": _disturbed({**item["value"], "x_new_thing": {"a": [1, None]}}, random)}
    extended = {**item, "seq": random.randrange(10**6), "x_new_thing": {"a": [1, None]}}
    if isinstance(item.get("message"), dict):
        extended["message"] = {**item["message"], "nlp": {"entities": {}}, "is_self": False}
    return _disturbed(extended, random)


def url_poster(url: str) -> Poster:
    """Delivers over HTTP."""
    pool = urllib3.PoolManager(retries=False, timeout=_PATIENCE)

    def post(body: bytes, headers: dict[str, str]) -> int:
        try:
            return int(pool.request("POST", url, body=body, headers=headers, redirect=False).status)
        except urllib3.exceptions.HTTPError:
            return 0

    return post


def _disturbed(item: Item, random: Random) -> Item:
    keys = list(item)
    random.shuffle(keys)
    return {key: item[key] for key in keys}


def _body(accounts: dict[str, list[Item]], at: int, kind: str) -> bytes:
    return encoded({"object": kind, "entry": [_entry(account, items, at) for account, items in accounts.items()]})


def _entry(account: str, items: list[Item], at: int) -> Item:
    standby = [item["standby"] for item in items if "standby" in item]
    changes = [item for item in items if "field" in item]
    messaging = [item for item in items if "standby" not in item and "field" not in item]
    told = {"messaging": messaging, "standby": standby, "changes": _merged(changes)}
    return {"id": account, "time": at, **{key: value for key, value in told.items() if value}}


def _merged(changes: list[Item]) -> list[Item]:
    """Changes, with the messages and statuses of one number in one value: WhatsApp sends up to a thousand together."""
    merged: list[Item] = []
    for change in changes:
        lists = {key for key in change["value"] if isinstance(change["value"][key], list)}
        into = next((one["value"] for one in merged if _fits(one, change)), None)
        if into is None:
            value = {key: list(told) if key in lists else told for key, told in change["value"].items()}
            merged.append({**change, "value": value})
            continue
        for key in lists:
            into.setdefault(key, []).extend(one for one in change["value"][key] if one not in into.get(key, []))
    return merged


def _fits(one: Item, other: Item) -> bool:
    told = [(one["field"], one["value"].get("metadata")) for one in (one, other)]
    return other["field"] == "messages" and told[0] == told[1]
