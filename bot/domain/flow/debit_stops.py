"""Giving up a booking that a bank is asked to pay, while the talk is elsewhere: after a yes, and never by the way."""

from bot.domain.conversation.effects import CancelCheckout
from bot.domain.conversation.messages import Option
from bot.domain.flow import run
from bot.domain.flow.debits import DEBIT, forget, is_asked
from bot.domain.flow.hearing import Heard
from bot.domain.flow.scene import Scene


def ask_to_stop(scene: Scene, _: Heard) -> Scene:
    """The scene in which the traveller is asked whether to give up what a bank is asked to pay."""
    if not is_asked(scene):
        return run.say_aside(scene, "debit_over")
    ways = (
        Option(scene.words("debit_stop_yes_button"), "go:stop_debit_yes"),
        Option(scene.words("debit_stop_no_button"), "go:keep_debit"),
    )
    return scene.say_text("debit_stop_confirm", ways)


def stop(scene: Scene, _: Heard) -> Scene:
    """The scene in which what a bank is asked to pay is given up; the checkout tells what comes of it."""
    checkout = scene.conversation.slots.get(DEBIT, "")
    if not checkout:
        return run.say_aside(scene, "debit_over")
    return forget(checkout, scene).change_slots(gave_up=checkout).say_text("cancelling").want(CancelCheckout(checkout))


def keep(scene: Scene, _: Heard) -> Scene:
    """The scene in which nothing is given up."""
    return run.say_aside(scene, "debit_kept" if is_asked(scene) else "debit_over")
