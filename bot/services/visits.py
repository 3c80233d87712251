"""Visits of browsers on host pages: begun, gone on with by a token that turns, forgotten; what they have to read."""

from bot.domain import ids
from bot.domain.embedding import visits
from bot.domain.embedding.visits import Visit
from bot.domain.ids import ThreadKey
from bot.domain.moments import milliseconds
from bot.ports.runtime import Runtime
from bot.services import saved_methods

CHANNEL = "webchat"
MOST_UNREAD = 99
"""What a badge has room for."""
MOST_ENDED = 1000
"""Visits that one sweep ends."""
_VISITOR_BYTES = 16


def begin(runtime: Runtime, site: str) -> Visit:
    """A visit under a name that nobody can guess; raises `UnavailableError`."""
    visit = visits.begin(ids.token(runtime.ids.random(_VISITOR_BYTES)), site, now=_now(runtime))
    with runtime.records.begin() as work:
        work.visits.keep(visit)
    return visit


def resume(runtime: Runtime, site: str, visitor: str, generation: int) -> Visit | None:
    """The visit of a token, turned when it is time, or None when the token is not good; raises `UnavailableError`."""
    with runtime.records.begin() as work:
        known = work.visits.visit(visitor)
        if known is None or known.site != site:
            return None
        visit = visits.present(known, generation, now=_now(runtime))
        if visit is not None:
            work.visits.keep(visit)
        return visit


def forget(runtime: Runtime, visitor: str) -> None:
    """Make every token of a visit worthless; raises `UnavailableError`."""
    with runtime.records.begin() as work:
        work.visits.forget(visitor)


def forget_expired(runtime: Runtime) -> int:
    """Forget the visits that are over, with the cards that were saved in them; gives how many.

    Cards go first: what is stopped in between is found again. Raises `UnavailableError`.
    """
    with runtime.records.begin() as work:
        over = work.visits.expired(now=_now(runtime), most=MOST_ENDED)
    for visitor in over:
        saved_methods.forget(runtime, thread_of(runtime, visitor))
        forget(runtime, visitor)
    return len(over)


def thread_of(runtime: Runtime, visitor: str) -> str:
    """The thread of a visitor of the web chat."""
    return str(ThreadKey(CHANNEL, runtime.world().brand.code, visitor))


def is_framed(runtime: Runtime, visitor: str) -> bool:
    """Whether the visitor's talk is in a frame on somebody's page; raises `UnavailableError`."""
    with runtime.records.begin() as work:
        return work.visits.has(visitor)


def see(runtime: Runtime, visitor: str, row: int) -> None:
    """Note up to which line an open panel has shown the talk; raises `UnavailableError`."""
    with runtime.records.begin() as work:
        work.visits.see(visitor, row)


def unread(runtime: Runtime, thread: str, visitor: str) -> int:
    """How many messages a visit has not seen, at most `MOST_UNREAD`; raises `UnavailableError`."""
    with runtime.records.begin() as work:
        return work.visits.unread(thread, visitor, most=MOST_UNREAD)


def _now(runtime: Runtime) -> int:
    return milliseconds(runtime.clock.now())
