"""Labels that threads have are found by looking at each thread once, however many threads and labels there are."""

import pytest
from sqlalchemy import event

from bot.adapters.sql.engine import make_engine
from bot.adapters.sql.unit_of_work import SqlRecords

pytestmark = pytest.mark.real


def test_labels_cost_a_look_at_each_thread_and_not_at_each_pair_of_them(postgres: str) -> None:
    """The page of an inbox with a hundred thousand threads took a third of a second for this alone."""
    engine, asked = make_engine(postgres), list[tuple[str, object]]()
    with engine.begin() as connection:
        connection.exec_driver_sql("TRUNCATE desk_threads CASCADE")
    records = SqlRecords(engine)
    with records.begin() as work:
        for number in range(60):
            work.desk.change(f"webchat:TF:{number}", labels=(f"label{number % 7}", "vip"))
    event.listen(engine, "before_cursor_execute", lambda *args: asked.append((args[2], args[3])))
    with records.begin() as work:
        assert work.inbox.labels() == (*(f"label{one}" for one in range(7)), "vip")
    ((statement, values),) = asked
    with engine.connect() as connection:
        plan = "\n".join(row[0] for row in connection.exec_driver_sql(f"EXPLAIN {statement}", values))
    engine.dispose()
    assert plan.count("desk_threads") == 1, plan
    assert "Nested Loop" not in plan
