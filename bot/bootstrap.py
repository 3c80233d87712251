"""The one place that picks adapters: builds the frozen Runtime of a role, and what a first start needs.

A web process gets neither gateway nor the keys that open cards nor the token that sends: what a role may not do, its
Runtime cannot.
"""

from collections.abc import Mapping
from functools import cache, partial
from pathlib import Path
from typing import Any

import msgspec
from redis import Redis
from redis.backoff import NoBackoff
from redis.retry import Retry
from sqlalchemy import Engine

from bot import bootstrap_channels
from bot.adapters.card_opener import JweCardOpener
from bot.adapters.channels.template_account import TemplateAccount
from bot.adapters.clock import SystemClock, SystemIds
from bot.adapters.data import catalogue
from bot.adapters.data.places import gazetteer
from bot.adapters.gateways.sandbox import SandboxGateway
from bot.adapters.gateways.sandbox_webhooks import SandboxWebhooks
from bot.adapters.http_client import HttpClient, SessionEngine
from bot.adapters.http_wire import HttpWire
from bot.adapters.keys import PrivateKeys, PublicKeys, rotate_keys
from bot.adapters.mail.folder import FolderMailer
from bot.adapters.mail.letters import FileLetters
from bot.adapters.mail.smtp import SmtpMailer, relay_of
from bot.adapters.quick import QuickPool
from bot.adapters.redis.client import WAIT, Store
from bot.adapters.redis.conversations import RedisConversations
from bot.adapters.redis.digit_windows import RedisDigitWindows
from bot.adapters.redis.jobs import RqJobs, jobs_client
from bot.adapters.redis.journal import RedisJournal
from bot.adapters.redis.live import SILENCE_MS, RedisLive
from bot.adapters.redis.sealed_cards import RedisSealedCards
from bot.adapters.sql.engine import make_engine
from bot.adapters.sql.unit_of_work import SqlRecords
from bot.adapters.suppliers.timetable import Timetable
from bot.bootstrap_vault import open_vault
from bot.config import Settings
from bot.domain.flow.definition import Flow
from bot.domain.moments import milliseconds
from bot.domain.understanding.places import Gazetteer
from bot.domain.world import Brand, World
from bot.ports.mailer import Mailer
from bot.ports.records import Records
from bot.ports.runtime import Runtime
from bot.services import desk, effects, flows
from bot.services.performers import QUICK
from bot.telemetry import Meter

_WORKER_STATEMENT_SECONDS = 30
_BLOCKING_WAIT = SILENCE_MS / 1000 + 5
"""Seconds that a reader waits for an answer: longer than the silence after which it gives a sign of life."""


def build(settings: Settings, role: str) -> Runtime:
    """The Runtime of a role; raises `UnavailableError` when a store that it needs at once is away."""
    clock, ids, meter = SystemClock(), SystemIds(), Meter()
    engine = make_engine(settings.database_url, statement_seconds=_statement_seconds(role))
    records = SqlRecords(engine)
    supplier = Timetable(engine, ids=ids, accounting_code=settings.airline_accounting_code)
    store, blocking = Store(settings.redis_url), Store(settings.redis_url, wait=_BLOCKING_WAIT)
    parts: dict[str, Any] = {
        "clock": clock,
        "ids": ids,
        "world": flows.Worlds(records=records, clock=clock, make=_world_maker(settings, supplier)),
        "channels": bootstrap_channels.channels(settings),
        "conversations": RedisConversations(store),
        "journal": RedisJournal(store, blocking=blocking),
        "records": records,
        "jobs": RqJobs(jobs_client(settings.jobs_redis_url or settings.redis_url)),
        "live": RedisLive(store, blocking=blocking),
        "supplier": supplier,
        "meter": meter,
        **_notice_parts(settings),
        "public_url": settings.public_url.rstrip("/"),
        "secret": settings.secret_key.encode(),
        "streams": settings.web_threads // 2,
        "sites": settings.webchat_sites,
        "proxies": settings.trusted_proxies,
    }
    runtime = Runtime(**parts, **_card_parts(settings), **_role_parts(settings, role, engine=engine, meter=meter))
    if isinstance(runtime.quick, QuickPool):
        runtime.quick.serve(partial(effects.perform, runtime))
    return runtime


def _world_maker(settings: Settings, supplier: Timetable) -> flows.MakeWorld:
    brand = _brand(settings)

    @cache
    def fixed() -> dict[str, Any]:
        return {"places": gazetteer(supplier.served()), "texts": catalogue.texts()}

    def make(*, flows: Mapping[str, Mapping[int, Flow]], live: Mapping[str, int]) -> World:
        return World(brand=brand, flows=flows, live=live, airlines={brand.code: brand.name}, **fixed())

    return make


def _statement_seconds(role: str) -> int:
    return 5 if role in ("web", "live") else _WORKER_STATEMENT_SECONDS


def _brand(settings: Settings) -> Brand:
    first = settings.airline_language
    others = tuple(language for language in catalogue.texts() if language != first)
    return Brand(settings.airline_name, settings.airline_code, "Europe/Paris", (first, *others))


