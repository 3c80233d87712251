"""What the sandbox reports by day, for reconciliation, and the two controls of its banks: /v1/reports, /v1/disputes.

Every list is given in pages: `next` is what to send as `after` for the following one, "" at the end.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any, Literal

import msgspec
from flask import Blueprint, Response, request

from bot.sandbox import disputes, replies, statement
from bot.sandbox.api import check_key, forbid_storing, respond, sandbox
from bot.sandbox.judge import RefusedError
from bot.sandbox.requests import Currency, Id

PAGE = 100
_MOST_IDS = 200

reports = Blueprint("reports", __name__, url_prefix="/v1")
reports.before_request(check_key)
reports.after_request(forbid_storing)


class OutcomeRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How a bank decides."""

    outcome: Literal["won", "lost"]


class AdjustmentRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is added to a balance, in minor units; it may be negative."""

    amount: int
    currency: Currency
    reason: Id


@reports.get("/reports/events")
def events() -> Response:
    """Events since a time, as webhooks tell them."""
    since, after = request.args.get("since", 0, int), request.args.get("after", 0, int)
    found = sandbox().outbox.events_since(since, after=after, most=PAGE)
    return _page([msgspec.Raw(body) for _, body in found], [seq for seq, _ in found])


@reports.get("/reports/payments")
def payments() -> Response:
    """Payments to which something happened on a day (UTC), as they stand now."""
    here = sandbox()
    found = here.bank.store.moved_between(*_day(), after=request.args.get("after", ""), most=PAGE)
    return _page([replies.view(each, here.origin) for each in found], [each.reference for each in found])


@reports.get("/reports/records")
def records() -> Response:
    """What there is under ids of the merchant, whenever it was: ?payment=one&payment=another."""
    here = sandbox()
    wanted = request.args.getlist("payment")[:_MOST_IDS]
    found = [each for ours in dict.fromkeys(wanted) if ours for each in here.bank.store.payments(ours)]
    return _page([replies.view(each, here.origin) for each in found], [])


@reports.get("/reports/movements")
def movements() -> Response:
    """Movements of the balance on a day (UTC), in order; a movement and its fee stand on one page."""
    effects = sandbox().bank.store.effects_between(*_day(), after=request.args.get("after", 0, int), most=PAGE)
    return _page([*statement.movements(effects)], [effect.seq for effect in effects])


@reports.get("/reports/balance")
def balance() -> Response:
    """The balance at a time (Unix seconds), by currency."""
    until = request.args.get("until", 0, int)
    return respond(replies.json_reply({"balance": statement.balance(sandbox().bank.store.effects_between(0, until))}))


@reports.post("/disputes/<dispute>/close")
def close(dispute: str) -> Response:
    """Be the bank that decides a dispute."""
    asked = _asked(OutcomeRequest)
    if isinstance(asked, Response):
        return asked
    try:
        payment = sandbox().bank.decide_dispute(dispute, asked.outcome)
    except RefusedError as refused:
        return respond(replies.error(refused.code))
    if payment is None:
        return respond(replies.error("unknown_dispute"))
    return respond(replies.json_reply(disputes.view(payment)))


@reports.post("/adjustments")
def adjust() -> Response:
    """Move the merchant's balance for a reason of our own."""
    asked = _asked(AdjustmentRequest)
    if isinstance(asked, Response):
        return asked
    sandbox().bank.adjust(asked.amount, asked.currency, asked.reason)
    return respond(replies.json_reply({"result": "approved"}))


def _day() -> tuple[int, int]:
    """The first second of the day that is asked for, and the first one after it; today when it cannot be read."""
    sandbox().bank.tick()
    try:
        asked = date.fromisoformat(request.args.get("day", ""))
    except ValueError:
        asked = datetime.fromtimestamp(sandbox().bank.now(), UTC).date()
    start = int(datetime(asked.year, asked.month, asked.day, tzinfo=UTC).timestamp())
    return start, start + statement.DAY


def _page(items: Sequence[Any], cursors: Sequence[object]) -> Response:
    following = str(cursors[-1]) if len(cursors) == PAGE else ""
    return respond(replies.json_reply({"items": items, "next": following}))


def _asked(kind: type[Any]) -> Any:
    try:
        return msgspec.json.decode(request.get_data(cache=False), type=kind)
    except msgspec.DecodeError as error:
        said = str(error) if isinstance(error, msgspec.ValidationError) else "The body is not JSON."
        return respond(replies.error("invalid_request", said))
