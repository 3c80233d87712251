"""What a worker does for the books when it is rung."""

import pytest

from bot.domain.money import Money
from bot.domain.reconciliation import Finding
from bot.services import books as service
from bot.services import reconciliation
from tests.builders.books import books


def test_the_night_goes_on_ring_by_ring(monkeypatch: pytest.MonkeyPatch) -> None:
    """A long day does not keep travellers from a worker: it is done in pieces, and rings for the next piece itself."""
    monkeypatch.setattr(reconciliation, "PAGE", 1)
    town = books(page=1)
    for number in range(12):
        town.book(f"ada{number}")
    town.home.clock.move(seconds=2 * 86400)
    name = service.due_night(town.runtime)
    assert name == "night|2026-11-24"
    town.home.jobs.rung.clear()
    rings = 1
    service.night(town.runtime, "2026-11-24")
    while town.home.jobs.rung:
        assert town.home.jobs.rung.pop() == name
        service.night(town.runtime, "2026-11-24")
        rings += 1
    assert rings > 2
    assert service.due_night(town.runtime) == "night|2026-11-25"


def test_a_night_that_is_over_is_not_rung_again() -> None:
    """A ring that comes late finds the day done."""
    town = books()
    town.book("ada")
    assert service.due_night(town.runtime) == "", "the day is not over"
    town.home.clock.move(seconds=86400)
    service.night(town.runtime, "2026-11-24")
    town.home.jobs.rung.clear()
    service.night(town.runtime, "2026-11-24")
    service.night(town.runtime, "no day")
    assert (town.home.jobs.rung, service.due_night(town.runtime)) == ([], "")


def test_every_ten_minutes_events_are_read_and_staff_called() -> None:
    """One ring does both."""
    town = books(staff_mail="books@airline.example")
    finding, now = Finding("currency", "pay_1", Money(1, "EUR"), Money(1, "USD")), town.home.clock.now()
    with town.home.records.begin() as work:
        work.reconciliation.open_case(finding, day=now.date(), now=now, due_at=now)
    town.home.clock.move(seconds=60)
    service.events(town.runtime, "")
    assert len(town.home.mailer.sent) == 1
    with town.home.records.begin() as work:
        assert work.reconciliation.cursor("sandbox") == town.home.clock.now()
