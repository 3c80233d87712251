"""Proves bot/sandbox/serve.py, and the app that it serves."""

import time
from concurrent.futures import ThreadPoolExecutor
from statistics import median

import pytest

from tests.fakes.sandbox_server import sandbox_process, sandbox_server

CARD = {"exp_month": 12, "exp_year": 2090, "code": "123"}


def test_a_caller_who_is_kept_waiting_keeps_nobody_else_waiting() -> None:
    """While faults hold a dozen callers, the thirteenth is served at once, and the end of the sandbox lets them go."""
    with sandbox_server(hang=60.0) as sandbox, ThreadPoolExecutor(12) as threads:
        stuck = [
            threads.submit(sandbox.post, "tokens", {"number": "4000115001000007", **CARD}, f"stuck_{n}")
            for n in range(12)
        ]
        time.sleep(0.2)
        started = time.monotonic()
        assert sandbox.post("tokens", {"number": "4242424242424242", **CARD}, "free").status_code == 200
        assert not any(waiting.done() for waiting in stuck)
        assert time.monotonic() - started < 5
        sandbox.let_go()
        assert {waiting.result(10).status_code for waiting in stuck} == {504}


def test_an_answer_is_not_delayed() -> None:
    """A worker that asks again and again waits for the bank's work and for nothing else."""
    with sandbox_server() as sandbox:
        took = []
        for _ in range(20):
            started = time.monotonic()
            sandbox.records()
            took.append(time.monotonic() - started)
        assert median(took) < 0.04, "TCP waits 40 ms for more when an answer is sent in pieces"


@pytest.mark.real
def test_a_process_ends_cleanly_when_it_is_told_to() -> None:
    """A supervisor that sends SIGTERM sees an orderly end, also with a caller still waiting."""
    with ThreadPoolExecutor(1) as threads, sandbox_process(hang=60.0) as sandbox:
        stuck = threads.submit(sandbox.post, "tokens", {"number": "4000115001000007", **CARD}, "stuck")
        time.sleep(0.2)
        assert not stuck.done()
        assert sandbox.records().effects == ()
