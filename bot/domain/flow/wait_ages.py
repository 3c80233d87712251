"""Waiting for the ages of children: who is under two sits on a lap, who is twelve pays as an adult."""

import msgspec

from bot.domain.booking.passengers import ADULT_FROM, CHILD_FROM, Party, party_problem
from bot.domain.flow.ages import read_ages
from bot.domain.flow.hearing import Heard
from bot.domain.flow.scene import NOTED, Scene
from bot.domain.flow.wishes import CHANGED, NO_MATCH, again, take_wishes
from bot.domain.shopping.trip import missing_ages

ANSWERED = "answered"


def answer(_: str, heard: Heard, scene: Scene) -> tuple[str, Scene]:
    """The exit: answered, changed (something else was told), change, no_match, or "repeat" after a note."""
    ages = read_ages(heard.text, missing_ages(scene.conversation.trip))
    if ages:
        return _aged(ages, scene)
    exit_name, told = take_wishes(heard, scene)
    return (exit_name, told) if exit_name != NO_MATCH else take_wishes(again(heard, scene), scene)


def _aged(ages: tuple[int, ...], scene: Scene) -> tuple[str, Scene]:
    """The scene with the party as the ages make it: those under two and from twelve on are no children any more."""
    trip = scene.conversation.trip
    party = trip.party or Party()
    grown, babies = sum(age >= ADULT_FROM for age in ages), sum(age < CHILD_FROM for age in ages)
    counted = Party(party.adults + grown, party.children - grown - babies, party.infants + babies)
    problem = party_problem(counted)
    if problem:
        return CHANGED, scene.change_trip(party=None, ages=()).note(problem)
    told = scene.change(trip=msgspec.structs.replace(trip, party=counted, ages=(*trip.ages, *ages)))
    if counted != party:
        told = told.note(NOTED)
    return ANSWERED if not missing_ages(told.conversation.trip) else CHANGED, told
