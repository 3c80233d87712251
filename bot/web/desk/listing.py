"""The list of threads as agents see it: rows, the numbers beside the views, and what is said when nobody is there."""

from collections.abc import Mapping
from datetime import datetime
from re import sub
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import msgspec
from flask import render_template
from markupsafe import escape

from bot.domain.conversation.handover import ELSEWHERE
from bot.domain.moments import moment
from bot.domain.staff.service_levels import Countdown
from bot.domain.staff.snoozing import UNTIL_WRITES
from bot.ports.desk_records import DeskThread
from bot.ports.inbox_records import Asked, Counts, SavedFilter, View
from bot.ports.runtime import Runtime
from bot.services import accounts, desk_filters, desk_lists, service_levels
from bot.services.thread_refs import ref_of
from bot.web.desk.board import COUNT_KEY, Listed, ListKey, list_key
from bot.web.desk.shared import Alike, alike
from bot.web.desk.titles import channel_name, title_of
from bot.web.desk.words import EMPTY, STUCK, TROUBLES, VIEWS, reason_told

if TYPE_CHECKING:
    from bot.web.desk.parts import Opened


class Row(msgspec.Struct, frozen=True):
    """One thread in the list.

    `badge` says who has it, `since` is from when its time counts (milliseconds UTC), `until` an end that is shown
    instead.
    """

    link: str
    title: str
    badge: str
    agent: str
    last: str
    why: str
    language: str
    since: int
    until: datetime | None = None
    failed: int = 0
    due: Countdown | None = None


class Tab(msgspec.Struct, frozen=True):
    """A view or a filter with its number: `link` leads to it, `here` says that it is open."""

    name: str
    link: str
    count: int
    here: bool = False
    urgent: bool = False


def draw(page: "Opened") -> str:
    """The list as HTML, as one page shows it: with its own thread marked, and what is the agent's own."""
    html = draw_alike(page).html
    if page.thread:
        link = escape(thread_link(page.runtime, page.thread, desk_lists.asked_for(page.asked)))
        html = html.replace(f'href="{link}"', f'href="{link}" aria-current="page"')
    mine = f'data-agent="{escape(page.person.id)}"'
    return sub(f"{mine}>[^<]*<", f"{mine} data-mine>Yours<", html)


def draw_alike(page: "Opened") -> Alike:
    """The list, one for all pages that show it: what is somebody's own is marked by their page."""
    key = list_key(page.asked, page.person.id)
    return page.shared.get(key, lambda: _listed(page.runtime, key)).shown


def draw_views(page: "Opened") -> str:
    """The views with their numbers as HTML."""
    counts: Counts = page.shared.get(COUNT_KEY, lambda: desk_lists.count(page.runtime))
    asked, here = desk_lists.asked_for(page.asked), page.asked.get("filter", "")
    numbers = {**counts.views, "mine": counts.mine.get(page.person.id, 0)}
    tabs = [
        Tab(name, _link(Asked(view=view)), numbers[view], view == asked.view and not here, view in _URGENT)
        for view, name in VIEWS.items()
    ]
    waiting = numbers["unassigned"]
    return render_template("desk/views.html", tabs=tabs, at=_now(page.runtime), waiting=waiting)


def draw_filters(page: "Opened") -> str:
    """Saved filters with their numbers as HTML, "" when there are none."""
    kept = desk_filters.of(page.runtime, page.person)
    if not kept:
        return ""
    numbers = desk_lists.count(page.runtime, me=page.person.id, lists=tuple(one.asked for one in kept)).lists
    here = desk_lists.asked_for(page.asked)
    tabs = [(one.saved, _tab(one.saved, one.asked, number, here)) for one, number in zip(kept, numbers, strict=True)]
    return render_template("desk/filters.html", tabs=tabs)


def thread_link(runtime: Runtime, thread: str, asked: Asked) -> str:
    """The address of a thread's page that keeps the list beside it."""
    return f"/desk/t/{ref_of(runtime, thread)}{_query(desk_lists.address_of(asked))}"


