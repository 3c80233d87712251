"""What every process of the real stage does at its start: its clock may be moved, and a worker may be told to die.

Python imports a module of this name by itself (Python, module `site`); the stage copies it into a folder of its own.
Beside it lie `ahead`, eight bytes that say how many seconds the clocks of all processes go ahead of the machine's, and
for a while `die`, on which the next worker that is about to issue tickets removes it and kills itself.
"""

import mmap
import os
import signal
import struct
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

_HERE = Path(__file__).parent
_DIE = _HERE / "die"


def _move_clocks() -> None:
    from bot.adapters import clock  # noqa: PLC0415  only processes of the stage ever come here

    with (_HERE / "ahead").open("rb") as file:
        ahead = mmap.mmap(file.fileno(), 8, access=mmap.ACCESS_READ)

    def now(_: clock.SystemClock) -> datetime:
        return datetime.now(tz=UTC) + timedelta(seconds=struct.unpack("d", ahead)[0])

    clock.SystemClock.now = now  # type: ignore[method-assign]  # what this file is for


def _arm_worker() -> None:
    from bot.adapters.suppliers import timetable  # noqa: PLC0415  a worker loads it anyway

    issue = timetable.Timetable.ticket

    def ticket(self: timetable.Timetable, *words: object, **named: object) -> object:
        if _DIE.exists():
            _DIE.unlink()
            os.kill(os.getpid(), signal.SIGKILL)
        return issue(self, *words, **named)  # type: ignore[arg-type]  # handed on as it came

    timetable.Timetable.ticket = ticket  # type: ignore[method-assign,assignment]  # what this file is for


if "bot.cli" in sys.orig_argv:
    _move_clocks()
if sys.orig_argv[-2:] == ["bot.cli", "worker"]:
    _arm_worker()
