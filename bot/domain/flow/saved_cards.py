"""Talk about saved cards at any step: which there are, removing one after a yes, and going on where the talk stood."""

from datetime import UTC, datetime

from bot.domain.conversation.effects import RemoveMethod
from bot.domain.conversation.events import ProfileChanged
from bot.domain.conversation.messages import Option
from bot.domain.conversation.profile import SavedCard
from bot.domain.flow import run
from bot.domain.flow.hearing import Heard
from bot.domain.flow.paying import title
from bot.domain.flow.scene import Scene
from bot.domain.flow.wishes import again, is_plain
from bot.domain.payment.instrument import has_expired

_MOST_SHOWN = 9
"""Cards with a button each: with more, and a booking's own options, a channel runs out of room."""
_SAVED = "method_saved"


def show(scene: Scene, _: Heard) -> Scene:
    """The scene in which the saved cards are told, each with a button that removes it."""
    cards = scene.conversation.profile.cards
    if not cards:
        return run.say_aside(scene, "cards_none")
    told = scene.with_said(cards=", ".join(_told(card, scene) for card in cards))
    buttons = [Option(title("card_remove_button", card, scene), f"card:ask:{card.id}") for card in cards]
    return run.say_aside(told, "cards_saved", tuple(buttons[:_MOST_SHOWN]))


def remove(scene: Scene, heard: Heard) -> Scene:
    """The scene in which the one saved card is about to be removed, or of several the traveller is asked which."""
    cards = scene.conversation.profile.cards
    return tapped(f"ask:{cards[0].id}", scene) if len(cards) == 1 else show(scene, heard)


def tapped(asked: str, scene: Scene) -> Scene:
    """The scene after a tap on a button about a card: "ask:<card>", "yes:<card>" or "no:<card>"."""
    what, _, name = asked.partition(":")
    card = next((card for card in scene.conversation.profile.cards if card.id == name), None)
    if card is None:
        return run.say_aside(scene, "method_gone")
    scene = scene.with_said(method=card.shown)
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

    None when it is about something else; a yes or no that says more is about that, and removes nothing.
    """
    if heard.card:
        return tapped(heard.card, scene)
    answer = heard.understood.answer
    return tapped(f"{answer}:{card}", scene) if card and answer and is_plain(again(heard, scene)) else None


def told(event: ProfileChanged, scene: Scene) -> Scene:
    """The scene that knows the traveller as SQL does now, with the news of a card if there is any."""
    newer = event.profile.revision > scene.conversation.profile.revision
    scene = scene.change(profile=event.profile) if newer else scene
    if not event.news:
        return scene
    scene = scene.with_said(method=event.method)
    if event.news == _SAVED:
        return scene.say_text(event.news, (Option(scene.words("trip_button"), "go:trip"),))
    if scene.conversation.owner != "bot":
        return scene.say_text(event.news)
    return run.say_aside(scene, event.news)


def _told(card: SavedCard, scene: Scene) -> str:
    gone = has_expired(card.exp_month, card.exp_year, datetime.fromtimestamp(scene.now / 1000, UTC))
    until = scene.words("card_expired") if gone else f"{card.exp_month:02d}/{card.exp_year % 100:02d}"
    return f"{card.shown} ({until})"
