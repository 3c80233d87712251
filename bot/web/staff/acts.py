"""What every changing route of staff says of itself: which line of the audit it writes, and in which request."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any, TypeVar

from flask import Blueprint, g
from structlog.contextvars import bound_contextvars

from bot.domain.staff.person import Person
from bot.ports.runtime import Runtime
from bot.services import audited
from bot.services.audited import Acting

View = TypeVar("View", bound=Callable[..., Any])


def audits(what: str) -> Callable[[View], View]:
    """Note on a view which act it writes into the audit: stands below `needs`, and a test goes over all routes."""

    def noted(view: View) -> View:
        view.audits = what  # type: ignore[attr-defined]  # a note on the function
        return view

    return noted


@contextmanager
def traced(runtime: Runtime) -> Iterator[None]:
    """Give the request an id under which its log lines and its lines of the audit are found."""
    g.request_id = runtime.ids.new("req")
    with bound_contextvars(request=g.request_id), audited.in_request(g.request_id):
        yield


def each_traced(runtime: Runtime, pages: Blueprint) -> None:
    """Trace every request of pages that nobody guards: the door, and a link or a provider that lets somebody in."""

    def begin() -> None:
        g.tracing = ExitStack()
        g.tracing.enter_context(traced(runtime))

    def end(_: BaseException | None) -> None:
        tracing: ExitStack | None = g.pop("tracing", None)
        if tracing is not None:
            tracing.close()

    pages.before_request(begin)
    pages.teardown_request(end)


def acting(runtime: Runtime, person: Person, reason: str = "") -> Acting:
    """What a person does in this request, as the audit has it."""
    return Acting(person.id, runtime.clock.now(), reason, g.get("request_id", ""))
