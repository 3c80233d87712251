"""A page on which staff see whether live news reach this browser, and what to mend at a proxy when they do not."""

from collections.abc import Callable, Iterator
from time import sleep

from flask import Blueprint, Response, current_app, render_template

from bot.domain.staff.person import Person
from bot.ports.runtime import Runtime
from bot.web.places import Holder, places_of
from bot.web.staff import guard
from bot.web.staff.menu import menu_of
from bot.web.staff.watch import watch_of
from bot.web.streaming import Watch, event, sse

TICKS = 5
TICK_SECONDS = 0.5
"""Apart far enough to see whether something on the way collects them."""


def add_pages(pages: Blueprint, runtime: Runtime) -> None:
    """The page and the stream that it measures."""

    @pages.get("/connection")
    @guard.needs(runtime, "threads.read")
    def connection(person: Person) -> str:
        return render_template(
            "desk/connection.html",
            person=person,
            menu_of=menu_of,
            here="/desk/connection",
            heading="Connection",
            brand=runtime.world().brand.name,
            ticks=TICKS,
            gap=int(TICK_SECONDS * 1000),
        )

    @pages.get("/connection/stream")
    @guard.needs(runtime, "threads.read", quiet=True)
    def connection_stream(person: Person) -> Response:
        told = ticks(watch_of(runtime, person, "threads.read"))
        return sse(places_of(current_app, runtime), Holder(person.id, staff=True), told)


def ticks(watch: Watch, *, pause: Callable[[float], None] = sleep) -> Iterator[str]:
    """A few events, one after the other, and the end."""
    for number in range(TICKS):
        if number:
            pause(TICK_SECONDS)
        if verdict := watch.verdict():
            yield event(verdict, "now", "")
            return
        yield event("tick", str(number), "")
