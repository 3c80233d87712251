"""The pages of payment history: a list with filters, a receipt each, and both as files to keep; GET changes nothing."""

from datetime import date

from flask import Blueprint, Response, make_response, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from bot.domain.errors import UnavailableError
from bot.domain.payment import history_csv
from bot.domain.payment.history import STATUSES, Filter
from bot.ports.runtime import Runtime
from bot.services import history
from bot.web import wallet_history_view
from bot.web.wallet_frame import open_frame
from bot.web.wallet_guard import Here, guarded, within

_LONGEST = 60
"""Signs of a text that is looked for: no name and no place is longer."""


def blueprint(runtime: Runtime) -> Blueprint:
    """The routes below /wallet/<token>/history."""
    pages = guarded(runtime, "wallet_history")

    @pages.get("/<token>/history")
    def listed(token: str) -> AnyResponse:
        return within(runtime, token, _list)

    @pages.get("/<token>/history/payments.csv")
    def table(token: str) -> AnyResponse:
        return within(runtime, token, _csv)

    @pages.get("/<token>/history/payments.pdf")
    def statement(token: str) -> AnyResponse:
        return within(runtime, token, _pdf)

    @pages.get("/<token>/history/<number>")
    def receipt(token: str, number: str) -> AnyResponse:
        return within(runtime, token, _receipt, number)

    @pages.get("/<token>/history/<number>/receipt.pdf")
    def paper(token: str, number: str) -> AnyResponse:
        return within(runtime, token, _receipt_pdf, number)

    return pages


def wanted() -> tuple[Filter, tuple[str, ...]]:
    """What the address asks for, and the names of fields that hold no day; what is unknown is not there."""
    bad = tuple(name for name in ("since", "until") if request.args.get(name) and _day(name) is None)
    status = request.args.get("status", "")
    return (
        Filter(
            since=_day("since"),
            until=_day("until"),
            status=status if status in STATUSES else "",
            method=request.args.get("method", "")[:_LONGEST],
            text=request.args.get("text", "").strip()[:_LONGEST],
        ),
        bad,
    )


def _day(name: str) -> date | None:
    try:
        return date.fromisoformat(request.args.get(name, ""))
    except ValueError:
        return None


def _list(here: Here) -> AnyResponse:
    lines = history.of_thread(here.runtime, here.session.thread)
    filters, bad = wanted()
    page = open_frame(here.runtime, here.session, here.token, "history")
    number = request.args.get("page", "1")
    asked = int(number) if number.isascii() and number.isdigit() and len(number) < len("100000") else 1
    who = history.reader(here.runtime, here.language)
    shown = wallet_history_view.list_page(lines, filters, who, number=asked, bad=bad)
    return make_response(render_template("wallet/history.html", page={**page, **shown}))


def _csv(here: Here) -> AnyResponse:
    lines = history.of_thread(here.runtime, here.session.thread)
    content = history.as_csv(lines, wanted()[0], history.reader(here.runtime, here.language))
    return file(content, "text/csv; charset=utf-8", history_csv.NAME)


def _pdf(here: Here) -> AnyResponse:
    lines = history.of_thread(here.runtime, here.session.thread)
    who = history.reader(here.runtime, here.language)
    try:
        content = history.as_pdf(here.runtime, lines, wanted()[0], who)
    except UnavailableError:
        return _notice(here, "no_papers", 503)
    return file(content, "application/pdf", "payments.pdf")


def _receipt(here: Here, number: str) -> AnyResponse:
    line = history.line_of(history.of_thread(here.runtime, here.session.thread), number)
    if line is None:
        return _notice(here, "missing", 404)
    page = open_frame(here.runtime, here.session, here.token, "history")
    shown = wallet_history_view.receipt_page(line, history.reader(here.runtime, here.language))
    return make_response(render_template("wallet/receipt.html", page={**page, **shown}))


def _receipt_pdf(here: Here, number: str) -> AnyResponse:
    line = history.line_of(history.of_thread(here.runtime, here.session.thread), number)
    if line is None:
        return _notice(here, "missing", 404)
    try:
        content = history.receipt_pdf(here.runtime, line, history.reader(here.runtime, here.language))
    except UnavailableError:
        return _notice(here, "no_papers", 503)
    return file(content, "application/pdf", f"{line.number}.pdf")


def _notice(here: Here, key: str, status: int) -> AnyResponse:
    page = open_frame(here.runtime, here.session, here.token, "history")
    words = wallet_history_view.words_of(here.language)
    texts = {"heading": words[key], "more": words.get(f"{key}_more", ""), "home": here.path("history")}
    return make_response(render_template("wallet/notice.html", page={**page, **texts}), status)


def file(content: bytes, kind: str, name: str) -> Response:
    """A file that a browser keeps instead of showing it, and nobody in between."""
    response = make_response(content)
    response.headers["Content-Type"] = kind
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "no-store"
    return response
