"""The action check_out: `{"do": "check_out", "text": "holding"}` asks for the seats to be held and paid.

The order of money is code, not flow (`bot.domain.checkout`). What the checkout tells comes in as events and is
spoken by `bot.domain.flow.wait_checkout` in texts that the flow may word.
"""

from bot.domain.conversation.effects import BeginCheckout
from bot.domain.errors import IllegalError
from bot.domain.flow.definition import CheckOutAction
from bot.domain.flow.scene import Scene


def run(action: CheckOutAction, scene: Scene) -> Scene:
    """The scene with the checkout begun; its id is the effect's. Raises `IllegalError` without a whole basket."""
    basket = scene.conversation.basket
    if basket.offer is None or not basket.email or len(basket.passengers) != basket.offer.party.travellers:
        raise IllegalError("A checkout needs an offer, every passenger and an e-mail address.")
    if action.text:
        scene = scene.say_text(action.text)
    awaited = scene.next_effect_id()
    wish = BeginCheckout(basket.offer, basket.passengers, basket.email, scene.language)
    scene = scene.want(wish).change_basket(checkout=awaited, locator="", shelf=(), shown=0, before=None)
    return scene.change_position(awaited=awaited)
