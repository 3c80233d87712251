"""Becomes another program that is told to end when our parent ends; run by its path, alone, under `python -I -S`.

Usage: leash.py SIGNAL PARENT USER GROUP COMMAND… (USER and GROUP may be "-"). A process killed with SIGKILL cannot
tell its children; Linux can (prctl(2), PR_SET_PDEATHSIG). Other systems have no such thing: there the next start
ends what an earlier one left behind.
"""

import ctypes
import os
import sys
from collections.abc import Callable

_PR_SET_PDEATHSIG = 1


def leash(signal: int) -> Callable[[], None]:
    """What a process calls so that it gets the signal when the thread that started it ends; loads what it needs now."""
    library = ctypes.CDLL(None) if sys.platform == "linux" else None

    def bind() -> None:
        if library is not None:
            library.prctl(_PR_SET_PDEATHSIG, signal, 0, 0, 0)

    return bind


def main(arguments: list[str]) -> None:
    """Change the user first, because Linux forgets the signal when the user changes, then bind, then become it."""
    signal, parent, user, group, *command = arguments
    bind = leash(int(signal))
    if user != "-":
        os.setgroups([])
        os.setgid(int(group))
        os.setuid(int(user))
    bind()
    if os.getppid() != int(parent):
        sys.exit("The process that wanted this one has ended.")
    os.execv(command[0], command)  # noqa: S606  the command comes from our own code, and no shell reads it


if __name__ == "__main__":
    main(sys.argv[1:])
