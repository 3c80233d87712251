"""Where an agent writes: how the channel takes it now, what can be sent in place of words, and the draft."""

import re
from typing import Any

from flask import render_template, request

from bot.domain.conversation.answers import AnsweredError
from bot.domain.conversation.state import Conversation
from bot.domain.moments import milliseconds, moment
from bot.domain.staff.person import Person
from bot.domain.typed import whole
from bot.ports.runtime import Runtime
from bot.services import agent_templates, answering, composing, desk, drafts, quoting, watching
from bot.services.agent_templates import Choice
from bot.services.composing import Composer
from bot.services.macro_actions import letters
from bot.web.desk.masked import for_reader
from bot.web.desk.words import LANGUAGES

_VALUE = re.compile(r"\{\{(\w+)\}\}")


def draw_way(runtime: Runtime, agent: Person, thread: str) -> str:
    """How the channel takes what is written now, until when, and who else has a draft, as HTML."""
    talk = desk.thread_state(runtime, thread)
    now = composing.composer(runtime, talk) if talk else Composer("none")
    return render_template(
        "desk/way.html",
        mode=now.mode if talk else "unknown",
        until=moment(now.until) if now.until else None,
        since=moment(now.since) if now.since else None,
        language=_language(talk),
        writers=drafts.writers(runtime, thread, agent),
    )


def draw_templates(runtime: Runtime, agent: Person, thread: str) -> str:
    """The templates that can be sent now, each with its fields and what it says, as HTML; "" when none can."""
    talk = desk.thread_state(runtime, thread)
    if talk is None or not agent.may("threads.talk"):
        return ""
    now = composing.composer(runtime, talk)
    if not now.choices:
        return ""
    return render_template(
        "desk/templates.html",
        thread=thread,
        alone=not now.takes_words,
        known=talk.version,
        choices=[_drawn(choice, agent, talk) for choice in now.choices],
    )


def values(runtime: Runtime, person: Person, thread: str) -> dict[str, Any]:
    """What the form of a page shows at first: what was refused, else the draft; and what it answers."""
    if not thread:
        return {}
    sent = request.form if request.method == "POST" and request.path.endswith("/reply") else None
    kept = drafts.mine(runtime, thread, person) if person.may("threads.talk") else None
    text = sent.get("text", "") if sent else kept.text if kept else ""
    about = _row(sent.get("about", "") if sent else request.args.get("about", "")) or (kept.about if kept else 0)
    quote = quoting.pointed(runtime, thread, about)[1] if about else ""
    return {
        "text": text,
        "about": about if quote else 0,
        "quote": for_reader(quote, person),
        "every": watching.SAID_EVERY_SECONDS,
        "gone": watching.GONE_SECONDS,
    }


def draw_conflict(runtime: Runtime, person: Person, thread: str, error: AnsweredError) -> str:
    """What somebody else answered meanwhile, and the choice between sending one's own too and leaving it, as HTML."""
    answer = error.answer
    line = answering.newest_of(runtime, thread, answer)
    ago = max(0, milliseconds(runtime.clock.now()) - answer.at) // 1000
    return render_template(
        "desk/conflict.html",
        name=answer.name or "Somebody in another tool",
        ago=f"{ago} s" if ago < 120 else f"{ago // 60} min",  # noqa: PLR2004  two minutes
        words=for_reader(quoting.beginning(line), person) if line else "",
        known=answer.version,
        thread=thread,
    )


def _drawn(choice: Choice, agent: Person, talk: Conversation) -> dict[str, Any]:
    """A template with its words in pieces: every second one is the name of a value."""
    told = agent_templates.worded(choice.body, {agent_templates.WHO: agent.name})
    return {
        "name": choice.name,
        "language": choice.language,
        "called": LANGUAGES.get(choice.language, choice.language),
        "fields": choice.fields,
        "pieces": _VALUE.split(told),
        "key": letters(f"{choice.name}:{talk.version}:{agent.id}"),
    }


def _language(talk: Conversation | None) -> str:
    return LANGUAGES.get(talk.language, talk.language) if talk else ""


def _row(text: str) -> int:
    return whole(text) or 0
