"""The figures of the bench can be trusted: what they are made of, and when there are none."""

from socket import socketpair

import pytest

from tests.bench.figures import Bytes, Round, figures, percentile
from tests.bench.graph import TOKEN, Graph, Received
from tests.bench.load import Loaded
from tests.bench.talks import PAGE, Talks, expected_answers
from tests.bench.turns import RefusedError, _require_answers, _require_replies

TWO = Talks(0, 2)


def _round(server: str, *, seconds: float, cpu: float, p99: float) -> Round:
    others = dict.fromkeys(("courier", "archivist", "worker", "clock", "valkey", "postgresql", "graph", "load"), 0.1)
    return Round(
        server=server,
        turns=100,
        seconds=seconds,
        latencies=[1.0] * 98 + [p99] * 2,
        sent_seconds=2 * seconds,
        cpu={**others, "web": cpu, "floor": cpu},
        others=0.2,
    )


def test_a_percentile_is_a_value_that_was_measured() -> None:
    """p99 of a hundred calls is the second slowest, p50 of three the middle one."""
    assert percentile([float(value) for value in range(100)], 0.99) == 98
    assert percentile([3.0, 1.0, 2.0], 0.5) == 2
    assert percentile([7.0], 0.99) == 7


def test_the_least_disturbed_round_is_told_and_ratios_are_of_one_run() -> None:
    """What other programs took from a round does not count against us, nor for us."""
    rounds = (
        _round("floor", seconds=1.0, cpu=0.4, p99=10),
        _round("web", seconds=2.0, cpu=0.9, p99=30),
        _round("floor", seconds=0.5, cpu=0.5, p99=20),
        _round("web", seconds=1.25, cpu=0.7, p99=90),
    )
    told = figures(rounds, bytes_in_redis=Bytes(400, 500, 300))
    assert (told.floor.turns_per_second, told.threadfare.turns_per_second) == (200, 80)
    assert told.threadfare.cpu["web"] == 0.7
    assert told.threadfare.p99_ms == 60
    assert {each.what: (round(each.value, 2), each.holds) for each in told.judged if each.hard} == {
        "web CPU / floor CPU": (1.75, False),
        "turns / floor turns": (0.45, False),
    }


def test_there_are_no_figures_when_an_answer_was_wrong() -> None:
    """A server that refuses quickly is not a fast one."""
    _require_answers(Loaded(turns=6), TWO)
    for loaded in (Loaded(turns=5), Loaded(turns=6, failed=1, fault="HTTP/1.1 503")):
        with pytest.raises(RefusedError, match="No figures"):
            _require_answers(loaded, TWO)


def test_there_are_no_figures_when_a_traveller_was_not_told_all_in_order() -> None:
    """Speed counts for nothing while a reply is missing, doubled or out of place."""
    right = list(expected_answers())
    first, second = TWO.users()
    _require_replies(Received(texts={first: right, second: [f"Noted. {text}" for text in right]}), TWO)
    for wrong in (right[:2], right[::-1], [*right, right[-1]]):
        with pytest.raises(RefusedError, match="1 of 2 travellers"):
            _require_replies(Received(texts={first: right, second: wrong}), TWO)


def test_only_our_own_page_may_speak() -> None:
    """Messages that Meta would have refused are not counted as sent."""
    graph = Graph()
    body = b'{"recipient":{"id":"7"},"message":{"text":"hi"}}'
    good = f"POST /v25.0/{PAGE}/messages HTTP/1.1\r\nAuthorization: Bearer {TOKEN}".encode()
    for head, status in (
        (good, 200),
        (good.replace(TOKEN.encode(), b"x"), 400),
        (good.replace(PAGE.encode(), b"2"), 400),
    ):
        ours, theirs = socketpair()
        with ours, theirs:
            graph.hear(theirs, head, body)
            assert ours.recv(4096).startswith(b"HTTP/1.1 %d " % status)
    assert (graph.received.texts, graph.received.count, graph.received.refused) == ({"7": ["hi"]}, 1, 2)
