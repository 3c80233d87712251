"""Ids: how they are built from one another, checked and shortened; randomness is handed in."""

from base64 import b32encode, urlsafe_b64encode
from hashlib import blake2b
from zlib import crc32

import msgspec

from bot.domain.errors import InvalidError

SHARDS = 16
"""How many shards the journal has: enough for sixteen couriers, few enough for one process to own them all."""

LOCATOR_ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
"""Letters and digits of our record locators: no 0, O, 1 or I, which people mix up on the telephone."""


class ThreadKey(msgspec.Struct, frozen=True):
    """Which thread: the channel, our account on it, and the traveller's id there."""

    channel: str
    account: str
    user: str

    def __str__(self) -> str:
        return f"{self.channel}:{self.account}:{self.user}"


def parse_thread(text: str) -> ThreadKey:
    """The thread of "channel:account:user"; raises `InvalidError` when it has not three parts."""
    parts = text.split(":", 2)
    if len(parts) != len(ThreadKey.__struct_fields__) or not all(parts):
        raise InvalidError("A thread is written channel:account:user.")
    return ThreadKey(*parts)


def channel_of(thread: str) -> str:
    """The channel of a thread, or of one of its accounts."""
    return thread.partition(":")[0]


def account_of(thread: str) -> str:
    """The channel and our account on it, "messenger:1001": what a platform counts and limits together."""
    return ":".join(thread.split(":", 2)[:2])


def shard_of(thread: str) -> str:
    """The shard of a thread, "s00" to "s15": every key of a shard carries it in braces (Redis Cluster hash tags)."""
    return f"s{crc32(thread.encode()) % SHARDS:02d}"


def effect_id(event_id: str, index: int) -> str:
    """The id of the index-th effect of an event: the same event always names the same effects."""
    return f"{event_id}#{index}"


def effect_name(thread: str, effect: str) -> str:
    """What an effect is called among those of all threads: two accounts may tell events of the same id."""
    return f"{thread}|{effect}"


def digest(text: str) -> str:
    """Eleven characters that stand for a long id: 64 bits of BLAKE2b, base64url."""
    return urlsafe_b64encode(blake2b(text.encode(), digest_size=8).digest())[:11].decode()


def ring_name(thread: str, effect: str) -> str:
    """How a doorbell names an effect: its shard and a digest, because a thread's key holds a traveller's id."""
    return f"effect|{shard_of(thread)}|{digest(effect_name(thread, effect))}"


def token(random: bytes) -> str:
    """Random bytes as lower-case base32 without padding, fit for a URL: 16 bytes give 26 characters."""
    return b32encode(random).decode().rstrip("=").lower()


def record_locator(random: bytes) -> str:
    """A record locator of six characters from at least six random bytes."""
    return "".join(LOCATOR_ALPHABET[byte % len(LOCATOR_ALPHABET)] for byte in random[:6])


def ticket_number(airline: str, serial: int) -> str:
    """A 13-digit e-ticket number with its check digit: "999 2400000017 4" without the spaces has 14 characters.

    The 13 digits are the airline's 3-digit accounting code and a 10-digit serial; the check digit is the serial
    modulo 7 (IATA Resolution 722f).
    """
    return f"{airline}{serial:010d}"


def ticket_check_digit(number: str) -> int:
    """The check digit of a 13-digit e-ticket number: its serial part modulo 7."""
    return int(number[3:13]) % 7


def passes_luhn(digits: str) -> bool:
    """Whether a string of digits passes the Luhn check of ISO/IEC 7812."""
    odd = sum(int(d) for d in digits[-1::-2])
    even = sum(sum(divmod(2 * int(d), 10)) for d in digits[-2::-2])
    return digits.isdigit() and (odd + even) % 10 == 0
