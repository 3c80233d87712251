"""PINs on a real PostgreSQL, where guesses come from many processes at once: five are all that there are."""

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from threading import Barrier

import pytest

from bot.adapters.clock import SystemIds
from bot.adapters.sql.engine import make_engine
from bot.adapters.sql.unit_of_work import SqlRecords
from bot.domain.payment.pin import MOST_WRONG
from bot.services import pins
from bot.services.wallet_changes import Change
from tests.builders.house import House, house
from tests.builders.linked import enrol
from tests.builders.world import NOW
from tests.fakes.records_pins import QuickPins

pytestmark = pytest.mark.real
GUESSES = 20
_NUMBERS = count(1)


@pytest.fixture
def home(postgres: str) -> Iterator[House]:
    """A house on PostgreSQL whose processes ask for PINs, with a connection for each guess."""
    engine = make_engine(postgres)
    made = house(records=SqlRecords(engine), ids=SystemIds(), pins=QuickPins())
    parts = {name: getattr(made, name) for name in made.__struct_fields__}
    yield House(**parts | {"records": made.runtime.records})
    engine.dispose()


def guarded(home: House) -> tuple[str, str, str]:
    """A traveller with two chats and a PIN: both threads and the id."""
    number = next(_NUMBERS)
    first, second, name = f"messenger:page:pin{number}", f"webchat:TF:pin{number}", f"trv_pin{number:04d}"
    enrol(home, first, name, email=f"pin{number}@example.com")
    with home.runtime.records.begin() as work:
        work.links.link(second, name, at=NOW)
    assert pins.set_pin(home.runtime, Change("page:set", first, name), "4711").done
    return first, second, name


@pytest.mark.parametrize("ways", [1, 2], ids=["one chat", "two chats"])
def test_twenty_guesses_at_once_are_five(home: House, ways: int) -> None:
    """However many tabs, chats and processes guess, the sixth is not even compared, and nor is the right one."""
    *threads, name = guarded(home)
    start, hasher = Barrier(GUESSES), home.runtime.pins
    assert isinstance(hasher, QuickPins)
    before = hasher.compared

    def guess(number: int) -> str:
        start.wait()
        change = Change(f"page:guess{number}", threads[number % ways], name)
        return pins.remove_pin(home.runtime, change, "0815").key

    with ThreadPoolExecutor(GUESSES) as pool:
        outcomes = Counter(pool.map(guess, range(GUESSES)))
    assert outcomes == {"pin_wrong": MOST_WRONG - 1, "pin_locked": GUESSES - MOST_WRONG + 1}
    assert hasher.compared == before + MOST_WRONG
    assert pins.remove_pin(home.runtime, Change("page:right", threads[0], name), "4711").key == "pin_locked"
