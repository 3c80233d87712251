"""Logs hold no secret and no personal data; metrics count."""

import ast
import io
import json
import logging
import socket
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest
import structlog
from hypothesis import given
from hypothesis import strategies as st

from bot.config import Settings
from bot.domain.ids import passes_luhn
from bot.telemetry import CHATTY, COUNTERS, GAUGES, TIMES, Meter, Redactor, configure_logging, serve_metrics

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(autouse=True)
def _logging_as_before() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers, root.level = handlers, level
    structlog.reset_defaults()


def _logged(settings: Settings) -> tuple[structlog.stdlib.BoundLogger, io.StringIO]:
    stream = io.StringIO()
    configure_logging(settings, stream)
    return structlog.get_logger(), stream


@pytest.mark.parametrize(
    "text",
    ["4111111111111111", "4111 1111 1111 1111", "4111-1111-1111-1111", "3782.822463.10005", "card:6011000990139424!"],
)
def test_a_card_number_never_reaches_a_log(text: str) -> None:
    """A traveller who types a card number finds it in no log, however it was written."""
    cleaned = Redactor().text(text)
    assert "[card]" in cleaned
    assert "1111" not in cleaned


@given(st.integers(10**11, 10**18 - 1))
def test_every_number_with_a_right_check_digit_is_taken_out(number: int) -> None:
    """No card number passes, whatever its length."""
    body = str(number)
    digits = next(body + str(check) for check in range(10) if passes_luhn(body + str(check)))
    assert digits not in Redactor().text(f"paid with {digits} today")


def test_numbers_that_are_no_cards_stay() -> None:
    """Ticket numbers, times and amounts can be found in the logs."""
    for text in ("ticket 9992400000018", "2026-11-24T02:15:13.081873Z", "EUR 1234.56", "wamid 1234567890123456"):
        assert Redactor().text(text) == text


def test_addresses_links_and_sealed_cards_are_taken_out() -> None:
    """A log tells neither who a traveller is nor opens a pay page."""
    cleaned = Redactor().text(
        "to jo.doe+air@mail.example.org /pay/abc-DEF_1?x=1 /trip/06-en-1-ab /staff/link/abc234 "
        "eyJhbGciOiJ9.aaa.bbb.ccc.ddd"
    )
    assert cleaned == "to [e-mail] /pay/[token]?x=1 /trip/[token] /staff/link/[token] [sealed]"


def test_secrets_of_the_settings_are_taken_out_wherever_they_stand() -> None:
    """A secret in an error message of a library does not reach the log."""
    redactor = Redactor(("hush", "hush-hush"))
    event = redactor(None, "", {"event": "x hush-hush y", "deep": {"list": ["hush", {"n": 1}]}, "token": "abc"})
    assert event == {"event": "x [secret] y", "deep": {"list": ["[secret]", {"n": 1}]}, "token": "[hidden]"}


def test_numbers_and_flags_keep_their_type() -> None:
    """A log can be searched by number; only a number that is a card's becomes text."""
    event = Redactor()(None, "", {"n": 5, "ok": True, "s": 0.5, "none": None, "card": 4111111111111111})
    assert event == {"n": 5, "ok": True, "s": 0.5, "none": None, "card": "[card]"}


def test_logs_are_json_lines_with_the_role_outside_a_terminal() -> None:
    """A log collector can read every line."""
    log, stream = _logged(Settings(role="courier"))
    log.info("sent", channel="messenger")
    line = json.loads(stream.getvalue())
    assert line["event"] == "sent"
    assert line["level"] == "info"
    assert line["role"] == "courier"
    assert line["timestamp"].endswith("Z")


def test_libraries_log_through_the_same_redactor() -> None:
    """What another library logs is cleaned too."""
    _, stream = _logged(Settings(secret_key="quite-secret"))
    logging.getLogger("some.library").warning("sent quite-secret to %s", "a@b.example")
    assert json.loads(stream.getvalue())["event"] == "sent [secret] to [e-mail]"


def test_a_traceback_is_cleaned_and_shows_no_variables() -> None:
    """An exception tells where it happened, and nothing of whom it was about."""
    log, stream = _logged(Settings(log_format="pretty"))
    card = "4111111111111111"
    try:
        int(f"x{card} ")
    except ValueError:
        log.exception("failed")
    assert "ValueError" in stream.getvalue()
    assert card not in stream.getvalue()


