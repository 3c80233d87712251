"""Wishes that hold at every wait: help, a person, starting over, back to the bot, more; and small talk."""

from collections.abc import Callable, Mapping

from bot.domain.conversation import handover
from bot.domain.conversation.messages import Option
from bot.domain.conversation.state import Basket, Trip
from bot.domain.flow import (
    aside,
    asking,
    debit_stops,
    debits,
    giving_back,
    linked_chats,
    linking,
    payment_talk,
    privacy_talk,
    run,
    saved_cards,
    wait_checkout,
    wallet_talk,
)
from bot.domain.flow.definition import HandOverAction
from bot.domain.flow.hearing import NOTHING, Heard
from bot.domain.flow.scene import Scene
from bot.domain.flow.sides import PERSON, QUESTIONS, WALLET
from bot.domain.flow.wishes import again, is_plain

SMALL_TALK = frozenset({"thanks", "bags", "status", "greet", "goodbye"})
"""Intents that are answered by a sentence, `answer_<intent>`, whatever the talk is about."""
FAREWELLS = frozenset({"thanks", "goodbye"})
"""Small talk after which nothing begins."""
_ASKED = HandOverAction("").reason
"""The reason of a step that says no more than that a person was asked for."""


def small_talk(heard: Heard, scene: Scene) -> str:
    """The key of the sentence that answers a message which says nothing else, or ""."""
    understood = heard.understood
    if understood.intent not in SMALL_TALK or understood.answer or not is_plain(again(heard, scene)):
        return ""
    return f"answer_{understood.intent}"


def told_apart(scene: Scene) -> Scene:
    """The scene after a message that begins no booking: what it asked, or that we can't help, and what we can do."""
    return scene.say_text("can_do", (_person_option(scene),))


def _help(scene: Scene, _: Heard) -> Scene:
    link = Option(scene.words("link_button"), "go:link")
    asks = (Option(scene.words("questions_button"), "go:questions"),) if aside.is_open(scene, QUESTIONS) else ()
    options = (_start_over_option(scene), _person_option(scene), link, *asks)
    return run.where_we_are(scene.note("help").offer_also(*options))


def _start_over_option(scene: Scene) -> Option:
    return Option(scene.words("start_over_button"), "go:start_over")


def _person_option(scene: Scene) -> Option:
    return Option(scene.words("person_button"), "go:person")


def give_up(scene: Scene) -> Scene:
    """The scene after "cancel" where nothing is held: it says so, and how to begin anew, or to cancel a booking.

    Beside a booking that is looked at, it is about that one. What a bank is asked to pay can be given up, after a yes.
    """
    if giving_back.is_looked_at(scene):
        return giving_back.begin(scene, NOTHING)
    if debits.is_asked(scene):
        return debit_stops.ask_to_stop(scene, NOTHING)
    if not has_booked(scene):
        return run.where_we_are(scene.note("nothing_booked").offer_also(_start_over_option(scene)))
    options = (_start_over_option(scene), cancel_option(scene), _person_option(scene))
    return run.where_we_are(scene.note("nothing_new_booked").offer_also(*options))


def has_booked(scene: Scene) -> bool:
    """Whether the traveller has a booking that "cancel" may be about."""
    return bool(scene.conversation.basket.locator or scene.look_up("profile.returning"))


def cancels_booked(scene: Scene) -> Scene:
    """The scene after "cancel" while nothing is going on: what is booked stays so, and who cancels it."""
    if debits.is_asked(scene):
        return debit_stops.ask_to_stop(scene, NOTHING)
    trip = Option(scene.words("trip_button"), "go:trip")
    return scene.say_text("nothing_new_booked", (trip, cancel_option(scene), _person_option(scene)))


def cancel_option(scene: Scene) -> Option:
    """The way to cancel a booking that is paid."""
    return Option(scene.words("return_button"), "go:cancel_booking")


def known_email(scene: Scene) -> str:
    """The address of this talk, or of the last booking."""
    return scene.conversation.basket.email or scene.conversation.profile.email


def _start_over(scene: Scene, _: Heard) -> Scene:
    scene = wait_checkout.give_up(scene) if run.in_checkout(scene) else scene.change_slots(gave_up="")
    scene = scene.change(trip=Trip(), basket=Basket(email=known_email(scene)))
    scene = scene.change_slots(pay_url="", pay_until="", paying="", challenge="", bank_until="")
    return run.start(scene.note("started_over").with_said(restarted=True))


def _person(scene: Scene, _: Heard) -> Scene:
    if run.current(scene) is None:
        scene = run.start(scene.with_said(restarted=True)).silent()
    if aside.is_open(scene, PERSON) and scene.position.flow != PERSON and not _has_its_own(scene):
        return aside.enter(scene, PERSON)
    return run.take(scene, "person")


def _has_its_own(scene: Scene) -> bool:
    """Whether the present wait leads to a person by a step that staff made for it: with a team, a reason or more."""
    here = run.current(scene)
    node = scene.flow.nodes.get(here[0].exits.get("person", "")) if here else None
    if node is None:
        return False
    return not any(isinstance(one, HandOverAction) and one.reason == _ASKED and not one.team for one in node.do)


def back_to_bot(scene: Scene, _: Heard) -> Scene:
    """The scene in which the bot goes on where the talk stood before a person was called."""
    if scene.conversation.owner == "bot":
        return run.where_we_are(scene)
    given = scene.replace(handover.give_back(scene.conversation))
    # What was missed may lead to something that is said, not asked: the return is told before it.
    return run.where_we_are(given.say_text("bot_again") if given.position.missed else given.note("bot_again"))


def _more(scene: Scene, heard: Heard) -> Scene:
    here = run.current(scene)
    subject = here[0].subject if here else ""
    return run.answer(scene, heard) if subject in {"offer", "choice"} else run.where_we_are(scene)


def _wallet(scene: Scene, heard: Heard) -> Scene:
    return aside.enter(scene, WALLET) if aside.is_open(scene, WALLET) else wallet_talk.open_page(scene, heard)


def _cancel_booking(scene: Scene, heard: Heard) -> Scene:
    """In the middle of a booking of who has none, "cancel my booking" means the one that is going on."""
    begun = run.current(scene) is not None and not run.awaits(scene, "checkout") and not aside.looks_at_trips(scene)
    return give_up(scene) if begun and not has_booked(scene) else giving_back.begin(scene, heard)


WISHES: Mapping[str, Callable[[Scene, Heard], Scene]] = {
    "help": _help,
    "start_over": _start_over,
    "person": _person,
    "bot": back_to_bot,
    "more": _more,
    "trip": aside.to_trips,
    "questions": asking.menu,
    "cards": saved_cards.show,
    "remove_card": saved_cards.remove,
    "wallet": _wallet,
    "change_wallet": wallet_talk.order,
    "payments": payment_talk.show,
    "known": privacy_talk.known,
    "export": privacy_talk.export,
    "erase": privacy_talk.erase,
    "consents": privacy_talk.consents,
    "link": linking.offer,
    "chats": linked_chats.show,
    "unlink": linked_chats.unlink,
    "stop_debit": debit_stops.ask_to_stop,
    "stop_debit_yes": debit_stops.stop,
    "keep_debit": debit_stops.keep,
    "cancel_booking": _cancel_booking,
    "refunds": giving_back.ask_refunds,
}
"""What "go:<wish>" on a button, or the words for it, do."""
