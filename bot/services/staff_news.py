"""What staff are told of: found in the state of threads, noted once, and pushed to the browsers that want it.

Theory. Whether a notification is due is read from the archive by a sweep, not told by whoever changes a thread: one
place knows all reasons, a sweep that dies finds the same again, and a key for what happened keeps it from being told
twice. Pages draw what is noted; pushes are rows that a worker sends and deletes. What is older than ten minutes when it
is found is told to nobody: after a standstill people need the list, not an hour of alarms.
"""

from bot.domain.moments import milliseconds
from bot.domain.staff.notification import Kind, Notification, pushed
from bot.domain.staff.person import Person
from bot.domain.staff.preferences import Preferences
from bot.ports.live import LiveNote
from bot.ports.records import Work
from bot.ports.runtime import Runtime

FRESH_MS = 10 * 60 * 1000
SOON_MS = 2 * 60 * 1000
"""How long before a service level ends somebody is told."""
KEPT_MS = 7 * 24 * 3600 * 1000
PUSH_SECONDS = 300
"""A push that was not delivered for so long says nothing any more."""
MOST_SHOWN = 20
_MOST_PUSHES = 200
_EVERYBODY = frozenset({""})


def find(runtime: Runtime) -> int:
    """Note what happened and was not noted yet, promise its pushes and tell open pages; gives how many."""
    now = milliseconds(runtime.clock.now())
    with runtime.records.begin() as work:
        found = work.notifications.found(since=now - FRESH_MS, soon=now + SOON_MS)
        fresh = _noted(work, found)
    if fresh:
        redraw(runtime, frozenset(one.person for one in fresh))
    return len(fresh)


def tell(work: Work, kind: Kind, *, key: str, thread: str, person: str, at: int) -> bool:
    """Note something that no state of a thread shows, as a mention, in the transaction in which it happens.

    `key` names it among those of its kind. False when it was noted before. After the commit `redraw` tells open pages.
    """
    return bool(_noted(work, (Notification(kind=kind, key=f"{kind}:{key}", thread=thread, at=at, person=person),)))


def redraw(runtime: Runtime, people: frozenset[str] = _EVERYBODY) -> None:
    """Let the open pages of people draw their notifications again: one note each, since each drawing is a query.

    "" among them is everybody.
    """
    whom = _EVERYBODY if "" in people else people
    runtime.live.publish(tuple(LiveNote("", "", "staff", 0, one) for one in sorted(whom)))


def owed_pushes(runtime: Runtime) -> tuple[str, ...]:
    """Names of pushes that are to be sent; raises `UnavailableError`."""
    with runtime.records.begin() as work:
        return work.notifications.owed_pushes(most=_MOST_PUSHES)


def send_push(runtime: Runtime, name: str) -> None:
    """Send one push, if it is still wanted; a browser that takes none any more is forgotten.

    Killed after it was sent, it is sent again, and takes its own place by its tag. Raises `UnavailableError` and
    `OutcomeUnknownError`.
    """
    with runtime.records.begin() as work:
        push = work.notifications.push(name)
        if push is None:
            return
        waiting = sum(one.owner == "queue" for one in work.talk.waiting()) if push.notification.kind == "queue" else 0
        person = work.people.person(push.subscription.person)
        wanted = _reaches(person, work.notifications.preferences(push.subscription.person), push.notification)
    late = push.notification.at + PUSH_SECONDS * 1000 < milliseconds(runtime.clock.now())
    if runtime.pusher is None or late or not wanted:
        fate = "stale"
    else:
        fate = runtime.pusher.push(push.subscription, pushed(push.notification, waiting=waiting), seconds=PUSH_SECONDS)
    runtime.meter.count("pushes", result=fate)
    if fate == "later":
        return
    with runtime.records.begin() as work:
        if fate == "gone":
            work.notifications.unsubscribe(push.subscription.id)
        work.notifications.pushed(name)


def shown(runtime: Runtime, person: str) -> tuple[Notification, ...]:
    """The newest notifications of a person, the newest first; raises `UnavailableError`."""
    with runtime.records.begin() as work:
        return work.notifications.newest(person, most=MOST_SHOWN)


def thread_of(runtime: Runtime, number: int, person: Person) -> str:
    """The thread to which a notification leads, "" when there is none of that number for the person."""
    with runtime.records.begin() as work:
        one = work.notifications.notification(number)
    return one.thread if one is not None and one.person in ("", person.id) else ""


def forget_old(runtime: Runtime) -> int:
    """Forget what was noted more than a week ago; gives how many."""
    before = milliseconds(runtime.clock.now()) - KEPT_MS
    with runtime.records.begin() as work:
        return work.notifications.forget(before=before)


def _noted(work: Work, found: tuple[Notification, ...]) -> tuple[Notification, ...]:
    """Those that were not noted before: they are now, and promised to the browsers that want them."""
    known = work.notifications.known(tuple(one.key for one in found))
    numbered = [(work.notifications.note(one), one) for one in found if one.key not in known]
    fresh = [(number, one) for number, one in numbered if number]
    if fresh:
        _promise(work, fresh)
    return tuple(one for _, one in fresh)


def _promise(work: Work, fresh: list[tuple[int, Notification]]) -> None:
    """Promise pushes; who is reached is asked once, however much there is to tell to however many browsers."""
    meant = {one.person for _, one in fresh}
    browsers = work.notifications.subscriptions(meant.pop() if len(meant) == 1 else "")
    if not browsers:
        return
    people = {person.id: person for person in work.people.people()}
    chosen = work.notifications.every_preferences()
    for number, one in fresh:
        wanted = (each for each in browsers if _reaches(people.get(each.person), chosen.get(each.person), one))
        work.notifications.owe_pushes(number, tuple(each.id for each in wanted))


def _reaches(person: Person | None, chosen: Preferences | None, one: Notification) -> bool:
    """Whether somebody may see the thread, is meant, and wants to be told by a push."""
    meant = person is not None and person.may("threads.talk") and one.person in ("", person.id)
    return meant and (chosen or Preferences()).wants(one.kind, "push")
