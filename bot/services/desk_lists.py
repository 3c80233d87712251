"""Lists of the desk: what an address asks for, which threads a list shows, in which order; pure but for reading."""

from collections.abc import Callable, Mapping
from typing import get_args

import msgspec

from bot.domain import typed
from bot.domain.conversation.handover import ELSEWHERE
from bot.domain.moments import milliseconds
from bot.ports.desk_records import DeskThread
from bot.ports.inbox_records import Asked, Counts, Place, Sort, View
from bot.ports.runtime import Runtime

PAGE = 50
"""Threads of a page of a list."""
FAR = 8_640_000_000_000_000
"""Later than any moment, in milliseconds: whoever waits for nothing comes after all who do."""
LONGEST_VALUE = 60

_VIEWS: tuple[View, ...] = get_args(View)
_SORTS: tuple[Sort, ...] = get_args(Sort)


class Page(msgspec.Struct, frozen=True):
    """A page of a list: `after` is the place from which the next one goes on, None when there is none."""

    rows: tuple[DeskThread, ...]
    after: Place | None = None


def asked_for(address: Mapping[str, str]) -> Asked:
    """What an address asks for; what it says wrongly, it does not say."""
    view, sort = address.get("view", ""), address.get("sort", "")
    values = {name: address.get(name, "")[:LONGEST_VALUE] for name in ("team", "label", "channel", "language")}
    return Asked(
        view=view if view in _VIEWS else "all",
        sort=sort if sort in _SORTS else "waiting",
        **values,
    )


def address_of(asked: Asked) -> dict[str, str]:
    """The address of a list without what goes without saying: the same list has one address."""
    usual = msgspec.structs.asdict(Asked())
    return {name: value for name, value in msgspec.structs.asdict(asked).items() if value != usual[name]}


def narrowed(asked: Asked) -> bool:
    """Whether a list shows less than its view, so that "nothing" may only mean that nothing matches."""
    return asked != Asked(view=asked.view, sort=asked.sort)


def place_from(text: str) -> Place | None:
    """The place that an address names as "key.number", None when it names none."""
    key, number = (typed.whole(part) for part in text.partition(".")[::2])
    return None if key is None or number is None else Place(key, number)


def key_of(row: DeskThread, sort: Sort) -> int:
    """Where a thread stands in a list: the smaller, the earlier."""
    newest = FAR - row.last_at
    if sort == "waiting":
        return row.unanswered_since or newest
    if sort == "service":
        return min((due for due in (row.first_due, row.next_due, row.resolve_due) if due), default=newest)
    return newest


def shows(asked: Asked, row: DeskThread, *, me: str, now: int) -> bool:
    """Whether a list of an agent shows a thread now (milliseconds UTC)."""
    return _VIEW[asked.view](row, me, now) and _passes(asked, row)


def _passes(asked: Asked, row: DeskThread) -> bool:
    return (
        (not asked.team or row.team == asked.team)
        and (not asked.label or asked.label in row.labels)
        and (not asked.channel or row.thread.startswith(f"{asked.channel}:"))
        and (not asked.language or row.language == asked.language)
    )


def _is_here(row: DeskThread, now: int) -> bool:
    return not row.done_at and row.snoozed_until <= now


def _is_mine(row: DeskThread, me: str, now: int) -> bool:
    holder = row.agent if row.owner == "human" else row.offered_to if row.owner == "queue" else ""
    return bool(me) and holder == me and _is_here(row, now)


def _is_free(row: DeskThread, _me: str, now: int) -> bool:
    queued = row.owner == "queue" and not row.offered_to
    return (queued or (row.owner == "human" and row.agent.startswith(ELSEWHERE))) and _is_here(row, now)


_VIEW: Mapping[View, Callable[[DeskThread, str, int], bool]] = {
    "mine": _is_mine,
    "unassigned": _is_free,
    "all": lambda row, _, now: row.owner != "bot" and _is_here(row, now),
    "bot": lambda row, _, now: row.owner == "bot" and _is_here(row, now),
    "stuck": lambda row, _, now: row.owner == "bot" and 0 < row.stuck_since <= now and _is_here(row, now),
    "failed": lambda row, _, now: row.failed > 0 and _is_here(row, now),
    "snoozed": lambda row, _, now: not row.done_at and row.snoozed_until > now,
    "done": lambda row, _me, _now: row.done_at > 0,
}


def read(runtime: Runtime, asked: Asked, *, me: str, after: Place | None = None) -> Page:
    """A page of a list; raises `UnavailableError`."""
    with runtime.records.begin() as work:
        rows = work.inbox.listed(asked, me=me, now=now_ms(runtime), after=after, most=PAGE + 1)
    shown = rows[:PAGE]
    last = Place(key_of(shown[-1], asked.sort_of), shown[-1].number) if len(rows) > PAGE else None
    return Page(shown, last)


def count(runtime: Runtime, *, me: str = "", lists: tuple[Asked, ...] = ()) -> Counts:
    """How many threads the views and some lists of an agent have; raises `UnavailableError`."""
    with runtime.records.begin() as work:
        return work.inbox.counts(now=now_ms(runtime), me=me, lists=lists)


def now_ms(runtime: Runtime) -> int:
    """Now in milliseconds UTC."""
    return milliseconds(runtime.clock.now())
