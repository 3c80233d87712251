"""Offering people of earlier bookings as passengers: each by name, or the whole group of last time, by one tap.

Names stand on buttons, dates of birth nowhere; whether somebody is an adult, a child or an infant is computed anew for
the days of this trip. A value names the revision of the profile, so that a tap never takes another person than it said.
"""

import msgspec

from bot.domain.booking.passengers import Passenger, kind_on
from bot.domain.conversation.messages import Option
from bot.domain.flow import people_forms
from bot.domain.flow.actions.ask import pick
from bot.domain.flow.scene import Scene
from bot.domain.shopping.offers import Offer
from bot.domain.shopping.trip import next_kind

KNOWN = "known"
"""The exit of a wait for a name when everybody who was taken is known already."""
_SAME, _ONE, _ELSE = "same", "one", "else"
_MOST_NAMES = 3
_GROUP = 2


def options(scene: Scene) -> tuple[Option, ...]:
    """Buttons for those who fit, where the flow has a way on for them."""
    wait = scene.flow.nodes[scene.position.node].wait
    offer = scene.conversation.basket.offer
    if wait is None or KNOWN not in wait.exits or offer is None:
        return ()
    revision = scene.conversation.profile.revision
    people = [
        pick(scene, f"{_ONE}.{revision}.{number}", f"{person.given} {person.family}")
        for number, person in _fitting(scene, offer)
    ]
    group = _group(scene, offer)
    same = (pick(scene, f"{_SAME}.{revision}.0", scene.words("same_people_button")),) if group else ()
    if not people and not same:
        return ()
    return (*same, *people[:_MOST_NAMES], pick(scene, f"{_ELSE}.{revision}.0", scene.words("somebody_else_button")))


def take(value: str, scene: Scene) -> tuple[str, Scene]:
    """The exit and the scene after a tap on one of the buttons; the question comes again when people have changed."""
    what, revision, number = value.split(".")
    talk, offer = scene.conversation, scene.conversation.basket.offer
    if what == _ELSE:
        asked = scene.with_fields(people_forms.fields("passenger.name", scene))
        return "stay", asked.say_text("somebody_else", form=asked.form)
    if offer is None or revision != str(talk.profile.revision):
        return "repeat", scene
    fitting = dict(_fitting(scene, offer))
    chosen = _group(scene, offer) if what == _SAME else tuple(filter(None, (fitting.get(int(number)),)))
    if not chosen:
        return "repeat", scene
    return KNOWN, scene.change_basket(passengers=(*talk.basket.passengers, *chosen), given="", family="")


def _fitting(scene: Scene, offer: Offer) -> list[tuple[int, Passenger]]:
    """Those who may be named next, each with their number in the profile."""
    talk = scene.conversation
    wanted = next_kind(talk.trip, talk.basket)
    people = [(number, _today(person, offer)) for number, person in enumerate(talk.profile.people)]
    return [(n, person) for n, person in people if person.kind == wanted and person not in talk.basket.passengers]


def _group(scene: Scene, offer: Offer) -> tuple[Passenger, ...]:
    """Everybody of the last booking, in the order in which they are asked for; nobody unless all have a place."""
    talk = scene.conversation
    kinds = offer.party.kinds()
    people = [_today(person, offer) for person in talk.profile.people[: talk.profile.group]]
    group = tuple(sorted(people, key=lambda person: ("adult", "child", "infant").index(person.kind)))
    whole = (*talk.basket.passengers, *group)
    fits = tuple(person.kind for person in whole) == kinds[: len(whole)]
    return group if len(group) >= _GROUP and fits and len(set(whole)) == len(whole) else ()


def _today(person: Passenger, offer: Offer) -> Passenger:
    return msgspec.structs.replace(person, kind=kind_on(person.born, offer.last_day))
