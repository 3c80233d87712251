"""Events that no webhook brought: they are read from the gateway's list, and taken as if one had.

So everything works with webhooks down for days; only later.
"""

from datetime import timedelta

from bot.ports.runtime import Runtime
from bot.services.checkouts import gateway_event, paid
from bot.services.reconciliation import reports_of

OVERLAP = timedelta(hours=1)
"""How far back each reading goes beyond the last: events are listed in the order in which they were made, nearly."""
FIRST = timedelta(days=3)
"""How far back the first reading goes: as long as gateways repeat webhooks themselves."""


def catch_up(runtime: Runtime) -> int:
    """Read the events since the last reading, and feed in those that were not heard; gives how many those were.

    Killed anywhere, it begins again at the page where it was: what was fed in is known by its step.
    """
    reports, started = reports_of(runtime), runtime.clock.now()
    with runtime.records.begin() as work:
        since = (work.reconciliation.cursor(reports.name) or started - FIRST) - OVERLAP
    fed, after = 0, ""
    while True:
        page = reports.events(since, after=after)
        with runtime.records.begin() as work:
            names = {f"step_{event.id}": event for event in page.items}
            unheard = set(work.reconciliation.unheard(tuple(names)))
            missed = [names[name] for name in names if name in unheard]
            ours = [event for event in missed if work.money.checkout_paid_by(paid(work, event))]
        for event in ours:
            gateway_event(runtime, event)
        fed += len(ours)
        with runtime.records.begin() as work:
            newest = max((event.created for event in page.items), default=started)
            work.reconciliation.move_cursor(reports.name, to=min(newest, started))
        if not page.following:
            break
        after = page.following
    with runtime.records.begin() as work:
        work.reconciliation.move_cursor(reports.name, to=started)
    if fed:
        runtime.meter.count("missed_events", fed)
    return fed
