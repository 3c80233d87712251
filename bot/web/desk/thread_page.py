"""The desk's page: the list, one thread or none, and what stands beside it."""

from flask import render_template, request

from bot.domain.staff.person import Person
from bot.ports.runtime import Runtime
from bot.services import transcripts
from bot.services.thread_refs import ref_of
from bot.web import chat_view
from bot.web.desk import assign, canned, composer, file_view, marks, notes, parts, sifting
from bot.web.desk.words import DESK_WORDS

_LINES = 100


def whole_page(runtime: Runtime, person: Person, name: str, problem: str = "", *, conflict: str = "") -> str:
    """The desk with one thread open, or none.

    The live id is read before anything is drawn: what happens in between is told once more, and never missed.
    """
    asked = request.args.to_dict()
    opened = transcripts.open_thread(runtime, name, most=_LINES)
    return render_template(
        "desk/page.html",
        person=person,
        here="/desk",
        heading="Desk",
        brand=runtime.world().brand.name,
        thread=ref_of(runtime, name),
        live=opened.live,
        lines=notes.among(runtime, person, name, opened.lines),
        words=DESK_WORDS,
        problem=problem,
        conflict=conflict,
        seen=opened.lines[-1].row if opened.lines else 0,
        newest=next((line.row for line in reversed(opened.lines) if line.author == "traveller"), 0),
        draft=composer.values(runtime, person, name),
        **canned.page_values(runtime, person, name, request.args.get("canned", "")),
        accept=file_view.ACCEPT,
        bar=marks.bar(runtime, person, name),
        note_form=notes.form(runtime, person),
        fresh=chat_view.fresh_id,
        **(assign.values(runtime, person) if name else {}),
        **sifting.values(runtime, person, asked),
        **parts.page_values(parts.Opened(runtime, person, name, asked)),
    )
