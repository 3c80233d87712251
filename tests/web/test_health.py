"""What supervisors, balancers and Prometheus are told."""

import pytest

from bot.telemetry import Meter
from tests.builders.door import Door, door


@pytest.fixture
def hall() -> Door:
    """A web process."""
    return door()


def test_a_process_that_answers_lives_whatever_its_stores_do(hall: Door) -> None:
    """An outage of a store is no reason to restart the web process."""
    hall.bench.archive.away = hall.shelf.away = True
    answer = hall.app.test_client().get("/livez")
    assert (answer.status_code, answer.text) == (200, "alive\n")


def test_it_is_ready_when_both_stores_answer(hall: Door) -> None:
    """A balancer sends travellers only where they can be served."""
    answer = hall.app.test_client().get("/readyz")
    assert answer.status_code == 200
    assert answer.get_json() == {"ready": True, "redis": "up", "sql": "up"}


@pytest.mark.parametrize("store", ["redis", "sql"])
def test_it_says_which_store_is_down(hall: Door, store: str) -> None:
    """Staff see at a glance what to look at."""
    (hall.bench.archive if store == "redis" else hall.shelf).away = True
    answer = hall.app.test_client().get("/readyz")
    assert answer.status_code == 503
    assert answer.get_json()[store] == "down"
    assert answer.get_json()["ready"] is False


def test_what_was_counted_can_be_scraped() -> None:
    """Prometheus reads the counters of the web process."""
    hall = door(meter=Meter())
    hall.app.test_client().post("/webhooks/messenger", data=b"{}")
    answer = hall.app.test_client().get("/metrics")
    assert answer.content_type.startswith("text/plain; version=0.0.4")
    assert 'threadfare_webhooks_total{channel="messenger",result="forged"} 1.0' in answer.text
