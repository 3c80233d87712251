"""The page of the audit: what staff did and what became of money, filtered, in pages, and as a file."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
from flask import Blueprint, Response, request, url_for
from werkzeug.datastructures import MultiDict

from bot.domain import typed
from bot.domain.staff.audit import Audited, Wanted
from bot.domain.staff.hiding import hidden, hidden_words
from bot.domain.staff.person import Person
from bot.domain.staff.readable import Difference, differences
from bot.ports.money_records import Audit
from bot.ports.runtime import Runtime
from bot.services import audits as service
from bot.services.audited import note
from bot.web.staff import guard, names
from bot.web.staff.acts import acting, audits
from bot.web.staff.pages import page

HERE = "/staff/audit"
_LONGEST = 200
_NO_DAY = "Write days as 2026-11-30."


class Row(msgspec.Struct, frozen=True):
    """A line as the page shows it: `about` is its subject without contacts, `subject` as filters name it."""

    number: int
    at: datetime
    who: str
    name: str
    what: str
    subject: str
    about: str
    reason: str
    request: str
    changes: tuple[Difference, ...]


def blueprint(runtime: Runtime) -> Blueprint:
    """The routes below /staff/audit."""
    pages = Blueprint("staff_audit", __name__, url_prefix=HERE)
    pages.after_request(guard.with_headers)

    @pages.get("")
    @guard.needs(runtime, "audit.read")
    def show(person: Person) -> Response:
        return _page(runtime, person)

    @pages.post("/export")
    @guard.needs(runtime, "audit.read")
    @audits("audit.export")
    def export(person: Person) -> Response:
        return _export(runtime, person)

    return pages


def _page(runtime: Runtime, person: Person) -> Response:
    wanted, problem = read_wanted(request.args)
    number, money = request.args.get("page", 1, int), request.args.get("log") == "money"
    named = names.namer(runtime.records, person)
    found: service.Page | service.MoneyPage
    if money:
        found = service.money_page(runtime.records, wanted, number)
        rows = tuple(_money_row(*line) for line in found.lines)
    else:
        found = service.page(runtime.records, wanted, number)
        rows = tuple(_row(line, named(line.act.who)) for line in found.lines)
    with runtime.records.begin() as work:
        checked, kinds = work.audit.last_check(), work.audit.kinds()
    return page(
        runtime,
        person,
        "staff/audit.html",
        here=HERE,
        status=200,
        problem=problem,
        money=money,
        rows=rows,
        page=found,
        asked=request.args,
        checked=checked,
        kinds=kinds,
        people=names.people(runtime.records),
        filtered=any(request.args.get(name) for name in ("who", "what", "subject", "from", "to")),
        to=lambda **fields: url_for("staff_audit.show", **_kept(found.wanted, fields)),
    )


def _export(runtime: Runtime, person: Person) -> Response:
    """The lines that the filters name, up to this very act."""
    wanted, problem = read_wanted(request.form)
    if problem:
        return guard.refused(problem, 400)
    known = {one.id: one.name for one in names.people(runtime.records)}
    with runtime.records.begin() as work:
        number = note(work, acting(runtime, person), "audit.export", "audit", after=service.asked_for(wanted))
    lines = service.exported(runtime.records, service.before(wanted, number), known)
    response = Response(lines, mimetype="text/csv")
    response.headers["Content-Disposition"] = f'attachment; filename="audit-{runtime.clock.now():%Y-%m-%d}.csv"'
    return response


def read_wanted(fields: MultiDict[str, str]) -> tuple[Wanted, str]:
    """What filters ask for, and a sentence when a day cannot be read; that day is left out."""
    first, last = _day(fields.get("from", "")), _day(fields.get("to", ""))
    bad = any(fields.get(name, "").strip() and day is None for name, day in (("from", first), ("to", last)))
    upto = fields.get("upto", "")
    who, what, subject = (fields.get(name, "").strip()[:_LONGEST] for name in ("who", "what", "subject"))
    found = Wanted(
        who=who,
        what=what,
        subject=subject,
        since=first,
        until=last + timedelta(days=1) if last is not None else None,
        upto=typed.whole(upto) or 0,
    )
    return found, _NO_DAY if bad else ""


def _day(text: str) -> datetime | None:
    day = typed.day(text)
    return None if day is None else datetime(day.year, day.month, day.day, tzinfo=UTC)


def _kept(wanted: Wanted, fields: Mapping[str, Any]) -> dict[str, Any]:
    """The address of another page of the same lines, or of lines of one kind, subject or person."""
    asked = {name: request.args.get(name, "") for name in ("log", "who", "what", "subject", "from", "to")}
    place = {"upto": wanted.upto} if "page" in fields else {}
    return {name: value for name, value in {**asked, **place, **fields}.items() if value}


def _row(line: Audited, name: str) -> Row:
    act = line.act
    return Row(
        number=line.number,
        at=act.at,
        who=act.who,
        name=name,
        what=act.what,
        subject=act.subject,
        about=hidden(act.subject),
        reason=hidden_words(act.reason),
        request=act.request,
        changes=differences(act.before, act.after),
    )


def _money_row(number: int, line: Audit) -> Row:
    return Row(
        number=number,
        at=line.at,
        who="",
        name=hidden(line.cause),
        what=line.kind,
        subject=line.subject,
        about=hidden(line.subject),
        reason="",
        request="",
        changes=differences(line.before, line.after),
    )
