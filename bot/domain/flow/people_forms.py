"""Forms about those who travel: name and day of birth at once, the e-mail address with the last of them."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import msgspec

from bot.domain.booking.passengers import Passenger, kind_on
from bot.domain.conversation.messages import Field
from bot.domain.flow.scene import Scene
from bot.domain.shopping.trip import missing_passengers, next_kind
from bot.domain.understanding.identity import OLDEST, parse_birth_date, parse_email, read_part

ANSWERED, FILLED, REPEAT = "answered", "filled", "repeat"


class Read(msgspec.Struct, frozen=True):
    """What a field holds, or the key of the sentence that says why it cannot be; `said` is for that sentence."""

    value: Any = None
    problem: str = ""
    said: Mapping[str, Any] = {}


def fields(subject: str, scene: Scene) -> tuple[Field, ...]:
    """The fields for a wait about people, filled with what is known; none before flights are chosen."""
    if scene.conversation.basket.offer is None:
        return ()
    return tuple(_FIELDS[name](scene) for name in _asked(subject, scene))


def answer(subject: str, sent: Mapping[str, str], scene: Scene) -> tuple[str, Scene]:
    """The exit after a form: answered or filled when all of it is right, else "repeat" with each slip at its field."""
    read = {one.name: _read(one.name, sent, scene) for one in fields(subject, scene)}
    slips = {name: scene.with_said(**found.said).words(found.problem) for name, found in read.items() if found.problem}
    if slips or not read:
        return REPEAT, scene.with_slips(sent, slips)
    if "email" in read:
        scene = scene.change_basket(email=read["email"].value)
    if "born" not in read:
        named = {name: read[name].value for name in ("given", "family") if name in read}
        return ANSWERED, scene.change_basket(**named)
    basket = scene.conversation.basket
    given, family = (read[name].value if name in read else getattr(basket, name) for name in ("given", "family"))
    return (FILLED if "given" in read else ANSWERED), with_passenger(given, family, read["born"].value, scene)


def with_passenger(given: str, family: str, born: date, scene: Scene) -> Scene:
    """The scene in which the next traveller is named."""
    basket = scene.conversation.basket
    person = Passenger(next_kind(scene.conversation.trip, basket), given, family, born)
    named = scene.change_basket(passengers=(*basket.passengers, person), given="", family="")
    return named.change_position(last="passenger.born")


def other_kind(born: date, scene: Scene) -> dict[str, str]:
    """The kind of traveller that is `wanted` and the `kind` that somebody born then is, when they differ."""
    basket = scene.conversation.basket
    wanted = next_kind(scene.conversation.trip, basket)
    kind = kind_on(born, basket.offer.last_day) if basket.offer else wanted
    return {} if kind == wanted else {"wanted": wanted, "kind": kind}


def _asked(subject: str, scene: Scene) -> tuple[str, ...]:
    if subject != "passenger.name":
        return ("born",) if subject == "passenger.born" else ("email",)
    wait = scene.flow.nodes[scene.position.node].wait
    if wait is None or FILLED not in wait.exits:
        return "given", "family"
    is_last = missing_passengers(scene.conversation.trip, scene.conversation.basket) == 1
    return ("given", "family", "born", "email") if is_last else ("given", "family", "born")


def _given_field(scene: Scene) -> Field:
    label, known = scene.words("field_given"), scene.conversation.basket.given
    return Field("given", label, autocomplete=_purpose("given-name", scene), value=known)


def _family_field(scene: Scene) -> Field:
    label, known = scene.words("field_family"), scene.conversation.basket.family
    return Field("family", label, autocomplete=_purpose("family-name", scene), value=known)


def _born_field(scene: Scene) -> Field:
    oldest = date(scene.today.year - OLDEST, 1, 1)
    label, last = scene.words("field_born"), scene.today.isoformat()
    return Field("born", label, "date", _purpose("bday", scene), least=oldest.isoformat(), most=last)


def _email_field(scene: Scene) -> Field:
    return Field("email", scene.words("field_email"), "email", "email", scene.conversation.basket.email)


def _purpose(token: str, scene: Scene) -> str:
    """The token that lets a browser fill in; people after the first are groups of their own (HTML, section-*)."""
    number = len(scene.conversation.basket.passengers) + 1
    return token if number == 1 else f"section-passenger{number} {token}"


_FIELDS: Mapping[str, Callable[[Scene], Field]] = {
    "given": _given_field,
    "family": _family_field,
    "born": _born_field,
    "email": _email_field,
}


def _read(name: str, sent: Mapping[str, str], scene: Scene) -> Read:
    text = sent.get(name, "").strip()
    return _READERS[name](text, scene) if text else Read(problem="field_missing")


def _read_part(text: str, _: Scene) -> Read:
    part = read_part(text)
    return Read(part.given, part.problem)


def _read_born(text: str, scene: Scene) -> Read:
    born = parse_birth_date(text, language=scene.language, today=scene.today)
    if born is None:
        return Read(problem="field_born_wrong")
    other = other_kind(born, scene)
    return Read(born, "born_other_kind" if other else "", other)


def _read_email(text: str, _: Scene) -> Read:
    email = parse_email(text)
    return Read(email, "" if email else "field_email_wrong")


_READERS: Mapping[str, Callable[[str, Scene], Read]] = {
    "given": _read_part,
    "family": _read_part,
    "born": _read_born,
    "email": _read_email,
}
