"""The one place that picks adapters: builds the frozen Runtime of a role, and what a first start needs.

A web process gets neither gateway nor the keys that open cards nor the token that sends: what a role may not do, its
Runtime cannot.
"""

from collections.abc import Mapping
from functools import cache, partial
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import msgspec
from redis import Redis
from redis.backoff import NoBackoff
from redis.retry import Retry
from sqlalchemy import Engine

from bot import bootstrap_channels
from bot.adapters.argon2 import Argon2Hasher
from bot.adapters.card_opener import JweCardOpener
from bot.adapters.channels.previews import preview
from bot.adapters.channels.template_account import TemplateAccount
from bot.adapters.clock import SystemClock, SystemIds
from bot.adapters.data import catalogue
from bot.adapters.data.documents import YamlDocuments
from bot.adapters.data.places import gazetteer
from bot.adapters.http_client import HttpClient, SessionEngine
from bot.adapters.http_wire import HttpWire
from bot.adapters.keys import PrivateKeys, PublicKeys, rotate_keys
from bot.adapters.mail.folder import FolderMailer
from bot.adapters.mail.letters import FileLetters
from bot.adapters.mail.smtp import SmtpMailer, relay_of
from bot.adapters.papers.pdf import PdfPapers
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
from bot.bootstrap_gateways import open_gateway, open_hooks, open_reports
from bot.bootstrap_push import provide_push_key, push_parts
from bot.bootstrap_staff import open_staff_door
from bot.bootstrap_talks import keep_sample_talks
from bot.bootstrap_vault import open_vault
from bot.config import Settings
from bot.domain.flow.definition import Flow
from bot.domain.moments import milliseconds
from bot.domain.payment.capture import capture_mode
from bot.domain.understanding.places import Gazetteer
from bot.domain.world import Brand, World
from bot.ports.jobs import Jobs
from bot.ports.mailer import Mailer
from bot.ports.records import Records
from bot.ports.runtime import Runtime
from bot.services import effects, flows, fraud_rules, sample_people, worlds
from bot.services.performers import QUICK
from bot.telemetry import Meter

_WORKER_STATEMENT_SECONDS = 30
_STAFFED = ("web", "live", "staff")
"""Roles that let staff in, or make links that do."""
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
        "world": worlds.Worlds(records=records, clock=clock, make=_world_maker(settings, supplier)),
        "channels": bootstrap_channels.channels(settings),
        "conversations": RedisConversations(store),
        "journal": RedisJournal(store, blocking=blocking),
        "records": records,
        "jobs": RqJobs(jobs_client(settings.jobs_redis_url or settings.redis_url)),
        "live": RedisLive(store, blocking=blocking),
        "supplier": supplier,
        "meter": meter,
        "papers": PdfPapers(),
        **_notice_parts(settings),
        "public_url": settings.public_url.rstrip("/"),
        "secret": settings.secret_key.encode(),
        "pins": Argon2Hasher(settings.secret_key.encode(), "pin"),
        "streams": settings.web_threads // 2,
        "sites": settings.webchat_sites,
        "proxies": settings.trusted_proxies,
        **_capture_parts(settings),
        "fraud_rules": catalogue.fraud_rules(),
        "documents": YamlDocuments(),
        "preview": preview,
        "refund_alone": settings.refund_alone_limit,
        "staff_door": open_staff_door(settings) if role in _STAFFED else None,
        **push_parts(settings, role),
    }
    runtime = Runtime(**parts, **_card_parts(settings), **_role_parts(settings, role, engine=engine, meter=meter))
    if isinstance(runtime.quick, QuickPool):
        runtime.quick.serve(partial(effects.perform, runtime))
    return runtime


def _world_maker(settings: Settings, supplier: Timetable) -> worlds.MakeWorld:
    brand, host = _brand(settings), urlsplit(settings.public_url).hostname

    @cache
    def fixed() -> dict[str, Any]:
        hosts = frozenset([*([host] if host else []), *settings.media_hosts])
        return {"places": gazetteer(supplier.served()), "texts": catalogue.texts(), "hosts": hosts}

    def make(*, flows: Mapping[str, Mapping[int, Flow]], live: Mapping[str, int]) -> World:
        return World(brand=brand, flows=flows, live=live, airlines={brand.code: brand.name}, **fixed())

    return make


def _statement_seconds(role: str) -> int:
    return 5 if role in ("web", "live") else _WORKER_STATEMENT_SECONDS


