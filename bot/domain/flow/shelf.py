"""The flights that are shown while one of them is to be chosen."""

from bot.domain.flow.flight_words import PAGE
from bot.domain.flow.scene import Scene
from bot.domain.shopping.offers import Offer


def shown_offers(scene: Scene) -> tuple[Offer, ...]:
    """The flights on the page while one of them is to be chosen; none at any other question."""
    node = scene.flow.nodes.get(scene.position.node)
    if node is None or node.wait is None or node.wait.subject != "offer":
        return ()
    basket = scene.conversation.basket
    return basket.shelf[basket.shown : basket.shown + PAGE]
