"""What guards a wallet: what may pay in each channel, the PIN, and how much notices tell."""

from flask import Blueprint, make_response, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from bot.domain.errors import InvalidError
from bot.domain.money import Money, parse_money
from bot.domain.payment.wallet_rules import CHANNELS, ChannelRule
from bot.ports.runtime import Runtime
from bot.services import pins, wallet_forms, wallet_pages
from bot.services.wallet_changes import LIMIT_BAD, MOST_LIMIT, Change, Outcome
from bot.services.wallet_pages import WalletSeen
from bot.web import auth, wallet_view
from bot.web.wallet import show
from bot.web.wallet_frame import open_frame
from bot.web.wallet_guard import Here, guarded, refused, within
from bot.web.wallet_said import change_of, done, sentence
from bot.web.wallet_view import Refused

_SPACES = dict.fromkeys(map(ord, " \N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}'\N{RIGHT SINGLE QUOTATION MARK}"))


def blueprint(runtime: Runtime) -> Blueprint:
    """The routes below /wallet that settle what guards it."""
    pages = guarded(runtime, "wallet_settings")

    @pages.post("/<token>/channels/<channel>")
    def settle(token: str, channel: str) -> AnyResponse:
        return within(runtime, token, _settle, channel)

    @pages.get("/<token>/pin")
    def ask(token: str) -> AnyResponse:
        return within(runtime, token, _pin_page)

    @pages.post("/<token>/pin")
    def keep(token: str) -> AnyResponse:
        return within(runtime, token, _keep_pin)

    @pages.post("/<token>/pin/remove")
    def forget(token: str) -> AnyResponse:
        return within(runtime, token, _remove_pin)

    @pages.post("/<token>/notices")
    def hush(token: str) -> AnyResponse:
        return within(runtime, token, _hush)

    return pages


def _hush(here: Here) -> AnyResponse:
    quiet = request.form.get("quiet") == "yes"
    outcome = wallet_forms.hush(here.runtime, change_of(here, str(quiet)), quiet=quiet)
    return done(here, outcome) if outcome.done else refused(here.runtime, "over", here.language)


def _settle(here: Here, channel: str) -> AnyResponse:
    """All that holds in a channel at once, unless it was changed since the form showed it."""
    seen = wallet_pages.look(here.runtime, here.session)
    if seen is None or channel not in CHANNELS:
        return refused(here.runtime, "missing", here.language, home=here.path("home"))
    typed = request.form.get("limit", "").strip()
    wanted, outcome = _wanted(seen, channel), Outcome(LIMIT_BAD)
    limit = _amount(typed)
    if limit is not None:
        wanted = ChannelRule(channel, wanted.barred, wanted.preferred, limit if typed else None)
        change = change_of(here, wallet_forms.mark(wanted))
        outcome = wallet_forms.settle(here.runtime, change, wanted, shown=request.form.get("was", ""))
    if outcome.done:
        return done(here, outcome)
    denied = Refused(f"channel:{channel}", sentence(here, outcome), typed=typed, rule=wanted)
    return show(here, denied=denied, status=422 if outcome.key == LIMIT_BAD else 409)


def _wanted(seen: WalletSeen, channel: str) -> ChannelRule:
    """What a form wants, without its limit; who is not ticked may not pay, and is not offered first."""
    paying = request.form.getlist("pays")
    barred = tuple(one.id for one in seen.wallet.methods if one.id not in paying)
    first = request.form.get("first", "")
    return ChannelRule(channel, barred, "" if first in barred else first)


def _amount(text: str) -> Money | None:
    """An amount as people write it, "1 234,50" or "1234.50"; nought for nothing, None for what is none."""
    plain = text.translate(_SPACES).replace(",", ".") or "0"
    if not plain.replace(".", "", 1).isdecimal():
        return None
    try:
        return parse_money(plain, MOST_LIMIT.currency)
    except InvalidError:
        return None


def _pin_page(here: Here, *, denied: Refused | None = None, status: int = 200) -> AnyResponse:
    seen = wallet_pages.look(here.runtime, here.session)
    if seen is None:
        return refused(here.runtime, "over", here.language)
    page = open_frame(here.runtime, here.session, here.token)
    words, brand = page["words"], here.runtime.world().brand
    more = {
        "heading": words["pin_title_change" if seen.wallet.has_pin else "pin_title_set"],
        "more": words["pin_more"].format(brand=brand.name),
        "state": wallet_view.pin_state(seen.wallet, words, here.language, brand.zone),
        "has_pin": seen.wallet.has_pin,
        "form": auth.new_visitor(here.runtime),
        "problem": wallet_view.problem(denied),
    }
    return make_response(render_template("wallet/pin.html", page={**page, **more}), status)


def _keep_pin(here: Here) -> AnyResponse:
    """A PIN is set or changed as the form meant it: one that was set in another tab meanwhile is not overwritten."""
    new, change = request.form.get("new", ""), _pin_change(here)
    if new != request.form.get("again", ""):
        outcome = Outcome("pin_differs")
    elif request.form.get("was"):
        outcome = pins.change_pin(here.runtime, change, request.form.get("old", ""), new)
    else:
        outcome = pins.set_pin(here.runtime, change, new)
    return _after_pin(here, outcome, "pin")


def _remove_pin(here: Here) -> AnyResponse:
    outcome = pins.remove_pin(here.runtime, _pin_change(here), request.form.get("gone", ""))
    return _after_pin(here, outcome, "remove")


def _pin_change(here: Here) -> Change:
    """A form's name without what was entered: nothing may stand for a PIN but its hash."""
    return change_of(here, "pin")


def _after_pin(here: Here, outcome: Outcome, form: str) -> AnyResponse:
    if outcome.done:
        return done(here, outcome)
    return _pin_page(here, denied=Refused(form, sentence(here, outcome)), status=422)
