"""Structured logs, redaction, metrics."""

import logging
import re
import sys
from collections.abc import Mapping, MutableMapping
from typing import Any, TextIO

import msgspec
import structlog
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest, start_http_server
from structlog.types import Processor

from bot.config import Settings
from bot.domain.ids import passes_luhn

COUNTERS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "webhooks": (
        "Webhook calls by how they were answered: taken, forged, too_large, malformed.",
        ("channel", "result"),
    ),
    "ignored_events": ("Events under a good signature that we do not serve, by kind.", ("channel", "kind")),
    "turns": ("Turns by outcome: advanced, repeated, stale, empty.", ("channel", "outcome")),
    "turn_conflicts": ("Turns tried again because another one of the thread came first.", ()),
    "redactions": ("Card and bank numbers, codes and PINs that were taken out of text, by kind.", ("kind",)),
    "files": ("Files of travellers that were fetched, by result.", ("result",)),
    "effects": ("Effects performed, by kind and result.", ("kind", "result")),
    "sends": (
        "Messages by result: sent, the reason of the failure, or late_ and the reason when it is told afterwards.",
        ("channel", "result"),
    ),
    "whatsapp_messages": ("WhatsApp messages that Meta bills or does not, by category and kind.", ("category", "kind")),
    "late": (
        "What went out after the window, by kind of way: human_agent, template, email.",
        ("channel", "kind"),
    ),
    "archived": ("Journal entries written to PostgreSQL.", ()),
    "pushes": ("Notifications to browsers of staff, by what became of them.", ("result",)),
    "rung": ("Due work that a sweep had to ring again, by sweep.", ("sweep",)),
    "fenced": ("Writes refused because their writer had lost its lease or its shard.", ("what",)),
    "payments": ("Payments that came into a state.", ("state",)),
    "assessments": ("Payments that fraud rules weighed, by what they made of them.", ("outcome",)),
    "setups": ("Methods added without a purchase, by how that ended.", ("state",)),
    "gateway_calls": ("Calls to payment gateways, by operation and result.", ("operation", "result")),
    "supplier_calls": ("Calls to flight suppliers, by operation and result.", ("operation", "result")),
    "receipts_mailed": ("Receipts that staff had mailed once more: sent, unsent, no_mailer.", ("result",)),
    "chat_links": ("Codes that link chats: made, sent, linked, wrong, locked, refused.", ("result",)),
    "notices": ("Messages about account activity that were made, by kind: thread, mailbox.", ("kind",)),
    "notice_mails": ("Mails about account activity that have ended: told, withheld, failed.", ("result",)),
    "trip_lookups": ("Look-ups of bookings by reference and surname: found, unknown, locked.", ("result",)),
    "pins": ("PINs that were compared: right, wrong, locked.", ("result",)),
    "staff_sign_ins": ("How staff proved who they are: right, wrong, locked.", ("result",)),
    "unreadable": ("Sealed cards and accounts that a worker refused, by the check that failed.", ("what",)),
    "vault_reveals": ("Secrets asked of the vault: revealed, limited, refused.", ("result",)),
    "missed_events": ("Events of the gateway that no webhook brought, and that were read afterwards.", ()),
    "needs_staff": ("Cases that only a person can decide, by what they are about.", ("about",)),
}
"""Counters by name: their help and the names of their labels, which never hold personal data."""

TIMES: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "turn_seconds": ("How long a turn took, from load to commit.", ()),
    "reply_seconds": ("From a message's arrival to its answer's acknowledgement by the channel.", ("channel",)),
    "effect_seconds": ("How long performing an effect took.", ("kind",)),
}
"""Histograms by name, in seconds."""

GAUGES: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "account_load_percent": ("How much of its quota a channel account has used, in percent.", ("account",)),
    "account_paused_until": (
        "Until when a channel account does not send (since 1970, UTC), 0 if it does.",
        ("account",),
    ),
    "ledger_imbalance": ("Places at which the books do not prove, by the last night's proof.", ()),
    "charge_without_ticket": ("Orders, older than ten minutes, that are paid and have no ticket.", ()),
    "ticket_without_charge": ("Orders, older than ten minutes, that have tickets and are not paid.", ()),
    "payments_unknown": ("Payments of which an answer of the gateway is awaited.", ()),
    "payment_state_age_seconds": ("How long the longest has waited for an answer, by the payment's state.", ("state",)),
    "reconciliation_open": ("Cases of reconciliation that are open, by what differs.", ("class",)),
}
"""Gauges by name."""

_BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)
_CARD = re.compile(r"(?<![\d.])\d(?:[ .\-]?\d){12,18}(?!\d)")
_EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+")
_LINK = re.compile(r"(/(?:pay|trip|staff/link)/)[\w~.-]+")
_META_TOKEN = re.compile(r"\b(?:EAA|IGAA|IGQ)[\w-]{16,}")
"""Access tokens of Meta as they look: those that were rotated in after the start are not among the settings."""
_SEALED = re.compile(r"\beyJ[\w-]{8,}(?:\.[\w-]*){2,4}")
_HIDDEN_KEYS = re.compile(r"password|secret|token|authorization|cookie|api_?key", re.IGNORECASE)
_DEEPEST = 6


