"""How the text of an environment variable becomes a value; a parser raises `ValueError` with what it wants."""

import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from bot.domain.errors import InvalidError
from bot.domain.payment.mandate import read_creditor

_LONGEST_HOST = 253


def database(text: str) -> str:
    """A PostgreSQL address in the form that SQLAlchemy with psycopg 3 wants; raises `ValueError` for another."""
    scheme, separator, rest = text.partition("://")
    if not separator or scheme not in {"postgres", "postgresql", "postgresql+psycopg"}:
        raise ValueError("it must begin with postgresql://")
    return f"postgresql+psycopg://{rest}"


def redis(text: str) -> str:
    """A Redis or Valkey address; raises `ValueError` for another scheme."""
    if urlsplit(text).scheme not in {"redis", "rediss", "unix"}:
        raise ValueError("it must begin with redis://, rediss:// or unix://")
    return text


def web_address(text: str) -> str:
    """An http or https address without a slash at its end; raises `ValueError` for another."""
    parts = urlsplit(text)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.query or parts.fragment:
        raise ValueError("it must be an http:// or https:// address without a query")
    return text.rstrip("/")


def smtp(text: str) -> str:
    """A mail server's address; raises `ValueError` for another, or when it would send a password in clear words."""
    parts = urlsplit(text)
    asked = parse_qs(parts.query)
    tls = asked.pop("tls", ["starttls"])
    if (
        parts.scheme not in {"smtp", "smtps"}
        or not parts.hostname
        or asked
        or tls[0] not in {"starttls", "tls", "none"}
    ):
        raise ValueError("it must begin with smtp:// or smtps://, and may end with ?tls=starttls, tls or none")
    if tls == ["none"] and parts.hostname not in {"localhost", "127.0.0.1", "::1"}:
        raise ValueError("without TLS the server must be on this machine, as localhost")
    return text


def mailbox(text: str) -> str:
    """A sender, with or without a name before the address; raises `ValueError` for anything else."""
    address = r"[\w.%+-]{1,64}@[\w-]+(?:\.[\w-]+)+"
    if not re.fullmatch(rf'{address}|[^<>"@\x00-\x1f]+ <{address}>', text):
        raise ValueError("it must look like Threadfare Air <tickets@airline.example>")
    return text


def address(text: str) -> str:
    """An e-mail address alone; raises `ValueError` for anything else."""
    if not re.fullmatch(r"[\w.%+-]{1,64}@[\w-]+(?:\.[\w-]+)+", text):
        raise ValueError("it must look like staff@airline.example")
    return text


def port(text: str) -> int:
    """A TCP port; raises `ValueError` outside 1 to 65535."""
    return whole_number(1, 65535)(text)


def whole_number(low: int, high: int) -> Callable[[str], int]:
    """A parser of whole numbers between two bounds, both allowed; it raises `ValueError`."""

    def parse(text: str) -> int:
        if not text.isdecimal() or not low <= int(text) <= high:
            raise ValueError(f"it must be a whole number from {low} to {high}")
        return int(text)

    return parse


def one_of(*words: str) -> Callable[[str], str]:
    """A parser that takes one of these words in any case; it raises `ValueError`."""

    def parse(text: str) -> str:
        if text.lower() not in words:
            raise ValueError(f"it must be one of {', '.join(words)}")
        return text.lower()

    return parse


def yes_or_no(text: str) -> bool:
    """A parser of yes and no in any case; raises `ValueError` for anything else."""
    return one_of("yes", "no")(text) == "yes"


def matching(pattern: str, example: str) -> Callable[[str], str]:
    """A parser that takes what the whole pattern matches; it raises `ValueError` and shows an example."""

    def parse(text: str) -> str:
        if not re.fullmatch(pattern, text):
            raise ValueError(f"it must look like {example}")
        return text

    return parse


def creditor(text: str) -> str:
    """A SEPA creditor identifier, its check digits checked; raises `ValueError` for another text."""
    try:
        return read_creditor(text)
    except InvalidError as error:
        raise ValueError(f"{error} One looks like DE98ZZZ09999999999") from error


def secret_key(text: str) -> str:
    """A secret of at least 32 characters; raises `ValueError` for a shorter one."""
    if len(text) < 32:  # noqa: PLR2004  the sentence below names the number
        raise ValueError("it must have at least 32 characters")
    return text


def listed(text: str) -> tuple[str, ...]:
    """The words of a comma-separated list."""
    return tuple(word.strip() for word in text.split(",") if word.strip())


def hosts(text: str) -> tuple[str, ...]:
    """The names of hosts in a comma-separated list, in small letters; raises `ValueError` for anything else."""
    names = tuple(name.lower() for name in listed(text))
    label = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
    if not all(len(name) <= _LONGEST_HOST and re.fullmatch(rf"{label}(?:\.{label})+", name) for name in names):
        raise ValueError("it must be names of hosts alone, such as cdn.airline.example, www.airline.example")
    return names


def folder(text: str) -> Path:
    """A folder that exists; raises `ValueError` when it does not."""
    path = Path(text).expanduser()
    if not path.is_dir():
        raise ValueError("there is no such folder")
    return path
