"""What a form of the wallet wants to change, by a name that is its own, and what became of it in words."""

from flask import redirect, request
from werkzeug.wrappers import Response as AnyResponse

from bot.domain.ids import digest
from bot.domain.money import format_money
from bot.domain.payment.method import LONGEST_NAME
from bot.services.wallet_changes import MOST_LIMIT, Change, Outcome
from bot.web.wallet_frame import said_in
from bot.web.wallet_guard import Here
from bot.web.wallet_view import moment_text

_MOST_DIGITS = 6
"""What has more of them may be the number of a card or an account."""


def change_of(here: Here, *content: str) -> Change:
    """The change that a form wants: the same form with the same content is the same change, however often it is sent.

    `content` holds no secret: what stands for it is kept.
    """
    form = request.form.get("form", "")
    name = digest("\0".join((form, here.token, request.path, *content)))
    return Change(f"page:{name}", here.session.thread, here.session.traveller)


def done(here: Here, outcome: Outcome, *, undo: str = "") -> AnyResponse:
    """Back to the wallet, which says what became of the form; `undo` is the method that was preferred before."""
    took_back = f"&undo={undo}" if undo else ""
    return redirect(f"{here.path('home')}?said={outcome.key}{took_back}", 303)


def sentence(here: Here, outcome: Outcome) -> str:
    """Why a form was refused, in the wallet's language."""
    zone = here.runtime.world().brand.zone
    words = {
        "longest": LONGEST_NAME,
        "most": format_money(MOST_LIMIT, here.language),
        "left": outcome.left,
        "time": moment_text(outcome.until, here.language, zone) if outcome.until is not None else "",
    }
    return said_in(here.language)[outcome.key].format(**words)


def looks_like_number(text: str) -> bool:
    """Whether a text may hold the number of a card or an account, which is neither kept nor shown again."""
    return sum(character.isdigit() for character in text) > _MOST_DIGITS
