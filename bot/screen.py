"""How the demo shows itself: a progress bar in a terminal, plain lines elsewhere."""

import sys

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TaskProgressColumn, TextColumn, TimeElapsedColumn


class PlainScreen:
    """One line a step, for logs and for --no-progress."""

    def __init__(self) -> None:
        self._last = ""

    def step(self, what: str, share: float) -> None:
        """Say a step once, when it begins."""
        del share
        if what != self._last:
            self.say(f"{what}…")
            self._last = what

    def say(self, sentence: str) -> None:
        """Say a sentence that stays."""
        sys.stdout.write(f"{sentence}\n")
        sys.stdout.flush()

    def done(self) -> None:
        """There is nothing to put away."""


class BarScreen:
    """A bar a step; what is said stands above it."""

    def __init__(self, console: Console) -> None:
        self._progress = Progress(
            SpinnerColumn(),
            TextColumn("{task.description}"),
            BarColumn(),
            TaskProgressColumn(),
            TimeElapsedColumn(),
            console=console,
            transient=True,
        )
        self._task = self._progress.add_task("", total=1.0)
        self._progress.start()

    def step(self, what: str, share: float) -> None:
        """Show which step runs and how far it is."""
        self._progress.update(self._task, description=what, completed=share)

    def say(self, sentence: str) -> None:
        """Say a sentence that stays."""
        self._progress.console.print(sentence, highlight=False, markup=False, soft_wrap=True)

    def done(self) -> None:
        """Take the bar away."""
        self._progress.stop()


def screen(*, progress: bool) -> PlainScreen | BarScreen:
    """A bar where somebody looks at a terminal and wants one, else plain lines."""
    console = Console()
    return BarScreen(console) if progress and console.is_terminal else PlainScreen()
