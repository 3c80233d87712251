"""What the contract suites ask for: each port's fake and its real adapters, in turn."""

from collections.abc import Iterator
from typing import Any

import pytest

from bot.adapters.sql.engine import make_engine
from bot.adapters.sql.unit_of_work import SqlRecords
from tests.contracts.gateway_benches import Bench, FakeBench, real_bench
from tests.contracts.stripe_bench import OTHERWISE, StripeBench
from tests.fakes.records import MemoryRecords
from tests.fakes.records_talk import MemoryTalkRecords


@pytest.fixture(scope="session")
def real_gateway_bench() -> Iterator[Bench]:
    """One sandbox process for the session."""
    with real_bench() as bench:
        yield bench


@pytest.fixture(params=["fake", "stripe", pytest.param("real", marks=pytest.mark.real)])
def bench(request: pytest.FixtureRequest) -> Bench:
    """Each gateway in turn; what Stripe does in another way is left out, with the reason."""
    if request.param == "stripe" and request.node.originalname in OTHERWISE:
        pytest.skip(OTHERWISE[request.node.originalname])
    if request.param == "real":
        chosen: Bench = request.getfixturevalue("real_gateway_bench")
        return chosen
    return FakeBench() if request.param == "fake" else StripeBench()


@pytest.fixture(params=["memory", pytest.param("postgres", marks=pytest.mark.real)])
def records(request: pytest.FixtureRequest) -> Iterator[Any]:
    """Each SQL in turn: in memory, and PostgreSQL; a suite names the `TABLES` that it wants empty."""
    if request.param == "memory":
        yield MemoryRecords(talk=MemoryTalkRecords())
        return
    engine = make_engine(request.getfixturevalue("postgres"))
    if tables := getattr(request.module, "TABLES", ""):
        with engine.begin() as connection:
            connection.exec_driver_sql(f"TRUNCATE {tables} RESTART IDENTITY CASCADE")
    yield SqlRecords(engine)
    engine.dispose()