def test_lines_below_the_level_are_not_written() -> None:
    """A quiet process stays quiet."""
    log, stream = _logged(Settings(log_level="warning"))
    log.info("chatter")
    logging.getLogger("lib").info("chatter")
    assert stream.getvalue() == ""


def test_counters_and_times_are_shown_as_prometheus_reads_them() -> None:
    """Staff who watch the service see each turn and how long it took."""
    meter = Meter()
    for _ in range(3):
        meter.count("turns", channel="messenger", outcome="advanced")
    meter.count("archived", 200)
    meter.count("turn_seconds", 0.004)
    meter.count("reply_seconds", 0.3, channel="webchat")
    text = meter.exposition().decode()
    assert 'threadfare_turns_total{channel="messenger",outcome="advanced"} 3.0' in text
    assert "threadfare_archived_total 200.0" in text
    assert 'threadfare_turn_seconds_bucket{le="0.005"} 1.0' in text
    assert 'threadfare_reply_seconds_count{channel="webchat"} 1.0' in text


def test_an_unknown_name_is_refused() -> None:
    """A counter that nobody declared is a slip that a test finds."""
    with pytest.raises(KeyError):
        Meter().count("no_such_counter")


def test_a_gauge_shows_the_newest_value() -> None:
    """Whoever watches an account sees until when it rests."""
    meter = Meter()
    meter.set("account_paused_until", 5, account="messenger:1001")
    meter.set("account_paused_until", 0, account="messenger:1001")
    assert b'threadfare_account_paused_until{account="messenger:1001"} 0.0' in meter.exposition()
    with pytest.raises(KeyError):
        meter.set("no_such_gauge", 1)


def test_no_label_can_hold_personal_data() -> None:
    """Metrics are kept long and shown widely, so that nothing in them points at a traveller."""
    allowed = {"channel", "result", "kind", "outcome", "sweep", "what", "state", "operation", "about"}
    allowed |= {"category", "account", "class"}
    for _, labels in [*COUNTERS.values(), *TIMES.values(), *GAUGES.values()]:
        assert set(labels) <= allowed


def test_roles_without_a_web_server_show_their_metrics_on_a_port() -> None:
    """A worker can be watched too; port 0 means that it is not."""
    meter = Meter()
    meter.count("archived", 7)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    serve_metrics(Settings(metrics_port=0), meter)
    serve_metrics(Settings(metrics_port=port), meter)
    with urlopen(f"http://127.0.0.1:{port}/metrics", timeout=5) as answer:
        assert b"threadfare_archived_total 7.0" in answer.read()


def test_libraries_tell_their_warnings_alone() -> None:
    """A log is about travellers and money, not about which plugin was loaded."""
    stream = io.StringIO()
    configure_logging(Settings(log_format="json"), stream)
    for name in CHATTY:
        logging.getLogger(f"{name}.inner").info("loaded a plugin")
        logging.getLogger(f"{name}.inner").warning("something is wrong")
    assert "plugin" not in stream.getvalue()
    assert stream.getvalue().count("something is wrong") == len(CHATTY)


def test_whatever_is_counted_stands_in_the_tables_with_its_labels() -> None:
    """A name that no table has would raise in the middle of a payment, where only a real meter is asked."""
    tables = {**COUNTERS, **TIMES, **GAUGES}
    counted = [call for call in _calls_of_meters() if isinstance(call.args[0], ast.Constant)]
    assert len(counted) > 10
    for call in counted:
        name = ast.literal_eval(call.args[0])
        labels = {word.arg for word in call.keywords if word.arg not in {"amount", "value"}}
        assert None in labels or labels == set(tables[name][1]), name


def _calls_of_meters() -> Iterator[ast.Call]:
    """Every call of a meter's `count` or `set` in the source."""
    for path in (*(ROOT / "bot").rglob("*.py"), *(ROOT / "workers").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
                continue
            if node.func.attr in {"count", "set"} and ast.unparse(node.func.value).endswith("meter"):
                yield node


def test_lines_of_a_request_of_staff_carry_its_id() -> None:
    """What the audit names as the request is found in the logs, also in lines of libraries."""
    _, stream = _logged(Settings(log_format="json"))
    with structlog.contextvars.bound_contextvars(request="req_7"):
        logging.getLogger("any.library").warning("Something is odd")
    logging.getLogger("any.library").warning("Afterwards")
    first, second = (json.loads(line) for line in stream.getvalue().splitlines())
    assert (first["request"], "request" in second) == ("req_7", False)
