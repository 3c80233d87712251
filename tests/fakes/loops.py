"""An event loop of a test's own: the main thread may have one that turns already, as Playwright's does."""

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

T = TypeVar("T")


def run_to_end(steps: Coroutine[Any, Any, T]) -> T:
    """What a coroutine gives, run on a loop in a thread of its own."""
    with ThreadPoolExecutor(1, thread_name_prefix="loop") as own:
        return own.submit(asyncio.run, steps).result()
