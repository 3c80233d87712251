"""Notices on a real PostgreSQL, where several processes note, hand over and send at once: each once in the end."""

from collections.abc import Iterator
from itertools import count

import pytest

from bot.adapters.clock import SystemIds
from bot.adapters.sql.engine import make_engine
from bot.adapters.sql.unit_of_work import SqlRecords
from bot.domain.payment.activity import Activity
from bot.services import activity, activity_notices, turns, wallet
from tests.builders.activity import happened, told
from tests.builders.house import House, house
from tests.builders.linked import enrol
from tests.builders.world import NOW
from tests.fakes.mailer import MemoryMailer
from tests.services.test_linking_on_postgres import at_once

pytestmark = pytest.mark.real
_NUMBERS = count(1)


@pytest.fixture(autouse=True, params=range(3))
def _round() -> None:
    """Races are run a few times over."""


@pytest.fixture
def home(postgres: str) -> Iterator[House]:
    """A house on PostgreSQL, whose earlier tests left nothing to tell."""
    engine = make_engine(postgres)
    with engine.begin() as connection:
        connection.exec_driver_sql("TRUNCATE account_activity CASCADE")
    made = house(records=SqlRecords(engine), mailer=MemoryMailer(), ids=SystemIds())
    parts = {name: getattr(made, name) for name in made.__struct_fields__}
    yield House(**parts | {"records": made.runtime.records, "mailer": made.runtime.mailer})
    engine.dispose()


def newcomer(home: House) -> tuple[str, str, str]:
    """A traveller with two chats: both threads and the id."""
    number = next(_NUMBERS)
    first, second, name = f"messenger:page:act{number}", f"webchat:TF:act{number}", f"trv_act{number:04d}"
    enrol(home, first, name, email=f"act{number}@example.com", minutes=number)
    with home.runtime.records.begin() as work:
        work.links.link(second, name, at=NOW)
        traveller = work.wallet.traveller(name)
        assert traveller is not None
        wallet.tell(work, traveller, at=NOW)
    for thread in (first, second):
        turns.pay_off(home.runtime, thread)
    return first, second, name


def note(home: House, traveller: str, one: Activity) -> None:
    """It happens."""
    with home.runtime.records.begin() as work:
        activity.note(work, traveller, one)


def test_what_is_noted_handed_over_and_sent_by_several_at_once_is_told_once(home: House) -> None:
    """Two webhooks, three clocks, three workers."""
    first, second, name = newcomer(home)
    one = happened(name=name)
    at_once(*[lambda: note(home, name, one)] * 3)
    home.clock.move(seconds=2)
    at_once(*[lambda: activity_notices.hand_over(home.runtime)] * 3)
    (mail,) = activity_notices.open_mails(home.runtime)
    at_once(*[lambda: activity_notices.send_mail(home.runtime, mail)] * 3)
    assert len(told(home, first)) == len(told(home, second)) == 1
    assert len(home.mailer.sent) == 1
    assert home.meter.counts["notice_mails", "told"] == 1
    assert activity_notices.hand_over(home.runtime) == 0
    assert activity_notices.open_mails(home.runtime) == ()


def test_what_happens_while_a_message_is_made_is_in_it_or_in_the_next(home: House) -> None:
    """Nothing falls between two messages."""
    first, _, name = newcomer(home)
    note(home, name, happened("method_added", name))
    home.clock.move(seconds=2)
    at_once(
        lambda: activity_notices.hand_over(home.runtime),
        lambda: note(home, name, happened("pin_changed", name)),
        lambda: activity_notices.hand_over(home.runtime),
    )
    home.clock.move(seconds=5)
    activity_notices.hand_over(home.runtime)
    words = " ".join(told(home, first))
    assert words.count("was added") == words.count("PIN of your wallet was changed") == 1
