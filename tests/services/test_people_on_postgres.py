"""Who works for the airline, in a real PostgreSQL: an airline with many agents is read as quickly as a small one."""

from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import event

from bot.adapters.sql.engine import make_engine
from bot.adapters.sql.unit_of_work import SqlRecords
from bot.domain.staff.credentials import Credentials
from bot.domain.staff.person import Person
from bot.services import people

pytestmark = pytest.mark.real


def test_everybody_is_read_by_a_handful_of_questions(postgres: str) -> None:
    """With each one's proofs."""
    engine = make_engine(postgres)
    records, asked = SqlRecords(engine), list[str]()
    with records.begin() as work:
        for number in range(40):
            work.people.keep(Person(f"per_many_{number}", f"M{number}"))
        work.sign_in.keep(Credentials(person="per_many_7", password="hash"))
    event.listen(engine, "before_cursor_execute", lambda *args: asked.append(args[2]))
    runtime: Any = SimpleNamespace(records=records)
    known = {one.person.id: one for one in people.everybody(runtime)}
    engine.dispose()
    assert [known[f"per_many_{number}"].has_password for number in (6, 7)] == [False, True]
    assert len(asked) <= 5
