"""Events that no webhook brought: read afterwards, taken as if one had, each once."""

from datetime import timedelta

import msgspec
import pytest

from bot.domain.errors import UnavailableError
from bot.sandbox.cards import by_name
from bot.services import checkouts
from bot.services.missed_events import OVERLAP, catch_up
from tests.builders.books import Books, books
from tests.fakes.gateway_reports import FakeReports
from tests.journeys.crash_points.fuse import Fuse
from tests.journeys.crash_points.town import Plan, Town


def _closed(town: Books) -> None:
    """A challenge is answered, and no webhook tells of it."""
    checkout = town.book("ada", by_name("secure").number)
    town.gateway.answer_challenge(checkout.payments[0].action_url)


def test_with_webhooks_down_for_days_a_payment_goes_on() -> None:
    """A firewall that lets nothing in makes things slower, and nothing else."""
    town = books()
    _closed(town)
    assert catch_up(town.runtime) > 0
    town.run()
    (checkout,) = town.home.records.money.checkouts.values()
    assert checkout.state == "paid"
    assert town.home.meter.counts["missed_events",] > 0


def test_a_debit_that_came_back_is_noticed_without_a_webhook(monkeypatch: pytest.MonkeyPatch) -> None:
    """A bank takes back what had paid, and nobody tells us: the list of events does, once."""
    monkeypatch.setattr("bot.services.turns.pay_off", lambda *_: 0)
    town = Town(Plan((), account="debit_is_returned"), Fuse())
    town.play()
    assert town.checkout is not None
    assert town.checkout.state == "paid"
    town.clock.moment += timedelta(days=3)
    town.gateway.records()
    runtime = msgspec.structs.replace(town.runtime, records=town.records, reports=FakeReports(town.gateway))
    assert catch_up(runtime) > 0
    while town.sweep():
        pass
    assert town.checkout.payments[0].state == "charged_back"
    assert town.counts.counted["needs_staff returned"] == 1
    assert catch_up(runtime) == 0


def test_what_a_webhook_brought_is_not_fed_in_again() -> None:
    """A deployment whose webhooks work reads its list and does nothing."""
    town = books()
    _closed(town)
    for headers, body in town.gateway.webhooks:
        event = town.gateway.webhook(headers, body, now=town.home.clock.now())
        assert event is not None
        checkouts.gateway_event(town.runtime, event)
    before = dict(town.home.records.money.steps)
    assert catch_up(town.runtime) == 0
    assert town.home.records.money.steps == before
    assert not town.home.meter.counts["missed_events",]


def test_a_second_reading_feeds_nothing_twice() -> None:
    """Readings overlap by an hour, so that no event falls between two of them."""
    town = books()
    _closed(town)
    first = catch_up(town.runtime)
    assert (first > 0, catch_up(town.runtime)) == (True, 0)
    with town.home.records.begin() as work:
        assert work.reconciliation.cursor("sandbox") == town.home.clock.now()
    town.home.clock.move(seconds=600)
    catch_up(town.runtime)
    town.home.clock.move(seconds=-int(OVERLAP.total_seconds()))
    town.charge(next(iter(town.home.records.money.checkouts.values())).payments[0].id)
    town.home.clock.move(seconds=int(OVERLAP.total_seconds()))
    assert catch_up(town.runtime) > 0


def test_events_about_nobody_are_left_alone() -> None:
    """Payouts, and payments of another shop under the same account, belong to no checkout."""
    town = books()
    town.book("ada")
    catch_up(town.runtime)
    town.charge("pay_of_another_shop")
    town.reports.pay_out()
    assert catch_up(town.runtime) == 0


def test_many_events_are_read_in_pages_and_a_reading_that_broke_off_goes_on() -> None:
    """A gateway that goes away in the middle is asked again from there; nothing is lost and nothing is done twice."""
    town = books(page=2)
    for name in ("ada", "bob", "cleo"):
        town.book(name)
    ask, left = town.reports.events, iter(range(2))

    def dying(*asked: object, **named: object) -> object:
        if next(left, None) is None:
            raise UnavailableError("The gateway has gone away.")
        return ask(*asked, **named)  # type: ignore[arg-type]

    town.reports.events = dying  # type: ignore[method-assign, assignment]
    with pytest.raises(UnavailableError):
        catch_up(town.runtime)
    fed = int(town.home.meter.counts["missed_events",])
    town.reports.events = ask  # type: ignore[method-assign]
    steps = {name for name in town.home.records.money.steps if name.startswith("step_evt")}
    assert (fed, len(steps)) == (0, 4)
    assert catch_up(town.runtime) == 2
