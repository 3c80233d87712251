"""Orders: which moves there are, and that the rest is refused."""

import msgspec
import pytest

from bot.domain.booking.order import ORDER, change
from bot.domain.errors import IllegalError
from bot.domain.transitions import states
from tests.builders.checkouts import new_checkout

TRIGGERS = sorted({trigger for moves in ORDER.values() for trigger in moves})


@pytest.mark.parametrize("state", states(ORDER))
@pytest.mark.parametrize("trigger", TRIGGERS)
def test_an_order_moves_by_its_table_alone(state: str, trigger: str) -> None:
    """Seats are never ticketed without a hold, nor given back twice."""
    order = msgspec.structs.replace(new_checkout().order, state=state)
    if trigger not in ORDER[state]:
        with pytest.raises(IllegalError):
            change(order, trigger)
        return
    assert change(order, trigger, locator="ABC234").state == ORDER[state][trigger]
    assert change(order, trigger, locator="ABC234").locator == "ABC234"
