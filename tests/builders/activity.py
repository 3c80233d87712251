"""Things that happen to accounts, and travellers who hear of them."""

from datetime import datetime, timedelta
from typing import Any

from bot.domain.conversation.activity_events import AccountActivityNoted
from bot.domain.conversation.entry import TurnEntry
from bot.domain.conversation.messages import spoken
from bot.domain.payment.activity import Activity, ActivityKind
from bot.services import activity, turns, wallet
from tests.builders.house import House
from tests.builders.linked import ADA, WEB, enrol
from tests.builders.world import NOW

MARIE = "trv_marie"


def happened(kind: ActivityKind = "method_added", name: str = "", *, at: datetime = NOW, **fields: Any) -> Activity:
    """One thing that happened; by its name it is told apart from others of its kind."""
    return Activity(f"{name or 'one'}:{kind}", kind, at, **{"about": "Visa •4242", **fields})


def marie(home: House, *threads: str) -> str:
    """Marie, who talks in these threads, or in Messenger and on the web, and is known in each; gives her id."""
    first, *others = threads or (ADA, WEB)
    owner = enrol(home, first, MARIE)
    with home.records.begin() as work:
        for number, thread in enumerate(others, 1):
            work.links.link(thread, owner, at=NOW + timedelta(minutes=number))
        traveller = work.wallet.traveller(owner)
        assert traveller is not None
        wallet.tell(work, traveller, at=NOW)
    for thread in (first, *others):
        turns.pay_off(home.runtime, thread)
    return owner


def noted(home: House, *activities: Activity, traveller: str = MARIE) -> None:
    """Activities are noted, each in a transaction of its own."""
    for one in activities:
        with home.records.begin() as work:
            activity.note(work, traveller, one)


def told(home: House, thread: str) -> list[str]:
    """What a thread's turns said of the account, message by message."""
    entries = [noted.entry for stream in home.memory.streams.values() for noted in stream]
    mine = [entry for entry in entries if isinstance(entry, TurnEntry) and entry.thread == thread]
    news = [entry for entry in mine if isinstance(entry.event, AccountActivityNoted)]
    return [spoken(said.say.message) for entry in news for said in entry.said]
