"""Reads what WhatsApp tells of who somebody is: numbers and ids that changed, and two names of one person.

A number may go to somebody else, and a business-scoped id is made anew with a new number; so a change is told in the
thread of each name that was in use before it, and never carried into a new one. Meta, WhatsApp Business Platform,
"Business-scoped user IDs".
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from bot.adapters.channels.meta import entries, items, moment, name, part, read, words
from bot.adapters.channels.whatsapp_item import CHANNEL, SCOPED, account_of
from bot.domain.conversation.link_events import IdentityChanged
from bot.domain.ids import ThreadKey
from bot.ports.channel import Arrived

CHANGES = frozenset({"user_changed_number", "customer_changed_number", "user_changed_user_id"})
"""What a system message tells of a change, the first also by its older name; everything else changes nobody."""

_PHONE = re.compile(r"\+?(\d{4,20})")


def read_system(raw: Any, account: str) -> tuple[Arrived, ...]:
    """The change that a system message tells, in each thread that it may concern; nothing when it tells of none."""
    system = part(raw, "system")
    if words(system, "type") not in CHANGES:
        return ()
    newer = name(system, "wa_id") or name(system, "new_wa_id")
    before = (name(raw, "from_user_id"), name(raw, "from"), name(system, "previous_user_id"), newer)
    named = before if any(before) else (name(system, "user_id"),)
    return _told(account, name(raw, "id"), moment(raw, "timestamp"), named)


def read_updates(value: dict[str, Any], door: str) -> Iterator[Arrived]:
    """The changes of ids in a value of the field `user_id_update`; `door` is our number where the value names none."""
    account = account_of(value, door)
    for raw in items(value, "user_id_update"):
        if isinstance(raw, dict):
            ids = part(raw, "user_id")
            key = f"user_id_update:{name(ids, 'current') or name(ids, 'previous')}:{name(raw, 'timestamp')}"
            yield from _told(account, key, moment(raw, "timestamp"), (name(ids, "previous"), name(raw, "wa_id")))


def read_names(body: bytes, *, account: str = "") -> Mapping[str, str]:
    """The thread of a telephone by the thread of the business-scoped id that a body says is the same person's.

    `account` is our number where the body names none.
    """
    try:
        document = read(body)
    except ValueError:
        return {}
    if not isinstance(document, dict):
        return {}
    found = {} if "entry" in document else _names(document, account)
    for entry in entries(document):
        for change in items(entry, "changes"):
            found |= _names(part(change, "value"), account)
    return found


def _names(value: dict[str, Any], door: str) -> dict[str, str]:
    account = account_of(value, door)
    contacts = ((name(one, "user_id"), name(one, "wa_id")) for one in items(value, "contacts"))
    senders = ((name(one, "from_user_id"), name(one, "from")) for one in items(value, "messages"))
    pairs = ((_thread(account, user), _thread(account, number)) for user, number in (*contacts, *senders))
    return {str(user): str(number) for user, number in pairs if user and number and _is_phone(number) > _is_phone(user)}


def _is_phone(thread: ThreadKey) -> bool:
    return thread.user.isdigit()


def _told(account: str, key: str, at: int, named: tuple[str, ...]) -> tuple[Arrived, ...]:
    threads = dict.fromkeys(thread for user in named if (thread := _thread(account, user)))
    return tuple(Arrived(thread, IdentityChanged(key, at)) for thread in threads) if key else ()


def _thread(account: str, user: str) -> ThreadKey | None:
    """The thread of a business-scoped id or of a telephone's digits."""
    phone = _PHONE.fullmatch(user)
    known = phone[1] if phone else user if SCOPED.fullmatch(user) else ""
    return ThreadKey(CHANNEL, account, known) if account and known and ":" not in account else None
