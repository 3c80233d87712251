"""Benches of the short form share what they run on."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from tests.bench.lending import form, lent


def test_what_is_lent_is_started_once_and_ended_with_the_stack() -> None:
    """The second bench finds the deployment of the first as it runs, and nothing is left behind at the end."""
    told: list[str] = []

    @contextmanager
    def start() -> Iterator[str]:
        told.append("started")
        yield "a deployment"
        told.append("ended")

    with ExitStack() as stack:
        borrow = lent(stack, start)
        assert told == []
        with borrow() as first, borrow() as second:
            assert first is second == "a deployment"
        assert told == ["started"]
    assert told == ["started", "ended"]


def test_the_long_form_shares_nothing() -> None:
    """What one bench leaves behind in a deployment must not change the figures of the next."""
    with ExitStack() as stack:
        assert form(stack, short=False).deployments is not form(stack, short=False).web_alone
        short = form(stack, short=True)
        assert short.deployments is short.web_alone
