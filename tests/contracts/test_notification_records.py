"""What every store of notifications promises, in memory and in a real PostgreSQL alike."""

from typing import Any

import msgspec

from bot.domain.staff.notification import Notification
from bot.domain.staff.preferences import Preferences
from bot.domain.staff.subscription import Subscription
from tests.builders.entries import heard, talk, turn
from tests.builders.world import NOW_MS

TABLES = "transcript, conversations, desk_threads, staff_notifications, push_subscriptions, staff_pushes"
ADA, BOB = talk(), talk(thread="messenger:page:bob")
MINUTE = 60_000


def browser(name: str = "psh_1", *, person: str = "per_ana", endpoint: str = "") -> Subscription:
    """A browser of somebody."""
    return Subscription(
        id=name,
        person=person,
        endpoint=endpoint or f"https://fcm.googleapis.com/{name}",
        p256dh="p",
        auth="a",
        browser="Chrome",
        at=NOW_MS,
    )


def noted(records: Any, key: str = "queue:1", *, person: str = "", at: int = NOW_MS) -> int:
    """Note something; gives its number."""
    with records.begin() as work:
        number: int = work.notifications.note(
            Notification(kind="queue", key=key, thread=ADA.thread, at=at, person=person)
        )
        return number


def found(records: Any) -> list[tuple[str, str, str]]:
    """What the state of threads has to tell: kind, thread, person."""
    with records.begin() as work:
        told = work.notifications.found(since=NOW_MS - 10 * MINUTE, soon=NOW_MS + 2 * MINUTE)
        assert len({one.key for one in told}) == len(told)
        return [(one.kind, one.thread, one.person) for one in told]


def test_what_somebody_chose_is_kept(records: Any) -> None:
    """The same look in every browser, and everybody else keeps theirs."""
    chosen = Preferences(scheme="dark", density="comfortable", single_keys=False, volume=0, silent=("queue.push",))
    with records.begin() as work:
        assert work.notifications.preferences("per_ana") == Preferences()
        work.notifications.keep_preferences("per_ana", Preferences(volume=5))
        work.notifications.keep_preferences("per_ana", chosen)
    with records.begin() as work:
        assert work.notifications.preferences("per_ana") == chosen
        assert work.notifications.preferences("per_bo") == Preferences()
        assert work.notifications.every_preferences()["per_ana"] == chosen
        assert "per_bo" not in work.notifications.every_preferences()
        work.notifications.keep_preferences("per_ana", Preferences())


def test_something_is_noted_once(records: Any) -> None:
    """Two clocks that find the same tell it once, and numbers rise."""
    first, again, second = noted(records), noted(records), noted(records, "queue:2", person="per_ana")
    assert again == 0
    assert second > first > 0
    with records.begin() as work:
        assert [one.number for one in work.notifications.newest("per_ana", most=9)] == [second, first]
        assert [one.number for one in work.notifications.newest("per_bo", most=9)] == [first]
        assert [one.number for one in work.notifications.newest("per_ana", most=1)] == [second]
        known = work.notifications.notification(second)
        assert known == Notification(
            kind="queue", key="queue:2", thread=ADA.thread, at=NOW_MS, person="per_ana", number=second
        )
        assert work.notifications.notification(second + 1) is None
        assert work.notifications.known(("queue:2", "queue:9")) == {"queue:2"}
        assert work.notifications.known(()) == frozenset()


def test_a_push_is_owed_until_it_is_sent(records: Any) -> None:
    """A worker that dies finds it again; what was sent is not sent again."""
    number = noted(records)
    name = f"{number}.psh_1"
    with records.begin() as work:
        work.notifications.subscribe(browser())
        for browsers in (("psh_1",), ("psh_1",), ()):
            work.notifications.owe_pushes(number, browsers)
    with records.begin() as work:
        assert work.notifications.owed_pushes(most=9) == (name,)
        push = work.notifications.push(name)
        assert push is not None
        assert (push.notification.number, push.subscription) == (number, browser())
        assert work.notifications.push("nonsense") is None
        work.notifications.pushed(name)
        assert work.notifications.push(name) is None
        assert work.notifications.owed_pushes(most=9) == ()


