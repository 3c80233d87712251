"""Presence: what an agent says of themselves, and that a page of theirs is open."""

from bot.domain.moments import milliseconds
from bot.domain.staff.person import Person
from bot.domain.staff.presence import BEAT_MS, GONE_MS, Standing, standing_of
from bot.ports.live import LiveNote
from bot.ports.runtime import Runtime
from bot.services import assigning
from bot.services.audited import act


def choose(runtime: Runtime, person: Person, word: str) -> None:
    """Say that one is available, busy or away; raises `InvalidError` for any other word."""
    wanted, now = standing_of(word), milliseconds(runtime.clock.now())
    with runtime.records.begin() as work:
        before = work.agents.agent(person.id).standing
        work.agents.change(person.id, standing=wanted, seen_at=now)
        if wanted != before:
            work.audit.append(act(runtime, person.id, "presence.choose", person.id, before=before, after=wanted))
        assigns = bool(work.teams.teams())
    _tell(runtime, person.id, assigns=assigns)


def seen(runtime: Runtime, person: Person) -> bool:
    """A page of theirs is open; whether they had been away until now.

    It is written down every twenty seconds at most. Raises `UnavailableError`.
    """
    now = milliseconds(runtime.clock.now())
    with runtime.records.begin() as work:
        known = work.agents.agent(person.id)
        if now - known.seen_at < BEAT_MS:
            return False
        work.agents.change(person.id, seen_at=now)
        back = known.now(now) != known.standing
        assigns = back and bool(work.teams.teams())
    if back:
        _tell(runtime, person.id, assigns=assigns)
    return back


def standing(runtime: Runtime, person: str) -> Standing:
    """What somebody chose, whether or not a page of theirs is open; raises `UnavailableError`."""
    with runtime.records.begin() as work:
        return work.agents.agent(person).standing


def tell_lapsed(runtime: Runtime, *, within_ms: int) -> int:
    """Let pages know of those who went away by themselves in the last so many milliseconds; gives how many."""
    now = milliseconds(runtime.clock.now())
    with runtime.records.begin() as work:
        lapsed = [name for name, one in work.agents.agents().items() if 0 <= now - one.seen_at - GONE_MS < within_ms]
    if lapsed:
        runtime.live.publish(tuple(_note(one) for one in lapsed))
    return len(lapsed)


def _tell(runtime: Runtime, person: str, *, assigns: bool) -> None:
    """Without teams nothing is handed out: the whole staff may come at once, and no worker is rung for it."""
    runtime.live.publish((_note(person),))
    if assigns:
        assigning.wake(runtime)


def _note(person: str) -> LiveNote:
    """Tells open pages that somebody came or went: their own, and those that show all agents."""
    return LiveNote("", "", "presence", 0, person)
