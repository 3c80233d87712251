"""The action show_offers: `{"do": "show_offers", "text": "offers", "button": "choose"}` shows three offers.

`bot.domain.flow.wait_offer` turns the page; the action shows the page at which the basket stands.
"""

from bot.domain.conversation.messages import Carousel
from bot.domain.flow.definition import ShowOffersAction
from bot.domain.flow.scene import Scene
from bot.domain.flow.shelf import shown_offers
from bot.domain.shopping.display import offer_card


def run(action: ShowOffersAction, scene: Scene) -> Scene:
    """The scene with the page of offers shown at which the basket stands."""
    button = scene.words(action.button)
    cards = tuple(offer_card(offer, scene.look, button=button) for offer in shown_offers(scene))
    options = scene.with_also(scene.position.options)
    carousel = Carousel(scene.noted_words(action.text), cards, options)
    return scene.without_notes().say(carousel).change_position(shelf=scene.position.node, options=options)