def test_a_browser_that_is_forgotten_takes_its_pushes_along(records: Any) -> None:
    """Nothing is sent to it any more, and a browser that changes hands tells its new person alone."""
    number = noted(records)
    with records.begin() as work:
        work.notifications.subscribe(browser())
        work.notifications.subscribe(browser("psh_2", person="per_bo"))
        for name in ("psh_1", "psh_2"):
            work.notifications.owe_pushes(number, (name,))
        work.notifications.unsubscribe("psh_1")
        assert work.notifications.owed_pushes(most=9) == (f"{number}.psh_2",)
        moved = browser("psh_3", person="per_ana", endpoint=browser("psh_2").endpoint)
        work.notifications.subscribe(moved)
        assert work.notifications.subscriptions() == (moved,)
        assert work.notifications.subscriptions("per_bo") == ()
        assert work.notifications.subscriptions("per_ana") == (moved,)
        assert work.notifications.owed_pushes(most=9) == ()


def test_old_notifications_go_with_their_pushes(records: Any) -> None:
    """Nobody is told of last week."""
    old, new = noted(records, "old", at=NOW_MS - 9), noted(records, "new")
    with records.begin() as work:
        work.notifications.subscribe(browser())
        work.notifications.owe_pushes(old, ("psh_1",))
        assert work.notifications.forget(before=NOW_MS) == 1
        assert [one.number for one in work.notifications.newest("", most=9)] == [new]
        assert work.notifications.owed_pushes(most=9) == ()


def test_who_waits_and_who_wrote_to_whom_is_found(records: Any) -> None:
    """A thread in the queue calls everybody, a word in an agent's thread calls that agent, the bot's threads nobody."""
    waits = msgspec.structs.replace(talk(2, epoch=1, owner="queue"), waiting_since=NOW_MS)
    mine = msgspec.structs.replace(talk(2, thread=BOB.thread, epoch=2, owner="human"), agent="per_ana")
    eve = talk(1, thread="messenger:page:eve")
    turns = (turn(heard("m1", "a person please")), turn(heard("m1", "hi"), of=BOB), turn(heard("m1", "hello"), of=eve))
    with records.begin() as work:
        work.talk.archive_turns(tuple(("1-1", entry) for entry in turns))
        work.talk.save_conversations(((waits, "1-1"), (mine, "1-2"), (eve, "1-3")))
    assert sorted(found(records)) == [("queue", ADA.thread, ""), ("reply", BOB.thread, "per_ana")]


def test_what_is_old_is_told_to_nobody(records: Any) -> None:
    """After a standstill people find a list, not an hour of alarms."""
    waits = msgspec.structs.replace(talk(2, owner="queue"), waiting_since=NOW_MS - 11 * MINUTE)
    with records.begin() as work:
        work.talk.save_conversations(((waits, "1-1"),))
        work.desk.change(
            ADA.thread, offered_to="per_ana", offered_at=NOW_MS - 11 * MINUTE, next_due=NOW_MS + 3 * MINUTE
        )
    assert found(records) == []


def test_what_is_given_to_somebody_and_what_is_due_is_found(records: Any) -> None:
    """An agent learns of a thread that was assigned to them, and of a reply that is due soon in one of theirs."""
    mine = msgspec.structs.replace(talk(2, epoch=2, owner="human"), agent="per_ana")
    with records.begin() as work:
        work.talk.save_conversations(((mine, "1-1"), (BOB, "1-2")))
        work.desk.change(ADA.thread, offered_to="per_bo", offered_at=NOW_MS, next_due=NOW_MS + MINUTE)
        work.desk.change(BOB.thread, first_due=NOW_MS + MINUTE)
        work.desk.change("messenger:page:new", first_due=NOW_MS + MINUTE)
    assert sorted(found(records)) == [
        ("assigned", ADA.thread, "per_bo"),
        ("due", ADA.thread, "per_ana"),
        ("due", "messenger:page:new", ""),
    ]
