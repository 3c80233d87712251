"""What the contract suites ask for: each port's fake and its real adapters, in turn."""

from collections.abc import Iterator
from typing import Any

import pytest

from bot.adapters.sql.engine import make_engine
from bot.adapters.sql.unit_of_work import SqlRecords
from tests.contracts.gateway_benches import Bench, FakeBench, real_bench
from tests.fakes.records import MemoryRecords


@pytest.fixture(scope="session")
def real_gateway_bench() -> Iterator[Bench]:
    """One sandbox process for the session."""
    with real_bench() as bench:
        yield bench


@pytest.fixture(params=["fake", pytest.param("real", marks=pytest.mark.real)])
def bench(request: pytest.FixtureRequest) -> Bench:
    """Each gateway in turn."""
    chosen: Bench = FakeBench() if request.param == "fake" else request.getfixturevalue("real_gateway_bench")
    return chosen


@pytest.fixture(params=["memory", pytest.param("postgres", marks=pytest.mark.real)])
def records(request: pytest.FixtureRequest) -> Iterator[Any]:
    """Each SQL in turn: in memory, and PostgreSQL."""
    if request.param == "memory":
        yield MemoryRecords()
        return
    engine = make_engine(request.getfixturevalue("postgres"))
    yield SqlRecords(engine)
    engine.dispose()
