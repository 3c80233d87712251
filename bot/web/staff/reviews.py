"""Payments that are held for a person: the list, one with what the rules saw, allow, reject, reject and block."""

from collections.abc import Mapping
from datetime import datetime

import msgspec
from flask import Blueprint, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from bot.domain.checkout_case import Checkout
from bot.domain.errors import ConflictError, InvalidError
from bot.domain.payment.fraud import Rule
from bot.domain.payment.fraud_facts import FACTS, FactValue
from bot.domain.payment.payment import Payment
from bot.domain.staff.person import Person
from bot.ports.fraud_records import Decided, Review
from bot.ports.records import Work
from bot.ports.runtime import Runtime
from bot.services import approvals, fraud_rules
from bot.services import reviews as service
from bot.services.audited import note
from bot.web.staff import guard
from bot.web.staff.acts import acting, audits
from bot.web.staff.approvals_view import money
from bot.web.staff.pages import page

HERE = "/staff/reviews"
_DONE: Mapping[str, str] = {
    "allow": "Allowed. The bank is asked now.",
    "reject": "Rejected. The traveller may pay with something else.",
    "block": "Rejected, and what was to pay is blocked for ninety days.",
}


class Held(msgspec.Struct, frozen=True):
    """A payment as the list shows it; `until` is when the seats go back, UTC."""

    review: Review
    decided: Decided | None
    amount: str
    booking: str
    until: datetime | None


def blueprint(runtime: Runtime) -> Blueprint:
    """The routes below /staff/reviews."""
    pages = Blueprint("staff_reviews", __name__, url_prefix=HERE)
    pages.after_request(guard.with_headers)

    @pages.get("")
    @guard.needs(runtime, "payments.review")
    def listed(person: Person) -> AnyResponse:
        told = _DONE.get(request.args.get("done", ""), "")
        return page(runtime, person, "staff/reviews.html", here=HERE, rows=_held(runtime), done=told)

    @pages.get("/<attempt>")
    @guard.needs(runtime, "payments.review")
    def show(person: Person, attempt: str) -> AnyResponse:
        return _one(runtime, person, attempt)

    @pages.post("/<attempt>/allow")
    @guard.needs(runtime, "payments.review")
    @audits("payment.allow")
    def allow(person: Person, attempt: str) -> AnyResponse:
        return _decide(runtime, person, attempt, "allow")

    @pages.post("/<attempt>/reject")
    @guard.needs(runtime, "payments.review")
    @audits("payment.reject")
    def reject(person: Person, attempt: str) -> AnyResponse:
        return _decide(runtime, person, attempt, "block" if request.form.get("block") == "yes" else "reject")

    return pages


def _held(runtime: Runtime) -> tuple[Held, ...]:
    found = service.waiting(runtime.records)
    with runtime.records.begin() as work:
        return tuple(_row(one, decided, work.money.checkout(one.checkout)) for one, decided in found)


def _row(review: Review, decided: Decided | None, checkout: Checkout | None) -> Held:
    payment = _payment(checkout, review.attempt)
    amount = money(payment.amount) if payment is not None else ""
    booking = (checkout.order.locator or checkout.id) if checkout is not None else ""
    return Held(review, decided, amount, booking, checkout.action_until if checkout is not None else None)


def _one(runtime: Runtime, person: Person, attempt: str, *, problem: str = "", status: int = 200) -> AnyResponse:
    try:
        review, decided, checkout = service.shown(runtime.records, attempt)
    except InvalidError as error:
        return guard.refused(error.say_to_staff, 404)
    held, payment = _row(review, decided, checkout), _payment(checkout, attempt)
    rules = {rule.id: rule for rule in _rules(runtime, decided)}
    return page(
        runtime,
        person,
        "staff/review.html",
        here=HERE,
        problem=problem,
        held=held,
        method=payment.method if payment is not None else "",
        price=money(checkout.order.offer.total),
        travellers=len(checkout.order.passengers),
        rules=[rules.get(name, name) for name in (decided.assessment.hits if decided is not None else ())],
        watching=decided.assessment.shadow if decided is not None else (),
        facts=_facts(decided.facts if decided is not None else {}),
        status=status,
    )


def _decide(runtime: Runtime, person: Person, attempt: str, what: str) -> AnyResponse:
    act = acting(runtime, person, request.form.get("why", "").strip())
    name, allowed, block = "payment.allow" if what == "allow" else "payment.reject", what == "allow", what == "block"

    def noted(work: Work) -> None:
        after = {"verdict": "allowed" if allowed else "rejected", "blocked": block}
        note(work, act, name, attempt, before={"verdict": "waits", "blocked": False}, after=after)

    try:
        service.decide(runtime, attempt, allowed=allowed, by=person.name, block=block, then=noted)
    except (ConflictError, InvalidError) as error:
        status = 409 if isinstance(error, ConflictError) else 400
        return _one(runtime, person, attempt, problem=error.say_to_staff, status=status)
    approvals.told(runtime)
    return redirect(f"{HERE}?done={what}", 303)


def _payment(checkout: Checkout | None, attempt: str) -> Payment | None:
    payments = checkout.payments if checkout is not None else ()
    return next((one for one in payments if any(each.key == attempt for each in one.attempts)), None)


def _rules(runtime: Runtime, decided: Decided | None) -> tuple[Rule, ...]:
    """The rules of the revision by which it was weighed."""
    with runtime.records.begin() as work:
        body = work.fraud.rules_of(decided.revision) if decided is not None else None
    if body is None:
        return runtime.fraud_rules.rules
    return fraud_rules.read(msgspec.json.decode(body)).rules


def _facts(facts: Mapping[str, FactValue]) -> list[tuple[str, str, str]]:
    """Every fact with what it means and its value in words."""
    return [(name, FACTS[name].says if name in FACTS else "", _value(facts[name])) for name in sorted(facts)]


def _value(fact: FactValue) -> str:
    if fact is None:
        return "Not known"
    if isinstance(fact, bool):
        return "Yes" if fact else "No"
    return str(fact)
