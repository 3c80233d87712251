"""What an airline does to its own timetable while travellers book: moves fares, sells seats, takes held ones back."""

from sqlalchemy import Engine, text

from bot.domain.shopping.departures import CABINS, parse_key
from bot.domain.shopping.offers import Offer


def raise_price(engine: Engine, offer: Offer, *, percent: int = 10) -> None:
    """Put up the fares of every direction of an offer."""
    with engine.begin() as connection:
        for piece in offer.slices:
            connection.execute(
                text(
                    "INSERT INTO fare_adjustments (route, percent) VALUES (:route, :percent)"
                    " ON CONFLICT (route) DO UPDATE SET percent = fare_adjustments.percent + :percent"
                ),
                {"route": f"{piece.origin}-{piece.destination}", "percent": percent},
            )


def sell_out(engine: Engine, offer: Offer) -> None:
    """Sell every seat of an offer's flights that is still free, in all cabins."""
    full = ", ".join(f"{cabin}_sold = {cabin}_capacity - {cabin}_held" for cabin in CABINS)
    with engine.begin() as connection:
        for segment in offer.segments:
            day, flight = parse_key(segment.key)
            connection.execute(
                text(f"UPDATE timetable_departures SET {full} WHERE day = :day AND flight = :flight"),  # noqa: S608  names of ours
                {"day": day, "flight": flight},
            )


def held_locators(engine: Engine, orders: list[str]) -> list[str]:
    """The record locators under which seats are held for some orders."""
    asked = text("SELECT locator FROM timetable_holds WHERE reference = ANY(:orders) AND state = 'held'")
    with engine.connect() as connection:
        return [row[0] for row in connection.execute(asked, {"orders": orders})]
