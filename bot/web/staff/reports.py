"""The reports of the desk: figures of a range of days as tables, charts and a file; GET changes nothing."""

import msgspec
from flask import Blueprint, make_response, request
from werkzeug.wrappers import Response as AnyResponse

from bot.domain import typed
from bot.domain.errors import InvalidError
from bot.domain.staff.figures import Range, Report, Wanted
from bot.domain.staff.figures_csv import csv_of, mean
from bot.domain.staff.person import Person
from bot.ports.runtime import Runtime
from bot.services import reports
from bot.services.reports import Comment
from bot.web.desk.masked import for_reader
from bot.web.desk.titles import channel_name, title_of
from bot.web.desk.words import REASONS
from bot.web.staff import guard
from bot.web.staff.acts import audits
from bot.web.staff.charts import bar_chart
from bot.web.staff.lengths import length, moment
from bot.web.staff.pages import page

HERE = "/staff/reports"


def blueprint(runtime: Runtime) -> Blueprint:
    """The routes of the reports."""
    pages = Blueprint("reports", __name__, url_prefix=HERE)
    pages.after_request(guard.with_headers)

    @pages.get("")
    @guard.needs(runtime, "reports.read")
    def show(person: Person) -> AnyResponse:
        try:
            asked, problem = _range(runtime), ""
        except InvalidError as error:
            asked, problem = reports.this_week(runtime), error.say_to_staff
        return _page(runtime, person, asked, problem)

    @pages.post("/desk.csv")
    @guard.needs(runtime, "reports.read")
    @audits("report.export")
    def table(person: Person) -> AnyResponse:
        try:
            asked = _range(runtime)
        except InvalidError as error:
            return guard.refused(error.say_to_staff, 400)
        reports.note_export(runtime, person, asked)
        response = make_response(csv_of(reports.report(runtime, asked, _wanted()), asked))
        response.headers["Content-Type"] = "text/csv; charset=utf-8"
        name = f"desk-{asked.first.isoformat()}-{asked.last.isoformat()}.csv"
        response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
        return response

    return pages


def _range(runtime: Runtime) -> Range:
    first, last = request.values.get("from", ""), request.values.get("to", "")
    if not first and not last:
        return reports.this_week(runtime)
    since, until = typed.day(first or last), typed.day(last or first)
    if since is None or until is None:
        raise InvalidError("Write days as 2026-11-24.")
    return reports.days(runtime, since, until)


def _wanted() -> Wanted:
    return Wanted(*(request.values.get(name, "")[:100] for name in ("team", "agent", "channel")))


def _page(runtime: Runtime, person: Person, asked: Range, problem: str) -> AnyResponse:
    wanted = _wanted()
    found = reports.report(runtime, asked, wanted)
    everything = found if wanted == Wanted() else reports.report(runtime, asked)
    return page(
        runtime,
        person,
        "staff/reports.html",
        here=HERE,
        asked=asked,
        wanted=wanted,
        report=found,
        choices=everything,
        length=length,
        mean=mean,
        channel_name=channel_name,
        title=title_of,
        moment=moment,
        reason=lambda reason: REASONS.get(reason, reason).replace("{tool}", "another tool"),
        charts=_charts(found),
        comments=_comments(runtime, person, asked),
        problem=problem,
        status=400 if problem else 200,
    )


def _comments(runtime: Runtime, person: Person, asked: Range) -> list[Comment]:
    """What travellers wrote, as this person may read it."""
    found = reports.comments(runtime, asked) if person.may("threads.read") else ()
    return [msgspec.structs.replace(one, text=for_reader(one.text, person)) for one in found]


def _charts(found: Report) -> tuple[object, ...]:
    days = [(day.day.strftime("%d %b"), day.handed_over) for day in found.days]
    return (bar_chart("Hand-overs a day", days),)
