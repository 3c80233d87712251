"""The routes of the panel: every act has a page that says what it will do, and is done by that page's form.

The pages work by themselves; with a script they open in a dialog over the thread, from the same HTML.
"""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from flask import Blueprint, make_response, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from bot.domain.conversation.aftersale_events import RefundQuoted
from bot.domain.errors import ConflictError, InvalidError, ThreadfareError
from bot.domain.money import format_money, parse_money
from bot.domain.staff.masking import mask_user
from bot.domain.staff.person import Person
from bot.ports.runtime import Runtime
from bot.services import desk_returns, order_acts, thread_card
from bot.services.order_acts import LONGEST_REASON, Wish
from bot.services.thread_refs import ref_of
from bot.web import chat_view
from bot.web.desk.panel_table import ACTS, OrderAct
from bot.web.desk.panel_view import called
from bot.web.desk.panel_words import KINDS
from bot.web.staff import guard
from bot.web.staff.acts import audits

SHOWN_SECONDS = 60
"""How long a revealed contact stands on a page."""
_MOMENT_DIGITS = 10
"""Of seconds since 1970, until the year 2286."""
_CHANGED = "The amounts are others by now. Read them before you say yes."
_STATUS: dict[type[ThreadfareError], int] = {ConflictError: 409, InvalidError: 400}

View = Callable[..., AnyResponse]


def add_acts(pages: Blueprint, runtime: Runtime) -> None:
    """The pages and posts of the panel."""
    for act in ACTS:
        path = f"/t/<name>/orders/<checkout>/{act.name}"
        view = guard.needs(runtime, act.permission)(audits(act.what)(_order_view(runtime, act)))
        pages.add_url_rule(path, f"order_{act.name}", view, methods=["GET", "POST"])

    @pages.route("/t/<name>/reveal", methods=["GET", "POST"])
    @guard.needs(runtime, "contacts.reveal")
    @audits("contact.reveal")
    def reveal(person: Person, name: str) -> AnyResponse:
        if request.method == "GET":
            return _page(runtime, person, name, **_REVEAL)
        try:
            contact = thread_card.reveal(runtime, _wish(person, name))
        except ThreadfareError as error:
            return _page(runtime, person, name, error=error, **_REVEAL)
        shown = _page(runtime, person, name, contact=contact, **_REVEAL)
        shown.headers["Refresh"] = f"{SHOWN_SECONDS}; url=/desk/t/{ref_of(runtime, name)}"
        return shown

    @pages.route("/t/<name>/step", methods=["GET", "POST"])
    @guard.needs(runtime, "threads.talk")
    @audits("step.repeat")
    def step(person: Person, name: str) -> AnyResponse:
        if request.method == "GET":
            return _page(runtime, person, name, **_STEP)
        try:
            order_acts.repeat_step(runtime, _wish(person, name))
        except ThreadfareError as error:
            return _page(runtime, person, name, error=error, **_STEP)
        return _back(runtime, name)


_REVEAL: dict[str, Any] = {
    "label": "Reveal the contact",
    "tells": "Phone number and e-mail address are shown for a minute. Who looked, and why, is written down.",
}
_STEP: dict[str, Any] = {
    "label": "Send this step again",
    "tells": "The bot asks its present question once more. If you or the queue have the thread, the bot has it again.",
}


def _order_view(runtime: Runtime, act: OrderAct) -> View:
    def view(person: Person, name: str, checkout: str) -> AnyResponse:
        more: dict[str, Any] = {"label": act.label, "tells": act.tells, "form": act.form}
        try:
            if request.method == "POST":
                again = _done(runtime, act, _wish(person, name), checkout)
                return _back(runtime, name) if again is None else _page(runtime, person, name, **{**more, **again})
            return _page(runtime, person, name, **more, **_asked(runtime, act, name, checkout))
        except ThreadfareError as error:
            shown = _still(runtime, act, name, checkout)
            return _page(runtime, person, name, error=error, **more, **shown)

    return view


