"""A fuse that kills the process at chosen points, and wrappers that have a point on each side of everything outside."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any


class KilledError(BaseException):
    """The process died here: nobody may catch this but the one who starts it again."""


class Fuse:
    """Counts the points that were passed, and kills at those whose numbers it was given; `deaths` counts those."""

    def __init__(self, *points: int) -> None:
        self.points = frozenset(points)
        self.passed: list[str] = []
        self.deaths = 0

    def point(self, name: str) -> None:
        """Pass a point, or die there."""
        self.passed.append(name)
        if len(self.passed) in self.points:
            self.deaths += 1
            raise KilledError(name)


class FusedRecords:
    """Transactions with a point before and after each commit."""

    def __init__(self, records: Any, fuse: Fuse) -> None:
        self._records, self._fuse = records, fuse

    @contextmanager
    def begin(self) -> Iterator[Any]:
        """A transaction; killed before the commit it has changed nothing."""
        with self._records.begin() as work:
            yield work
            self._fuse.point("before commit")
        self._fuse.point("after commit")


class Fused:
    """Anything outside, with a point before and after each call of the named methods; `watch` sees each call first."""

    def __init__(self, inner: Any, fuse: Fuse, methods: tuple[str, ...], watch: Callable[[str], None]) -> None:
        self._inner, self._fuse, self._methods, self._watch = inner, fuse, methods, watch

    def __getattr__(self, name: str) -> Any:
        method = getattr(self._inner, name)
        if name not in self._methods:
            return method

        def call(*args: Any, **named: Any) -> Any:
            self._fuse.point(f"before {name}")
            self._watch(name)
            answer = method(*args, **named)
            self._fuse.point(f"after {name}")
            return answer

        return call
