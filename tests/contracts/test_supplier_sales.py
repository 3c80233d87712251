"""What every supplier tells of its sales, in memory and over PostgreSQL alike."""

from datetime import timedelta

from bot.domain.booking.passengers import Party
from bot.domain.reconciliation import Sale
from tests.builders.flights import NOW
from tests.contracts.supplier_shops import Shop
from tests.contracts.test_supplier import SOON, cheapest, held, shop, ticketed

__all__ = ["shop"]


def test_a_day_lists_what_was_ticketed_with_its_price(shop: Shop) -> None:
    """Reconciliation finds every sale under the order's own id, and none of what was only held."""
    offer = cheapest(shop, party=Party(2))
    sold, waiting = held(shop, offer, "ord_1"), held(shop, offer, "ord_2")
    numbers = ticketed(shop, sold.locator, "ord_1").tickets
    (sale,) = shop.supplier.sales(SOON.date())
    assert sale == Sale("ord_1", sold.locator, offer.total, tuple(sorted(numbers)), live=True)
    assert shop.supplier.sales_of(("ord_1", "ord_2", "ord_of_nobody")) == (sale,)
    assert shop.supplier.sales(SOON.date() + timedelta(days=1)) == ()
    assert waiting.locator != sale.locator


def test_what_was_voided_is_listed_on_both_days_as_it_stands_now(shop: Shop) -> None:
    """Tickets that were taken back do not count as sold, whichever day is looked at."""
    locator = held(shop, cheapest(shop), "ord_1").locator
    ticketed(shop, locator, "ord_1")
    shop.supplier.cancel(locator, now=NOW + timedelta(days=1))
    for day in (NOW.date(), NOW.date() + timedelta(days=1)):
        (sale,) = shop.supplier.sales(day)
        assert (sale.order, sale.live) == ("ord_1", False)
    assert [one.live for one in shop.supplier.sales_of(("ord_1",))] == [False]


def test_long_lists_come_in_pieces(shop: Shop) -> None:
    """A day of many sales is read piece by piece, each once."""
    offer = cheapest(shop)
    for number in range(3):
        ticketed(shop, held(shop, offer, f"ord_{number}").locator, f"ord_{number}")
    first = shop.supplier.sales(SOON.date(), most=2)
    rest = shop.supplier.sales(SOON.date(), after=first[-1].locator, most=2)
    assert sorted(sale.order for sale in (*first, *rest)) == ["ord_0", "ord_1", "ord_2"]
    assert shop.supplier.sales_of(()) == ()
