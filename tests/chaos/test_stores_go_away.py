"""Redis goes away while travellers book, and comes back: platforms are told to deliver again, and nothing is lost."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial

import pytest
import requests

from bot.embedded.valkey import ValkeyServer
from bot.simulators.wire import bodies, signed
from tests.chaos.travellers import Traveller
from tests.journeys.real_stage import RealStage
from tests.journeys.runner import check_facts
from tests.journeys.town import Town

pytestmark = pytest.mark.real

TRAVELLERS = 3


def test_a_webhook_is_refused_while_redis_is_away_and_taken_when_it_is_back(town: Town) -> None:
    """A traveller who writes at a bad moment is answered a moment later: the platform is told to deliver again."""
    stage = RealStage(town)
    town.graph.says(stage.psid, "One way from Nice to Paris next Friday, 1 adult")
    waiting, town.graph.waiting = town.graph.waiting, []
    (body,) = bodies(waiting, at=town.now_ms(), batched=True)
    with _away(town.valkey):
        assert town.post(body, signed(body, town.graph.account.secret)) == 503
        assert requests.get(f"{town.url}/readyz", timeout=10).status_code == 503
    taken = partial(town.post, body, signed(body, town.graph.account.secret))
    town.wait_for(lambda: taken() == 200, "an answer that it was taken")
    assert len(stage.heard(3, 4)) == 3


def test_everybody_flies_although_both_stores_were_away(town: Town) -> None:
    """Travellers book while each Redis goes away for a while: each is charged once and has a ticket."""
    travellers = [Traveller(RealStage(town)) for _ in range(TRAVELLERS)]
    with ThreadPoolExecutor(TRAVELLERS) as pool:
        talks = [pool.submit(one.book) for one in travellers]
        for server in (town.valkey, town.volatile):
            time.sleep(0.7)
            with _away(server):
                time.sleep(1.5)
        while any(not talk.done() for talk in talks):
            time.sleep(1)
            town.pass_time(10)
        for talk in talks:
            talk.result()
    for one in travellers:
        check_facts(one.stage.facts(), charged=1, tickets=1)


@contextmanager
def _away(server: ValkeyServer) -> Iterator[None]:
    server.stop()
    try:
        yield
    finally:
        server.start()
