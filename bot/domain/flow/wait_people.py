"""Waiting for those who travel: names as in the passport, dates of birth, and one e-mail address."""

from bot.domain.conversation.messages import Option
from bot.domain.flow import known_people, people_forms
from bot.domain.flow.hearing import Heard
from bot.domain.flow.mending import is_wished, mended
from bot.domain.flow.scene import Scene
from bot.domain.flow.wishes import CHANGE, CHANGED, CHANGING, NO_MATCH, REPEAT, again, take_wishes
from bot.domain.understanding.identity import parse_birth_date, parse_email, read_name

EXITS = {
    "passenger.name": ("answered", "filled", "known", "changed", "change"),
    "passenger.born": ("answered", "changed", "change"),
    "contact.email": ("answered", "changed", "change"),
}
"""Subject of a wait -> its exits; `filled` is taken when a form told name and day of birth at once."""
EXPECTING = {"passenger.name": "name", "passenger.born": "birth_date", "contact.email": "email"}
"""Subject of a wait -> what understanding should expect."""

ANSWERED = "answered"
LEADING_ON = frozenset({ANSWERED, "filled", "known"})
"""Exits after which somebody is named: by words, by a form, or as one who is known."""


def answer(subject: str, heard: Heard, scene: Scene) -> tuple[str, Scene]:
    """The exit: answered, filled, known, changed (another wish), change, no_match, or "repeat" after a note."""
    if heard.value:
        return known_people.take(heard.value, scene)
    if heard.values:
        return people_forms.answer(subject, heard.values, scene)
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
    basket = scene.conversation.basket
    if born is None or basket.offer is None:
        return NO_MATCH, scene
    other = people_forms.other_kind(born, scene)
    if other:
        return REPEAT, scene.with_said(**other).note("born_other_kind")
    return ANSWERED, people_forms.with_passenger(basket.given, basket.family, born, scene)


def _email(heard: Heard, scene: Scene) -> tuple[str, Scene]:
    email = parse_email(heard.text)
    return (ANSWERED, scene.change_basket(email=email)) if email else (NO_MATCH, scene)
