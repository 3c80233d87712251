"""What an agent sees: the queue, and one thread as it goes on, both drawn by the same partials at first and live."""

from datetime import UTC, datetime
from typing import Any

import msgspec
from flask import render_template

from bot.domain.conversation.handover import ELSEWHERE, has_agent
from bot.domain.conversation.state import Conversation
from bot.domain.ids import parse_thread
from bot.ports.live import LiveNote
from bot.ports.runtime import Runtime
from bot.ports.talk_records import Line, Waiting
from bot.services import accounts, desk, transcripts
from bot.services.desk import Agent
from bot.web import chat_view
from bot.web.desk.words import DESK_WORDS, MUTED, REASONS, TOOLS, TROUBLES, WHY

_LINES = 100
_LONGEST_QUOTE = 80


class Row(msgspec.Struct, frozen=True):
    """One thread in the queue: `since` is milliseconds UTC, `mine` whether this agent has it."""

    thread: str
    title: str
    reason: str
    last: str
    since: int
    language: str
    mine: bool
    taken: bool


def draw_queue(runtime: Runtime, agent: Agent, open_thread: str) -> str:
    """The list of threads as HTML: those of the agent first, then those who wait, longest first."""
    rows = sorted((_row(one, agent) for one in desk.waiting(runtime)), key=lambda row: (not row.mine, row.since))
    shown = [row for row in rows if row.mine or not row.taken]
    found = ((_called(one.account.partition(":")[0]), one) for one in accounts.troubles(runtime))
    troubles = [(name, TROUBLES.get(one.reason, one.reason), one) for name, one in found]
    return render_template("desk/queue.html", rows=shown, open_thread=open_thread, troubles=troubles)


def draw_head(runtime: Runtime, agent: Agent, thread: str) -> str:
    """Who has the thread, and what this agent can do with it, as HTML."""
    state = desk.thread_state(runtime, thread)
    standing = _standing(state, agent)
    if standing["standing"] == "mine" and not desk.is_certain(runtime, thread):
        standing["standing"] = "taking"
    return render_template(
        "desk/head.html", thread=thread, title=_title(thread), window=_window(runtime, state), **standing
    )


def draw_line(runtime: Runtime, note: LiveNote) -> str:
    """A line as HTML, "" when there is nothing to see of it."""
    line = transcripts.read_line(runtime, note.row)
    return draw_lines(runtime, (line,)) if line else ""


def draw_lines(runtime: Runtime, lines: tuple[Line, ...]) -> str:
    """Lines of one thread as HTML: whatever became of them, what they answer, and nothing to tap."""
    targets = {line.row: target for line in lines if (target := chat_view.target_of(line))}
    said = transcripts.answered(runtime, lines[0].thread, targets.values()) if targets else {}
    quotes = {row: _quote(said[target]) for row, target in targets.items() if target in said}
    found = [chat_view.bubble(line, DESK_WORDS, all_fates=True) for line in lines]
    drawn = (msgspec.structs.replace(one, quote=quotes.get(one.row, "")) for one in found if one)
    return "".join(
        render_template("webchat/line.html", line=one, words=DESK_WORDS, why=WHY, read_only=True) for one in drawn
    )


def _quote(line: Line) -> str:
    """The beginning of what was said, as it stands above an answer to it."""
    shown = chat_view.bubble(line, DESK_WORDS, all_fates=True)
    said = shown.said if shown else ""
    return said if len(said) <= _LONGEST_QUOTE else f"{said[:_LONGEST_QUOTE].rstrip()}…"


def whole_page(runtime: Runtime, agent: Agent, thread: str, problem: str = "") -> str:
    """The desk with one thread open, or none."""
    opened = transcripts.open_thread(runtime, thread, most=_LINES)
    return render_template(
        "desk/page.html",
        agent=agent,
        brand=runtime.world().brand.name,
        thread=thread,
        live=opened.live,
        queue=draw_queue(runtime, agent, thread),
        head=draw_head(runtime, agent, thread) if thread else "",
        lines=draw_lines(runtime, opened.lines),
        words=DESK_WORDS,
        problem=problem,
        fresh=chat_view.fresh_id,
    )


def _row(one: Waiting, agent: Agent) -> Row:
    return Row(
        thread=one.thread,
        title=_title(one.thread),
        reason=_reason(one.reason, one.agent),
        last=one.last_text,
        since=one.since,
        language=one.language,
        mine=one.owner == "human" and one.agent == agent.id,
        taken=one.owner == "human" and not one.agent.startswith(ELSEWHERE),
    )


def _title(thread: str) -> str:
    """A name for a traveller of whom we know only an id: the channel and its last characters."""
    key = parse_thread(thread)
    return f"{_called(key.channel)} · {key.user[-5:]}"


def _called(channel: str) -> str:
    return "WhatsApp" if channel == "whatsapp" else channel.capitalize()


def _window(runtime: Runtime, state: Conversation | None) -> dict[str, Any] | None:
    """How a reply would go, for channels that close; None for those that never do."""
    way = desk.reply_way(runtime, state) if state else None
    if way is None or not (way.until or way.since):
        return None
    return {"how": way.how, "until": _utc(way.until), "since": _utc(way.since)}


def _utc(milliseconds: int) -> datetime:
    return datetime.fromtimestamp(milliseconds / 1000, tz=UTC)


def _reason(reason: str, agent: str) -> str:
    """Why the thread is with the desk; of who answers in another tool, in which."""
    told = REASONS.get(reason, reason)
    if not agent.startswith(ELSEWHERE):
        return told
    return told.format(tool=TOOLS.get(agent.removeprefix(ELSEWHERE), TOOLS[""]))


def _standing(state: Conversation | None, agent: Agent) -> dict[str, Any]:
    if state is None:
        return {"standing": "unknown", "reason": "", "muted": ""}
    standing = "queue" if state.owner == "human" and not has_agent(state) else state.owner
    if has_agent(state):
        standing = "mine" if state.agent == agent.id else "taken"
    muted = MUTED.get(state.muted, MUTED["unavailable"]) if state.muted else ""
    return {"standing": standing, "reason": _reason(state.reason, state.agent), "muted": muted}
