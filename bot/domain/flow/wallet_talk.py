"""Talk that changes what holds for saved methods, in words or by a tap: each says what is true then, with a way back.

What was changed is read from the profile before and the one after, so that it is told the same whichever words, button
or page led to it.
"""

from collections.abc import Callable, Mapping

import msgspec

from bot.domain.conversation.effects import ChangeWallet, OpenWallet
from bot.domain.conversation.messages import Link, Option
from bot.domain.conversation.naming import named
from bot.domain.conversation.profile import Profile, SavedMethod
from bot.domain.conversation.wallet_events import WalletLinkMade
from bot.domain.errors import InvalidError
from bot.domain.flow import run
from bot.domain.flow.hearing import Heard
from bot.domain.flow.linking import channel_name
from bot.domain.flow.paying import title
from bot.domain.flow.scene import Scene
from bot.domain.ids import channel_of
from bot.domain.money import Money, decimal_string, parse_money
from bot.domain.payment.wallet_rules import CHANNELS, rule_of
from bot.domain.shopping.fares import CURRENCY
from bot.domain.understanding.wallet_orders import WalletOrder, read_wallet_order

PIN = "pin"
"""Stands for the PIN where a method's id stands on buttons."""
_NAMING = frozenset(
    {"method_named", "method_preferred_here", "method_barred_here", "method_allowed_here", "limit_set", "limit_lifted"}
)
"""News whose sentence names what is different now: a name, a place or a sum."""
_EUROS = frozenset({"", "€", "eur", "euro", "euros"})
_MOST_SHOWN = 9
_MINUTE_MS = 60_000


class Undo(msgspec.Struct, frozen=True):
    """What was changed between two profiles: the button that takes it back, and what its sentence names."""

    payload: str
    channel: str = ""
    name: str = ""
    limit: Money | None = None


def open_page(scene: Scene, _: Heard) -> Scene:
    """The scene in which a link to the page of the wallet is wanted."""
    return scene.say_text("wallet_opening").want(OpenWallet(scene.language))


