"""What an agent reads first who takes a thread up: the summary with which it left the bot, in words."""

from datetime import date

import msgspec
from flask import render_template

from bot.domain.conversation.state import Conversation
from bot.domain.conversation.summary import Summary, Wanted
from bot.domain.money import format_money
from bot.domain.shopping.display import day_text
from bot.domain.staff.person import Person
from bot.ports.runtime import Runtime
from bot.ports.talk_records import Line
from bot.services import desk, transcripts
from bot.web import chat_view
from bot.web.desk.masked import line_for_reader
from bot.web.desk.panel_words import STEPS
from bot.web.desk.words import DESK_WORDS, reason_told

_LANGUAGE = "en"
_LONGEST = 300
_LINES = 20
"""Lines in which the words before a hand-over are looked for."""
FAILURES = {
    "not_understood": "The bot did not understand two answers in one step.",
    "search_failed": "A search for flights failed.",
}
"""What failed beside payments -> what an agent reads; why a payment failed is told in the traveller's words for it."""


class Told(msgspec.Struct, frozen=True):
    """A summary ready to be drawn: why, the traveller's own words, the trip, its price, the step, and what failed."""

    why: str
    words: str
    trip: str
    price: str
    step: str
    failed: tuple[str, ...]
    locator: str


def draw_summary(runtime: Runtime, reader: Person, thread: str) -> str:
    """The summary of a thread as HTML, "" while the bot has it."""
    talk = desk.thread_state(runtime, thread)
    if talk is None or talk.summary is None:
        return ""
    return render_template("desk/summary.html", told=_told(runtime, reader, talk, talk.summary))


def _told(runtime: Runtime, reader: Person, talk: Conversation, summary: Summary) -> Told:
    price = f"{format_money(summary.total, _LANGUAGE)} {summary.total.currency}" if summary.total else ""
    return Told(
        why=reason_told(summary.why, talk.agent) if summary.why else "Taken from the bot by an agent",
        words=_words(runtime, reader, talk.thread, summary),
        trip=_trip(runtime, summary.wanted),
        price=price,
        step=_step(summary),
        failed=tuple(_failure(runtime, key) for key in summary.failed),
        locator=summary.locator,
    )


def _words(runtime: Runtime, reader: Person, thread: str, summary: Summary) -> str:
    """What the traveller wrote last before, as the transcript has it now: what was taken back is not told."""
    line = _line(runtime, thread, summary)
    shown = chat_view.bubble(line_for_reader(line, reader), DESK_WORDS, all_fates=True) if line else None
    said = shown.said if shown else ""
    return said if len(said) <= _LONGEST else f"{said[:_LONGEST].rstrip()}…"


def _line(runtime: Runtime, thread: str, summary: Summary) -> Line | None:
    if summary.heard:
        return transcripts.answered(runtime, thread, (summary.heard,)).get(summary.heard)
    lines = transcripts.open_thread(runtime, thread, most=_LINES).lines
    said = (line for line in reversed(lines) if line.author == "traveller" and line.at <= summary.at)
    return next(said, None)


def _trip(runtime: Runtime, wanted: Wanted) -> str:
    """The trip in one line: "Paris → New York, Fri 4 Dec 2026, one way, 1 traveller, TF101"; "" when nothing is known.

    Days are those at the airport of departure.
    """
    places = runtime.world().places
    ends = [places.label(places.city(code), _LANGUAGE) for code in (wanted.origin, wanted.destination) if code]
    way = "from " if wanted.origin and not wanted.destination else "to " if not wanted.origin and ends else ""
    parts = [
        f"{way}{' → '.join(ends)}" if ends else "",
        _day(wanted.depart),
        f"back {_day(wanted.back)}" if wanted.back else "one way" if wanted.one_way else "",
        f"{wanted.travellers} traveller{'s' if wanted.travellers > 1 else ''}" if wanted.travellers else "",
        "/".join(wanted.flights),
    ]
    told = ", ".join(filter(None, parts))
    return f"{told[:1].upper()}{told[1:]}"


def _day(day: date | None) -> str:
    return day_text(day, _LANGUAGE) if day else ""


def _step(summary: Summary) -> str:
    if not summary.node:
        return ""
    name = STEPS.get(summary.subject, summary.node.replace("_", " ").capitalize())
    step = f", step {summary.step} of {summary.steps}" if summary.step else ""
    return f"{name}{step}, revision {summary.revision}"


def _failure(runtime: Runtime, key: str) -> str:
    if key in FAILURES:
        return FAILURES[key]
    text = runtime.world().text(key, _LANGUAGE) or runtime.world().text("declined_other", _LANGUAGE)
    return "".join(part for part in text.parts if isinstance(part, str)) if text else key
