"""Processes are killed at any moment while travellers book: everybody flies, and nobody pays twice."""

import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from random import Random
from threading import Event

import pytest

from bot.simulators.page_sent import PageSent
from tests.chaos.travellers import Traveller
from tests.journeys.real_stage import RealStage
from tests.journeys.runner import check_facts
from tests.journeys.town import Town
from tests.long import LONG

pytestmark = pytest.mark.real

THREADS = 4
"""Travellers at a time: each that has her tickets is followed by another until the killing is over."""
KILLS = 9 if LONG else 5
ROLES = ("worker", "courier", "archivist", "clock", "web")
LEASE = 61
"""Seconds that are let pass after a death: whoever died let go of what he held."""


def test_everybody_flies_whatever_dies(town: Town) -> None:
    """Travellers book while processes are killed: each is charged once, has a ticket, and hears each word once."""
    over = Event()
    with ThreadPoolExecutor(THREADS) as pool:
        talks = [pool.submit(_travel, town, over) for _ in range(THREADS)]
        try:
            _kill(town, Random(20261124))  # noqa: S311  the same deaths in every run
        finally:
            over.set()
        while any(not talk.done() for talk in talks):
            time.sleep(1)
            town.pass_time(LEASE / 6)
        stages = [stage for talk in talks for stage in talk.result()]
    for stage in stages:
        check_facts(stage.facts(), charged=1, tickets=1)
    assert _twice(town, {stage.psid for stage in stages}) == []


def _travel(town: Town, over: Event) -> list[RealStage]:
    stages: list[RealStage] = []
    while not over.is_set():
        stages.append(RealStage(town))
        Traveller(stages[-1]).book()
    return stages


def _kill(town: Town, chance: Random) -> None:
    for _ in range(KILLS):
        role = chance.choice(ROLES)
        time.sleep(chance.uniform(0.2, 1.2))
        town.wait_for(partial(town.kill, role), f"the {role} to be back")
        town.pass_time(LEASE)


def _twice(town: Town, psids: set[str]) -> list[str]:
    """What was said twice although it is not worth it; where to pay and what was bought may be."""
    said = Counter(_name(one) for one in town.graph.sent if one.user in psids and not _is_worth_it(one))
    return [name for name, count in said.items() if count > 1]


def _name(sent: PageSent) -> str:
    """Our own id of the message, with what was sent of it: long messages are several."""
    return f"{sent.request['message']['metadata']} {sent.text[:80]}"


def _is_worth_it(sent: PageSent) -> bool:
    kind = sent.request["message"].get("attachment", {}).get("payload", {}).get("template_type")
    return kind in {"button", "receipt"}
