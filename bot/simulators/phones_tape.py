"""What went over the wire between the platform and the airline, in order: phones draw from nothing else."""

import time
from collections import deque
from collections.abc import Callable, Iterator
from threading import Condition
from typing import Any, Literal

import msgspec

from bot.simulators.faults import Answer, Refusal
from bot.simulators.requests import Request

KEPT = 3000
"""Entries that are kept; the oldest go."""
_SECRETS = frozenset({"access_token", "appsecret_proof"})
"""Fields of calls that nobody needs to see."""


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """A call that the airline made, or a webhook that it was sent; status 0 when no answer came.

    A webhook stands where its answer came, after the calls that it led to; `at` is when it began.
    """

    number: int
    at: int
    channel: str
    people: tuple[str, ...]
    kind: Literal["call", "hook"]
    what: str
    status: int
    body: Any
    answer: Any = None
    filled: Any = None
    """The template that a call named, as the traveller reads it."""


class Wound(msgspec.Struct, frozen=True):
    """A tape as it is kept: its entries, who wrote which WhatsApp message, and the numbers behind scoped ids."""

    entries: list[Entry]
    writers: dict[str, str]
    phones: dict[str, str]


class Tape:
    """Takes down every call and delivery; `now` gives the platform's milliseconds."""

    def __init__(self, now: Callable[[], int]) -> None:
        self._now = now
        self._entries: deque[Entry] = deque(maxlen=KEPT)
        self._changed = Condition()
        self._writers: dict[str, str] = {}
        self._phones: dict[str, str] = {}
        """Telephone numbers by WhatsApp's scoped ids, of people who show theirs."""
        self._failed: dict[str, tuple[bytes, int]] = {}
        self._newest = 0
        self._turns = 0

    @property
    def newest(self) -> int:
        """The number of the newest entry."""
        return self._newest

    @property
    def stamp(self) -> tuple[int, int]:
        """Another one after everything that happened."""
        return self._newest, self._turns

    def call(self, channel: str, call: Request, answer: Answer | None, *, filled: Any = None) -> None:
        """Take down a call and its answer, without what says that we may make it."""
        told = _fields(call)
        self._add(
            channel=channel,
            people=self._called(told),
            kind="call",
            at=self._now(),
            what=f"{call.method} /{call.node}/{call.edge}".rstrip("/"),
            status=answer.status if answer else 0,
            body=told,
            answer=_json(answer.body) if answer else None,
            filled=filled or None,
        )

    def hook(self, channel: str, body: bytes, status: int, *, at: int) -> None:
        """Take down a delivery, when it began, and how it was answered; one that fails again as before is no news."""
        failed = (body, status)
        if self._failed.get(channel) == failed:
            return
        self._failed[channel] = failed if status != 200 else (b"", 0)  # noqa: PLR2004  Meta wants nothing else
        told = _json(body)
        self._add(
            channel=channel, people=self._told(told), kind="hook", what="webhook", status=status, body=told, at=at
        )

    def meet(self, body: bytes) -> None:
        """Learn whom a delivery names before it goes out: the calls that it leads to may come before its answer."""
        self._told(_json(body))

    def wound(self) -> Wound:
        """All of it, to be kept."""
        with self._changed:
            return Wound(list(self._entries), dict(self._writers), dict(self._phones))

    def rewind(self, kept: Wound) -> None:
        """Go on where a tape ended."""
        with self._changed:
            self._entries.extend(kept.entries)
            self._writers |= kept.writers
            self._phones |= kept.phones
            self._newest = max((entry.number for entry in kept.entries), default=self._newest)

    def nudge(self) -> None:
        """Let those who wait look again although nothing went over the wire."""
        with self._changed:
            self._turns += 1
            self._changed.notify_all()

    def since(self, number: int, *, wait: float = 0.0) -> list[Entry]:
        """What came after an entry; waits some seconds for it when there is nothing yet."""
        deadline = time.monotonic() + wait
        with self._changed:
            turns = self._turns
            while self._newest <= number and self._turns == turns:
                left = deadline - time.monotonic()
                if left <= 0 or not self._changed.wait(left):
                    break
            return [entry for entry in self._entries if entry.number > number]

    def _add(self, **told: Any) -> None:
        with self._changed:
            self._newest += 1
            self._entries.append(Entry(number=self._newest, **told))
            self._changed.notify_all()

    def _told(self, told: Any) -> tuple[str, ...]:
        """Whom a webhook is about; the names and messages of whoever it is about are remembered."""
        with self._changed:
            self._phones |= dict(_numbers(told))
            return tuple(dict.fromkeys(self._phones.get(user, user) for user in _told_of(told, self._writers)))

    def _called(self, told: Any) -> tuple[str, ...]:
        """Whom a call is about: its recipient, or who wrote the message that it marks as read."""
        if not isinstance(told, dict):
            return ()
        recipient = told.get("recipient")
        user = recipient.get("id", "") if isinstance(recipient, dict) else recipient or ""
        user = str(told.get("to") or user).removeprefix("+") or self._writers.get(str(told.get("message_id")), "")
        return (self._phones.get(user, user),) if user else ()


def _numbers(told: Any) -> Iterator[tuple[str, str]]:
    """The two names of those WhatsApp travellers who have two."""
    for value in _values(told):
        for contact in value.get("contacts", ()):
            if "wa_id" in contact and "user_id" in contact:
                yield str(contact["user_id"]), str(contact["wa_id"])


def _values(told: Any) -> Iterator[dict[str, Any]]:
    for entry in told.get("entry", ()) if isinstance(told, dict) else ():
        yield from (change["value"] for change in entry.get("changes", ()))


def _told_of(told: Any, writers: dict[str, str]) -> Iterator[str]:
    """Everybody whom a webhook names; who wrote which WhatsApp message is remembered for the mark that it was read."""
    for entry in told.get("entry", ()) if isinstance(told, dict) else ():
        for item in (*entry.get("messaging", ()), *entry.get("standby", ())):
            yield from (str(item[side]["id"]) for side in ("sender", "recipient") if item.get(side, {}).get("id"))
    for value in _values(told):
        for message in value.get("messages", ()):
            users = [str(message[key]) for key in ("from", "from_user_id") if key in message]
            writers |= {str(message["id"]): user for user in users[:1]}
            yield from users
        yield from _statuses(value)


def _statuses(value: dict[str, Any]) -> Iterator[str]:
    for status in value.get("statuses", ()):
        yield from (str(status[key]) for key in ("recipient_id", "recipient_user_id") if key in status)
    for echo in value.get("message_echoes", ()):
        yield from (str(echo[key]) for key in ("to", "to_user_id") if key in echo)


def _fields(call: Request) -> Any:
    """What a call says, as JSON or as a form; its text when it is neither."""
    try:
        return {key: value for key, value in call.fields().items() if key not in _SECRETS}
    except Refusal:
        return call.body.decode("utf-8", "replace")


def _json(body: bytes) -> Any:
    """What an answer or a webhook says; nothing when it is an error page."""
    try:
        return msgspec.json.decode(body)
    except (ValueError, RecursionError):
        return None
