"""How somebody of the staff wants desk and console to look and to call them."""

from collections.abc import Iterable
from typing import Literal, get_args

import msgspec

from bot.domain.errors import InvalidError
from bot.domain.staff.notification import Kind, kinds

Scheme = Literal["system", "light", "dark"]
"""Light, dark, or as the computer is set."""
Density = Literal["compact", "comfortable"]
Way = Literal["toast", "sound", "push"]
"""How a notification reaches somebody: a note in the page, a sound, or the browser's own notification."""

SCHEMES: tuple[Scheme, ...] = get_args(Scheme)
DENSITIES: tuple[Density, ...] = get_args(Density)
WAYS: tuple[Way, ...] = get_args(Way)
LOUDEST = 100


class Preferences(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody chose, or what holds for who never chose.

    `single_keys` is whether letters alone do something; `volume` goes from 0 to 100. `silent` are the pairs
    "<kind>.<way>" that are not wanted, so that a new kind of notification is heard of by everybody at first.
    """

    scheme: Scheme = "system"
    density: Density = "compact"
    single_keys: bool = True
    volume: int = 60
    silent: tuple[str, ...] = ()

    def wants(self, kind: Kind, way: Way) -> bool:
        """Whether a kind of notification may come by a way."""
        return pair(kind, way) not in self.silent


def pair(kind: Kind, way: Way) -> str:
    """A kind and a way as one word."""
    return f"{kind}.{way}"


def silent_but(wanted: Iterable[str]) -> tuple[str, ...]:
    """Every pair that is not wanted, in the order of the tables; words that name no pair count for nothing."""
    kept = frozenset(wanted)
    return tuple(name for kind in kinds() for way in WAYS if (name := pair(kind, way)) not in kept)


def looks(before: Preferences, *, scheme: str, density: str, single_keys: bool) -> Preferences:
    """Preferences with another look; raises `InvalidError` for a scheme or a density that there is not."""
    if scheme not in SCHEMES:
        raise InvalidError("Choose light, dark, or the computer's own setting.")
    if density not in DENSITIES:
        raise InvalidError("Choose compact or comfortable rows.")
    return msgspec.structs.replace(before, scheme=scheme, density=density, single_keys=single_keys)


def heard(before: Preferences, *, wanted: Iterable[str], volume: str) -> Preferences:
    """Preferences with other notifications; raises `InvalidError` for a volume that is no number from 0 to 100."""
    if not (volume.isdecimal() and len(volume) <= len(str(LOUDEST)) and int(volume) <= LOUDEST):
        raise InvalidError(f"The volume is a number from 0 to {LOUDEST}.")
    return msgspec.structs.replace(before, silent=silent_but(wanted), volume=int(volume))
