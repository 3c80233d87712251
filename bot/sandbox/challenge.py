"""The pages of the sandbox's bank, on an origin of their own: the 3-D Secure challenge, and the list of cards.

A GET changes nothing. A challenge is answered once; whoever comes again, late, or by a second tab is told where things
stand and led back to the shop. Who leaves without deciding goes back by a plain link: nothing was said to the bank.
"""

from collections.abc import Mapping
from urllib.parse import urlsplit

from flask import Blueprint, Response, make_response, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from bot.domain.money import Money, format_money
from bot.domain.payment.instrument import brand_name
from bot.sandbox.api import sandbox
from bot.sandbox.cards import CARDS, Card
from bot.sandbox.challenge_words import CHALLENGE_WORDS
from bot.sandbox.judge import Payment

pages = Blueprint("pages", __name__)

_ANSWERS = {"approve": "approved", "fail": "refused"}
"""What the buttons say -> what has then become of the challenge."""
_DECLINED = {"authentication_failed": "refused", "challenge_expired": "overdue"}
_MINUTE = 60


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
    sandbox().bank.tick()
    return _show(sandbox().bank.store.challenged(challenge))


@pages.post("/challenge/<challenge>")
def answer(challenge: str) -> AnyResponse:
    """Take the traveller's answer and lead back to the shop; an answer that comes too late is told so."""
    said = request.form.get("answer", "")
    if said not in _ANSWERS:
        return show(challenge)
    payment = sandbox().bank.answer_challenge(challenge, passed=said == "approve")
    if payment is None or fate(payment) != _ANSWERS[said]:
        return _show(payment)
    return redirect(payment.return_url, 303)


def describe(card: Card) -> str:
    """What a test card does, in a few words."""
    spared = {"": "", "saved": " unless it was saved", "already": " unless it is being saved"}[card.set_up]
    steps = [f"asks for a challenge{spared}"] if card.challenge else []
    if card.refused or card.decline:
        steps.append(f"declines: {card.refused or card.decline}")
    if card.operation:
        steps.append(f"{card.operation}: {card.fault or card.rule}".replace("_", " "))
    does = ", then ".join(steps) or "approves"
    return f"{does} ({card.note})" if card.note else does


def fate(payment: Payment) -> str:
    """What became of a challenge: open, approved, refused, overdue, or withdrawn by the shop."""
    if payment.state == "requires_action":
        return "open"
    if payment.state == "voided" and not payment.authorized:
        return "withdrawn"
    return _DECLINED.get(payment.code, "approved") if payment.state == "declined" else "approved"


def _show(payment: Payment | None) -> Response:
    language = request.accept_languages.best_match(CHALLENGE_WORDS) or "en"
    words = CHALLENGE_WORDS[language]
    if payment is None:
        return _page("challenge.html", 404, words=words, language=language, fate="none")
    became = fate(payment)
    asked = _question(payment, words, language) if became == "open" else {}
    status = 200 if became == "open" else 410
    return _page("challenge.html", status, words=words, language=language, fate=became, payment=payment, **asked)


def _question(payment: Payment, words: Mapping[str, str], language: str) -> dict[str, str]:
    """What the traveller has to know to answer: who asks, for how much, from which card, and for how long."""
    seconds = payment.challenge_until - int(sandbox().bank.now())
    key = "left" if seconds >= _MINUTE else "left_one"
    return {
        "merchant": sandbox().settings.merchant,
        "amount": _amount(payment, words, language),
        "card": words["card_ends"].format(brand=brand_name(payment.brand), last4=payment.last4),
        "left": words[key].format(minutes=round(seconds / _MINUTE)),
    }


def _amount(payment: Payment, words: Mapping[str, str], language: str) -> str:
    return format_money(Money(payment.amount, payment.currency), language) if payment.amount else words["nothing"]


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
            "X-Frame-Options": "DENY",
            "Vary": "Accept-Language",
            "Cache-Control": "no-store",
            "Referrer-Policy": "no-referrer",
            "X-Content-Type-Options": "nosniff",
        }
    )
    return response
