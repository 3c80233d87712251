"""What platforms do to webhooks, against two web processes at once: repeats, races and bodies with many events."""

import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest

from bot.domain.conversation.state import Trip
from bot.simulators.wire import Item, Poster, bodies, signed, url_poster
from tests.journeys.golden import golden_spoken
from tests.journeys.real_stage import RealStage
from tests.journeys.talk_file import Spoken
from tests.journeys.town import Town

pytestmark = pytest.mark.real

WISHES = ("from Nice", "to Paris", "on the 12th of December")
BREATH = 0.02
"""Seconds between two messages of one breath."""
SEND = 0.05
"""Seconds that the platform takes to answer a send."""
TALKS = 40


def test_five_deliveries_to_two_processes_are_one_message(town: Town) -> None:
    """A traveller whose message the platform delivers five times at once, here and there, is answered once."""
    stage = RealStage(town)
    stage.town.graph.says(stage.psid, "One way from Nice to Paris next Friday, 1 adult")
    (item,) = _waiting(town)
    _post_all(town, [item] * 5)
    assert len(stage.heard(3, 4)) == 3


def test_three_quick_messages_are_all_heard(town: Town) -> None:
    """Three messages in one breath, each taken by whichever process is free: nothing of them is lost."""
    stage = RealStage(town)
    stage.say("hello")
    stage.heard(2, 2)
    for wish in WISHES:
        stage.town.graph.says(stage.psid, wish)
    _post_all(town, _waiting(town))
    trip = _trip(stage)
    assert (trip.origin, trip.destination) == ("NCE", "PAR")
    assert trip.depart is not None


def test_forty_travellers_in_a_hurry_are_all_understood(town: Town) -> None:
    """Three messages 20 ms apart, each delivered to two processes while sends take 50 ms: all forty talks end right."""
    calm = RealStage(town)
    for wish in WISHES:
        calm.say(wish)
        calm.heard(1, 3)
    town.graph.before_answer = partial(time.sleep, SEND)
    try:
        with ThreadPoolExecutor(8) as pool:
            hurried = list(pool.map(partial(_hurry, town), range(TALKS)))
        for stage in hurried:
            town.wait_for(partial(_ends_like, stage, calm), f"{stage.thread} to end like one who takes their time")
    finally:
        town.graph.before_answer = lambda: None
    for stage in hurried:
        town.wait_for(partial(_is_archived, stage), f"every message of {stage.thread} in the archive")


def test_three_messages_in_one_body_are_answered_as_if_they_came_one_by_one(town: Town) -> None:
    """A busy platform puts many messages into one delivery: the traveller reads the same answers in the same order."""
    together, apart = RealStage(town), RealStage(town)
    expected: list[Spoken] = []
    for wish in WISHES:
        apart.say(wish)
        expected += apart.heard(1, 3)
    for wish in WISHES:
        town.graph.says(together.psid, wish)
    assert set(town.graph.deliver(town.post, batched=True)) == {200}
    heard = together.heard(len(expected), len(expected) + 1)
    assert [golden_spoken(one) for one in heard] == [golden_spoken(one) for one in expected]
    assert _trip(together) == _trip(apart)


def test_a_forged_body_changes_nothing(town: Town) -> None:
    """Whoever does not know the app's secret cannot speak for a traveller."""
    stage = RealStage(town)
    town.graph.says(stage.psid, "Paris to New York next Friday")
    (item,) = _waiting(town)
    (body,) = bodies([item], at=town.now_ms(), batched=True)
    assert town.post(body, signed(body, "another secret")) == 403
    assert stage.heard(0, 0) == ()


def _hurry(town: Town, number: int) -> RealStage:
    """A traveller who writes three times in one breath; each message goes to both processes, in turn."""
    stage = RealStage(town)
    urls = (town.url, town.second_url) if number % 2 else (town.second_url, town.url)
    posters = [url_poster(f"{url}/webhooks/messenger") for url in urls]
    town.graph.person(stage.psid).last_heard = town.now_ms()
    with ThreadPoolExecutor(2 * len(WISHES)) as pool:
        jobs = []
        for index, wish in enumerate(WISHES):
            message = {"mid": f"m_{stage.psid}_{index}", "text": wish}
            ends = {"sender": {"id": stage.psid}, "recipient": {"id": town.graph.account.id}}
            item = (town.graph.account.id, {**ends, "timestamp": town.now_ms(), "message": message})
            jobs += [pool.submit(_post, town, post, item) for post in posters]
            time.sleep(BREATH)
        assert [job.result() for job in jobs] == [200] * len(jobs)
    return stage


def _ends_like(stage: RealStage, calm: RealStage) -> bool:
    """Whether the talk knows the same trip, and was told as much, once, with the same question last."""
    said, expected = (_said_to(one) for one in (stage, calm))
    return len(said) == len(expected) and said[-1:] == expected[-1:] and _trip(stage) == _trip(calm)


def _said_to(stage: RealStage) -> list[str]:
    """The words of every message to a traveller."""
    return stage.town.graph.said_to(stage.psid)


def _is_archived(stage: RealStage) -> bool:
    """Whether the transcript has each of the traveller's messages, and none of them twice."""
    with stage.town.records.begin() as work:
        lines = [line for line in work.talk.lines(stage.thread) if line.author == "traveller"]
    assert len(lines) <= len(WISHES), lines
    return len(lines) == len(WISHES)


def _waiting(town: Town) -> list[tuple[str, Item]]:
    """What travellers wrote; what is told of our own messages, those of an earlier talk too, waits on."""
    items = town.graph.take_waiting()
    town.graph.waiting += [(page, item) for page, item in items if not _is_written(item)]
    return [(page, item) for page, item in items if _is_written(item)]


def _is_written(item: Item) -> bool:
    return "message" in item and not item["message"].get("is_echo")


def _post_all(town: Town, items: list[tuple[str, Item]]) -> None:
    """Each item by itself, all at once, to both processes in turn."""
    posters = [url_poster(f"{url}/webhooks/messenger") for url in (town.url, town.second_url)]
    with ThreadPoolExecutor(len(items)) as pool:
        jobs = [pool.submit(_post, town, posters[index % 2], item) for index, item in enumerate(items)]
        assert [job.result() for job in jobs] == [200] * len(items)


def _post(town: Town, post: Poster, item: tuple[str, Item]) -> int:
    (body,) = bodies([item], at=town.now_ms(), batched=True)
    return post(body, signed(body, town.graph.account.secret))


def _trip(stage: RealStage) -> Trip:
    live = stage.live()
    assert live is not None
    return live.trip
