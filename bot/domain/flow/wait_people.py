"""Waiting for those who travel: names as in the passport, dates of birth, and one e-mail address."""

from bot.domain.booking.passengers import Passenger, kind_on
from bot.domain.conversation.messages import Option
from bot.domain.flow import known_people
from bot.domain.flow.hearing import Heard
from bot.domain.flow.mending import is_wished, mended
from bot.domain.flow.scene import Scene
from bot.domain.flow.wishes import CHANGE, CHANGED, CHANGING, NO_MATCH, REPEAT, again, take_wishes
from bot.domain.shopping.trip import next_kind
from bot.domain.understanding.identity import parse_birth_date, parse_email, read_name

EXPECTING = {"passenger.name": "name", "passenger.born": "birth_date", "contact.email": "email"}
"""Subject of a wait -> what understanding should expect."""

ANSWERED = "answered"


def answer(subject: str, heard: Heard, scene: Scene) -> tuple[str, Scene]:
    """The exit: answered, known, changed (a correction of the trip), change, no_match, or "repeat" after a note."""
    if heard.value:
        return known_people.take(heard.value, scene)
    put_right = mended(heard, scene)
    if put_right is not None:
        return REPEAT, put_right
    readers = {"passenger.name": _named_or_wished, "passenger.born": _born, "contact.email": _email}
    exit_name, told = readers[subject](heard, scene)
    if exit_name != NO_MATCH:
        return exit_name, told
    return take_wishes(again(heard, scene), scene)


def options(subject: str, scene: Scene) -> tuple[Option, ...]:
    """People of earlier bookings, where a name is asked for."""
    return known_people.options(scene) if subject == "passenger.name" else ()


def _with_name(given: str, family: str, scene: Scene) -> Scene:
    return scene.change_basket(given=given, family=family)


def _named_or_wished(heard: Heard, scene: Scene) -> tuple[str, Scene]:
    name = read_name(heard.text)
    if heard.understood.correction or name.problem or is_wished(heard.text, scene):
        exit_name, told = take_wishes(again(heard, scene), scene)
        if exit_name in {CHANGED, CHANGE} or (
            exit_name == REPEAT and (heard.understood.correction or "@" in heard.text)
        ):
            return exit_name, told
    if heard.understood.intent in CHANGING:
        return CHANGE, scene
    if name.problem:
        return REPEAT, scene.note(name.problem)
    return ANSWERED, _with_name(name.given, name.family, scene)


def _born(heard: Heard, scene: Scene) -> tuple[str, Scene]:
    born = parse_birth_date(heard.text, language=scene.language, today=scene.today)
    basket, trip = scene.conversation.basket, scene.conversation.trip
    if born is None or basket.offer is None:
        return NO_MATCH, scene
    wanted, kind = next_kind(trip, basket), kind_on(born, basket.offer.last_day)
    if kind != wanted:
        return REPEAT, scene.with_said(wanted=wanted, kind=kind).note("born_other_kind")
    person = Passenger(kind, basket.given, basket.family, born)
    return ANSWERED, scene.change_basket(passengers=(*basket.passengers, person), given="", family="")


def _email(heard: Heard, scene: Scene) -> tuple[str, Scene]:
    email = parse_email(heard.text)
    return (ANSWERED, scene.change_basket(email=email)) if email else (NO_MATCH, scene)
