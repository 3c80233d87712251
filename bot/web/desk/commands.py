"""The command bar's answers: pages, settings, threads and bookings by what was typed."""

from collections.abc import Iterator

import msgspec
from flask import Blueprint, Response, jsonify, request

from bot.domain.booking.references import LOCATOR_LENGTHS, fold_locator
from bot.domain.errors import InvalidError
from bot.domain.ids import parse_thread
from bot.domain.staff.masking import mask_text
from bot.domain.staff.person import Person
from bot.ports.records import Work
from bot.ports.runtime import Runtime
from bot.services.thread_refs import ref_of
from bot.web.desk.titles import title_of
from bot.web.staff import guard
from bot.web.staff.menu import PERSONAL, menu_of

MOST = 12
_LONGEST = 200
_MOST_BOOKINGS = 5
_MOST_THREADS = 8


class Command(msgspec.Struct, frozen=True):
    """Somewhere to go: what kind of thing it is, its name, what else is known of it, and its address.

    Of a thread, the address is its name until its reference is put in place.
    """

    kind: str
    label: str
    hint: str
    path: str


def add_commands(pages: Blueprint, runtime: Runtime) -> None:
    """The one route that the command bar asks."""

    @pages.get("/commands")
    @guard.known(runtime)
    def commands(person: Person) -> Response:
        asked = " ".join(request.args.get("q", "")[:_LONGEST].split())
        return jsonify([msgspec.structs.asdict(one) for one in found(runtime, person, asked)])


def found(runtime: Runtime, person: Person, asked: str) -> list[Command]:
    """What may be meant, the likeliest first: at most twelve; talk is shown to whoever may read it alone."""
    pages = _pages(person, asked)
    if not person.may("threads.read"):
        return pages[:MOST]
    with runtime.records.begin() as work:
        known = [*_bookings(work, asked), *_waiting(work, asked), *_named(work, asked)]
    threads = [msgspec.structs.replace(one, path=f"/desk/t/{ref_of(runtime, one.path)}") for one in known]
    return [*dict.fromkeys(threads), *pages][:MOST]


def _pages(person: Person, asked: str) -> list[Command]:
    own = [Command("Setting", one.label, "", one.path) for one in PERSONAL]
    menu = [Command("Page", one.label, f"g {one.key}" if one.key else "", one.path) for one in menu_of(person)]
    return [one for one in (*menu, *own) if _matches(one.label, asked)]


def _bookings(work: Work, asked: str) -> Iterator[Command]:
    """Bookings of a reference, however it is spelled."""
    locator = fold_locator(asked)
    if len(locator) not in LOCATOR_LENGTHS:
        return
    for one in work.trips.with_locator(locator, most=_MOST_BOOKINGS):
        checkout = work.money.checkout(one.checkout)
        if checkout is not None:
            yield Command("Booking", one.order.locator, title_of(checkout.thread), checkout.thread)


def _waiting(work: Work, asked: str) -> list[Command]:
    """Threads with the desk whose name has what was typed; all of them when nothing was."""
    waiting = [(one, title_of(one.thread)) for one in work.talk.waiting()]
    mine = [(one, title) for one, title in waiting if _matches(title, asked)]
    found = mine[:_MOST_THREADS]
    return [Command("Thread", title, mask_text(one.last_text), one.thread) for one, title in found]


def _named(work: Work, asked: str) -> Iterator[Command]:
    """The thread of exactly that name."""
    try:
        parse_thread(asked)
    except InvalidError:
        return
    if work.talk.conversation(asked) is not None:
        yield Command("Thread", title_of(asked), "", asked)


def _matches(text: str, asked: str) -> bool:
    """Whether each word that was typed stands in it."""
    return all(word in text.casefold() for word in asked.casefold().split())
