"""Becomes another program that is told to end when our parent ends; run by its path, alone, under `python -I -S`.

Usage: leash.py SIGNAL PARENT USER GROUP COMMAND… (USER and GROUP may be "-"). A process killed with SIGKILL cannot
tell its children; Linux can (prctl(2), PR_SET_PDEATHSIG). Other systems have no such thing: there the next start
ends what an earlier one left behind.
"""

import ctypes
import os
import sys

_PR_SET_PDEATHSIG = 1


def main(arguments: list[str]) -> None:
    """Change the user first, because Linux forgets the signal when the user changes, then bind, then become it."""
    signal, parent, user, group, *command = arguments
    library = ctypes.CDLL(None) if sys.platform == "linux" else None
    if user != "-":
        os.setgroups([])
        os.setgid(int(group))
        os.setuid(int(user))
    if library is not None:
        library.prctl(_PR_SET_PDEATHSIG, int(signal), 0, 0, 0)
    if os.getppid() != int(parent):
        sys.exit("The process that wanted this one has ended.")
    os.execv(command[0], command)  # noqa: S606  the command comes from our own code, and no shell reads it


if __name__ == "__main__":
    main(sys.argv[1:])
