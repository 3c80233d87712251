"""What a node may wait for: each subject with the exits that it can take and how an answer is read.

A stray event never breaks a wait: what it does not want is dropped or answered with where we are.
"""

from collections.abc import Callable, Mapping
from typing import get_args

import msgspec

from bot.domain.conversation.account_events import ConsentChosen
from bot.domain.conversation.events import OffersFound, SearchFailed, TripLocked, TripNotFound, TripsFound
from bot.domain.conversation.messages import Field, Option
from bot.domain.flow import (
    people_forms,
    trip_forms,
    wait_ages,
    wait_booking,
    wait_checkout,
    wait_choice,
    wait_consent,
    wait_offer,
    wait_people,
    wait_search,
    wait_trip,
    wait_wallet,
)
from bot.domain.flow.hearing import Heard
from bot.domain.flow.scene import Scene
from bot.domain.flow.wishes import EXPECTING
from bot.domain.privacy import ASKABLE

ALWAYS = ("no_match", "timeout", "person")
"""Exits that every wait must have: nobody is ever stuck."""

Answer = Callable[[str, Heard, Scene], tuple[str, Scene]]


def _no_options(_: str, __: Scene) -> tuple[Option, ...]:
    return ()


def _no_fields(_: str, __: Scene) -> tuple[Field, ...]:
    return ()


def _as_it_is(_: str, scene: Scene) -> Scene:
    return scene


def _no_news(scene: Scene) -> tuple[str, Scene]:
    return "stay", scene


class Subject(msgspec.Struct, frozen=True):
    """One thing to wait for.

    `exits` come beside those in `ALWAYS`; `expecting` is told to understanding; `options` may be tapped; `fields` make
    the form that asks the same; `news` reads answers of the outside, of the types in `takes`; `repeatable` says whether
    asking again makes sense when a stale tap comes in; `asked` keeps what has to be known of how it was asked.
    """

    exits: tuple[str, ...]
    answer: Answer
    expecting: str | None = None
    options: Callable[[str, Scene], tuple[Option, ...]] = _no_options
    fields: Callable[[str, Scene], tuple[Field, ...]] = _no_fields
    news: Callable[[Scene], tuple[str, Scene]] = _no_news
    takes: tuple[type, ...] = ()
    repeatable: bool = True
    asked: Callable[[str, Scene], Scene] = _as_it_is


_TRIP = {
    name: Subject(("answered", "changed", "change"), wait_trip.answer, expecting, wait_trip.options, trip_forms.fields)
    for name, expecting in EXPECTING.items()
}
_AGES = Subject(("answered", "changed", "change"), wait_ages.answer, "confirm")
_PEOPLE = {
    name: Subject(exits, wait_people.answer, wait_people.EXPECTING[name], wait_people.options, people_forms.fields)
    for name, exits in wait_people.EXITS.items()
}

_CONSENT = Subject(
    wait_consent.EXITS,
    wait_consent.answer,
    "origin",
    wait_consent.options,
    news=wait_consent.news,
    takes=(ConsentChosen,),
    asked=wait_consent.asked,
)

SUBJECTS: Mapping[str, Subject] = {
    **_TRIP,
    "trip.ages": _AGES,
    **_PEOPLE,
    "offer": Subject(("chosen", "expired", "more", "change", "changed"), wait_offer.answer, options=wait_offer.options),
    "yes_no": Subject(("yes", "no", "changed", "change"), wait_choice.yes_or_no, "confirm", wait_choice.yes_no_options),
    "choice": Subject(("changed",), wait_choice.choice),
    "search": Subject(
        ("found", "nothing", "failed", "changed"),
        wait_search.answer,
        news=wait_search.news,
        takes=(OffersFound, SearchFailed),
        repeatable=False,
    ),
    "checkout": Subject(
        ("paid", "price_changed", "sold_out", "expired", "cancelled", "failed", "changed"),
        wait_checkout.answer,
        options=wait_checkout.options,
        news=wait_checkout.news,
        takes=get_args(wait_checkout.News),
        repeatable=False,
    ),
    "booking": Subject(
        ("found", "several", "none", "unknown", "locked", "failed", "back"),
        wait_booking.looking,
        news=wait_booking.news,
        takes=(TripsFound, TripNotFound, TripLocked),
        repeatable=False,
    ),
    "booking.locator": Subject(("answered", "back"), wait_booking.locator, "name"),
    "booking.surname": Subject(("answered", "back"), wait_booking.surname, "name"),
    "booking.choice": Subject(("chosen", "another", "back"), wait_booking.chosen),
    **{f"consent.{purpose}": _CONSENT for purpose in ASKABLE},
    "wallet": Subject((wait_wallet.SHOWN,), wait_wallet.answer, repeatable=False),
    "text": Subject(("answered",), wait_choice.free_text),
}
"""Subject -> how it is waited for; "text:<slot>" keeps words in a slot of its own."""


def subject_of(name: str) -> Subject | None:
    """The subject of that name, or None when nobody can wait for it."""
    return SUBJECTS.get("text" if name.startswith("text:") else name)
