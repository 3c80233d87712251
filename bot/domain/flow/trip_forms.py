"""Forms about the trip: a day picked in a calendar, and how many travel."""

from collections.abc import Mapping
from datetime import timedelta

import msgspec

from bot.domain.booking.passengers import CHILD_FROM, MOST_TRAVELLERS, Party, party_problem
from bot.domain.conversation.messages import Field, Option
from bot.domain.flow.hearing import hear_words
from bot.domain.flow.scene import Scene
from bot.domain.flow.wishes import CHANGED, EXPECTING, REPEAT, changed, take_wishes
from bot.domain.shopping.trip import Filled

ANSWERED = "answered"
DAYS = {"depart": "field_depart", "back": "field_back"}
"""Part of the trip that is a day -> the key of its label."""
PEOPLE = {"adults": "field_adults", "children": "field_children", "infants": "field_infants"}
"""Kind of traveller -> the key of its label."""


def fields(subject: str, scene: Scene) -> tuple[Field, ...]:
    """The fields for a part of the trip, filled with what is known; none where words are quicker."""
    part = subject.partition(".")[2]
    if part in DAYS:
        return (_day_field(part, scene),)
    return _party_fields(scene) if part == "party" else ()


def answer(part: str, sent: Mapping[str, str], scene: Scene) -> tuple[str, Scene]:
    """The exit after a form: answered, or "repeat" with the slip at its field."""
    return _take_day(part, sent, scene) if part in DAYS else _take_party(sent, scene)


def _day_field(part: str, scene: Scene) -> Field:
    trip, today = scene.conversation.trip, scene.today
    first = max(today, trip.depart) if part == "back" and trip.depart else today
    last = today + timedelta(days=scene.world.brand.horizon_days)
    known = getattr(trip, part)
    return Field(
        part,
        scene.words(DAYS[part]),
        "date",
        value=known.isoformat() if known else "",
        least=first.isoformat(),
        most=last.isoformat(),
    )


def _take_day(part: str, sent: Mapping[str, str], scene: Scene) -> tuple[str, Scene]:
    """A day is read and judged as if it had been written."""
    heard = hear_words(sent.get(part, ""), scene, expecting=EXPECTING[f"trip.{part}"])
    exit_name, told = take_wishes(heard, scene, asked=part)
    if exit_name == CHANGED and getattr(told.conversation.trip, part):
        return ANSWERED, told
    slip = " ".join(told.words(key) for key in told.notes[len(scene.notes) :]) or scene.words("field_day_wrong")
    return REPEAT, scene.with_slips(sent, {part: slip})


def _party_fields(scene: Scene) -> tuple[Field, ...]:
    party = scene.conversation.trip.party or Party()
    return tuple(_count_field(kind, getattr(party, kind), scene) for kind in PEOPLE)


def _count_field(kind: str, known: int, scene: Scene) -> Field:
    numbers = range(int(kind == "adults"), MOST_TRAVELLERS + (kind == "adults"))
    options = tuple(Option(str(number), str(number)) for number in numbers)
    return Field(kind, scene.words(PEOPLE[kind]), "choice", value=str(known), options=options)


def _take_party(sent: Mapping[str, str], scene: Scene) -> tuple[str, Scene]:
    counts = [sent.get(kind, "0") for kind in PEOPLE]
    if not all(count.isascii() and count.isdigit() for count in counts):
        return REPEAT, scene.with_slips({}, {"adults": scene.words("field_missing")})
    party = Party(*(int(count[:3]) for count in counts))
    problem = party_problem(party)
    if problem:
        slip = "infants" if problem == "party_too_many_infants" else "adults"
        return REPEAT, scene.with_slips(sent, {slip: scene.words(problem)})
    # The labels say between which birthdays children are: their ages are told, and not asked once more.
    trip = msgspec.structs.replace(scene.conversation.trip, party=party, ages=(CHILD_FROM,) * party.children)
    return ANSWERED, changed(Filled(trip, frozenset({"party"})), scene, asked="party")
