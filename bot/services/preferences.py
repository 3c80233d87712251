"""What people of the staff chose for themselves: looks, keys, notifications, browsers that take pushes."""

from collections.abc import Callable

from bot.domain.errors import InvalidError
from bot.domain.moments import milliseconds
from bot.domain.staff.person import Person
from bot.domain.staff.preferences import Preferences
from bot.domain.staff.subscription import Subscription, check
from bot.ports.runtime import Runtime
from bot.services.audited import act

MOST_BROWSERS = 10


def of(runtime: Runtime, person: str) -> Preferences:
    """What somebody chose; raises `UnavailableError`."""
    with runtime.records.begin() as work:
        return work.notifications.preferences(person)


def change(runtime: Runtime, person: Person, choose: Callable[[Preferences], Preferences]) -> Preferences:
    """Keep what somebody chooses now; raises what `choose` raises."""
    with runtime.records.begin() as work:
        before = work.notifications.preferences(person.id)
        after = choose(before)
        if after != before:
            work.notifications.keep_preferences(person.id, after)
            work.audit.append(act(runtime, person.id, "preferences.change", person.id, before=before, after=after))
    return after


def browsers(runtime: Runtime, person: str) -> tuple[Subscription, ...]:
    """The browsers that take pushes for somebody, the oldest first."""
    with runtime.records.begin() as work:
        return work.notifications.subscriptions(person)


def subscribe(runtime: Runtime, person: Person, *, endpoint: str, p256dh: str, auth: str, browser: str) -> None:
    """Let a browser take pushes; it may have been a colleague's. Raises `InvalidError` for bad keys or services."""
    now = runtime.clock.now()
    keys = {"endpoint": endpoint, "p256dh": p256dh, "auth": auth}
    made = Subscription(id=runtime.ids.new("psh"), person=person.id, browser=browser, at=milliseconds(now), **keys)
    with runtime.records.begin() as work:
        known = work.notifications.subscriptions(person.id)
        if len(known) >= MOST_BROWSERS and endpoint not in {one.endpoint for one in known}:
            raise InvalidError(f"Pushes go to at most {MOST_BROWSERS} browsers. Remove one of them first.")
        work.notifications.subscribe(check(made))
        told = act(runtime, person.id, "push.subscribe", person.id, after={"browser": browser})
        work.audit.append(told)


def unsubscribe(runtime: Runtime, person: Person, subscription: str) -> None:
    """Send no more pushes to a browser of one's own; one that is somebody else's, or gone, changes nothing."""
    with runtime.records.begin() as work:
        mine = {one.id: one for one in work.notifications.subscriptions(person.id)}
        if subscription not in mine:
            return
        work.notifications.unsubscribe(subscription)
        gone = {"browser": mine[subscription].browser}
        work.audit.append(act(runtime, person.id, "push.unsubscribe", person.id, before=gone))
