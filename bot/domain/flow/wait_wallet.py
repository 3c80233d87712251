"""Waiting for the link to the page of the wallet: whoever tells it, or that there is none, leads on."""

from bot.domain.flow.hearing import Heard
from bot.domain.flow.scene import Scene

SHOWN = "shown"


def answer(_: str, __: Heard, scene: Scene) -> tuple[str, Scene]:
    """The exit shown: the link was told (`bot.domain.flow.wallet_talk.opened`), or nobody waits for it any more."""
    return SHOWN, scene
