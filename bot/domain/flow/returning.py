"""Giving a thread back to the bot: where it stopped, at the menu, or at a named step to which it may safely go.

Theory. A step is safe when nobody is led past a price, terms or a payment by it, and when everything that it needs is
known. So steps are those of the way from the flow's start to its first locked step; what a step asks for once more is
forgotten, and what was found for the old answer with it. While seats are held and the payment is awaited there is one
way back alone: where it stopped. What was allowed when the agent looked is looked at again in the turn that returns.
"""

from collections.abc import Callable, Mapping

import msgspec

from bot.domain.conversation import handover
from bot.domain.conversation.agent_events import AgentReturned
from bot.domain.conversation.messages import Option
from bot.domain.conversation.state import Conversation, Position
from bot.domain.flow import aside, run
from bot.domain.flow.definition import CheckOutAction, Node
from bot.domain.flow.everywhere import back_to_bot, has_booked, told_apart
from bot.domain.flow.hearing import NOTHING
from bot.domain.flow.progress import steps_of
from bot.domain.flow.scene import Scene
from bot.domain.flow.sides import TRIPS
from bot.domain.world import World

STOPPED, MENU = "", "menu"
"""Where the talk stopped, and the beginning: what the bot can do."""


class Destination(msgspec.Struct, frozen=True):
    """Where a thread may go back to: its name as `AgentReturned.to` has it, and for what that step waits."""

    to: str
    subject: str = ""


class _Step(msgspec.Struct, frozen=True):
    """When a step may be asked once more, and the scene before it is."""

    ready: Callable[[Scene], bool]
    before: Callable[[Scene], Scene]


def destinations(talk: Conversation, *, world: World, now: int) -> tuple[Destination, ...]:
    """Everywhere the bot may go on, the place where it stopped first; `now` is milliseconds UTC.

    Where a flow of the talk is not published any more, nobody can tell another place.
    """
    within = {position.flow for position in (talk.position, *talk.parents) if position is not None}
    if not {world.entry, *within} <= world.live.keys():
        return (Destination(STOPPED),)
    return _open(Scene(talk, AgentReturned("", now, ""), world, now))


def back(scene: Scene, to: str) -> Scene:
    """The scene in which the bot has the thread again, says so, and goes on there; else where it stopped."""
    if to == STOPPED or to not in {one.to for one in _open(scene)}:
        return back_to_bot(scene, NOTHING)
    given = scene.replace(handover.give_back(scene.conversation)).note("bot_again")
    if to == MENU:
        given = run.forget_asides(given.change(position=None, parents=()))
        trip = Option(given.words("trip_button"), "go:trip")
        return told_apart(given.offer_also(trip) if has_booked(given) else given)
    if to == TRIPS:
        return aside.to_trips(given)
    home = _home(given)
    known = run.forget_asides(given).change(position=Position(home.flow, home.revision, "", shelf=home.shelf))
    step = _STEPS[_subject(known, to)]
    return run.enter(step.before(known.change(parents=())), to)


def _open(scene: Scene) -> tuple[Destination, ...]:
    stopped, home = Destination(STOPPED), _home(scene)
    paying = run.in_checkout(scene) and not _is_over(scene)
    if paying:
        return (stopped,)
    trips = (Destination(TRIPS, "booking"),) if TRIPS in scene.world.live else ()
    there = scene.change(position=home, parents=())
    bought = bool(scene.conversation.basket.locator) or home.missed == "paid"
    if not home.node or bought:
        return (stopped, Destination(MENU), *trips)
    return (stopped, Destination(MENU), *_steps(there), *trips)


def _is_over(scene: Scene) -> bool:
    """Whether the checkout that was awaited has ended while a person had the thread."""
    return bool(_home(scene).missed)


def _home(scene: Scene) -> Position:
    """Where the talk stands in the flow with which it began, whatever it looks at aside of that."""
    position = scene.conversation.parents[0] if scene.conversation.parents else scene.position
    return position if position.flow == scene.world.entry else Position(scene.world.entry, _live(scene), "")


def _live(scene: Scene) -> int:
    return scene.world.live[scene.world.entry]


def _steps(scene: Scene) -> tuple[Destination, ...]:
    found = []
    for name in steps_of(scene.flow):
        if _stops(scene.flow.nodes[name]):
            break
        subject = _subject(scene, name)
        if subject in _STEPS and _STEPS[subject].ready(scene):
            found.append(Destination(name, subject))
    return tuple(found)


def _stops(node: Node) -> bool:
    """Whether nobody may be led to a step or past it without having gone through it: money or law needs it."""
    return node.locked or any(isinstance(action, CheckOutAction) for action in node.do)


def _subject(scene: Scene, name: str) -> str:
    wait = scene.flow.nodes[name].wait
    return wait.subject if wait is not None else ""


def _always(_: Scene) -> bool:
    return True


def _has_trip(scene: Scene) -> bool:
    trip = scene.conversation.trip
    days = trip.depart is not None and (trip.back is not None or trip.one_way)
    return bool(trip.origin and trip.destination and days and trip.party) and not _lacks_ages(scene)


def _lacks_ages(scene: Scene) -> bool:
    return bool(scene.look_up("trip.ages_missing"))


def _has_offer(scene: Scene) -> bool:
    offer = scene.conversation.basket.offer
    return offer is not None and offer.expires.timestamp() * 1000 > scene.now


def _has_shelf(scene: Scene) -> bool:
    shelf = scene.conversation.basket.shelf
    return bool(shelf) and all(offer.expires.timestamp() * 1000 > scene.now for offer in shelf)


def _without_offer(scene: Scene) -> Scene:
    return scene.change_basket(offer=None)


_TRIP = _Step(_always, _without_offer)
_STEPS: Mapping[str, _Step] = {
    "trip.origin": _TRIP,
    "trip.destination": _TRIP,
    "trip.depart": _TRIP,
    "trip.back": _Step(lambda scene: scene.conversation.trip.depart is not None, _without_offer),
    "trip.party": _TRIP,
    "trip.ages": _Step(_lacks_ages, _without_offer),
    "trip.cabin": _TRIP,
    "search": _Step(_has_trip, _without_offer),
    "offer": _Step(_has_shelf, lambda scene: scene.change_basket(offer=None, shown=0)),
    "passenger.name": _Step(_has_offer, lambda scene: scene.change_basket(passengers=(), given="", family="")),
    "contact.email": _Step(
        lambda scene: _has_offer(scene) and not scene.look_up("basket.passengers_missing"),
        lambda scene: scene.change_basket(email=""),
    ),
}
"""For what a step waits -> when it may be returned to; a step that waits for anything else is not offered."""