class Meter:
    """Counts what happens in this process; finding a counter again costs one look-up in a dict."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._counters = {name: _counter(name, self.registry) for name in COUNTERS}
        self._times = {name: _histogram(name, self.registry) for name in TIMES}
        self._gauges = {name: _gauge(name, self.registry) for name in GAUGES}
        self._found: dict[tuple[str, ...], Counter] = {}

    def count(self, name: str, amount: float = 1, **labels: str) -> None:
        """Raise a counter, or take a time in seconds; raises `KeyError` for a name that the tables above have not."""
        if name in TIMES:
            times = self._times[name]
            (times.labels(**labels) if labels else times).observe(amount)
            return
        key = (name, *labels.values())
        counter = self._found.get(key)
        if counter is None:
            family = self._counters[name]
            counter = self._found[key] = family.labels(**labels) if labels else family
        counter.inc(amount)

    def set(self, name: str, value: float, **labels: str) -> None:
        """Set a gauge; raises `KeyError` for a name that the table above has not."""
        gauge = self._gauges[name]
        (gauge.labels(**labels) if labels else gauge).set(value)

    def exposition(self) -> bytes:
        """Every metric in the text format of Prometheus, for the route /metrics."""
        return generate_latest(self.registry)


def serve_metrics(settings: Settings, meter: Meter) -> None:
    """Show /metrics on a port of its own, for roles that have no web server; does nothing when METRICS_PORT is 0."""
    if settings.metrics_port:
        start_http_server(settings.metrics_port, addr=settings.web_bind, registry=meter.registry)


class Redactor:
    """A structlog processor that takes card numbers, addresses, links and secrets out of whatever is logged."""

    def __init__(self, secrets: tuple[str, ...] = ()) -> None:
        words = sorted({word for word in secrets if word}, key=len, reverse=True)
        self._secrets = re.compile("|".join(re.escape(word) for word in words)) if words else None

    def __call__(self, _logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
        """Clean one log event, keys apart."""
        return {key: self._value(key, value, 0) for key, value in event.items()}

    def text(self, text: str) -> str:
        """A text without what must not be logged."""
        if self._secrets:
            text = self._secrets.sub("[secret]", text)
        if "@" in text:
            text = _EMAIL.sub("[e-mail]", text)
        text = _META_TOKEN.sub("[secret]", _SEALED.sub("[sealed]", _LINK.sub(r"\1[token]", text)))
        return _CARD.sub(_card, text)

    def _value(self, key: str, value: Any, depth: int) -> Any:
        if _HIDDEN_KEYS.search(key):
            return "[hidden]"
        if value is None or isinstance(value, (bool, float)):
            return value
        if isinstance(value, int):
            return value if abs(value) < 10**12 else self.text(str(value))
        if depth < _DEEPEST and isinstance(value, Mapping):
            return {str(name): self._value(str(name), part, depth + 1) for name, part in value.items()}
        if depth < _DEEPEST and isinstance(value, (list, tuple, set, frozenset)):
            return [self._value("", part, depth + 1) for part in value]
        return self.text(value if isinstance(value, str) else str(value))


CHATTY = ("alembic", "urllib3", "rq.worker")
"""Libraries whose news of success nobody reads; their warnings are kept."""


def configure_logging(settings: Settings, stream: TextIO | None = None) -> None:
    """Send our logs and those of every library through one redactor: JSON lines, or colors in a terminal."""
    stream = stream or sys.stderr
    level = logging.getLevelNamesMapping()[settings.log_level.upper()]
    shared = _processors(settings.role, Redactor(settings.secrets()))
    renderer = _renderer(settings.log_format, stream)
    structlog.configure(
        processors=[structlog.contextvars.merge_contextvars, structlog.processors.add_log_level, *shared, renderer],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.WriteLoggerFactory(stream),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(stream)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[
                structlog.contextvars.merge_contextvars,
                structlog.stdlib.add_log_level,
                structlog.stdlib.add_logger_name,
            ],
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *shared, renderer],
        )
    )
    logging.basicConfig(handlers=[handler], level=max(level, logging.INFO), force=True)
    for chatty in CHATTY:
        logging.getLogger(chatty).setLevel(max(level, logging.WARNING))


def _processors(role: str, redactor: Redactor) -> list[Processor]:
    def add_role(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
        event["role"] = role
        return event

    time_stamper = structlog.processors.TimeStamper(fmt="iso", utc=True)
    return [time_stamper, add_role, structlog.processors.format_exc_info, redactor]


def _renderer(form: str, stream: TextIO) -> Processor:
    if form == "pretty" or (form == "auto" and stream.isatty()):
        return structlog.dev.ConsoleRenderer(colors=stream.isatty())
    return structlog.processors.JSONRenderer(serializer=lambda event, **_: msgspec.json.encode(event).decode())


def _card(found: re.Match[str]) -> str:
    return "[card]" if passes_luhn(re.sub(r"\D", "", found.group())) else found.group()


def _counter(name: str, registry: CollectorRegistry) -> Counter:
    text, labels = COUNTERS[name]
    return Counter(name, text, labels, namespace="threadfare", registry=registry)


def _gauge(name: str, registry: CollectorRegistry) -> Gauge:
    text, labels = GAUGES[name]
    return Gauge(name, text, labels, namespace="threadfare", registry=registry)


def _histogram(name: str, registry: CollectorRegistry) -> Histogram:
    text, labels = TIMES[name]
    return Histogram(name, text, labels, namespace="threadfare", registry=registry, buckets=_BUCKETS)
