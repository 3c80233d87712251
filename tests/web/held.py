"""A checkout whose seats are held, for tests of the pages on which it is paid."""

from datetime import timedelta
from typing import Any

import msgspec

from bot.domain import checkout as saga
from bot.domain.booking.passengers import Party
from bot.domain.checkout_facts import SeatsKept
from bot.domain.conversation.effects import BeginCheckout
from bot.domain.shopping.search import Search
from bot.services import checkouts
from bot.services.pay_tokens import pay_token
from tests.builders.world import offer, passenger
from tests.web.archive import Bench

THREAD = "webchat:TF:somebody"
GOOD = {"card": "a.b.c.d.e", "code": "f.g.h.i.j"}


def hold(stage: Bench, *, language: str = "en") -> str:
    """A checkout whose seats are held; gives the path of its pay page."""
    search = Search("PAR", "NYC", offer().slices[0].departs.date(), party=Party(2))
    sold = offer(search=search)
    begin = BeginCheckout(sold, (passenger(), passenger("Luc")), "marie@example.com", language)
    checkouts.begin(stage.runtime, f"effect-{language}", THREAD, begin)
    money, now = stage.archive.money, stage.clock.now()
    begun = money.checkouts[money.checkout_of(THREAD, f"effect-{language}")]
    kept = saga.advance(begun, SeatsKept("ABC234", now + timedelta(minutes=30), sold.total), now=now)
    money.save(msgspec.structs.replace(kept.checkout, version=begun.version + 1))
    return f"/pay/{pay_token(stage.runtime, begun.id)}"


def change(stage: Bench, **fields: Any) -> None:
    """What a worker did to the only checkout."""
    [known] = stage.archive.money.checkouts.values()
    stage.archive.money.save(msgspec.structs.replace(known, version=known.version + 1, **fields))
