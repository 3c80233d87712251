"""How fast may be written: to one person on WhatsApp, and in the name of one account; times are handed in.

Theory. A pace is kept by one number, the time at which all that was sent would have been sent had it been spaced
evenly (the generic cell rate algorithm). It may run ahead of now by a burst and no further; who never writes needs
no clock tick to be allowed to write again, and whose number has passed can be forgotten.
"""

from collections import OrderedDict
from collections.abc import Mapping

import msgspec


class Pace(msgspec.Struct, frozen=True):
    """One message every so many seconds, and how many at once to begin with."""

    seconds: float
    burst: int

    def allowed(self, ahead: float, now: float) -> int:
        """How many may be sent at once."""
        return int((now + self.burst * self.seconds - max(ahead, now)) / self.seconds + _ROUNDING)

    def wait(self, ahead: float, now: float) -> float:
        """Seconds until one more may be sent."""
        return max(0.0, max(ahead, now) + self.seconds - now - self.burst * self.seconds)


PERSON = Pace(6.0, 40)
"""One message in six seconds to the same user; 45 may be borrowed from the time to come, of which we leave some for
what nobody counted (WhatsApp Business Platform, "Messaging limits"; error 131056)."""
PACED_BY_PERSON = frozenset({"whatsapp"})
PER_SECOND: Mapping[str, int] = {"messenger": 300, "instagram": 100, "whatsapp": 80}
"""Messages a second in the name of one account, unless settings say otherwise (Meta, "Rate limits")."""
BURST_SECONDS = 0.25
"""So much of a second's messages may go out at once."""

_ROUNDING = 1e-9


class People:
    """The persons to whom was written of late; who has been silent for long is forgotten."""

    def __init__(self, pace: Pace = PERSON) -> None:
        self._pace = pace
        self._ahead: OrderedDict[str, float] = OrderedDict()

    def __len__(self) -> int:
        return len(self._ahead)

    def allowed(self, thread: str, now: float) -> int:
        """How many messages a thread may be sent at once."""
        return self._pace.allowed(self._ahead.get(thread, 0.0), now)

    def wait(self, thread: str, now: float) -> float:
        """Seconds until a thread may be sent one more."""
        return self._pace.wait(self._ahead.get(thread, 0.0), now)

    def spend(self, thread: str, count: int, now: float) -> None:
        """A thread was sent so many messages."""
        self._ahead[thread] = max(self._ahead.pop(thread, 0.0), now) + count * self._pace.seconds
        self._forget(now)

    def exhaust(self, thread: str, now: float) -> None:
        """The platform says that it was too much: only what time brings may be sent."""
        self._ahead.pop(thread, None)
        self._ahead[thread] = now + self._pace.burst * self._pace.seconds

    def _forget(self, now: float) -> None:
        """Whoever was written to longest ago goes first; one who had much at once may keep a few others a while."""
        while self._ahead:
            thread, ahead = next(iter(self._ahead.items()))
            if ahead > now:
                return
            del self._ahead[thread]


class AccountPace:
    """How fast one account may write: its pace, a gap that the platform wants between two messages, and pauses."""

    def __init__(self, per_second: int) -> None:
        self._usual = Pace(1 / per_second, max(1, int(per_second * BURST_SECONDS))) if per_second else None
        self._pace = self._usual
        self._ahead = 0.0
        self._paused_until = 0.0

    def pause(self, until: float) -> None:
        """Nothing is sent until a time."""
        self._paused_until = max(until, self._paused_until)

    def slow(self, gap: float) -> None:
        """From now on so many seconds pass between two messages; 0 goes back to the usual pace."""
        usual = self._usual.seconds if self._usual else 0.0
        self._pace = Pace(gap, 1) if gap > usual else self._usual

    def wait(self, now: float) -> float:
        """Seconds until one more may be sent."""
        if self._paused_until > now:
            return self._paused_until - now
        return self._pace.wait(self._ahead, now) if self._pace else 0.0

    def spend(self, count: int, now: float) -> None:
        """So many messages are being sent."""
        if self._pace:
            self._ahead = max(self._ahead, now) + count * self._pace.seconds
