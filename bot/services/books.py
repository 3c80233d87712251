"""What a worker does for the books when it is rung: missed events and alerts each ten minutes, a day each night."""

import logging
from datetime import date

from bot.ports.runtime import Runtime
from bot.services import alerts, reconciliation
from bot.services.missed_events import catch_up

EVENTS, NIGHT = "events", "night"
"""The two rings: "events|" and "night|2026-11-28"."""

_log = logging.getLogger(__name__)


def events(runtime: Runtime, _: str) -> None:
    """Read what no webhook brought, then call staff for what is open for too long."""
    if runtime.reports is not None:
        catch_up(runtime)
    alerts.overdue(runtime)


def night(runtime: Runtime, day: str) -> None:
    """Go on with a day's reconciliation, and ring again while there is more of it; another name does nothing."""
    try:
        wanted = date.fromisoformat(day)
    except ValueError:
        return
    if runtime.reports is None:
        _log.error("The gateway gives no reports: %s is not compared.", day)
        return
    run = reconciliation.reconcile(runtime, wanted)
    if run is not None and run.ended_at is None:
        runtime.jobs.ring(f"{NIGHT}|{day}")


def due_night(runtime: Runtime) -> str:
    """The ring for the next day that is to be compared, "" when there is none."""
    with runtime.records.begin() as work:
        day = reconciliation.next_day(work, runtime.clock.now())
    return f"{NIGHT}|{day}" if day is not None else ""
