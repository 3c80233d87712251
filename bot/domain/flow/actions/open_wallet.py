"""The action open_wallet: `{"do": "open_wallet", "text": "opening"}` makes a link to the page of the wallet.

Cards, accounts and limits are changed there, or by orders that the program takes by itself: a flow words the way to it.
The node's wait ("wallet") goes on when the link has been told.
"""

from bot.domain.conversation.effects import OpenWallet
from bot.domain.conversation.messages import Text
from bot.domain.flow.definition import OpenWalletAction
from bot.domain.flow.scene import Scene


def run(action: OpenWalletAction, scene: Scene) -> Scene:
    """The scene with the link wanted."""
    if action.text:
        scene = scene.say(Text(scene.noted_words(action.text))).without_notes()
    return scene.want(OpenWallet(scene.language))
