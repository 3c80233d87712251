"""The rules that watch for fraud: those in force, a proposal by text or file, a trial, and the history."""

from typing import Any

import msgspec
from flask import Blueprint, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from bot.domain.errors import InvalidError, UnavailableError
from bot.domain.payment.fraud import SEVERITY, RuleSet
from bot.domain.payment.fraud_words import OUTCOMES, condition_words, effect_words, rule_changes
from bot.domain.staff.person import Person
from bot.ports.documents import Documents
from bot.ports.runtime import Runtime
from bot.services import approvals, fraud_proposals, fraud_rules
from bot.web.staff import guard
from bot.web.staff.acts import acting, audits
from bot.web.staff.approvals_view import TRIAL_DAYS
from bot.web.staff.pages import page

HERE = "/staff/fraud"
MOST_REVISIONS = 100
_LARGEST = 100 * 1024
TOO_LARGE = "Rules may have 100 KiB."


def blueprint(runtime: Runtime) -> Blueprint:
    """The routes below /staff/fraud."""
    pages = Blueprint("staff_fraud", __name__, url_prefix=HERE)
    pages.after_request(guard.with_headers)

    @pages.get("")
    @guard.needs(runtime, "fraud.propose")
    def show(person: Person) -> AnyResponse:
        return _page(runtime, person)

    @pages.get("/<int:revision>")
    @guard.needs(runtime, "fraud.propose")
    def older(person: Person, revision: int) -> AnyResponse:
        with runtime.records.begin() as work:
            body = work.fraud.rules_of(revision)
        if body is None:
            return guard.refused("There is no such revision.", 404)
        return _page(runtime, person, text=_documents(runtime).write(msgspec.json.decode(body)), revision=revision)

    @pages.post("/try")
    @guard.needs(runtime, "fraud.propose")
    def tried(person: Person) -> AnyResponse:
        """Says what rules would have made of payments; changes nothing."""
        return _tried(runtime, person)

    @pages.post("/propose")
    @guard.needs(runtime, "fraud.propose")
    @audits("approval.ask")
    def propose(person: Person) -> AnyResponse:
        return _proposed(runtime, person)

    return pages


def _tried(runtime: Runtime, person: Person) -> AnyResponse:
    text = _sent()
    try:
        rules = fraud_rules.read(_document(runtime, text))
    except InvalidError as error:
        return _page(runtime, person, text=text, problem=error.say_to_staff)
    trial = fraud_rules.trial(runtime.records, rules, days=TRIAL_DAYS, now=runtime.clock.now())
    changes = rule_changes(_in_force(runtime)[1], rules)
    return _page(runtime, person, text=text, trial=trial, changes=changes, tried=rules)


def _proposed(runtime: Runtime, person: Person) -> AnyResponse:
    text, why = _sent(), request.form.get("why", "")
    try:
        document, act = _document(runtime, text), acting(runtime, person, why)
        fraud_proposals.propose(runtime.records, document, act, approval=runtime.ids.new("apr"))
    except InvalidError as error:
        return _page(runtime, person, text=text, problem=error.say_to_staff)
    approvals.told(runtime)
    return redirect("/staff/approvals?done=asked", 303)


def _sent() -> str:
    """What was uploaded, or else typed."""
    file = request.files.get("file")
    uploaded = file.read().decode(errors="replace") if file is not None and file.filename else ""
    return uploaded or request.form.get("rules", "")


def _document(runtime: Runtime, text: str) -> Any:
    if len(text.encode()) > _LARGEST:
        raise InvalidError(TOO_LARGE)
    return _documents(runtime).read(text.encode())


def _documents(runtime: Runtime) -> Documents:
    if runtime.documents is None:
        raise UnavailableError("This process reads no documents.", retryable=False)
    return runtime.documents


def _in_force(runtime: Runtime) -> tuple[int, RuleSet, Any]:
    """The revision in force, 0 for the rules with which an airline begins, the rules, and their document if any."""
    found = fraud_rules.in_force(runtime.records)
    if found is None:
        return 0, runtime.fraud_rules, None
    return found[0], fraud_rules.read(found[1]), found[1]


def _page(runtime: Runtime, person: Person, *, text: str | None = None, **more: Any) -> AnyResponse:
    number, rules, document = _in_force(runtime)
    with runtime.records.begin() as work:
        history = work.fraud.published(most=MOST_REVISIONS)
    if text is None:
        text = _documents(runtime).write(document if document is not None else fraud_rules.plain(rules))
    return page(
        runtime,
        person,
        "staff/fraud.html",
        here=HERE,
        number=number,
        rules=rules,
        text=text,
        history=history,
        outcomes=OUTCOMES,
        severity=SEVERITY,
        condition_words=condition_words,
        effect_words=effect_words,
        **{"days": TRIAL_DAYS, **more},
    )
