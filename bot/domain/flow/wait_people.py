"""Waiting for those who travel: names as in the passport, dates of birth, and one e-mail address."""

import msgspec

from bot.domain.booking.passengers import Passenger, kind_on
from bot.domain.flow.hearing import Heard, hear_words
from bot.domain.flow.scene import Scene
from bot.domain.flow.wait_trip import take_wishes
from bot.domain.shopping.trip import next_kind
from bot.domain.understanding.identity import parse_birth_date, parse_email, read_name

EXPECTING = {"passenger.name": "name", "passenger.born": "birth_date", "contact.email": "email"}
"""Subject of a wait -> what understanding should expect."""


def answer(subject: str, heard: Heard, scene: Scene) -> tuple[str, Scene]:
    """The exit: answered, changed (a correction of the trip), no_match, or "repeat" after a problem was named."""
    if heard.understood.correction:
        exit_name, corrected = take_wishes(hear_words(heard.text, scene, expecting=None), scene)
        if exit_name != "no_match":
            return exit_name, corrected
    return {"passenger.name": _name, "passenger.born": _born, "contact.email": _email}[subject](heard.text, scene)


def _name(text: str, scene: Scene) -> tuple[str, Scene]:
    name = read_name(text)
    if name.problem:
        return "repeat", scene.say_text(name.problem)
    return "answered", scene.change_basket(given=name.given, family=name.family)


def _born(text: str, scene: Scene) -> tuple[str, Scene]:
    born = parse_birth_date(text, language=scene.language, today=scene.today)
    basket, trip = scene.conversation.basket, scene.conversation.trip
    if born is None or basket.offer is None:
        return "no_match", scene
    wanted, kind = next_kind(trip, basket), kind_on(born, basket.offer.last_day)
    if kind != wanted:
        return "repeat", scene.with_said(wanted=wanted, kind=kind).say_text("born_other_kind")
    person = Passenger(kind, basket.given, basket.family, born)
    basket = msgspec.structs.replace(basket, passengers=(*basket.passengers, person), given="", family="")
    return "answered", scene.change(basket=basket)


def _email(text: str, scene: Scene) -> tuple[str, Scene]:
    email = parse_email(text)
    return ("answered", scene.change_basket(email=email)) if email else ("no_match", scene)
