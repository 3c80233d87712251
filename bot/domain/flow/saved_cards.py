"""Talk about saved cards at any step: which there are, removing one after a yes, and going on where the talk stood."""

from collections.abc import Iterator
from datetime import UTC, datetime

from bot.domain.conversation.effects import RemoveMethod
from bot.domain.conversation.events import ProfileChanged
from bot.domain.conversation.messages import Option
from bot.domain.conversation.naming import said
from bot.domain.conversation.profile import SavedMethod
from bot.domain.flow import run, wallet_talk, yes_no
from bot.domain.flow.hearing import Heard
from bot.domain.flow.linking import channel_name
from bot.domain.flow.paying import title
from bot.domain.flow.scene import Scene
from bot.domain.ids import channel_of
from bot.domain.payment.instrument import expires_soon, has_expired
from bot.domain.payment.wallet_rules import ChannelRule, rule_of

_MOST_SHOWN = 8
"""Buttons about methods, beside the one of the page: with more, and a booking's own, a channel runs out of room."""
_SAVED = "method_saved"


def show(scene: Scene, _: Heard) -> Scene:
    """The scene in which the saved methods are told, with buttons that remove, prefer, bar or allow them here."""
    methods, page = scene.conversation.profile.methods, Option(scene.words("wallet_button"), "go:wallet")
    if not methods:
        return run.say_aside(scene, "cards_none", (page,))
    limit = _rule(scene).limit
    told = scene.with_said(cards=", ".join(_told(method, scene) for method in methods), limit=limit)
    buttons = [Option(title("card_remove_button", method, scene), f"card:ask:{method.id}") for method in methods]
    buttons += _others(scene)
    key = "cards_saved" if limit is None else "cards_saved_limit"
    return run.say_aside(told, key, (*buttons[:_MOST_SHOWN], page))


def _others(scene: Scene) -> list[Option]:
    """Buttons that offer a method first, or bar it here; only one that is alone is barred by a button."""
    methods, channel = scene.conversation.profile.methods, channel_of(scene.conversation.thread)
    barred, now = _rule(scene).barred, datetime.fromtimestamp(scene.now / 1000, UTC)
    buttons = [
        Option(title("card_prefer_button", method, scene), f"card:prefer:{method.id}")
        for method in methods
        if len(methods) > 1 and not method.preferred and not has_expired(method.exp_month, method.exp_year, now)
    ]
    for method in methods:
        if method.id in barred:
            buttons.append(Option(title("card_allow_button", method, scene), f"card:allow:{method.id}:{channel}"))
        elif len(methods) == 1:
            buttons.append(Option(title("card_bar_button", method, scene), f"card:bar:{method.id}:{channel}"))
    return buttons


def remove(scene: Scene, heard: Heard) -> Scene:
    """The scene in which the one method that is meant is about to be removed, or of several one is asked for.

    A card is not removed for words about an account that is not saved, nor the other way round.
    """
    methods = scene.conversation.profile.methods
    meant = said(heard.text, methods)
    if methods and meant == ():
        return run.say_aside(scene, "card_unknown")
    found = methods if meant is None else meant
    return tapped(f"ask:{found[0].id}", scene) if len(found) == 1 else show(scene, heard)


def tapped(asked: str, scene: Scene) -> Scene:
    """The scene after a tap on a button about a method: "ask:<its id>", "yes:<its id>", "no:<its id>", or a change."""
    what, _, name = asked.partition(":")
    if what not in {"ask", "yes", "no"} or name == wallet_talk.PIN:
        return wallet_talk.tapped(what, name, scene)
    card = next((card for card in scene.conversation.profile.methods if card.id == name), None)
    if card is None:
        return run.say_aside(scene, "method_gone")
    scene = scene.with_said(method=card.told)
    if what == "no":
        return run.say_aside(scene, "card_kept")
    if what == "yes":
        return scene.say_text("card_removing").want(RemoveMethod(card.id))
    ways = (
        Option(scene.words("card_remove_yes_button"), f"card:yes:{card.id}"),
        Option(scene.words("card_remove_no_button"), f"card:no:{card.id}"),
    )
    return scene.change_slots(removing=card.id).say_text("card_remove_confirm", ways)


def answered(card: str, heard: Heard, scene: Scene) -> Scene | None:
    """The scene after a tap on a button about a card, or a typed yes or no to the question whether to remove that one.

    None when it is about something else; a yes or no that says more removes nothing: beside a question the card is
    asked about once more.
    """
    if heard.card:
        return tapped(heard.card, scene)
    if not card:
        return None
    return yes_no.led(
        heard,
        scene,
        act=lambda answer: tapped(f"{answer}:{card}", scene),
        anew=lambda told: tapped(f"ask:{card}", told),
    )


def told(event: ProfileChanged, scene: Scene) -> Scene:
    """The scene that knows the traveller as SQL does now, with the news of a method if there is any."""
    before = scene.conversation.profile
    newer = event.profile.revision > before.revision
    scene = scene.change(profile=event.profile) if newer else scene
    if not event.news:
        return scene
    scene, undo = wallet_talk.told(before, event.profile, scene) if newer else (scene, ())
    scene = scene.with_said(method=event.method)
    if event.news == _SAVED:
        return scene.say_text(event.news, (Option(scene.words("trip_button"), "go:trip"),))
    key = wallet_talk.sentence(event.news, undo)
    return scene.say_text(key) if scene.conversation.owner != "bot" else run.say_aside(scene, key, undo)


def _rule(scene: Scene) -> ChannelRule:
    talk = scene.conversation
    return rule_of(talk.profile.rules, channel_of(talk.thread))


def _told(method: SavedMethod, scene: Scene) -> str:
    """A method with its marks: "Visa •4242 (12/31; preferred; not here)"."""
    apart = scene.words("list_mark")
    marks = apart.join(_marks(method, scene))
    if not method.name:
        return f"{method.shown} ({marks})" if marks else method.shown
    return f"{method.name} ({apart.join(filter(None, (method.shown, marks)))})"


def _marks(method: SavedMethod, scene: Scene) -> Iterator[str]:
    now, rules = datetime.fromtimestamp(scene.now / 1000, UTC), scene.conversation.profile.rules
    month, year, here = method.exp_month, method.exp_year, channel_of(scene.conversation.thread)
    if has_expired(month, year, now):
        yield scene.words("card_expired")
    elif year:
        end = f"{month:02d}/{year % 100:02d}"
        yield scene.with_said(end=end).words("card_expires_soon") if expires_soon(month, year, now) else end
    if method.preferred:
        yield scene.words("card_preferred")
    for rule in rules:
        place = scene.with_said(channel=channel_name(rule.channel, scene))
        if rule.preferred == method.id:
            yield place.words("card_preferred_here" if rule.channel == here else "card_preferred_there")
        if method.id in rule.barred:
            yield place.words("card_barred_here" if rule.channel == here else "card_barred_there")
