"""Who a name means: one person keeps one thread, though a platform tells of them by a number, by an id, or by both.

Theory. A business-scoped id is nobody else's, ever; a number may go to somebody else after a while. So a thread that
is known by its id is never found by a number. Whoever was known by a number alone keeps that thread when their id is
told beside it for the first time. After a silence in which a number may have changed hands, its thread first forgets
its traveller, whether an id is told or not. A number that comes with another id than before has changed hands, and
so does its thread. Only a thread that does not live in Redis is looked up, and what a name meant is believed for a
minute: a talk that goes on, and what the platform tells of its messages, costs nothing here.
"""

from collections.abc import Callable, Mapping
from datetime import timedelta
from functools import cache

from bot.domain.conversation.events import MessageEchoed
from bot.domain.conversation.link_events import IdentityChanged
from bot.domain.conversation.state import Conversation
from bot.domain.moments import milliseconds
from bot.ports.channel import Arrived, Channel, Told
from bot.ports.records import Work
from bot.ports.runtime import Runtime
from bot.services import turns, unlinking

Names = Callable[[], Mapping[str, str]]
"""The thread of a number by the thread of the id that is the same person's, as one body tells."""
CHANNELS = frozenset({"whatsapp"})
"""Channels on which one person may have two names."""
RESTS = timedelta(days=30)
"""Numbers are given to somebody else after 45 days at the earliest (FCC, 47 CFR 52.15(f)(1)(ii)); we ask sooner."""


def names_of(party: Channel, body: bytes) -> Names:
    """The names that a body says are one person's, read when they are first asked for and once for all its events."""
    return cache(lambda: party.other_names(body))


def thread_of(runtime: Runtime, party: Channel, item: Arrived | Told, names: Names) -> str:
    """The thread in which something that came in under a name belongs; raises `UnavailableError`."""
    own = str(item.thread)
    if party.name not in CHANNELS or not own.isprintable():
        return own
    now = _ms(runtime)
    known = runtime.homes.find(own, now=now)
    if known:
        return known
    meant = own
    if not _is_number(own):
        meant = own if runtime.conversations.load(own) is not None else _looked_up(runtime, own, names)
    elif isinstance(item, Arrived) and not isinstance(item.event, MessageEchoed | IdentityChanged):
        _forget_if_rested(runtime, own, runtime.conversations.load(own))
    else:
        return own
    runtime.homes.keep(own, meant, now=now)
    return meant


def _looked_up(runtime: Runtime, own: str, names: Names) -> str:
    number = names().get(own, "")
    with runtime.records.begin() as work:
        meant, moved = _meant(runtime, work, own, number)
    if moved:
        changed(runtime, moved, IdentityChanged(f"{moved}>{own}", _ms(runtime)))
    return meant


def changed(runtime: Runtime, thread: str, event: IdentityChanged) -> None:
    """Let a thread, or the older one that an id means, forget who wrote there; raises `UnavailableError`."""
    with runtime.records.begin() as work:
        older = "" if _is_number(thread) else work.links.alias(thread)
    for one in dict.fromkeys((thread, older or thread)):
        turns.take(runtime, one, unlinking.identity_changed(runtime, one, event))
        runtime.homes.forget(one)


def _forget_if_rested(runtime: Runtime, number: str, talk: Conversation | None) -> None:
    """Whoever writes under a number alone, after a silence in which it may have changed hands, starts from nothing."""
    if talk is None:
        with runtime.records.begin() as work:
            talk = work.talk.conversation(number)
    if talk is not None and talk.last_heard and _rested(runtime, talk):
        changed(runtime, number, IdentityChanged(f"{number}@{talk.last_heard}", _ms(runtime)))


def _meant(runtime: Runtime, work: Work, own: str, number: str) -> tuple[str, str]:
    """The thread that an id means, and that of a number which may have changed hands, "" if none has."""
    older = work.links.alias(own)
    if older and work.links.alias(older) == own:
        return older, ""
    holder = work.links.alias(number) if number else own
    if holder == own:
        return own, ""
    work.links.save_alias(number, own, at=runtime.clock.now())
    before = runtime.conversations.load(number) or work.talk.conversation(number)
    if before is None or work.talk.conversation(own) is not None:
        return own, ""
    if holder:
        return own, number
    work.links.save_alias(own, number, at=runtime.clock.now())
    return number, number if _rested(runtime, before) else ""


def _is_number(thread: str) -> bool:
    return thread.rpartition(":")[2].isdigit()


def _rested(runtime: Runtime, before: Conversation) -> bool:
    return _ms(runtime) - before.last_heard > RESTS.total_seconds() * 1000


def _ms(runtime: Runtime) -> int:
    return milliseconds(runtime.clock.now())
