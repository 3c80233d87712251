"""Forks couriers out of a process that has imported everything: one that is killed is followed within milliseconds.

For each line on standard input a courier is started and its process id written. All end with this process.
"""

import os
import signal
import sys

from bot.config import environment, load_settings
from workers import main as workers_main


def main() -> None:
    """Fork until the input ends, then tell all couriers to end."""
    settings = load_settings(environment(), "courier")
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the killed leave nothing behind
    born = []
    for _ in sys.stdin:
        pid = os.fork()
        if pid == 0:
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            os._exit(workers_main.run("courier", settings))
        born.append(pid)
        sys.stdout.write(f"{pid}\n")
        sys.stdout.flush()
    for pid in born:
        try:
            os.kill(pid, signal.SIGTERM)
        except ProcessLookupError:
            continue


if __name__ == "__main__":
    main()
