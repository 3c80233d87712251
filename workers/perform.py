"""The only job of RQ: look at one effect, step, setup, mail, push, or the books, by its name.

A ring says where to look and nothing else: what is to be done stands in the due set or in SQL, and whoever is rung
twice finds nothing the second time. Nothing is ever raised into RQ, which would write the words of an error into
Redis: what failed is rung again when its lease has ended.
"""

import logging
import pkgutil
import traceback
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from bot.domain.errors import ThreadfareError
from bot.domain.ids import ring_name
from bot.domain.moments import milliseconds
from bot.ports.runtime import Runtime
from bot.services import activity_notices, assigning, books, checkout_steps, effects, setup_runs, staff_news
from workers.context import about

MOST_DUE = 500
"""Effects of one shard among which a ring looks for its own; with more of them due, the sweep comes round again."""

RINGS: Mapping[str, Callable[[Runtime, str], object]] = {
    "step": checkout_steps.run_step,
    "setup": setup_runs.run,
    "mail": activity_notices.send_mail,
    "push": staff_news.send_push,
    "assign": lambda runtime, _: assigning.drain(runtime),
    books.EVENTS: books.events,
    books.NIGHT: books.night,
}
"""Who looks at "<kind>|<name>"; an effect has a name of its own."""

_installed: list[Runtime] = []
_log = logging.getLogger(__name__)


def install(runtime: Runtime) -> None:
    """The Runtime with which this process performs."""
    _installed[:] = [runtime]


def perform(name: str) -> None:
    """Look at an effect (`bot.domain.ids.ring_name`) or at what one of `RINGS` names; at nothing else."""
    kind, _, rest = name.partition("|")
    with about(thread="", name=rest):
        try:
            if kind == "effect":
                _perform_effect(_runtime(), name)
            elif kind in RINGS:
                RINGS[kind](_runtime(), rest)
            else:
                _log.error("A ring names nothing that we know.")
        except ThreadfareError as error:
            _log.warning("It will be rung again: %s", error.say_to_staff)
        except Exception as error:  # noqa: BLE001  RQ must not see it, and its words may be a traveller's
            where = traceback.extract_tb(error.__traceback__)[-1]
            _log.error("It will be rung again: %s at %s:%s", type(error).__name__, where.filename, where.lineno)


def _perform_effect(runtime: Runtime, name: str) -> None:
    """Perform the effect of that name if it is due; one that is not found was performed, or the sweep rings again."""
    now = milliseconds(runtime.clock.now())
    shard = name.split("|")[1]
    for thread, effect in runtime.journal.late_effects(shard, before_ms=now + 1, most=MOST_DUE):
        if ring_name(thread, effect) == name:
            effects.perform(runtime, thread, effect)
            return


def _runtime() -> Runtime:
    return _installed[0] if _installed else _built()


@cache
def _built() -> Runtime:
    """For a worker that was started by RQ's own command; `workers.main` installs a Runtime instead."""
    config: Any = pkgutil.resolve_name("bot.config")
    build: Any = pkgutil.resolve_name("bot.bootstrap:build")
    runtime: Runtime = build(config.load_settings(config.environment(), "worker"), "worker")
    return runtime
