"""Waiting for a part of the trip: places, dates, party, cabin; several may come in one message, in any order."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import msgspec

from bot.domain.booking.passengers import Party
from bot.domain.conversation.messages import Option
from bot.domain.flow import trip_forms
from bot.domain.flow.actions.ask import pick
from bot.domain.flow.hearing import Heard
from bot.domain.flow.scene import NOTED, Scene
from bot.domain.flow.wait_search import nearby_options
from bot.domain.flow.wishes import CHANGE, CHANGED, NO_MATCH, REPEAT, again, changed, is_plain, take_wishes, taken_back
from bot.domain.shopping.trip import Filled
from bot.domain.understanding.dates.tokens import fold, tokenize
from bot.domain.understanding.passengers import number_at
from bot.domain.understanding.understood import Understood
from bot.domain.understanding.word_lists import word_set

ANSWERED = "answered"
_KINDS = {
    "trip.origin": "place",
    "trip.destination": "place",
    "trip.depart": "day",
    "trip.back": "day",
}
_ONESELF = word_set(
    "one me myself alone i solo just only single moi seul seule je uniquement adult adulte person personne "
    "yo sola solamente adulto persona ich allein alleine nur erwachsener erwachsene"
)
_DAYS = word_set("day days night nights jour jours nuit nuits dia dias noche noches tag tage nacht nachte")
_WEEKS = word_set("week weeks semaine semaines semana semanas woche wochen")
_ABOUT = word_set(
    "for pour about environ pendant stay staying reste restons we on only after apres i ll "
    "por durante unos unas despues nos quedamos me quedo fur etwa ungefahr nach ich wir bleibe bleiben nur"
)
MOST_NIGHTS = 30
"""Up to here a bare number may count nights."""


def answer(subject: str, heard: Heard, scene: Scene) -> tuple[str, Scene]:
    """The exit: answered, changed (something else was told), change, no_match, or "repeat" after a note."""
    field = subject.partition(".")[2]
    if heard.values:
        return trip_forms.answer(field, heard.values, scene)
    if field == "back":
        heard = _with_nights(heard, scene)
    if heard.value == CHANGE:
        return CHANGE, scene
    if heard.value:
        return ANSWERED, _picked(field, heard.value, scene)
    if field == "back" and heard.understood.answer == "no" and is_plain(heard) and "@" not in heard.text:
        return ANSWERED, _picked(field, "one_way", scene).note(NOTED)
    if heard.understood.ambiguous and field in {"origin", "destination"}:
        return "stay", _ask_which(heard.understood, scene)
    for reading in _readings(subject, heard, scene):
        exit_name, told = take_wishes(reading, scene, asked=field)
        if exit_name == CHANGED and _settled(field, told):
            return ANSWERED, told
        if exit_name != NO_MATCH:
            return exit_name, told
    return (REPEAT if heard.understood.intent == "book" else NO_MATCH), scene


def _readings(subject: str, heard: Heard, scene: Scene) -> Iterator[Heard]:
    """The words in every way in which they may be meant, each read only when the one before said nothing.

    A correction is first of all about the answer before, when both answers are of one kind, or when the number of
    travellers that was asked for was read out of words that count nobody.
    """
    earlier = taken_back(heard, scene)
    counts_nobody = subject == "trip.party" and _counts_nobody(heard, again(heard, scene))
    alike = _KINDS.get(subject) == _KINDS.get(scene.position.last)
    if earlier is not None and (alike or counts_nobody):
        yield earlier
    if not counts_nobody:
        yield heard
    if earlier is not None:
        yield earlier
    yield again(heard, scene)


def _counts_nobody(heard: Heard, unasked: Heard) -> bool:
    """Whether travellers were read out of a small word or of a day: "with a bag", "à Madrid", "départ le 14"."""
    if unasked.understood.dates and unasked.understood.passengers is None:
        return True
    words = {token.text for token in tokenize(fold(heard.text))}
    return heard.understood.passengers == Party(1) and not words & _ONESELF and not any(map(str.isdigit, heard.text))


def _with_nights(heard: Heard, scene: Scene) -> Heard:
    """A length of stay ("8 days", "two weeks"), or a bare number: a day of the month or so many nights.

    Of the two the day is taken, and the other can be tapped.
    """
    depart, day = scene.conversation.trip.depart, heard.understood.return_date
    nights = nights_of(heard.text)
    if nights is not None and day is None:
        return _meaning(heard, nights=nights)
    number = heard.text.strip(" .!")
    if depart is None or day is None or not number.isdigit() or not 0 < int(number) <= MOST_NIGHTS:
        return heard
    other = depart + timedelta(days=int(number))
    return _meaning(heard, date_choices=tuple(dict.fromkeys((day, other))))


def _meaning(heard: Heard, **understood: Any) -> Heard:
    return msgspec.structs.replace(heard, understood=msgspec.structs.replace(heard.understood, **understood))


def nights_of(text: str) -> int | None:
    """The nights that a bare length of stay has: "8 days", "une semaine", "two weeks"; None for other words."""
    tokens = [token for token in tokenize(fold(text)) if token.kind != "sign" and token.text not in _ABOUT]
    number = number_at(tokens, 0) if len(tokens) == 2 else None  # noqa: PLR2004 a number and its unit
    unit = 7 if tokens and tokens[-1].text in _WEEKS else 1 if tokens and tokens[-1].text in _DAYS else 0
    return number * unit if number and unit and number * unit <= MOST_NIGHTS * 2 else None


def _settled(field: str, scene: Scene) -> bool:
    trip = scene.conversation.trip
    if field == "back":
        return trip.one_way or trip.back is not None
    return getattr(trip, field) not in (None, "")


def _picked(field: str, value: str, scene: Scene) -> Scene:
    changes: dict[str, Any] = {field: value}
    if value == _AGAIN:
        changes = dict(zip(("origin", "destination"), _last_route(scene), strict=True))
    elif field == "back" and value == "one_way":
        changes = {"one_way": True, "back": None}
    elif field == "party":
        changes = {field: Party(*(int(number) for number in value.split("-")))}
    trip = msgspec.structs.replace(scene.conversation.trip, **changes)
    return changed(Filled(trip, frozenset(changes)), scene, asked=field)


def _ask_which(understood: Understood, scene: Scene) -> Scene:
    which = understood.ambiguous[0]
    options = tuple(pick(scene, code, scene.world.places.label(code, scene.language)) for code in which.codes)
    scene = scene.with_said(place=which.name).change_position(options=options)
    return scene.say_text("which_place", options)


def options(subject: str, scene: Scene) -> tuple[Option, ...]:
    """What may be tapped instead of typed for a part of the trip."""
    if subject == "trip.origin":
        return _again_option(scene)
    if subject == "trip.depart":
        searched = scene.conversation.trip.depart is not None
        change = (pick(scene, CHANGE, scene.words("change_button")),) if searched else ()
        return (*nearby_options(scene), *change)
    if subject == "trip.back":
        return (pick(scene, "one_way", scene.words("one_way_button")),)
    if subject == "trip.party":
        return tuple(pick(scene, f"{n}-0-0", scene.with_said(count=n).words(_ADULTS[n > 1])) for n in (1, 2, 3, 4))
    return ()


def _last_route(scene: Scene) -> tuple[str, str]:
    """The cities of the last booking; none when we do not fly there any more."""
    places, profile = scene.world.places, scene.conversation.profile
    ends = (profile.origin, profile.destination)
    return (places.city(ends[0]), places.city(ends[1])) if places.served.issuperset(ends) else ("", "")


def _again_option(scene: Scene) -> tuple[Option, ...]:
    """The route of the last booking, for who has not said yet where to."""
    if scene.conversation.trip.destination or not all(_last_route(scene)):
        return ()
    names = (scene.world.places.label(code, scene.language) for code in _last_route(scene))
    return (pick(scene, _AGAIN, " → ".join(names)),)


_AGAIN = "again"
_ADULTS = ("adult_button", "adults_button")