def _notice_parts(settings: Settings) -> dict[str, Any]:
    """What tells news after a platform's window: templates, mails, and ways back to the talk."""
    doors = {
        "messenger": settings.messenger_page_id and f"https://m.me/{settings.messenger_page_id}",
        "instagram": settings.instagram_username and f"https://ig.me/m/{settings.instagram_username}",
        "whatsapp": settings.whatsapp_phone and f"https://wa.me/{settings.whatsapp_phone}",
    }
    mailer = _mailer(settings)
    return {
        "mailer": mailer,
        "letters": FileLetters(airline=settings.airline_name) if mailer else None,
        "mails": bool(settings.mail_from),
        "notices": catalogue.notices(),
        "doors": {channel: door for channel, door in doors.items() if door},
    }


def _mailer(settings: Settings) -> Mailer | None:
    if not settings.mail_from:
        return None
    if settings.smtp_url:
        return SmtpMailer(relay_of(settings.smtp_url), sender=settings.mail_from, clock=SystemClock())
    folder = settings.mail_dir
    return FolderMailer(folder, sender=settings.mail_from, clock=SystemClock()) if folder else None


def _card_parts(settings: Settings) -> dict[str, Any]:
    public = settings.capture_public_keys
    return {
        "sealed_cards": RedisSealedCards(_volatile(settings)),
        "digits": RedisDigitWindows(_volatile(settings)) if settings.volatile_redis_url else None,
        "capture_keys": PublicKeys(public) if public else NoKeys(),
    }


class NoKeys:
    """The public keys of a role that serves no pay page: none."""

    def jwks(self) -> dict[str, object]:
        """An empty key set."""
        return {"keys": []}


def _volatile(settings: Settings) -> Redis:
    url = settings.volatile_redis_url or settings.redis_url
    return Redis.from_url(url, socket_timeout=WAIT, socket_connect_timeout=WAIT, retry=Retry(NoBackoff(), 0))


def _role_parts(settings: Settings, role: str, *, engine: Engine, meter: Meter) -> dict[str, Any]:
    hooks = SandboxWebhooks(settings.sandbox_webhook_secrets) if settings.sandbox_webhook_secrets else None
    if role == "worker":
        vault = open_vault(settings, engine, count=partial(meter.count, "vault_reveals"))
        opener = _opener(settings)
        return {"gateway": _gateway(settings), "card_opener": opener, "gateway_hooks": hooks, "vault": vault}
    if role == "courier":
        return {"wire": HttpWire(), "gateway_hooks": hooks}
    quick = QuickPool(frozenset(QUICK)) if role == "web" else None
    return {"quick": quick, "gateway_hooks": hooks}


def _gateway(settings: Settings) -> SandboxGateway:
    return SandboxGateway(
        HttpClient(SessionEngine()),
        url=settings.sandbox_gateway_url,
        key=settings.sandbox_gateway_key,
        webhook_secrets=settings.sandbox_webhook_secrets,
    )


def _opener(settings: Settings) -> JweCardOpener:
    folder = settings.capture_keys_dir or Path()
    return JweCardOpener(PrivateKeys(folder).find, RedisSealedCards(_volatile(settings)).first_use)


def template_accounts(settings: Settings) -> dict[str, TemplateAccount]:
    """The accounts whose templates Meta approves, by channel: those that are set up."""
    nodes = {
        "messenger": (settings.messenger_page_id, settings.messenger_page_token),
        "whatsapp": (settings.whatsapp_account_id, settings.whatsapp_token),
    }
    secret = (settings.meta_app_secrets or ("",))[0]
    graph = bootstrap_channels.graph_root(settings, settings.graph_url)
    client = HttpClient(SessionEngine())
    return {
        channel: TemplateAccount(client, channel=channel, node=node, token=token, graph=graph, secret=secret)
        for channel, (node, token) in nodes.items()
        if node and token
    }


def open_records(settings: Settings) -> Records:
    """The database alone, for commands that need nothing else."""
    return SqlRecords(make_engine(settings.database_url, statement_seconds=_WORKER_STATEMENT_SECONDS))


def open_places(settings: Settings) -> Gazetteer:
    """The places that are flown to, for commands in which staff name some."""
    engine = make_engine(settings.database_url, statement_seconds=_WORKER_STATEMENT_SECONDS)
    supplier = Timetable(engine, ids=SystemIds(), accounting_code=settings.airline_accounting_code)
    return gazetteer(supplier.served())


def provide_keys(settings: Settings) -> None:
    """See to it that pay pages have a key to encrypt for; safe to repeat."""
    if settings.capture_keys_dir and settings.capture_public_keys:
        rotate_keys(settings.capture_keys_dir, settings.capture_public_keys, now=SystemClock().now())


def publish_sample_flow(settings: Settings) -> None:
    """Publish the flows that ship with the program where none of that name is published yet."""
    records = open_records(settings)
    with records.begin() as work:
        known = {revision.flow for revision in work.flows.revisions()}
    now = milliseconds(SystemClock().now())
    for document in catalogue.sample_flows():
        if msgspec.json.decode(document)["flow"] not in known:
            flows.publish(records, document, texts=catalogue.texts(), author="threadfare", now=now)


def desk_link(settings: Settings) -> str:
    """The path of a page that lets one agent into the desk, once."""
    return desk.new_link(build(settings, "web")).removeprefix(settings.public_url.rstrip("/"))
