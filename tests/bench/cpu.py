"""CPU time of processes with all their children, and of the whole machine, as Linux tells it in /proc."""

import os
import sys
from collections.abc import Mapping
from pathlib import Path

from bot.domain.errors import InvalidError

_PROC = Path("/proc")
_PARENT, _OWN, _BURIED = 1, slice(11, 13), slice(13, 15)
"""Fields of /proc/<pid>/stat behind the program's name: parent; user and system time; those of children that ended."""
_BUSY = (1, 2, 3, 6, 7, 8)
"""Fields of the first line of /proc/stat: user, nice, system, interrupts, soft interrupts, stolen."""


def require_proc() -> None:
    """See that CPU time can be read here at all; raises `InvalidError`."""
    if sys.platform != "linux" or not (_PROC / "self" / "stat").exists():
        raise InvalidError("The bench reads CPU time from /proc, so it runs on Linux alone.")


def cpu_seconds(roots: Mapping[str, int]) -> dict[str, float]:
    """The CPU seconds that each process and all its children have used since their start."""
    stats = _stats()
    children: dict[int, list[int]] = {}
    for pid, fields in stats.items():
        children.setdefault(int(fields[_PARENT]), []).append(pid)
    return {name: _tree(pid, stats, children) / _tick() for name, pid in roots.items()}


def machine_seconds() -> float:
    """The CPU seconds that everything on this machine has used since its start."""
    fields = (_PROC / "stat").read_text().split("\n", 1)[0].split()
    return sum(int(fields[index]) for index in _BUSY) / _tick()


def _tree(pid: int, stats: Mapping[int, list[str]], children: Mapping[int, list[int]]) -> int:
    if pid not in stats:
        return 0
    fields = stats[pid]
    own = sum(map(int, (*fields[_OWN], *fields[_BURIED])))
    return own + sum(_tree(child, stats, children) for child in children.get(pid, ()))


def _stats() -> dict[int, list[str]]:
    found = {}
    for folder in _PROC.iterdir():
        if folder.name.isdigit():
            try:
                text = (folder / "stat").read_text()
            except OSError:
                continue
            found[int(folder.name)] = text.rpartition(")")[2].split()
    return found


def _tick() -> int:
    return os.sysconf("SC_CLK_TCK")