def _brand(settings: Settings) -> Brand:
    first = settings.airline_language
    others = tuple(language for language in catalogue.texts() if language != first)
    languages, creditor = (first, *others), settings.sepa_creditor_id
    return Brand(settings.airline_name, settings.airline_code, "Europe/Paris", languages, creditor=creditor)


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


def _capture_parts(settings: Settings) -> dict[str, Any]:
    """How cards reach us, and where the gateway's fields are when they are the way."""
    mode = capture_mode(settings.gateway, settings.card_capture)
    return {"capture": mode, "fields_url": f"{settings.sandbox_gateway_url}/fields" if mode == "fields" else ""}


class NoKeys:
    """The public keys of a role that serves no pay page: none."""

    def jwks(self) -> dict[str, object]:
        """An empty key set."""
        return {"keys": []}


def _volatile(settings: Settings) -> Redis:
    url = settings.volatile_redis_url or settings.redis_url
    return Redis.from_url(url, socket_timeout=WAIT, socket_connect_timeout=WAIT, retry=Retry(NoBackoff(), 0))


def _role_parts(settings: Settings, role: str, *, engine: Engine, meter: Meter) -> dict[str, Any]:
    hooks = open_hooks(settings)
    if role == "worker":
        vault = open_vault(settings, engine, count=partial(meter.count, "vault_reveals"))
        opener = _opener(settings, meter)
        gateway = {"gateway": open_gateway(settings), "reports": open_reports(settings), "gateway_hooks": hooks}
        files = {"media": bootstrap_channels.media(settings), "staff_mail": settings.staff_alerts_email}
        return {**gateway, **files, "card_opener": opener, "vault": vault}
    if role == "courier":
        return {"wire": HttpWire(), "gateway_hooks": hooks}
    quick = QuickPool(frozenset(QUICK)) if role == "web" else None
    return {"quick": quick, "gateway_hooks": hooks}


def _opener(settings: Settings, meter: Meter) -> JweCardOpener:
    folder = settings.capture_keys_dir or Path()
    first_use = RedisSealedCards(_volatile(settings)).first_use
    return JweCardOpener(PrivateKeys(folder).find, first_use, lambda check: meter.count("unreadable", what=check))


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


def open_world(settings: Settings) -> World:
    """What the bot knows, for commands that try flows; raises `UnavailableError`."""
    engine = make_engine(settings.database_url, statement_seconds=_WORKER_STATEMENT_SECONDS)
    supplier = Timetable(engine, ids=SystemIds(), accounting_code=settings.airline_accounting_code)
    return worlds.Worlds(records=SqlRecords(engine), clock=SystemClock(), make=_world_maker(settings, supplier))()


def open_jobs(settings: Settings) -> Jobs:
    """The doorbells alone, for commands that ask a worker for something."""
    return RqJobs(jobs_client(settings.jobs_redis_url or settings.redis_url))


def open_places(settings: Settings) -> Gazetteer:
    """The places that are flown to, for commands in which staff name some."""
    engine = make_engine(settings.database_url, statement_seconds=_WORKER_STATEMENT_SECONDS)
    supplier = Timetable(engine, ids=SystemIds(), accounting_code=settings.airline_accounting_code)
    return gazetteer(supplier.served())


def provide_keys(settings: Settings) -> None:
    """See to it that pay pages have a key to encrypt for, and pushes one to be signed with; safe to repeat."""
    provide_push_key(settings)
    if settings.capture_keys_dir and settings.capture_public_keys:
        rotate_keys(settings.capture_keys_dir, settings.capture_public_keys, now=SystemClock().now())


def publish_samples(settings: Settings) -> None:
    """Publish the flows that ship with the program, and the fraud rules of a sandbox, where there are none yet."""
    records = open_records(settings)
    with records.begin() as work:
        known = set(work.flows.pointers())
    now = milliseconds(SystemClock().now())
    for document in catalogue.sample_flows():
        if msgspec.json.decode(document)["flow"] not in known:
            flows.publish(records, document, texts=catalogue.texts(), author="threadfare", now=now, alone=True)
    engine = make_engine(settings.database_url)
    supplier = Timetable(engine, ids=SystemIds(), accounting_code=settings.airline_accounting_code)
    keep_sample_talks(records, _world_maker(settings, supplier), known=known)
    if fraud_rules.in_force(records) is None:
        note = "Everybody has the sandbox's cards."
        rules = catalogue.sandbox_fraud_rules()
        fraud_rules.publish(records, rules, by="threadfare", note=note, now=SystemClock().now())


def staff_links(settings: Settings) -> tuple[tuple[str, str], ...]:
    """What to say of the demo's first people: how each comes in, by what they are."""
    return sample_people.ways_in(build(settings, "staff"))
