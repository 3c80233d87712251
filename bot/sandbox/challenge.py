"""The page of the sandbox's bank on which a traveller passes or fails a 3-D Secure challenge, and the list of cards."""

from urllib.parse import urlsplit

from flask import Blueprint, Response, make_response, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from bot.domain.money import Money, format_money
from bot.sandbox.api import sandbox
from bot.sandbox.cards import CARDS, Card
from bot.sandbox.judge import Payment

pages = Blueprint("pages", __name__)


@pages.get("/")
def cards() -> Response:
    """The test cards and what each does."""
    rows = [(card, describe(card)) for card in CARDS]
    return _page("cards.html", 200, rows=rows)


@pages.get("/livez")
def livez() -> tuple[dict[str, str], int]:
    """Says that we live."""
    return {"status": "ok"}, 200


@pages.get("/challenge/<challenge>")
def show(challenge: str) -> Response:
    """Ask the traveller to approve; a GET changes nothing."""
    return _show(sandbox().bank.store.challenged(challenge))


@pages.post("/challenge/<challenge>")
def answer(challenge: str) -> AnyResponse:
    """Take the traveller's answer and lead back to the shop."""
    said = request.form.get("answer", "")
    if said not in {"approve", "fail"}:
        return _show(sandbox().bank.store.challenged(challenge))
    payment = sandbox().bank.answer_challenge(challenge, passed=said == "approve")
    return _show(None) if payment is None else redirect(payment.return_url, 303)


def describe(card: Card) -> str:
    """What a test card does, in a few words."""
    spared = {"": "", "saved": " unless it was saved", "already": " unless it is being saved"}[card.set_up]
    steps = [f"asks for a challenge{spared}"] if card.challenge else []
    if card.refused or card.decline:
        steps.append(f"declines: {card.refused or card.decline}")
    if card.operation:
        steps.append(f"{card.operation}: {card.fault or card.rule}".replace("_", " "))
    return ", then ".join(steps) or "approves"


def _show(payment: Payment | None) -> Response:
    if payment is None:
        return _page("challenge.html", 404, payment=None)
    waiting = payment.state == "requires_action"
    amount = format_money(Money(payment.amount, payment.currency), "en")
    return _page("challenge.html", 200 if waiting else 410, payment=payment, amount=amount, waiting=waiting)


def _page(name: str, status: int, **values: object) -> Response:
    response = make_response(render_template(name, **values), status)
    payment = values.get("payment")
    shop = "{0.scheme}://{0.netloc}".format(urlsplit(payment.return_url)) if isinstance(payment, Payment) else ""
    response.headers.update(
        {
            "Content-Security-Policy": (
                "default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors 'none'; "
                f"form-action 'self' {shop}"
            ).strip(),
            "Cache-Control": "no-store",
            "Referrer-Policy": "no-referrer",
            "X-Content-Type-Options": "nosniff",
        }
    )
    return response
