"""What staff do with a purchase on a real PostgreSQL: two agents at one instant make one link, audited once."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace
from typing import Any, cast

import msgspec
import pytest

from bot.adapters.sql.engine import make_engine
from bot.adapters.sql.unit_of_work import SqlRecords
from bot.domain.conversation.effects import BeginCheckout
from bot.domain.errors import ConflictError
from bot.services import checkouts, order_acts, thread_card, turns
from bot.services.pay_tokens import newest_token, pay_token
from tests.builders.desk_town import wish
from tests.builders.flights import passengers
from tests.builders.world import world
from tests.fakes.live import MemoryLive
from tests.journeys.crash_points.fuse import Fuse
from tests.journeys.crash_points.town import Plan, Town

pytestmark = pytest.mark.real

THREAD = "messenger:page:desk_acts"


@pytest.fixture(name="runtime")
def _runtime(postgres: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """A web process beside a purchase whose seats are held."""
    monkeypatch.setattr(turns, "pay_off", lambda *_: 0)
    town, engine = Town(Plan(()), Fuse()), make_engine(postgres)
    new = town.ids.new
    monkeypatch.setattr(town.ids, "new", lambda prefix: f"{new(prefix)}_desk_acts")
    parts = {"records": cast("Any", SqlRecords(engine)), "live": MemoryLive(), "world": world}
    talks = SimpleNamespace(load=lambda _: None)
    worker = msgspec.structs.replace(town.runtime, **parts, conversations=cast("Any", talks))
    people = passengers(town.offer.party)
    checkouts.begin(worker, "mid.desk#0", THREAD, BeginCheckout(town.offer, people, "ada@example.org", "en"))
    yield msgspec.structs.replace(worker, gateway=None)
    engine.dispose()


def test_forms_of_two_agents_at_one_instant_are_two_wishes_and_each_is_done_once(runtime: Any) -> None:
    """Five clicks on two forms: two links were made, the last is good, and the audit has two lines."""
    card = thread_card.read(runtime, THREAD)
    [checkout] = [one.checkout.id for one in card.purchases]

    def click(key: str) -> str:
        try:
            order_acts.send_link(runtime, wish(key, thread=THREAD), checkout)
        except ConflictError as error:
            return error.say_to_staff
        return ""

    with ThreadPoolExecutor(5) as pool:
        assert {*pool.map(click, ["a", "b", "a", "b", "a"])} == {""}
    with runtime.records.begin() as work:
        after = work.money.checkout(checkout)
        acts = [one.act for one in work.audit.newest(most=20) if one.act.subject == checkout]
    assert after is not None
    assert after.links == 2
    assert [act.what for act in acts] == ["pay_link.new"] * 2
    assert checkouts.link_state(runtime, newest_token(runtime, after)) is not None
    assert [checkouts.link_state(runtime, pay_token(runtime, checkout, number)) for number in (0, 1)] == [None, None]
    assert thread_card.read(runtime, THREAD).contact.email == "ada@example.org"
