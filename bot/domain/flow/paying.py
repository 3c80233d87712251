"""Paying with a saved method in the thread: a button for each, a sentence that says that it pays, and what it does.

Who taps such a button owes the money: its sentence names the amount and the card (Directive 2011/83/EU, article 8(2)).
A bank account is debited after another yes, to words that say how much, by whom, and when.
"""

from datetime import UTC, datetime

from bot.domain.conversation.effects import PayWithSaved
from bot.domain.conversation.messages import Option
from bot.domain.conversation.naming import said
from bot.domain.conversation.profile import SavedMethod
from bot.domain.flow import debits
from bot.domain.flow.actions.ask import pick
from bot.domain.flow.scene import Scene
from bot.domain.ids import channel_of
from bot.domain.payment.instrument import has_expired
from bot.domain.payment.wallet_rules import rule_of, why_not

PAY = "pay:"
"""How the value of an option begins that pays with a saved card."""
LONGEST_TITLE = 20
"""What the strictest channel shows of a button (Meta, Messenger Platform, "Quick replies")."""


def options(scene: Scene) -> tuple[Option, ...]:
    """A button for each saved method that may pay, while the talk waits for that payment; none anywhere else."""
    return tuple(pick(scene, f"{PAY}{card.id}", title("pay_with_button", card, scene)) for card in _offered(scene))


def title(key: str, card: SavedMethod, scene: Scene) -> str:
    """The title of a button about a method, with as much of its name as every channel shows."""
    whole = scene.with_said(method=card.title).words(key)
    return whole if len(whole) <= LONGEST_TITLE else scene.with_said(method=card.shown.split(" ")[-1]).words(key)


def sentence(scene: Scene) -> str:
    """What a tap on one of the buttons costs and what pays, on lines of their own; "" without buttons.

    A card pays at once; a bank account is told about first, and pays after a yes.
    """
    offer = scene.conversation.basket.offer
    if offer is None:
        return ""
    lines = ""
    for key, kind in (("tap_pays", "card"), ("tap_asks", "bank_account")):
        methods = " / ".join(method.told for method in _offered(scene) if method.kind == kind)
        lines += "\n" + scene.with_said(total=offer.total, methods=methods).words(key) if methods else ""
    return lines


def pay(value: str, scene: Scene) -> Scene:
    """The scene after a tap that pays, or that asks first what a bank account is to pay.

    A second tap while the bank is asked pays nothing more. Where a PIN guards the method it is asked for first.
    """
    talk, name = scene.conversation, value.removeprefix(PAY)
    card = next((card for card in talk.profile.methods if card.id == name.removeprefix(debits.YES)), None)
    if talk.slots.get("paying") or talk.basket.offer is None:
        return scene.say_text("where_paying")
    if card is not None and card.kind == "bank_account" and not name.startswith(debits.YES):
        return _ask_first(card, scene)
    shown = card.told if card is not None else scene.words("saved_card")
    scene = scene.with_said(total=talk.basket.offer.total, method=shown).change_basket(wish=None)
    scene = scene.say_text("pin_first") if talk.profile.pin else scene.change_slots(paying=shown).say_text("paying")
    return scene.want(PayWithSaved(talk.basket.checkout, name.removeprefix(debits.YES)))


def _ask_first(account: SavedMethod, scene: Scene) -> Scene:
    """The notice that goes before every debit, and a yes to it: the button of an account pays nothing by itself."""
    if not debits.may_pay(account, scene):
        return scene.say_text("debit_not_now")
    ways = (
        pick(scene, f"{PAY}{debits.YES}{account.id}", scene.words("debit_yes_button")),
        pick(scene, "keep", scene.words("debit_no_button")),
    )
    older = tuple(option for option in scene.position.options if option not in ways)
    return debits.what_it_means(account, scene.change_position(options=(*ways, *older))).say_text("debit_confirm", ways)


def explained(text: str, scene: Scene) -> Scene:
    """The scene that says why a saved method is not offered, when words name one of those."""
    talk, offer = scene.conversation, scene.conversation.basket.offer
    found = said(text, talk.profile.methods)
    if not found or offer is None or {*found} & {*_offered(scene)}:
        return scene
    method, now = found[0], datetime.fromtimestamp(scene.now / 1000, UTC)
    rule = rule_of(talk.profile.rules, channel_of(talk.thread))
    gone = has_expired(method.exp_month, method.exp_year, now)
    why = "method_expired" if gone else why_not(rule, method.id, offer.total)
    return scene.note(why) if why else scene


def _offered(scene: Scene) -> tuple[SavedMethod, ...]:
    talk, offer = scene.conversation, scene.conversation.basket.offer
    if not talk.slots.get("pay_url") or scene.position.awaited != talk.basket.checkout or offer is None:
        return ()
    now = datetime.fromtimestamp(scene.now / 1000, UTC)
    offered = talk.profile.offered(now, channel=channel_of(talk.thread), total=offer.total)
    return tuple(method for method in offered if debits.may_pay(method, scene))
