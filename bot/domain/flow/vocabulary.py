"""The catalogue of fields for those who build conditions and texts: what each is, and what can be asked of it.

Where a value comes from stands in `bot.domain.flow.fields`; here stands what staff are told of it. A money field is
compared with "EUR 300", a day with "2026-12-04".
"""

from collections.abc import Mapping
from typing import Literal, get_args

import msgspec

from bot.domain.booking.trips import TripState
from bot.domain.flow.questions import SUBJECTS
from bot.domain.flow.talk_about import ABOUTS

Kind = Literal["text", "choice", "place", "number", "money", "day", "yes_no", "list", "thing"]
Writer = Literal["engine", "traveller", "flow"]
"""Who gives a field its value: the program alone, what a traveller tells, or a flow, by `set_slot`, too."""
Privacy = Literal["none", "personal", "contact"]
"""Whether a value is about somebody: nothing, who they are and where they go, or how to reach them."""


class FieldFact(msgspec.Struct, frozen=True):
    """One field: its name in documents, its name for people, and what may be done with it.

    `comes_with` is the field without which it has no value, its own name where a traveller has to give it first, and
    "" where there always is one. `values` are all that a choice can be.
    """

    name: str
    label: str
    kind: Kind
    writer: Writer = "engine"
    privacy: Privacy = "none"
    comes_with: str = ""
    values: tuple[str, ...] = ()


_ANY = ("present", "missing")
OPERATORS: Mapping[Kind, tuple[str, ...]] = {
    "text": ("is", "is_not", "in", "not_in", "contains", "starts", "matches", *_ANY),
    "choice": ("is", "is_not", "in", "not_in", *_ANY),
    "place": ("is", "is_not", "in", "not_in", *_ANY),
    "number": ("is", "is_not", "less", "at_most", "at_least", "more", *_ANY),
    "money": ("less", "at_most", "at_least", "more", *_ANY),
    "day": ("is", "less", "at_most", "at_least", "more", *_ANY),
    "yes_no": ("is", *_ANY),
    "list": ("has", *_ANY),
    "thing": _ANY,
}
"""What can be asked of a field of each kind, in the order in which a form offers it."""

CHANNELS = ("messenger", "instagram", "whatsapp", "webchat", "terminal")
_CABINS = ("economy", "premium", "business", "first")
_CONSENTS = {"people": "remember people for the next booking", "mail": "notices of the account by e-mail"}
_ANSWERS = ("yes", "no", "later")
_OWNERS = ("bot", "queue", "human")

