"""The sandbox's JSON interface under /v1: tokens, payments, and the records that tests and reconciliation read."""

from collections.abc import Callable
from hmac import compare_digest
from typing import Any, cast

import msgspec
from flask import Blueprint, Response, current_app, request
from werkzeug.exceptions import HTTPException

from bot.sandbox import replies
from bot.sandbox.bank import Bank
from bot.sandbox.cards import Operation
from bot.sandbox.desk import Desk
from bot.sandbox.outbox import Outbox
from bot.sandbox.replies import Reply
from bot.sandbox.requests import (
    AccountRequest,
    AmountRequest,
    AuthorizeRequest,
    ChargeRequest,
    DetachRequest,
    PageRequest,
    RedeemRequest,
    TokenRequest,
    VerifyRequest,
    VoidRequest,
)
from bot.sandbox.settings import SandboxSettings

LARGEST_BODY = 64 * 1024
_LONGEST_KEY = 255
_BODIES: dict[Operation, type[AmountRequest] | type[VoidRequest]] = {
    "capture": AmountRequest,
    "void": VoidRequest,
    "refund": AmountRequest,
}


class Sandbox(msgspec.Struct, frozen=True):
    """What the routes need: handed to the app once, found by `sandbox()`."""

    bank: Bank
    outbox: Outbox
    settings: SandboxSettings
    desk: Desk

    @property
    def origin(self) -> str:
        """The origin under which callers and travellers reach us."""
        return self.settings.public_url.rstrip("/") or request.host_url.rstrip("/")


def sandbox() -> Sandbox:
    """The sandbox that the running app serves."""
    return cast("Sandbox", current_app.extensions["sandbox"])


api = Blueprint("api", __name__, url_prefix="/v1")


@api.before_request
def check_key() -> Response | None:
    """Let nobody in without the key."""
    given = request.headers.get("Authorization", "")
    expected = f"Bearer {sandbox().settings.key}"
    if compare_digest(given.encode(), expected.encode()):
        return None
    return respond(replies.error("authentication_required"))


@api.after_request
def forbid_storing(response: Response) -> Response:
    """No cache keeps what a bank says."""
    response.headers["Cache-Control"] = "no-store"
    return response


@api.post("/tokens")
def tokenize() -> Response:
    """Exchange a card for a token."""
    return _post(TokenRequest, lambda asked, key: sandbox().bank.tokenize(asked, key=key))


@api.post("/accounts")
def tokenize_account() -> Response:
    """Exchange a bank account and its mandate for a token."""
    return _post(AccountRequest, lambda asked, key: sandbox().bank.tokenize_account(asked, key=key))


@api.post("/mandates/<reference>/end")
def end_mandate(reference: str) -> Response:
    """Be the holder of an account who ends a mandate."""
    return respond(sandbox().bank.end_mandate(reference))


@api.post("/tokens/detach")
def detach() -> Response:
    """Forget a token."""
    return _post(DetachRequest, lambda asked, key: sandbox().bank.detach(asked, key=key))


@api.post("/payments/authorize")
def authorize() -> Response:
    """Hold money."""
    here = sandbox()
    return _post(AuthorizeRequest, lambda asked, key: here.bank.authorize(asked, key=key, origin=here.origin))


@api.post("/payments/charge")
def charge() -> Response:
    """Take money from a bank account."""
    here = sandbox()
    return _post(ChargeRequest, lambda asked, key: here.bank.charge(asked, key=key, origin=here.origin))


@api.post("/verifications")
def verify() -> Response:
    """Have a card confirmed for later."""
    here = sandbox()
    return _post(VerifyRequest, lambda asked, key: here.bank.verify(asked, key=key, origin=here.origin))


@api.post("/tickets/redeem")
def redeem() -> Response:
    """Exchange a ticket of our fields for a token."""
    return _post(RedeemRequest, lambda asked, key: sandbox().desk.redeem(asked, key=key))


@api.post("/pages")
def open_page() -> Response:
    """Open a page on which a card is typed."""
    here = sandbox()
    return _post(PageRequest, lambda asked, key: here.desk.open(asked, key=key, origin=here.origin))


@api.get("/pages/<reference>")
def show_page(reference: str) -> Response:
    """What became of a page."""
    return respond(sandbox().desk.view(reference))


@api.post("/payments/<reference>/<any(capture, void, refund):operation>")
def operate(reference: str, operation: Operation) -> Response:
    """Capture, void or refund."""
    here = sandbox()
    return _post(
        _BODIES[operation],
        lambda asked, key: here.bank.operate(operation, reference, asked=asked, key=key, origin=here.origin),
    )


@api.get("/payments/<reference>")
def show(reference: str) -> Response:
    """One payment by our reference."""
    here = sandbox()
    here.bank.tick()
    payment = here.bank.store.payment(reference)
    if payment is None:
        return respond(replies.error("unknown_payment"))
    return respond(replies.json_reply(replies.view(payment, here.origin)))


@api.get("/payments")
def find() -> Response:
    """Every payment under one id of the merchant."""
    here = sandbox()
    ours = request.args.get("payment", "")
    if not ours:
        return respond(replies.error("payment_missing", "Say which: ?payment=<your id>."))
    here.bank.tick()
    found = here.bank.store.payments(ours)
    return respond(replies.json_reply({"payments": [replies.view(payment, here.origin) for payment in found]}))


@api.get("/records")
def records() -> Response:
    """Everything that the bank did: payments and tokens as they stand and the log of effects, of one id or of all."""
    here = sandbox()
    here.bank.tick()
    ours, after = request.args.get("payment", ""), request.args.get("after", 0, int)
    store = here.bank.store
    paid = store.payments(ours)
    used = {payment.token for payment in paid}
    body = {
        "payments": [replies.view(payment, here.origin) for payment in paid],
        "tokens": [replies.token_view(token) for token in store.tokens() if not ours or token.token in used],
        "effects": store.effects(ours, after),
    }
    return respond(replies.json_reply(body))


@api.get("/events")
def events() -> Response:
    """Events in order, after a number, a hundred at a time."""
    here = sandbox()
    here.bank.tick()
    found = here.outbox.events(request.args.get("after", 0, int))
    listed = [{"seq": seq, "event": msgspec.Raw(body)} for seq, body in found]
    return respond(replies.json_reply({"events": listed}))


def respond(reply: Reply) -> Response:
    """A reply as HTTP."""
    response = Response(reply.body, reply.status, content_type="application/json")
    if reply.replayed:
        response.headers["Idempotent-Replayed"] = "true"
    return response


def http_error(error: HTTPException) -> Response:
    """What werkzeug refuses, as JSON and without the request's words."""
    names = {404: "unknown_path", 405: "method_not_allowed", 413: "request_too_large"}
    return respond(replies.error(names.get(error.code or 0, "invalid_request"), error.name))


def _post(kind: type[Any], work: Callable[[Any, str], Reply]) -> Response:
    key = request.headers.get("Idempotency-Key", "")
    if not 1 <= len(key) <= _LONGEST_KEY:
        return respond(replies.error("idempotency_key_missing"))
    try:
        asked = msgspec.json.decode(request.get_data(cache=False), type=kind)
    except msgspec.DecodeError as error:
        return respond(replies.error("invalid_request", _safe(error)))
    return respond(work(asked, key))


def _safe(error: msgspec.DecodeError) -> str:
    """Where a body is wrong; msgspec names types and paths in validation errors, never what was sent."""
    return str(error) if isinstance(error, msgspec.ValidationError) else "The body is not JSON."