_URGENT: frozenset[View] = frozenset({"unassigned", "stuck", "failed"})


def _listed(runtime: Runtime, key: ListKey) -> Listed:
    page = desk_lists.read(runtime, key.asked, me=key.me, after=key.after)
    first = key.asked == Asked() and not page.rows
    counts = desk_lists.count(runtime) if first else Counts()  # an empty desk has time
    html = render_template(
        "desk/queue.html",
        rows=[_row(runtime, row, key.asked) for row in page.rows],
        troubles=_troubles(runtime),
        empty=_empty(key.asked, counts),
        first=_link(key.asked) if key.after else "",
        more=_link(key.asked, after=f"{page.after.key}.{page.after.number}") if page.after else "",
    )
    shown = alike("queue", html)
    return Listed(shown, frozenset(row.thread for row in page.rows), page.after.key if page.after else None)


def _empty(asked: Asked, counts: Counts) -> dict[str, str]:
    """What a list says that has nobody: nothing yet, or nothing of what was asked for; and what to do next."""
    if desk_lists.narrowed(asked):
        return {"says": "No thread matches.", "link": _link(Asked(view=asked.view)), "act": "Clear the filters"}
    says, view, act = EMPTY[asked.view]
    number = counts.views.get("bot", 0)
    told = f" It has {number}." if number else ""
    return {"says": f"{says}{told}", "link": _link(Asked(view=view)), "act": act}


def _row(runtime: Runtime, row: DeskThread, asked: Asked) -> Row:
    holder = row.agent if row.owner == "human" else row.offered_to
    return Row(
        link=thread_link(runtime, row.thread, asked),
        title=title_of(row.thread),
        badge=_badge(row),
        agent=holder if not holder.startswith(ELSEWHERE) else "",
        last=_last(row),
        why=_why(row, desk_lists.now_ms(runtime)),
        language=row.language,
        since=row.unanswered_since or row.last_at,
        until=_until(row, desk_lists.now_ms(runtime)),
        failed=row.failed,
        due=service_levels.countdown(row, desk_lists.now_ms(runtime)),
    )


def _until(row: DeskThread, now: int) -> datetime | None:
    """When a thread comes back, None where no moment ends its sleep, or it does not sleep."""
    sleeps = now < row.snoozed_until < UNTIL_WRITES and not row.done_at
    return moment(row.snoozed_until) if sleeps else None


def _badge(row: DeskThread) -> str:
    if row.done_at:
        return "Done"
    if row.snoozed_until == UNTIL_WRITES:
        return "Until they write"
    if row.owner == "human":
        return "Answered elsewhere" if row.agent.startswith(ELSEWHERE) else row.agent_name or "Taken"
    if row.owner == "queue":
        return "Offered" if row.offered_to else "Waiting"
    return "Bot"


def _last(row: DeskThread) -> str:
    """The newest words, and whose they are unless they are the traveller's."""
    who = {"traveller": "", "bot": "Bot: "}.get(row.last_author, f"{row.last_author}: ")
    return f"{who}{row.last_text}" if row.last_text else ""


def _why(row: DeskThread, now: int) -> str:
    if row.owner != "bot":
        return reason_told(row.reason, row.agent)
    return STUCK.get(row.stuck_by, "") if 0 < row.stuck_since <= now else ""


def _troubles(runtime: Runtime) -> list[tuple[str, str, object]]:
    found = ((channel_name(one.account.partition(":")[0]), one) for one in accounts.troubles(runtime))
    return [(name, TROUBLES.get(one.reason, one.reason), one) for name, one in found]


def _tab(saved: SavedFilter, asked: Asked, number: int, here: Asked) -> Tab:
    return Tab(saved.name, _link(asked), number, asked == here)


def _link(asked: Asked, **more: str) -> str:
    return f"/desk{_query({**desk_lists.address_of(asked), **more})}"


def _query(address: Mapping[str, str]) -> str:
    return f"?{urlencode(address)}" if address else ""


def _now(runtime: Runtime) -> datetime:
    return runtime.clock.now()
