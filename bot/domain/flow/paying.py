"""Paying with a saved card in the thread: a button for each, a sentence that says that it pays, and what it does.

Who taps such a button owes the money: its sentence names the amount and the card (Directive 2011/83/EU, article 8(2)).
"""

from datetime import UTC, datetime

from bot.domain.conversation.effects import PayWithSaved
from bot.domain.conversation.messages import Option
from bot.domain.conversation.profile import SavedCard
from bot.domain.flow.actions.ask import pick
from bot.domain.flow.scene import Scene

PAY = "pay:"
"""How the value of an option begins that pays with a saved card."""
LONGEST_TITLE = 20
"""What the strictest channel shows of a button (Meta, Messenger Platform, "Quick replies")."""


def options(scene: Scene) -> tuple[Option, ...]:
    """A button for each saved card that may pay, while the talk waits for that payment; none anywhere else."""
    return tuple(pick(scene, f"{PAY}{card.id}", title("pay_with_button", card, scene)) for card in _cards(scene))


def title(key: str, card: SavedCard, scene: Scene) -> str:
    """The title of a button about a card, with as much of the card's name as every channel shows."""
    whole = scene.with_said(method=card.shown).words(key)
    return whole if len(whole) <= LONGEST_TITLE else scene.with_said(method=card.shown.split(" ")[-1]).words(key)


def sentence(scene: Scene) -> str:
    """What a tap on one of the buttons costs and which card pays, on a line of its own; "" without buttons."""
    cards, offer = _cards(scene), scene.conversation.basket.offer
    if not cards or offer is None:
        return ""
    methods = " / ".join(card.shown for card in cards)
    return "\n" + scene.with_said(total=offer.total, methods=methods).words("tap_pays")


def pay(value: str, scene: Scene) -> Scene:
    """The scene after a tap that pays; a second tap while the bank is asked pays nothing more."""
    talk = scene.conversation
    card = next((card for card in talk.profile.cards if card.id == value.removeprefix(PAY)), None)
    if talk.slots.get("paying") or talk.basket.offer is None:
        return scene.say_text("where_paying")
    shown = card.shown if card is not None else scene.words("saved_card")
    scene = scene.with_said(total=talk.basket.offer.total, method=shown)
    scene = scene.change_slots(paying=shown).change_basket(wish=None).say_text("paying")
    return scene.want(PayWithSaved(talk.basket.checkout, value.removeprefix(PAY)))


def _cards(scene: Scene) -> tuple[SavedCard, ...]:
    talk = scene.conversation
    if not talk.slots.get("pay_url") or scene.position.awaited != talk.basket.checkout:
        return ()
    return talk.profile.offered(datetime.fromtimestamp(scene.now / 1000, UTC))
