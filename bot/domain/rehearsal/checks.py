"""Whether an act can be done at all: lengths, names and numbers, before anything is played."""

import re

from bot.domain.errors import InvalidError
from bot.domain.rehearsal.acts import (
    CHANNELS,
    HAPPENINGS,
    LONGEST_PAUSE,
    LONGEST_TEXT,
    MOST_ACTS,
    PLANS,
    Act,
    Fills,
    Happens,
    Jumps,
    Opening,
    Opens,
    Person,
    Plans,
    Says,
    Sends,
    Taps,
    Waits,
)
from bot.domain.world import World

_WHO = re.compile(r"[a-z0-9]{1,20}")
MOST_FIELDS = 20
"""Fields of a form."""


def check_opening(opening: Opening, world: World) -> None:
    """Raise `InvalidError` unless a rehearsal can begin so."""
    if opening.channel not in CHANNELS:
        raise InvalidError(f"The channel is one of {', '.join(CHANNELS)}.")
    if opening.language not in {*world.brand.languages, *world.texts}:
        raise InvalidError(f"The language is one of {', '.join(world.brand.languages)}.")
    if not _WHO.fullmatch(opening.who):
        raise InvalidError("The traveller is called by up to 20 small letters and digits.")
    if not 0 < opening.begun < 4_102_444_800_000:  # noqa: PLR2004  the year 2100
        raise InvalidError("A rehearsal begins in this century.")


def check_act(act: Act, *, done: int, world: World) -> None:
    """Raise `InvalidError` that says why an act cannot be done after so many others."""
    if done >= MOST_ACTS:
        raise InvalidError(f"A rehearsal has {MOST_ACTS} acts at most. Go back, or begin anew.")
    if any(len(text) > LONGEST_TEXT for text in _texts(act)):
        raise InvalidError(f"A text may have {LONGEST_TEXT} characters.")
    problem = _problem(act, world)
    if problem:
        raise InvalidError(problem)


def _texts(act: Act) -> tuple[str, ...]:
    match act:
        case Fills(values=values):
            return (*values, *values.values())
        case Says(text=text) | Person(text=text):
            return (text,)
        case Taps(title=title, key=key):
            return (title, key)
        case Opens(ref=text) | Sends(kind=text):
            return (text,)
        case _:
            return ()


def _problem(act: Act, world: World) -> str:
    match act:
        case Says(text=text) if not text.strip():
            return "Nothing was written."
        case Fills(values=values) if len(values) > MOST_FIELDS:
            return f"A form has {MOST_FIELDS} fields at most."
        case Waits(seconds=seconds) if not 0 < seconds <= LONGEST_PAUSE:
            return f"Between one second and {LONGEST_PAUSE} may pass at once."
        case Plans(what=what, how=how) if how not in PLANS.get(what, ()):
            return f"The outside answers {_ways()}."
        case Happens(what=what) if what not in HAPPENINGS:
            return f"To a checkout happens one of: {', '.join(HAPPENINGS)}."
        case Jumps(flow=flow, step=step) if flow not in world.live or step not in world.flow(flow, 0).nodes:
            return f"There is no step {step!r} in the flow {flow!r}."
        case _:
            return ""


def _ways() -> str:
    return "; ".join(f"{what}: {', '.join(ways)}" for what, ways in PLANS.items())
