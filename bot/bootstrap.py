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

from bot.adapters.card_opener import JweCardOpener
from bot.adapters.channels.instagram import Instagram, Speaker
from bot.adapters.channels.messenger import Messenger, Page
from bot.adapters.channels.meta import MetaApp
from bot.adapters.channels.terminal import Terminal
from bot.adapters.channels.webchat import WebChat
from bot.adapters.channels.whatsapp import Number, WhatsApp
from bot.adapters.clock import SystemClock, SystemIds
from bot.adapters.data import catalogue
from bot.adapters.data.places import gazetteer
from bot.adapters.gateways.sandbox import SandboxGateway
from bot.adapters.gateways.sandbox_webhooks import SandboxWebhooks
from bot.adapters.http_client import HttpClient, SessionEngine
from bot.adapters.http_wire import HttpWire
from bot.adapters.keys import PrivateKeys, PublicKeys, rotate_keys
from bot.adapters.mail.folder import FolderMailer
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
from bot.config import Settings
from bot.domain.flow.definition import Flow
from bot.domain.world import Brand, World
from bot.ports.channel import Channel
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
    clock, ids = SystemClock(), SystemIds()
    engine = make_engine(settings.database_url, statement_seconds=_statement_seconds(role))
    records = SqlRecords(engine)
    supplier = Timetable(engine, ids=ids, accounting_code=settings.airline_accounting_code)
    store, blocking = Store(settings.redis_url), Store(settings.redis_url, wait=_BLOCKING_WAIT)
    parts: dict[str, Any] = {
        "clock": clock,
        "ids": ids,
        "world": flows.Worlds(records=records, clock=clock, make=_world_maker(settings, supplier)),
        "channels": _channels(settings),
        "conversations": RedisConversations(store),
        "journal": RedisJournal(store, blocking=blocking),
        "records": records,
        "jobs": RqJobs(jobs_client(settings.jobs_redis_url or settings.redis_url)),
        "live": RedisLive(store, blocking=blocking),
        "supplier": supplier,
        "meter": Meter(),
        "mailer": _mailer(settings),
        "public_url": settings.public_url.rstrip("/"),
        "secret": settings.secret_key.encode(),
        "streams": settings.web_threads // 2,
        "sites": settings.webchat_sites,
        "proxies": settings.trusted_proxies,
    }
    runtime = Runtime(**parts, **_card_parts(settings), **_role_parts(settings, role))
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


def _channels(settings: Settings) -> Mapping[str, Channel]:
    served: list[Channel] = [WebChat(), Terminal(lambda _thread, _message: None)]
    if settings.meta_app_secrets:
        served += [_messenger(settings), _whatsapp(settings)]
    if settings.instagram_id and (settings.instagram_app_secrets or settings.meta_app_secrets):
        served.append(_instagram(settings))
    return {channel.name: channel for channel in served}


def _messenger(settings: Settings) -> Messenger:
    app = MetaApp(settings.meta_app_secrets, settings.meta_verify_token)
    page = None
    if settings.messenger_page_token:
        page = Page(settings.messenger_page_id, settings.messenger_page_token, _graph(settings, settings.graph_url))
    return Messenger(app, app_id=settings.messenger_app_id, page=page, client=HttpClient(SessionEngine()))


def _whatsapp(settings: Settings) -> WhatsApp:
    app = MetaApp(settings.meta_app_secrets, settings.meta_verify_token)
    number = None
    if settings.whatsapp_token:
        root = _graph(settings, settings.graph_url)
        number = Number(settings.whatsapp_number_id, settings.whatsapp_token, root)
    return WhatsApp(app, number=number, client=HttpClient(SessionEngine()))


def _instagram(settings: Settings) -> Instagram:
    """Instagram Login has a secret and a host of its own; Facebook Login sends in the name of the token's Page."""
    own = settings.instagram_app_secrets
    app = MetaApp((*own, *settings.meta_app_secrets), settings.meta_verify_token)
    speaker = None
    if settings.instagram_token:
        root = _graph(settings, settings.instagram_graph_url if own else settings.graph_url)
        speaker = Speaker(settings.instagram_token, root, settings.instagram_id if own else "me")
    return Instagram(
        app,
        account=settings.instagram_id,
        app_id=settings.messenger_app_id,
        speaker=speaker,
        client=HttpClient(SessionEngine()),
    )


def _graph(settings: Settings, root: str) -> str:
    return f"{root.rstrip('/')}/{settings.graph_version}"


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


def _role_parts(settings: Settings, role: str) -> dict[str, Any]:
    hooks = SandboxWebhooks(settings.sandbox_webhook_secrets) if settings.sandbox_webhook_secrets else None
    if role == "worker":
        return {"gateway": _gateway(settings), "card_opener": _opener(settings), "gateway_hooks": hooks}
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


def open_records(settings: Settings) -> Records:
    """The database alone, for commands that need nothing else."""
    return SqlRecords(make_engine(settings.database_url, statement_seconds=_WORKER_STATEMENT_SECONDS))


def provide_keys(settings: Settings) -> None:
    """See to it that pay pages have a key to encrypt for; safe to repeat."""
    if settings.capture_keys_dir and settings.capture_public_keys:
        rotate_keys(settings.capture_keys_dir, settings.capture_public_keys, now=SystemClock().now())


def publish_sample_flow(settings: Settings) -> None:
    """Publish the flows that ship with the program where none of that name is published yet."""
    records = open_records(settings)
    with records.begin() as work:
        known = {revision.flow for revision in work.flows.revisions()}
    now = int(SystemClock().now().timestamp() * 1000)
    for document in catalogue.sample_flows():
        if msgspec.json.decode(document)["flow"] not in known:
            flows.publish(records, document, texts=catalogue.texts(), author="threadfare", now=now)


def desk_link(settings: Settings) -> str:
    """The path of a page that lets one agent into the desk, once."""
    return desk.new_link(build(settings, "web")).removeprefix(settings.public_url.rstrip("/"))
