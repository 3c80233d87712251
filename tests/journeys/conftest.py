"""The option that writes golden talks anew."""

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    """`pytest tests/journeys --update-talks` writes what the bot really says into the talk files."""
    parser.addoption("--update-talks", action="store_true", help="write what the bot says into the talk files")


@pytest.fixture(scope="session")
def update_talks(request: pytest.FixtureRequest) -> bool:
    """Whether talk files are to be written anew; the option is known only when this folder is named."""
    return bool(request.config.getoption("--update-talks", default=False))
