"""What an agent sees of one thread as it goes on, drawn by the same partials at first and live."""

from typing import Any

import msgspec
from flask import render_template
from markupsafe import Markup

from bot.domain.conversation.desk_events import again_of
from bot.domain.conversation.handover import has_agent
from bot.domain.conversation.state import Conversation
from bot.domain.moments import moment
from bot.domain.staff.person import Person
from bot.ports.live import Hint, LiveNote
from bot.ports.runtime import Runtime
from bot.ports.talk_records import Line
from bot.services import desk, holders, quoting, transcripts
from bot.services.answering import FAILED
from bot.services.thread_refs import ref_of
from bot.web import chat_view
from bot.web.desk import file_view, ways_back
from bot.web.desk.masked import for_reader, line_for_reader
from bot.web.desk.titles import title_of
from bot.web.desk.words import DESK_WORDS, LANGUAGES, MUTED, WHY, reason_told


def draw_head(runtime: Runtime, agent: Person, thread: str) -> str:
    """Who has the thread, and what this agent can do with it, as HTML."""
    state = desk.thread_state(runtime, thread)
    standing = _standing(state, agent)
    if standing["standing"] == "mine" and not desk.is_certain(runtime, thread):
        standing["standing"] = "taking"
    return render_template(
        "desk/head.html",
        thread=ref_of(runtime, thread),
        title=title_of(thread),
        epoch=state.epoch if state else 0,
        holder=holders.name_of(runtime, state) if state else "",
        since=moment(state.waiting_since) if state else None,
        ways=ways_back.named(runtime, state) if state and state.owner != "bot" else (),
        may_talk=agent.may("threads.talk"),
        **standing,
    )


def draw_line(runtime: Runtime, reader: Person, note: LiveNote) -> str:
    """A line as HTML, "" when there is nothing to see of it."""
    line = transcripts.read_line(runtime, note.row)
    return draw_lines(runtime, reader, (line,)) if line else ""


def draw_lines(runtime: Runtime, reader: Person, lines: tuple[Line, ...]) -> str:
    """Lines of one thread as HTML: whatever became of them, what they answer, and nothing to tap.

    Who may not see contacts reads phone numbers and e-mail addresses masked.
    """
    targets = {line.row: target for line in lines if (target := chat_view.target_of(line))}
    said = transcripts.answered(runtime, lines[0].thread, targets.values()) if targets else {}
    begins = {row: quoting.beginning(said[target]) for row, target in targets.items() if target in said}
    quotes = {row: for_reader(words, reader) for row, words in begins.items()}
    found = [chat_view.bubble(line_for_reader(line, reader), DESK_WORDS, all_fates=True) for line in lines]
    drawn = (msgspec.structs.replace(one, quote=quotes.get(one.row, one.quote)) for one in found if one)
    shared = {"words": DESK_WORDS, "why": WHY, "read_only": True, **_acts(runtime, reader, lines)}
    attached = file_view.of_lines(runtime, reader, lines)
    return "".join(
        render_template("webchat/line.html", line=one, files=attached.get(one.row, ()), **shared) for one in drawn
    )


def draw_watcher(hint: Hint) -> str:
    """A colleague who looks at the thread or writes in it, as HTML that the page keeps for a while."""
    return str(Markup('<span data-who="{}" data-does="{}">{}</span>').format(hint.who, hint.does, hint.name))


def _acts(runtime: Runtime, reader: Person, lines: tuple[Line, ...]) -> dict[str, Any]:
    """What can be done with lines of a thread: which failed ones were sent once more, and what is written in it."""
    if not lines:
        return {}
    thread = lines[0].thread
    failed = [line.row for line in lines if line.fate in FAILED and line.author != "traveller"]
    with runtime.records.begin() as work:
        again = {row for row in failed if work.talk.has_event(thread, again_of(row))}
        language = work.desk.thread(thread).language
    return {
        "of": thread,
        "may_talk": reader.may("threads.talk"),
        "failing": frozenset(failed) - again,
        "again": again,
        "language": language,
        "languages": LANGUAGES,
    }


def _standing(state: Conversation | None, agent: Person) -> dict[str, Any]:
    if state is None:
        return {"standing": "unknown", "reason": "", "muted": ""}
    standing = "queue" if state.owner == "human" and not has_agent(state) else state.owner
    if has_agent(state):
        standing = "mine" if state.agent == agent.id else "taken"
    muted = MUTED.get(state.muted, MUTED["unavailable"]) if state.muted else ""
    return {"standing": standing, "reason": reason_told(state.reason, state.agent), "muted": muted}
