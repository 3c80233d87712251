"""Every environment variable: its name, meaning and default, who may read it, and how its text is understood."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec

from bot.domain.embedding.sites import read_sites
from bot.domain.staff.provider_roles import read_provider_roles
from bot.variable_types import (
    address,
    creditor,
    database,
    folder,
    hosts,
    listed,
    mailbox,
    matching,
    one_of,
    port,
    redis,
    secret_key,
    smtp,
    web_address,
    whole_number,
    yes_or_no,
)

WEB = frozenset({"web", "live"})
SIGNING = WEB | {"worker", "courier", "clock", "chat"}
MAILING = frozenset({"worker", "courier"})
STORES = WEB | {"worker", "courier", "archivist", "clock", "chat"}
ROLES = STORES | {"sandbox", "simulators", "release"}
"""Every role that a process may have; each is a command of the same name (`release` is `threadfare migrate`)."""

NOBODY: frozenset[str] = frozenset()


class Variable(msgspec.Struct, frozen=True, kw_only=True):
    """One environment variable; `default` None means that it is empty unless set."""

    name: str
    meaning: str
    parse: Callable[[str], Any] = str
    default: str | None = None
    secret: bool = False
    roles: frozenset[str] = ROLES
    required: frozenset[str] = NOBODY
    gateway: str = ""
    """The gateway that alone requires it, "" when it has nothing to do with one."""
    field: str = ""
    in_folder: bool = False
    """Whether a file of that name in META_SECRETS_DIR may tell it, and is then heard in place of the variable."""

    @property
    def attribute(self) -> str:
        """The name of the field of `Settings` that holds it."""
        return self.field or self.name.lower()


VARIABLES: tuple[Variable, ...] = (
    Variable(
        name="DATABASE_URL",
        meaning="PostgreSQL 16 or newer, as postgresql://user:password@host:port/name; unset, the demo starts its own.",
        parse=database,
        secret=True,
        roles=STORES | {"release"},
        required=STORES | {"release"},
    ),
    Variable(
        name="REDIS_URL",
        meaning="Redis 7 or Valkey for conversations and the journal, with appendonly yes and noeviction; "
        "unset, the demo starts its own.",
        parse=redis,
        secret=True,
        roles=STORES,
        required=STORES,
    ),
    Variable(
        name="JOBS_REDIS_URL",
        meaning="Redis or Valkey for RQ's doorbells; REDIS_URL when unset.",
        parse=redis,
        secret=True,
        roles=WEB | {"worker", "clock", "chat", "archivist"},
    ),
    Variable(
        name="VOLATILE_REDIS_URL",
        meaning="A second Redis or Valkey that writes nothing to disk (no RDB, no append-only file): "
        "it holds encrypted card data and loose digits for minutes.",
        parse=redis,
        secret=True,
        roles=WEB | {"worker", "chat"},
        required=WEB | {"worker"},
    ),
    Variable(
        name="SECRET_KEY",
        meaning="At least 32 characters; signs sessions, forms and links of our own pages.",
        parse=secret_key,
        secret=True,
        roles=SIGNING,
        required=SIGNING,
    ),
    Variable(
        name="PUBLIC_URL",
        meaning="Where travellers reach the web process; pay pages need https, or a loopback address.",
        parse=web_address,
        default="http://localhost:8000",
    ),
    Variable(
        name="MEDIA_HOSTS",
        meaning="Hosts, comma-separated, at which pictures and documents that flows show may lie beside PUBLIC_URL's, "
        "such as cdn.airline.example.",
        parse=hosts,
    ),
    Variable(
        name="META_SECRETS_DIR",
        meaning="A folder of files named META_APP_SECRET, INSTAGRAM_APP_SECRET, MESSENGER_PAGE_TOKEN, "
        "WHATSAPP_TOKEN or INSTAGRAM_TOKEN: each wins over the variable of its name and is read again when it "
        "changes, so that secrets are rotated without a restart.",
        parse=folder,
        roles=WEB | {"courier", "worker"},
    ),
    Variable(
        name="META_APP_SECRET",
        meaning="The Meta app's secret, which signs webhooks; two may be live, separated by a comma, newest first.",
        parse=listed,
        secret=True,
        in_folder=True,
        roles=WEB | {"courier", "worker", "simulators"},
        required=frozenset({"simulators"}),
        field="meta_app_secrets",
    ),
    Variable(
        name="META_VERIFY_TOKEN",
        meaning="The word that Meta repeats when it verifies the webhook's address.",
        secret=True,
        roles=WEB | {"simulators"},
    ),
    Variable(
        name="MESSENGER_PAGE_TOKEN",
        meaning="The Page access token with which messages are sent.",
        secret=True,
        in_folder=True,
        roles=frozenset({"courier", "simulators"}),
    ),
    Variable(
        name="MESSENGER_PAGE_ID",
        meaning="The id of the Facebook Page.",
        roles=WEB | {"courier", "worker", "simulators", "release"},
    ),
    Variable(
        name="MESSENGER_APP_ID",
        meaning="The id of the Meta app; tells our own echoes from an agent's.",
        roles=WEB | {"courier", "simulators"},
    ),
    Variable(
        name="WHATSAPP_TOKEN",
        meaning="The system user's access token with which WhatsApp messages are sent.",
        secret=True,
        in_folder=True,
        roles=frozenset({"courier", "worker", "simulators"}),
    ),
    Variable(
        name="WHATSAPP_NUMBER_ID",
        meaning="The id of the WhatsApp business number (not the number itself).",
        roles=WEB | {"courier", "simulators"},
    ),
    Variable(
        name="WHATSAPP_PHONE",
        meaning="The WhatsApp business number in digits with its country code, as in wa.me/<digits>, for links that "
        "lead to the chat.",
        parse=matching(r"[0-9]{0,15}", "447700900001, without + or spaces"),
        roles=WEB | {"courier", "worker", "release"},
    ),
    Variable(
        name="WHATSAPP_ACCOUNT_ID",
        meaning="The id of the WhatsApp business account (WABA), whose templates `threadfare templates` looks after.",
        roles=frozenset({"courier"}),
    ),
    Variable(
        name="INSTAGRAM_TOKEN",
        meaning="The token with which messages are sent on Instagram: a Page's, or Instagram's own.",
        secret=True,
        in_folder=True,
        roles=frozenset({"courier", "simulators"}),
    ),
    Variable(
        name="INSTAGRAM_ID",
        meaning="The id of the Instagram account, as webhooks name their recipient.",
        roles=WEB | {"courier", "simulators"},
    ),
    Variable(
        name="INSTAGRAM_USERNAME",
        meaning="The name of the Instagram account, as in ig.me/m/<name>, for links that lead to the chat.",
        parse=matching(r"[A-Za-z0-9._]{0,30}", "threadfare_air, without @"),
        roles=WEB | {"courier", "worker", "release"},
    ),
    Variable(
        name="INSTAGRAM_APP_SECRET",
        meaning="The Instagram app secret, for Instagram Login; without it Instagram comes by Facebook Login, signed "
        "with META_APP_SECRET. Two may be live, separated by a comma, newest first.",
        parse=listed,
        secret=True,
        in_folder=True,
        roles=WEB | {"courier", "simulators"},
        field="instagram_app_secrets",
    ),
    Variable(
        name="INSTAGRAM_GRAPH_URL",
        meaning="The root of the Graph API for Instagram Login, so that a fake can stand in.",
        parse=web_address,
        default="https://graph.instagram.com",
        roles=frozenset({"courier"}),
    ),
    Variable(
        name="GRAPH_URL",
        meaning="The root of the Graph API, so that a fake can stand in.",
        parse=web_address,
        default="https://graph.facebook.com",
        roles=frozenset({"courier", "worker"}),
    ),
    Variable(
        name="GRAPH_VERSION",
        meaning="The version of the Graph API that calls name.",
        parse=matching(r"v\d{1,3}\.\d", "v25.0"),
        default="v25.0",
        roles=frozenset({"courier", "worker"}),
    ),
    Variable(
        name="MESSENGER_PER_SECOND",
        meaning="How many messages a second may be sent in the Page's name; 0 is no limit of ours.",
        parse=whole_number(0, 10_000),
        default="300",
        roles=frozenset({"courier"}),
    ),
    Variable(
        name="INSTAGRAM_PER_SECOND",
        meaning="How many messages a second may be sent in the Instagram account's name; 0 is no limit of ours.",
        parse=whole_number(0, 10_000),
        default="100",
        roles=frozenset({"courier"}),
    ),
    Variable(
        name="WHATSAPP_PER_SECOND",
        meaning="How many messages a second may be sent from the WhatsApp number: 80, or 1000 after Meta raised it; "
        "0 is no limit of ours.",
        parse=whole_number(0, 10_000),
        default="80",
        roles=frozenset({"courier"}),
    ),
    Variable(
        name="SMTP_URL",
        meaning="The server that takes mails, as smtp://user:password@host:587?tls=starttls (or smtps://…, or tls=none "
        "for one on this machine); unset, mails go to MAIL_DIR, or nowhere.",
        parse=smtp,
        secret=True,
        roles=MAILING,
    ),
    Variable(
        name="MAIL_FROM",
        meaning="From whom mails come, as Threadfare Air <tickets@airline.example>; e-mail needs it.",
        parse=mailbox,
        roles=MAILING | WEB | {"clock"},
    ),
    Variable(
        name="MAIL_DIR",
        meaning="A folder that takes mails as .eml files while SMTP_URL is unset; the demo sets it.",
        parse=Path,
        roles=MAILING,
    ),
    Variable(
        name="GATEWAY",
        meaning="The payment gateway: sandbox, whose money is pretended, or stripe.",
        parse=one_of("sandbox", "stripe"),
        default="sandbox",
    ),
    Variable(
        name="CARD_CAPTURE",
        meaning="How cards reach us: page (typed on the gateway's own page), fields (into its fields on our page) or "
        "vault (into ours, encrypted, and kept in the vault with consent); unset, the gateway's default, vault for "
        "the sandbox and page for stripe.",
        parse=one_of("page", "fields", "vault"),
        roles=WEB | {"worker"},
    ),
    Variable(
        name="STAFF_ALERTS_EMAIL",
        meaning="Who is written to when a case of the books is open for too long; e-mail needs MAIL_FROM too.",
        parse=address,
        roles=frozenset({"worker"}),
    ),
    Variable(
        name="REFUND_ALONE_LIMIT",
        meaning="What one member of staff may give back of a booking without a second one, in minor units of the "
        "books' currency (10000 is 100.00); with 0 two people decide every refund.",
        parse=whole_number(0, 100_000_000),
        default="10000",
        roles=WEB,
    ),
    Variable(
        name="BOOKS_CHART",
        meaning="A JSON file that names the airline's own account for each of ours, as "
        '{"psp_receivable": "411000"}, for the accounting export.',
        parse=Path,
        roles=frozenset({"release"}),
    ),
    Variable(
        name="SANDBOX_GATEWAY_URL",
        meaning="The root of the sandbox gateway, best on another host than PUBLIC_URL: cookies know no ports.",
        parse=web_address,
        default="http://localhost:8010",
        roles=WEB | {"worker", "sandbox"},
    ),
    Variable(
        name="SANDBOX_GATEWAY_KEY",
        meaning="The key that the sandbox gateway asks of its callers.",
        secret=True,
        roles=frozenset({"worker", "sandbox"}),
        required=frozenset({"worker", "sandbox"}),
        gateway="sandbox",
    ),
    Variable(
        name="SANDBOX_WEBHOOK_SECRET",
        meaning="Signs the webhooks of the sandbox gateway; two may be live, separated by a comma, newest first.",
        parse=listed,
        secret=True,
        roles=WEB | {"sandbox"},
        required=WEB | {"sandbox"},
        gateway="sandbox",
        field="sandbox_webhook_secrets",
    ),
    Variable(
        name="SANDBOX_WEBHOOK_URL",
        meaning="Where the sandbox gateway sends its webhooks; /webhooks/gateway/sandbox under PUBLIC_URL when unset.",
        parse=web_address,
        roles=frozenset({"sandbox"}),
    ),
    Variable(
        name="SANDBOX_DATA",
        meaning="The file in which the sandbox gateway keeps its records; in memory when unset.",
        roles=frozenset({"sandbox"}),
    ),
    Variable(
        name="SANDBOX_DEBIT_SECONDS",
        meaning="How long the sandbox's banks take to debit an account, which takes true ones days; slow ones take "
        "ten times as long.",
        parse=whole_number(0, 10_000_000),
        default="20",
        roles=frozenset({"sandbox"}),
    ),
    Variable(
        name="STRIPE_SECRET_KEY",
        meaning="Stripe's secret key, or a restricted one, with which money is moved: sk_test_…, or sk_live_… for real "
        "money, which needs PUBLIC_URL to be https.",
        parse=matching(r"(?:sk|rk)_(?:test|live)_\w{8,240}", "sk_test_… or sk_live_…"),
        secret=True,
        roles=frozenset({"worker"}),
        required=frozenset({"worker"}),
        gateway="stripe",
    ),
    Variable(
        name="STRIPE_WEBHOOK_SECRETS",
        meaning="Signs Stripe's webhooks, which go to /webhooks/gateway/stripe (whsec_…); two may be live, separated "
        "by a comma, newest first.",
        parse=listed,
        secret=True,
        roles=WEB,
        required=WEB,
        gateway="stripe",
    ),
    Variable(
        name="STRIPE_API_URL",
        meaning="The root of Stripe's interface, so that a fake can stand in for test keys.",
        parse=web_address,
        default="https://api.stripe.com",
        roles=frozenset({"worker"}),
    ),
    Variable(
        name="STRIPE_RAW_CARDS",
        meaning="yes once Stripe has agreed to be sent card numbers, which CARD_CAPTURE=vault needs there; else no.",
        parse=yes_or_no,
        default="no",
        roles=WEB | {"worker"},
    ),
    Variable(
        name="CAPTURE_KEYS_DIR",
        meaning="The folder of the private keys that open what a pay page encrypted; only the worker may read it.",
        parse=folder,
        roles=frozenset({"worker"}),
        required=frozenset({"worker"}),
    ),
    Variable(
        name="CAPTURE_PUBLIC_KEYS",
        meaning="The file (JWKS) of the public keys for which pay pages encrypt; a worker writes it.",
        parse=Path,
        roles=WEB | {"worker"},
        required=WEB,
    ),
    Variable(
        name="VAPID_KEYS",
        meaning="The file (PEM) of the key with which notifications to the browsers of staff are signed; a worker "
        "makes it when there is none, and web processes that start then offer them. Without it nobody gets any.",
        parse=Path,
        roles=WEB | {"worker"},
    ),
    Variable(
        name="VAULT_KEYS_DIR",
        meaning="The folder of the key-encryption keys of the vault, one and the same for all workers; without it "
        "there is no vault.",
        parse=folder,
        roles=frozenset({"worker"}),
    ),
    Variable(
        name="VAULT_FINGERPRINT_KEY",
        meaning="The file of the key under which the vault names a secret without telling it, best in the hands of "
        "others than VAULT_KEYS_DIR; the vault needs it.",
        parse=Path,
        roles=frozenset({"worker"}),
    ),
    Variable(
        name="VAULT_REVEALS_PER_MINUTE",
        meaning="How many secrets one worker may take out of the vault in a minute.",
        parse=whole_number(1, 100_000),
        default="300",
        roles=frozenset({"worker"}),
    ),
    Variable(
        name="STAFF_TOTP",
        meaning="Whether staff who sign in with a password need a code of an authenticator as well: required or "
        "optional, as in the demo.",
        parse=one_of("required", "optional"),
        default="required",
        roles=WEB,
    ),
    Variable(
        name="OIDC_ISSUER",
        meaning="The issuer of the airline's own identity provider (OpenID Connect), by which staff sign in; its "
        "redirect address is /staff/oidc/back under PUBLIC_URL.",
        parse=web_address,
        roles=WEB,
    ),
    Variable(name="OIDC_CLIENT_ID", meaning="The name of this program at the identity provider.", roles=WEB),
    Variable(
        name="OIDC_CLIENT_SECRET",
        meaning="The secret of this program at the identity provider.",
        secret=True,
        roles=WEB,
    ),
    Variable(
        name="OIDC_ROLES",
        meaning="Which values of which claims of the identity provider give which roles, as JSON: "
        '{"groups": {"desk": ["agent"]}}; who has one needs no invitation.',
        parse=read_provider_roles,
        roles=WEB,
    ),
    Variable(
        name="WEB_BIND", meaning="The address on which web, live, sandbox and simulators listen.", default="127.0.0.1"
    ),
    Variable(
        name="PORT",
        meaning="The port on which web or live listens.",
        parse=port,
        default="8000",
        roles=WEB,
    ),
    Variable(
        name="SANDBOX_PORT",
        meaning="The port on which the sandbox gateway listens.",
        parse=port,
        default="8010",
        roles=frozenset({"sandbox"}),
    ),
    Variable(
        name="SIMULATORS_PORT",
        meaning="The port on which Meta's simulated platform listens, to which GRAPH_URL may point.",
        parse=port,
        default="8020",
        roles=frozenset({"simulators"}),
    ),
    Variable(
        name="SIMULATORS_WEBHOOKS_URL",
        meaning="Where the simulated platform sends its webhooks, each product to its name; /webhooks under PUBLIC_URL "
        "when unset.",
        parse=web_address,
        roles=frozenset({"simulators"}),
    ),
    Variable(
        name="SIMULATORS_DATA",
        meaning="The file in which the simulated platform keeps people and what phones showed; in memory when unset.",
        roles=frozenset({"simulators"}),
    ),
    Variable(
        name="WEB_THREADS",
        meaning="Threads of a web or live process; at most half of them hold open streams of server-sent events.",
        parse=whole_number(2, 4096),
        default="64",
        roles=WEB,
    ),
    Variable(
        name="WEBCHAT_SITES",
        meaning="Sites that may embed the web chat, as JSON: each name has `origins` and may have a `theme` "
        "(see Embedding); nobody may while it is unset.",
        parse=read_sites,
        roles=WEB,
    ),
    Variable(
        name="TRUSTED_PROXIES",
        meaning="How many proxies of yours stand in front of the web process and add to X-Forwarded-For; with 0 a "
        "caller's address is the connection's. New chats are limited for each address.",
        parse=whole_number(0, 10),
        default="0",
        roles=WEB,
    ),
    Variable(
        name="METRICS_PORT",
        meaning="The port on which worker, courier, archivist and clock show /metrics; 0 is off.",
        parse=whole_number(0, 65535),
        default="0",
        roles=ROLES - WEB,
    ),
    Variable(
        name="LOG_FORMAT",
        meaning="json, pretty, or auto: pretty in a terminal, else json.",
        parse=one_of("auto", "json", "pretty"),
        default="auto",
    ),
    Variable(
        name="LOG_LEVEL",
        meaning="debug, info, warning or error.",
        parse=one_of("debug", "info", "warning", "error"),
        default="info",
    ),
    Variable(
        name="SEPA_CREDITOR_ID",
        meaning="The airline's SEPA creditor identifier, which mandates name; without it no bank account is taken or "
        "debited. The demo has one for tests.",
        parse=creditor,
    ),
    Variable(name="AIRLINE_NAME", meaning="The airline's name as travellers read it.", default="Threadfare Air"),
    Variable(
        name="AIRLINE_CODE",
        meaning="The airline's designator of two characters, as in a flight number.",
        parse=matching("[A-Z0-9]{2}", "TF"),
        default="TF",
    ),
    Variable(
        name="AIRLINE_ACCOUNTING_CODE",
        meaning="The three digits with which the airline's ticket numbers begin.",
        parse=matching("[0-9]{3}", "999"),
        default="999",
    ),
    Variable(
        name="AIRLINE_LANGUAGE",
        meaning="The language for travellers whose own is not served.",
        parse=matching("[a-z]{2}", "en"),
        default="en",
    ),
)