def _asked(runtime: Runtime, act: OrderAct, thread: str, checkout: str) -> dict[str, Any]:
    """What the form of an act shows besides; raises `InvalidError` with a sentence when there is nothing to do."""
    found = order_acts.shown(runtime, thread, checkout)
    if act.name == "retry":
        return {"refund": request.values.get("refund", "")}
    why = order_acts.WHY_NOT[act.what](runtime, found)
    if why:
        raise ConflictError(why, retryable=False)
    if act.name == "cancel":
        quoted = desk_returns.quote(runtime, thread, checkout)
        if isinstance(quoted, str):
            raise ConflictError(quoted, retryable=False)
        return _quoted(quoted)
    currency = found.order.offer.total.currency
    return {"currency": currency, "kinds": KINDS} if act.name == "refund" else {}


def _still(runtime: Runtime, act: OrderAct, thread: str, checkout: str) -> dict[str, Any]:
    """The form once more after a refusal, or none where nothing can be done any more."""
    try:
        return _asked(runtime, act, thread, checkout)
    except ThreadfareError:
        return {"nothing": True}


def _done(runtime: Runtime, act: OrderAct, wish: Wish, checkout: str) -> dict[str, Any] | None:
    """Do what a form asks for; None when that is done, else what has to be shown instead."""
    form = request.form
    if act.run is not None:
        act.run(runtime, wish, checkout)
    elif act.name == "cancel":
        until, proof = form.get("until", ""), form.get("proof", "")
        seconds = int(until) if until.isdecimal() and len(until) <= _MOMENT_DIGITS else 0
        again = desk_returns.cancel(runtime, wish, checkout, proof=proof, until=seconds)
        return None if again is None else {**_quoted(again), "problem": _CHANGED, "status": 409}
    elif act.name == "retry":
        order_acts.retry_refund(runtime, wish, checkout, form.get("refund", ""))
    else:
        return _given_back(runtime, wish, checkout)
    return None


def _given_back(runtime: Runtime, wish: Wish, checkout: str) -> dict[str, Any] | None:
    kind = request.form.get("kind", "")
    if kind not in KINDS:
        raise InvalidError("Choose why money goes back.")
    currency = order_acts.shown(runtime, wish.thread, checkout).order.offer.total.currency
    amount = parse_money(request.form.get("amount", "").strip().replace(",", "."), currency)
    done = order_acts.give_money_back(runtime, wish, checkout, amount, kind=kind)
    return None if done else {"asked_another": True}


def _quoted(quoted: RefundQuoted) -> dict[str, Any]:
    def told(one: Any) -> str:
        return format_money(one, "en")

    lines = [
        (line.name, f"{told(line.fare)} fare, {told(line.taxes)} taxes, less {told(line.fee)}", told(line.back))
        for line in quoted.quote.lines
    ]
    shares = [(share.method or "the way it was paid", told(share.amount)) for share in quoted.quote.shares]
    return {
        "lines": lines,
        "shares": shares,
        "total": told(quoted.quote.total),
        "proof": quoted.proof,
        "until": quoted.until,
    }


def _wish(person: Person, thread: str) -> Wish:
    return Wish(thread, person, request.form.get("reason", ""), request.form.get("key", ""))


def _page(
    runtime: Runtime, person: Person, thread: str, *, error: ThreadfareError | None = None, **shown: Any
) -> AnyResponse:
    problem = error.say_to_staff if error is not None else shown.pop("problem", "")
    status = _STATUS.get(type(error), 503) if error is not None else shown.pop("status", HTTPStatus.OK)
    page = render_template(
        "desk/act.html",
        person=person,
        here="/desk",
        brand=runtime.world().brand.name,
        ref=ref_of(runtime, thread),
        about=f"{called(thread.partition(':')[0])} · {mask_user(thread)}",
        problem=problem,
        key=request.form.get("key") or chat_view.fresh_id(),
        reason=request.form.get("reason", ""),
        sent=request.form,
        longest=LONGEST_REASON,
        seconds=SHOWN_SECONDS,
        **shown,
    )
    return make_response(page, status)


def _back(runtime: Runtime, thread: str) -> AnyResponse:
    return redirect(f"/desk/t/{ref_of(runtime, thread)}", HTTPStatus.SEE_OTHER)
