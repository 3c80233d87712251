"""What the first page of a wallet shows: methods, channels, the PIN and chats as words in the traveller's language."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
from babel.dates import format_date, format_datetime

from bot.domain.money import decimal_string, format_money
from bot.domain.payment.method import LONGEST_NAME
from bot.domain.payment.wallet_rules import ChannelRule
from bot.domain.shopping.display import date_text, day_and_month
from bot.ports.runtime import Runtime
from bot.services.wallet_forms import mark
from bot.services.wallet_links import WalletSession
from bot.services.wallet_pages import ChatSeen, WalletSeen
from bot.services.wallet_view import MethodView, WalletView
from bot.web import auth
from bot.web.wallet_frame import open_frame, said_in

Words = Mapping[str, str]
NONE = "none"
"""What stands in an address for no method."""
_SMALL = "terminal"
"""A channel that is settled only by those who talk there."""


class Refused(msgspec.Struct, frozen=True):
    """A form that was refused: which one, why, and what was entered, so that nothing has to be entered again."""

    form: str
    sentence: str
    typed: str = ""
    rule: ChannelRule | None = None


class Reader(msgspec.Struct, frozen=True):
    """For whom a page is worded, what was refused to them, and the World's zone for times of the day."""

    words: Words
    language: str
    refused: Refused | None


def home_page(
    runtime: Runtime,
    session: WalletSession,
    token: str,
    *,
    seen: WalletSeen,
    said: str = "",
    refused: Refused | None = None,
) -> dict[str, Any]:
    """Everything that the first page shows; `said` is the key of what became of the last form."""
    page, wallet = open_frame(runtime, session, token, "wallet"), seen.wallet
    reader = Reader(page["words"], session.language, refused)
    brand = runtime.world().brand
    return {
        **page,
        "said": said_in(session.language).get(said, ""),
        "problem": problem(refused),
        "form": auth.new_visitor(runtime),
        "longest": LONGEST_NAME,
        "methods": [_method(one, seen, reader) for one in wallet.methods],
        "accounts": bool(brand.creditor),
        "channels": [_channel(rule, wallet, reader) for rule in wallet.rules if _is_shown(runtime, rule, wallet)],
        "limit_label": reader.words["limit"].format(currency=wallet.currency),
        "has_pin": wallet.has_pin,
        "pin_locked": wallet.pin_locked_until is not None,
        "pin_state": pin_state(wallet, reader.words, session.language, brand.zone),
        "quiet": seen.quiet,
        "chats": [_chat(chat, reader) for chat in seen.chats],
    }


def undo(seen: WalletSeen, before: str) -> dict[str, str] | None:
    """The form that prefers again what was preferred before, be it nothing; None when there is no such way back."""
    now = next((one.id for one in seen.wallet.methods if one.preferred), "")
    if before == NONE and now:
        return {"method": now, "preferred": "no"}
    known = seen.method(before)
    return {"method": known.id, "preferred": "yes"} if known is not None and known.id != now else None


def problem(refused: Refused | None) -> dict[str, str]:
    """What a template needs to know of a form that was refused."""
    return {"form": refused.form, "sentence": refused.sentence} if refused else {"form": "", "sentence": ""}


def told(method: MethodView) -> str:
    """A method as its traveller knows it: "work card (Visa •4242)"."""
    return f"{method.name} ({method.shown})" if method.name else method.shown


def pin_state(wallet: WalletView, words: Words, language: str, zone: str) -> str:
    """Whether a PIN guards the wallet, and until when nobody can use it."""
    if wallet.pin_locked_until is not None:
        return words["pin_locked"].format(time=moment_text(wallet.pin_locked_until, language, zone))
    return words["pin_set" if wallet.has_pin else "pin_none"]


def moment_text(moment: datetime, language: str, zone: str) -> str:
    """A moment of these days on the wall clock of the airline's home, with the name of its zone."""
    return str(format_datetime(moment, f"{day_and_month(language)} HH:mm z", tzinfo=ZoneInfo(zone), locale=language))


def _method(one: MethodView, seen: WalletSeen, reader: Reader) -> dict[str, Any]:
    words, form = reader.words, f"name:{one.id}"
    day, used = one.added_at, seen.used.get(one.id)
    mine = reader.refused if reader.refused is not None and reader.refused.form == form else None
    return {
        "id": one.id,
        "kind": one.kind,
        "form": form,
        "shown": one.shown,
        "name": one.name,
        "title": one.name or one.shown,
        "told": told(one),
        "typed": mine.typed if mine else one.name,
        "preferred": one.preferred,
        "used": words["used" if used else "added"].format(day=date_text((used or day).date(), reader.language)),
        "expiry": one.expiry,
        "expires": _expires(one, reader),
        "barred": _barred(one, seen.wallet, words),
        "change": words["change_what"].format(method=told(one)),
        "remove": words["remove_what"].format(method=told(one)),
    }


def _expires(one: MethodView, reader: Reader) -> str:
    if not one.exp_year:
        return ""
    key = {"": "expires", "soon": "expires_soon", "over": "expired"}[one.expiry]
    month = format_date(date(one.exp_year, one.exp_month, 1), "MMMM y", locale=reader.language)
    return reader.words[key].format(month=month)


def _barred(one: MethodView, wallet: WalletView, words: Words) -> str:
    channels = ", ".join(words[rule.channel] for rule in wallet.rules if one.id in rule.barred)
    return words["not_on"].format(channels=channels) if channels else ""


def _is_shown(runtime: Runtime, rule: ChannelRule, wallet: WalletView) -> bool:
    served = rule.channel in runtime.channels and rule.channel != _SMALL
    return served or rule.channel in wallet.here or rule != ChannelRule(rule.channel)


def _channel(rule: ChannelRule, wallet: WalletView, reader: Reader) -> dict[str, Any]:
    words, form = reader.words, f"channel:{rule.channel}"
    mine = reader.refused if reader.refused is not None and reader.refused.form == form else None
    shown = mine.rule if mine is not None and mine.rule is not None else rule
    usual = decimal_string(shown.limit) if shown.limit is not None else ""
    return {
        "channel": rule.channel,
        "form": form,
        "label": words[rule.channel],
        "summary": _summary(rule, wallet, reader),
        "was": mark(rule),
        "barred": shown.barred,
        "preferred": shown.preferred,
        "limit": mine.typed if mine is not None else usual,
        "save": words["save_what"].format(channel=words[rule.channel]),
    }


def _summary(rule: ChannelRule, wallet: WalletView, reader: Reader) -> str:
    """What holds in a channel, in one line."""
    words, every = reader.words, len(wallet.methods)
    paying = sum(method.id not in rule.barred for method in wallet.methods)
    key = "all_pay" if paying == every else "some_pay" if paying else "none_pay"
    first = next((told(method) for method in wallet.methods if method.id == rule.preferred), "")
    parts = [words[key].format(count=paying, all=every)]
    parts += [words["first_is"].format(method=first)] if first else []
    parts += [words["up_to"].format(amount=format_money(rule.limit, reader.language))] if rule.limit else []
    return " · ".join(parts)


def _chat(chat: ChatSeen, reader: Reader) -> dict[str, str]:
    since = reader.words["since"].format(day=date_text(chat.since.date(), reader.language))
    here = f", {reader.words['here']}" if chat.here else ""
    return {"label": reader.words.get(chat.channel, chat.channel), "told": since + here}
