"""Looks for a secret in everything that was written anywhere: Redis, its files, SQL, logs, and every file on disk.

A canary is looked for as it is, in groups, in hex and in base64; what RQ packs is unpacked first. A word that is known
to have been kept is looked for in the same way, so that a place that is not searched any more is noticed.
"""

import base64
import re
import secrets
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from redis import Redis
from sqlalchemy import Engine, text

from bot.sandbox.cards import OPEN_RANGE, luhn

_BULK = re.compile(rb"\$(\d+)\r\n")
_ZLIB = (b"\x78\x01", b"\x78\x5e", b"\x78\x9c", b"\x78\xda")
_SHORTEST = 8
"""Bytes of a piece of base64 that may be looked for without finding it everywhere."""


def card_number() -> str:
    """A number that the sandbox approves and that nobody ever wrote anywhere."""
    body = OPEN_RANGE + "".join(secrets.choice("0123456789") for _ in range(9))
    return next(f"{body}{digit}" for digit in range(10) if luhn(f"{body}{digit}"))


def word() -> str:
    """A word that nobody ever wrote anywhere."""
    return "".join(secrets.choice("bcdfghjklmnpqrstvwxz") for _ in range(16))


def shapes(secret: str) -> tuple[bytes, ...]:
    """How a secret may look where it was written."""
    groups = [secret[at : at + 4] for at in range(0, len(secret), 4)]
    found = {secret, " ".join(groups), "-".join(groups), secret.encode().hex()}
    found |= {base64.b64encode(b"x" * skip + secret.encode()).decode()[4 * (skip > 0) : -4] for skip in range(3)}
    return tuple(shape.encode() for shape in sorted(found) if len(shape) >= _SHORTEST)


def code_shapes(code: str) -> tuple[bytes, ...]:
    """How a security code may look beside its name: three digits alone are found everywhere."""
    names = ("cvc", "cvv", "csc", "code", "security_code", "card_code")
    found = [(f'"{name}":"{code}"', f'"{name}": "{code}"', f"'{name}': '{code}'", f"{name}={code}") for name in names]
    return tuple(shape.encode() for group in found for shape in group)


def in_redis(url: str, words: Iterable[bytes]) -> list[str]:
    """The keys of a Redis that hold one of the words, in their name or below it."""
    wanted = tuple(words)
    with Redis.from_url(url) as client:
        return [repr(key) for key in client.scan_iter() if _has(wanted, key, *_values(client, key))]


def _values(client: Any, key: bytes) -> Iterator[bytes]:
    match client.type(key):
        case b"string":
            yield client.get(key) or b""
        case b"hash":
            yield from (part for pair in client.hgetall(key).items() for part in pair)
        case b"list":
            yield from client.lrange(key, 0, -1)
        case b"set":
            yield from client.smembers(key)
        case b"zset":
            yield from client.zrange(key, 0, -1)
        case b"stream":
            yield from (part for _, fields in client.xrange(key) for pair in fields.items() for part in pair)
        case b"none":
            return  # it has ended between the listing and the look
        case other:
            raise AssertionError(f"{key!r} is a {other!r}, which nobody searches.")


def in_files(folder: Path, words: Iterable[bytes]) -> list[str]:
    """The files below a folder that hold one of the words; of an append-only file every value is unpacked."""
    wanted = tuple(words)
    return [str(path) for path in folder.rglob("*") if path.is_file() and _has(wanted, *_parts(path))]


def _parts(path: Path) -> Iterator[bytes]:
    body = path.read_bytes()
    yield body
    if path.suffix == ".aof":
        for found in _BULK.finditer(body):
            yield body[found.end() : found.end() + int(found[1])]


def in_sql(engine: Engine, words: Iterable[bytes]) -> list[str]:
    """The tables with a row that holds one of the words in any column, in the columns of bytes too."""
    plain = [word.decode() for word in words]
    patterns = [f"%{shape}%" for word in plain for shape in (word, word.encode().hex())]
    with engine.connect() as connection:
        tables = connection.execute(text("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")).scalars().all()
        asked = "SELECT count(*) FROM {} AS searched WHERE searched::text LIKE ANY(:patterns)"
        counts = {name: connection.execute(text(asked.format(name)), {"patterns": patterns}) for name in tables}
        return [name for name, count in counts.items() if count.scalar()]


def _has(words: tuple[bytes, ...], *values: bytes) -> bool:
    unpacked = [_unpacked(value) for value in values]
    return any(word in value for word in words for value in unpacked)


def _unpacked(value: bytes) -> bytes:
    """The value, and below it what it holds packed by zlib, as RQ packs a job."""
    if not value.startswith(_ZLIB):
        return value
    try:
        return value + zlib.decompress(value)
    except zlib.error:
        return value