def opened(scene: Scene) -> Scene:
    """The scene with the link to the page of the wallet, or without it where none could be made."""
    event = scene.event
    if not isinstance(event, WalletLinkMade) or not event.url:
        key = "wallet_link_failed"
        return run.say_aside(scene, key) if scene.conversation.owner == "bot" else scene.say_text(key)
    scene = scene.with_said(minutes=max(1, -(-(event.until * 1000 - scene.now) // _MINUTE_MS)))
    scene = scene.say(Link(scene.words("wallet_link"), scene.words("wallet_button"), event.url, ()))
    return run.where_we_are(scene) if scene.conversation.owner == "bot" and run.current(scene) else scene


def order(scene: Scene, heard: Heard) -> Scene:
    """The scene after words that change something: it is wanted, or the traveller is asked which method is meant."""
    wanted = read_wallet_order(heard.text)
    if wanted is None:
        return run.where_we_are(scene)
    if wanted.what == "forgot_pin":
        return tapped("ask", PIN, scene)
    channel = wanted.channel or channel_of(scene.conversation.thread)
    if wanted.what in {"limit", "unlimit"}:
        return _limit(wanted, channel, scene)
    methods = scene.conversation.profile.methods
    if not methods:
        return run.say_aside(scene, "cards_none")
    found = named(wanted.about, methods)
    if not found:
        return run.say_aside(scene, "card_unknown")
    rest = _REST[wanted.what](wanted, channel)
    what = "prefer_in" if wanted.what == "prefer" and wanted.is_here else wanted.what
    if len(found) == 1:
        return tapped(what, f"{found[0].id}{rest}", scene)
    asked = found[:_MOST_SHOWN]
    buttons = (Option(title("card_this_button", method, scene), f"card:{what}:{method.id}{rest}") for method in asked)
    return run.say_aside(scene, "card_which", tuple(buttons))


_REST: Mapping[str, Callable[[WalletOrder, str], str]] = {
    "name": lambda wanted, _: f":{wanted.name}",
    "bar": lambda _, channel: f":{channel}",
    "allow": lambda _, channel: f":{channel}",
    "prefer": lambda wanted, channel: f":{channel}" if wanted.is_here else "",
}


def _limit(wanted: WalletOrder, channel: str, scene: Scene) -> Scene:
    if wanted.what == "unlimit":
        return tapped("limit", f"{channel}:none", scene)
    if wanted.currency not in _EUROS:
        return run.say_aside(scene, "limit_currency")
    amount = _plain_amount(wanted.amount)
    return tapped("limit", f"{channel}:{amount}", scene)


def _plain_amount(written: str) -> str:
    """An amount with a dot before its cents, however it was written: "1.500,50", "1,500", "1 500"."""
    text = written.replace(" ", "").strip(".,")
    head, mark, cents = text.rpartition(",") if "," in text[-3:] else text.rpartition(".")
    whole = "".join(filter(str.isdigit, head))
    if mark and len(cents) in (1, 2):
        return f"{whole}.{cents}"
    return "".join(filter(str.isdigit, text))


def tapped(what: str, rest: str, scene: Scene) -> Scene:
    """The scene after a tap on a button that changes something, or words that mean the same."""
    if rest == PIN:
        return _forgot(what, scene)
    if what == "limit":
        return _tapped_limit(rest, scene)
    method, _, value = rest.partition(":")
    known: SavedMethod | None = next((one for one in scene.conversation.profile.methods if one.id == method), None)
    if method and known is None:
        return run.say_aside(scene, "method_gone")
    if what in {"bar", "allow", "prefer_in"} and value not in CHANNELS:
        return run.say_aside(scene, "channel_unknown")
    channel, name = ("", value) if what == "name" else (value, "")
    return scene.say_text("wallet_changing").want(ChangeWallet(what, method, channel, name))


def _tapped_limit(rest: str, scene: Scene) -> Scene:
    channel, _, amount = rest.partition(":")
    try:
        limit = None if amount == "none" else parse_money(amount, CURRENCY)
    except InvalidError:
        limit = Money(0, CURRENCY)
    if limit is not None and limit.minor <= 0:
        return run.say_aside(scene, "limit_bad")
    return scene.say_text("wallet_changing").want(ChangeWallet("limit", channel=channel, limit=limit))


def _forgot(what: str, scene: Scene) -> Scene:
    """A PIN that was forgotten goes with every saved method, after a yes."""
    if not scene.conversation.profile.pin:
        return run.say_aside(scene, "pin_none")
    if what == "no":
        return run.say_aside(scene, "pin_kept")
    if what == "yes":
        return scene.say_text("wallet_changing").want(ChangeWallet("forget_pin"))
    ways = (
        Option(scene.words("pin_forget_yes_button"), f"card:yes:{PIN}"),
        Option(scene.words("card_remove_no_button"), f"card:no:{PIN}"),
    )
    return scene.change_slots(removing=PIN).say_text("pin_forget_confirm", ways)


def told(before: Profile, after: Profile, scene: Scene) -> tuple[Scene, tuple[Option, ...]]:
    """The scene that knows what the news names, and the button that takes the change back, if it can be."""
    undo = _undo(before, after)
    if undo is None:
        return scene, ()
    scene = scene.with_said(channel=channel_name(undo.channel, scene), name=undo.name, limit=undo.limit)
    here = undo.channel == channel_of(scene.conversation.thread)
    scene = scene.with_said(place=scene.words("place_here" if here else "place_there"))
    return scene, (Option(scene.words("undo_button"), f"card:{undo.payload}"),)


def sentence(news: str, undo: tuple[Option, ...]) -> str:
    """The key of what is said of a change: where nothing is different, a sentence that names no difference."""
    return "wallet_settled" if news in _NAMING and not undo else news


def _undo(before: Profile, after: Profile) -> Undo | None:
    old, new = ({method.id: method for method in profile.methods} for profile in (before, after))
    for name in old.keys() & new.keys():
        if old[name].name != new[name].name:
            return Undo(f"name:{name}:{old[name].name}", name=new[name].name)
    first, then = (next((m.id for m in profile.methods if m.preferred), "") for profile in (before, after))
    return Undo(f"prefer:{first}") if first != then else _undo_rules(before, after)


def _undo_rules(before: Profile, after: Profile) -> Undo | None:
    for channel in CHANNELS:
        old, new = rule_of(before.rules, channel), rule_of(after.rules, channel)
        barred, allowed = sorted({*new.barred} - {*old.barred}), sorted({*old.barred} - {*new.barred})
        if old.preferred != new.preferred and not barred:
            return Undo(f"prefer_in:{old.preferred}:{channel}", channel)
        if barred or allowed:
            return Undo(f"allow:{barred[0]}:{channel}" if barred else f"bar:{allowed[0]}:{channel}", channel)
        if old.limit != new.limit:
            amount = decimal_string(old.limit) if old.limit is not None else "none"
            return Undo(f"limit:{channel}:{amount}", channel, limit=new.limit)
    return None
