"""Which of the threads at the desk are meant: by who has them, team, channel, label, priority and clock."""

import msgspec

from bot.domain.ids import channel_of
from bot.domain.moments import milliseconds
from bot.domain.staff.person import Person
from bot.ports.runtime import Runtime
from bot.services import overview
from bot.services.overview import Open

STANDINGS = ("all", "waiting", "agents", "mine", "snoozed")
CLOCKS = ("", "soon", "late")


class Wish(msgspec.Struct, frozen=True, kw_only=True):
    """What threads shall be like; "" leaves it open."""

    standing: str = "all"
    team: str = ""
    channel: str = ""
    label: str = ""
    clock: str = ""


def matching(runtime: Runtime, person: Person, wish: Wish) -> tuple[Open, ...]:
    """The threads at the desk that match, longest waiting first; raises `UnavailableError`."""
    found, now = overview.open_threads(runtime), milliseconds(runtime.clock.now())
    return tuple(one for one in found if _stands(one, person, wish, now) and _is_like(one, wish))


def _stands(one: Open, person: Person, wish: Wish, now: int) -> bool:
    sleeps = one.state.snoozed_until > now
    match wish.standing:
        case "waiting":
            return one.waits and not sleeps
        case "agents":
            return not one.waits
        case "mine":
            return not one.waits and one.waiting.agent == person.id
        case "snoozed":
            return sleeps
        case _:
            return True


def _is_like(one: Open, wish: Wish) -> bool:
    tone = one.due.tone if one.due else "calm"
    return (
        wish.team in ("", one.state.team)
        and wish.channel in ("", channel_of(one.waiting.thread))
        and (not wish.label or wish.label in one.state.labels)
        and wish.clock in ("", tone)
    )
