"""What every archive of templates' states promises, in memory and in a real PostgreSQL alike."""

from collections.abc import Iterator
from typing import Any

import msgspec
import pytest

from bot.adapters.sql.engine import make_engine
from bot.adapters.sql.unit_of_work import SqlRecords
from bot.ports.template_records import TemplateState
from tests.fakes.records import MemoryRecords

TICKETS = TemplateState("messenger", "tickets_1", "en", "PENDING", "", 1000)


@pytest.fixture(params=["memory", pytest.param("postgres", marks=pytest.mark.real)])
def records(request: pytest.FixtureRequest) -> Iterator[Any]:
    """Each archive in turn, empty."""
    if request.param == "memory":
        yield MemoryRecords()
        return
    engine = make_engine(request.getfixturevalue("postgres"))
    with engine.begin() as connection:
        connection.exec_driver_sql("TRUNCATE templates")
    yield SqlRecords(engine)
    engine.dispose()


def told(records: Any, **changes: Any) -> TemplateState:
    """What a platform says next."""
    state = msgspec.structs.replace(TICKETS, **changes)
    with records.begin() as work:
        work.templates.note(state)
    return state


def approved(records: Any, channel: str = "messenger", name: str = "tickets_1") -> tuple[str, ...]:
    """In what languages a template may be sent."""
    with records.begin() as work:
        found: tuple[str, ...] = work.templates.approved(channel, name)
        return found


def test_a_template_may_be_sent_in_the_languages_that_are_approved(records: Any) -> None:
    """One that is pending, refused, or approved elsewhere is not sent."""
    told(records)
    assert approved(records) == ()
    told(records, language="fr", state="APPROVED")
    told(records, language="de", state="REJECTED", reason="INCORRECT_PARAMS")
    told(records, channel="whatsapp", state="APPROVED")
    told(records, name="seats_1", state="APPROVED")
    assert approved(records) == ("fr",)


def test_what_was_said_last_counts(records: Any) -> None:
    """A pause ends an approval; word that comes late does not bring it back."""
    told(records, state="APPROVED", at=2000)
    paused = told(records, state="PAUSED", reason="low quality", at=3000)
    told(records, state="APPROVED", at=2500)
    assert approved(records) == ()
    with records.begin() as work:
        assert work.templates.all() == (paused,)
    told(records, state="APPROVED", at=3000)
    assert approved(records) == ("en",)


def test_all_of_them_are_read_in_order(records: Any) -> None:
    """Staff find a template where they look for it."""
    told(records, channel="whatsapp")
    told(records, language="fr")
    told(records)
    with records.begin() as work:
        found = [(one.channel, one.language) for one in work.templates.all()]
    assert found == [("messenger", "en"), ("messenger", "fr"), ("whatsapp", "en")]
