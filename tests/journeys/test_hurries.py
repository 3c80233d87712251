"""Travellers in a hurry, on each of Meta's products: several messages at once, each told twice, to two processes."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any, cast

import msgspec
import pytest
from flask import Flask

from bot.simulators.wire import bodies, signed
from bot.web.app import create_app
from tests.journeys.late_stage import USER, LateStage

WISHES = ("from Nice", "to Paris", "on the 12th of December")
TALKS = 8
"""Of each product: threads meet otherwise in each of them."""


def processes(stage: LateStage) -> tuple[Flask, Flask]:
    """Two web processes over the same stores."""
    return create_app(stage.web), create_app(msgspec.structs.replace(stage.web))


def post(stage: LateStage, app: Flask, body: bytes, start: Barrier) -> int:
    """Deliver when everybody is ready; gives the status."""
    headers = signed(body, stage.platform.account.secret)
    start.wait(timeout=30)
    return app.test_client().post(f"/webhooks/{stage.name}", data=body, headers=headers).status_code


def deliver(stage: LateStage, told: list[bytes]) -> None:
    """Each body at once to each of two processes; then everybody else has their time."""
    apps = processes(stage)
    start = Barrier(len(apps) * len(told))
    with ThreadPoolExecutor(len(apps) * len(told)) as pool:
        jobs = [pool.submit(post, stage, app, body, start) for body in told for app in apps]
        assert [job.result() for job in jobs] == [200] * len(jobs)
    stage.rest()


def waiting(stage: LateStage, *, batched: bool) -> list[bytes]:
    """What a traveller wrote within a second, as the platform delivers it."""
    for wish in WISHES:
        stage.pass_time(0.3)
        cast("Any", stage.platform).says(USER, wish)
    items = stage.platform.take_waiting()
    return bodies(items, at=stage.clock.ms, batched=batched, kind=stage.platform.kind)


def heard(stage: LateStage) -> list[str]:
    """The traveller's words, as they are kept."""
    return [msgspec.json.decode(line.body)["text"] for line in stage.lines if line.author == "traveller"]


@pytest.fixture(params=["messenger", "instagram", "whatsapp"])
def calm(request: pytest.FixtureRequest) -> LateStage:
    """Somebody who waits for each answer."""
    stage = LateStage(request.param)
    for wish in WISHES:
        stage.say(wish)
    return stage


def test_three_messages_at_once_each_told_twice_make_three_turns_and_the_same_trip(calm: LateStage) -> None:
    """Whichever process is faster, nothing is lost, nothing is heard twice, and no answer is given twice."""
    wished = calm.talks.load(str(calm.thread))
    for _ in range(TALKS):
        stage = LateStage(calm.name)
        deliver(stage, waiting(stage, batched=False))
        talk = stage.talks.load(str(stage.thread))
        assert wished is not None
        assert talk is not None
        assert talk.trip == wished.trip
        assert sorted(heard(stage)) == sorted(WISHES)
        assert len({line.message for line in stage.lines}) == len(stage.lines)


def test_three_messages_in_one_body_told_twice_at_once_are_answered_as_one_by_one(calm: LateStage) -> None:
    """Three turns, in order, and the same words as to somebody who takes their time."""
    for _ in range(TALKS):
        stage = LateStage(calm.name)
        deliver(stage, waiting(stage, batched=True))
        assert heard(stage) == list(WISHES)
        assert stage.words == calm.words