_TALK = (
    FieldFact("brand.name", "Name of the airline", "text"),
    FieldFact("talk.channel", "Channel", "choice", values=CHANNELS),
    FieldFact("talk.language", "Language", "text"),
    FieldFact("talk.owner", "Who answers", "choice", values=_OWNERS),
    FieldFact("talk.agent", "Agent", "text", privacy="personal", comes_with="talk.agent"),
    FieldFact("talk.misses", "Answers not understood in a row", "number"),
    FieldFact("talk.about", "What the talk is about", "choice", values=ABOUTS),
    FieldFact("talk.topic", "What was asked about", "choice", comes_with="talk.topic", values=tuple(sorted(SUBJECTS))),
    FieldFact("talk.known", "Name the traveller is known by", "text", "engine", "personal", "talk.known"),
    FieldFact("talk.interrupted", "Something waits that was interrupted", "yes_no"),
    FieldFact("talk.welcomed", "Has been welcomed", "yes_no"),
    FieldFact("profile.people", "People of earlier bookings", "list", privacy="personal"),
    *(
        FieldFact(f"consent.{name}", f"Answer: {told}", "choice", "engine", "personal", f"consent.{name}", _ANSWERS)
        for name, told in _CONSENTS.items()
    ),
    *(FieldFact(f"consent.{name}_words", f"Words: {told}", "text") for name, told in _CONSENTS.items()),
    FieldFact("profile.returning", "Has booked before", "yes_no", privacy="personal"),
)
_TRIP = (
    FieldFact("trip", "Trip", "thing", "traveller", "personal"),
    FieldFact("trip.origin", "From", "place", "flow", "personal", "trip.origin"),
    FieldFact("trip.destination", "To", "place", "flow", "personal", "trip.destination"),
    FieldFact("trip.depart", "Day of departure", "day", "flow", "personal", "trip.depart"),
    FieldFact("trip.back", "Day of return", "day", "flow", "personal", "trip.back"),
    FieldFact("trip.one_way", "One way", "yes_no", "flow", "personal"),
    FieldFact("trip.ages_missing", "Children whose age is not known", "number"),
    FieldFact("trip.times", "Hours of departure", "thing", "traveller", "personal", "trip.times"),
    FieldFact("trip.budget", "Most it may cost, in whole euros", "number", "traveller", "personal", "trip.budget"),
    FieldFact("trip.party", "Who travels", "thing", "flow", "personal", "trip.party"),
    FieldFact("trip.passengers", "Number of travellers", "number", "traveller", "personal", "trip.party"),
    FieldFact("trip.cabin", "Cabin", "choice", "flow", "none", "trip.cabin", _CABINS),
    FieldFact("trip.most_stops", "Most stops", "number", "flow", "none", "trip.most_stops"),
)
_BASKET = (
    FieldFact("fares", "Fares of the flights shown", "thing"),
    FieldFact("flights", "Flights shown", "thing"),
    FieldFact("basket.nearby", "Other days with flights", "list"),
    FieldFact("basket.cheapest", "Cheapest flight shown", "thing", comes_with="basket.offers"),
    FieldFact("basket.offers", "Number of flights found", "number", "flow", "none", "basket.offers"),
    FieldFact("basket.more", "Number of flights not shown yet", "number"),
    FieldFact("basket.offer", "Chosen flight", "thing", "flow", "personal", "basket.offer"),
    FieldFact("basket.total", "Total price", "money", "engine", "none", "basket.offer"),
    FieldFact("basket.before", "Total price before it changed", "money", "engine", "none", "basket.before"),
    FieldFact("basket.taxes", "Taxes in the price", "money", "engine", "none", "basket.offer"),
    FieldFact("basket.passengers", "Travellers named so far", "list", "flow", "personal"),
    FieldFact("basket.people", "Travellers, to be read back", "thing", "engine", "personal"),
    FieldFact("basket.passengers_missing", "Travellers still to be named", "number"),
    FieldFact("basket.next_number", "Number of the next traveller", "number"),
    FieldFact("basket.next_kind", "Kind of the next traveller", "choice", values=("adult", "child", "infant")),
    FieldFact("basket.given", "First name of the next traveller", "text", "traveller", "personal", "basket.given"),
    FieldFact("basket.family", "Family name of the next traveller", "text", "traveller", "personal", "basket.family"),
    FieldFact("basket.email", "E-mail address", "text", "flow", "contact", "basket.email"),
    FieldFact("basket.checkout", "Purchase under way", "text", "flow", "none", "basket.checkout"),
    FieldFact("basket.wish", "Another trip that was asked for", "thing", "traveller", "personal", "basket.wish"),
    FieldFact("basket.locator", "Reference of what was just bought", "text", "engine", "personal", "basket.locator"),
)
_BOOKING = (
    FieldFact("booking", "Booking looked at", "thing", "engine", "personal", "booking"),
    FieldFact("booking.locator", "Reference of the booking", "text", "engine", "personal", "booking"),
    FieldFact("booking.state", "State of the booking", "choice", "engine", "personal", "booking", get_args(TripState)),
    FieldFact("booking.paid", "The booking is paid", "yes_no", "engine", "personal"),
    FieldFact("booking.by_reference", "Found by its reference", "yes_no"),
    FieldFact("booking.several", "More than one booking was found", "yes_no"),
)
_ALL: Mapping[str, FieldFact] = {fact.name: fact for fact in (*_TALK, *_TRIP, *_BASKET, *_BOOKING)}
OWN_SLOTS = frozenset(
    {
        *("pay_url", "pay_until", "paying", "challenge", "bank_until", "gave_up"),
        *("pin_url", "pin_until", "pin_method", "debit"),
        *(
            "removing",
            "quoted",
            "linking",
            "topic",
            "welcomed",
            "consent_people",
            "consent_mail",
            "unverified",
            "disowned",
            "known",
        ),
        *("rating_comment", "told_language"),
    }
)
"""Notes of the talk that the program keeps for itself: a flow that wrote one could send travellers to another page."""
SLOT, SAID = "slots.", "said."
"""What begins the name of a field that flows make themselves, and of one that only the present turn knows."""


def catalogue() -> tuple[FieldFact, ...]:
    """Every field that staff may use, in the order of a talk; `slots.<name>` comes on top."""
    return tuple(_ALL.values())


def fact_of(name: str) -> FieldFact | None:
    """What is known of a field; a slot is a text that flows write, and None is a field that nobody declared."""
    if name.startswith(SLOT):
        label = name.removeprefix(SLOT).replace("_", " ").replace(".", " ")
        return FieldFact(name, f"Note “{label}”", "text", "flow", "personal", name)
    if name.startswith(SAID):
        return FieldFact(name, name.removeprefix(SAID).replace("_", " ").capitalize(), "thing")
    return _ALL.get(name)


def label_of(name: str) -> str:
    """What a field is called for people; its own name when nobody declared it."""
    fact = fact_of(name)
    return fact.label if fact is not None else name


def operators_of(fact: FieldFact) -> tuple[str, ...]:
    """What can be asked of a field."""
    return OPERATORS[fact.kind]
