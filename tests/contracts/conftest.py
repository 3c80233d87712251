"""What the contract suites ask for: each port's fake and its real adapters, in turn."""

from collections.abc import Iterator

import pytest

from tests.contracts.gateway_benches import Bench, FakeBench, real_bench


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
