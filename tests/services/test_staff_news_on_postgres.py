"""What staff are told of, in a real PostgreSQL: few questions, however much there is to tell to however many."""

import pytest
from sqlalchemy import event

from bot.adapters.sql.engine import make_engine
from bot.adapters.sql.unit_of_work import SqlRecords
from bot.domain.staff.notification import Notification
from bot.domain.staff.person import Person
from bot.domain.staff.subscription import Subscription
from bot.services import staff_news

pytestmark = pytest.mark.real

TABLES = "staff_notifications, push_subscriptions, staff_pushes"
PEOPLE = tuple(Person(f"per_news_{number}", f"N{number}", roles=("agent",)) for number in range(30))
NEWS = tuple(Notification(kind="queue", key=f"queue:{one}", thread="webchat:TF:ann", at=1) for one in range(20))


def test_a_morning_on_which_many_wait_is_few_questions(postgres: str) -> None:
    """Who is reached is asked once, and what was noted before is one question a second."""
    engine = make_engine(postgres)
    with engine.begin() as connection:
        connection.exec_driver_sql(f"TRUNCATE {TABLES} CASCADE")
    records, asked = SqlRecords(engine), list[str]()
    with records.begin() as work:
        for person in PEOPLE:
            work.people.keep(person)
            browser = Subscription(
                id=f"psh_{person.id}", person=person.id, endpoint=person.id, p256dh="", auth="", browser="B", at=0
            )
            work.notifications.subscribe(browser)
    event.listen(engine, "before_cursor_execute", lambda *args: asked.append(args[2]))
    with records.begin() as work:
        assert staff_news._noted(work, NEWS) == NEWS
    first = len(asked)
    with records.begin() as work:
        assert staff_news._noted(work, NEWS) == ()
        again = len(asked) - first
        assert len(work.notifications.owed_pushes(most=10_000)) == len(NEWS) * len(PEOPLE)
    engine.dispose()
    assert first <= 3 * len(NEWS) + 6
    assert again <= 3
