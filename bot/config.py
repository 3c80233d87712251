"""Settings: every variable, read once, validated at the start; nobody else reads the environment."""

import os
from collections.abc import Iterator, Mapping
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import msgspec

from bot.domain.embedding.sites import Site
from bot.domain.errors import InvalidError
from bot.domain.staff.provider_roles import ProviderRoles
from bot.gateway_checks import gateway_problems
from bot.variables import VARIABLES, Variable

EVERY_ROLE = "all"
"""The role of the demo's supervisor and of tests: it reads everything and requires nothing."""

_HIDDEN = "***"


class SettingsError(InvalidError):
    """Settings are missing or wrong; the message has one sentence for each."""


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """What a process was told at its start; what its role may not read stays empty."""

    role: str = EVERY_ROLE
    database_url: str = ""
    redis_url: str = ""
    jobs_redis_url: str = ""
    volatile_redis_url: str = ""
    secret_key: str = ""
    public_url: str = "http://localhost:8000"
    meta_secrets_dir: Path | None = None
    meta_app_secrets: tuple[str, ...] = ()
    meta_verify_token: str = ""
    messenger_page_token: str = ""
    messenger_page_id: str = ""
    messenger_app_id: str = ""
    instagram_token: str = ""
    instagram_id: str = ""
    instagram_username: str = ""
    instagram_app_secrets: tuple[str, ...] = ()
    instagram_graph_url: str = ""
    whatsapp_token: str = ""
    whatsapp_number_id: str = ""
    whatsapp_phone: str = ""
    whatsapp_account_id: str = ""
    graph_url: str = ""
    graph_version: str = ""
    messenger_per_second: int = 0
    instagram_per_second: int = 0
    whatsapp_per_second: int = 0
    smtp_url: str = ""
    mail_from: str = ""
    mail_dir: Path | None = None
    media_hosts: tuple[str, ...] = ()
    gateway: str = "sandbox"
    card_capture: str = ""
    staff_alerts_email: str = ""
    refund_alone_limit: int = 0
    books_chart: Path | None = None
    sandbox_gateway_url: str = ""
    sandbox_gateway_key: str = ""
    sandbox_webhook_secrets: tuple[str, ...] = ()
    sandbox_webhook_url: str = ""
    sandbox_data: str = ""
    sandbox_debit_seconds: int = 20
    stripe_secret_key: str = ""
    stripe_webhook_secrets: tuple[str, ...] = ()
    stripe_api_url: str = "https://api.stripe.com"
    stripe_raw_cards: bool = False
    simulators_data: str = ""
    capture_keys_dir: Path | None = None
    capture_public_keys: Path | None = None
    vapid_keys: Path | None = None
    vault_keys_dir: Path | None = None
    vault_fingerprint_key: Path | None = None
    vault_reveals_per_minute: int = 300
    staff_totp: str = "required"
    oidc_issuer: str = ""
    oidc_client_id: str = ""
    oidc_client_secret: str = ""
    oidc_roles: ProviderRoles = msgspec.field(default_factory=dict)
    web_bind: str = "127.0.0.1"
    port: int = 0
    sandbox_port: int = 0
    simulators_port: int = 0
    simulators_webhooks_url: str = ""
    web_threads: int = 0
    webchat_sites: Mapping[str, Site] = msgspec.field(default_factory=dict)
    trusted_proxies: int = 0
    metrics_port: int = 0
    log_format: str = "auto"
    log_level: str = "info"
    airline_name: str = "Threadfare Air"
    airline_code: str = "TF"
    airline_accounting_code: str = "999"
    airline_language: str = "en"
    sepa_creditor_id: str = ""

    @property
    def pay_pages_allowed(self) -> bool:
        """Whether a browser at PUBLIC_URL has WebCrypto: https or loopback (W3C, Secure Contexts, 3.1)."""
        parts = urlsplit(self.public_url)
        return parts.scheme == "https" or _is_loopback(parts.hostname or "")

    def secrets(self) -> tuple[str, ...]:
        """Every secret held, of an address only its password, so that logs can be kept free of them."""
        return tuple(text for variable in VARIABLES if variable.secret for text in _secrets_of(self, variable))

    def __repr__(self) -> str:
        shown = ", ".join(f"{name}={value!r}" for name, value in self.__rich_repr__())
        return f"Settings({shown})"

    def __rich_repr__(self) -> list[tuple[str, Any]]:
        hidden = {variable.attribute for variable in VARIABLES if variable.secret}
        values = ((name, getattr(self, name)) for name in self.__struct_fields__)
        return [(name, _HIDDEN if value and name in hidden else value) for name, value in values]


def load_settings(environ: Mapping[str, str], role: str = EVERY_ROLE) -> Settings:
    """Read and check every variable that the role may read; an empty one counts as unset.

    Raises `SettingsError` that names each variable that is missing or wrong.
    """
    values: dict[str, Any] = {"role": role}
    problems: list[str] = []
    for variable in VARIABLES:
        if role != EVERY_ROLE and role not in variable.roles:
            continue
        text = _in_folder(variable, values) or environ.get(variable.name, "").strip() or variable.default
        if text is not None:
            problems += _read(variable, text, into=values)
        elif role in variable.required and variable.gateway in {"", values.get("gateway")}:
            problems.append(f"{variable.name} is missing. {variable.meaning}")
    problems += _half_told(values, role)
    if values.get("smtp_url") or values.get("mail_dir"):
        problems += _missing(values, "e-mail", ("mail_from",))
    if any(values.get(name) for name in ("oidc_issuer", "oidc_client_id", "oidc_roles")):
        problems += _missing(values, "signing in by OIDC", ("oidc_issuer", "oidc_client_id", "oidc_client_secret"))
    if values.get("vault_keys_dir") or values.get("vault_fingerprint_key"):
        problems += _missing(values, "the vault", ("vault_keys_dir", "vault_fingerprint_key"))
    problems += gateway_problems(values, role)
    if problems:
        raise SettingsError("\n".join(problems))
    values.setdefault("jobs_redis_url", values.get("redis_url", ""))
    values.setdefault("sandbox_webhook_url", f"{values['public_url']}/webhooks/gateway/sandbox")
    values.setdefault("simulators_webhooks_url", f"{values['public_url']}/webhooks")
    return Settings(**values)


def environment() -> dict[str, str]:
    """The environment of this process; `load_settings` and the demo are handed it, nobody else asks."""
    return dict(os.environ)


def environment_of(environ: Mapping[str, str], role: str) -> dict[str, str]:
    """What a process of this role may see: of our variables those it may read, and all that is not ours."""
    hidden = {variable.name for variable in VARIABLES if role not in variable.roles}
    return {name: value for name, value in environ.items() if name not in hidden}


def _in_folder(variable: Variable, values: Mapping[str, Any]) -> str:
    """What a file of the variable's name says at the start; the adapters go on looking at it."""
    folder = values.get("meta_secrets_dir") if variable.in_folder else None
    if not isinstance(folder, Path):
        return ""
    try:
        return (folder / variable.name).read_text("utf-8").strip()
    except (OSError, ValueError):
        return ""


def _read(variable: Variable, text: str, *, into: dict[str, Any]) -> Iterator[str]:
    try:
        into[variable.attribute] = variable.parse(text)
    except ValueError as error:
        shown = "" if variable.secret else f" ({text!r})"
        yield f"{variable.name}{shown} is wrong: {error}."


_NEEDED: Mapping[tuple[str, str], tuple[str, ...]] = {
    ("Messenger", "web"): ("meta_app_secrets", "meta_verify_token"),
    ("Messenger", "courier"): ("messenger_page_token", "messenger_page_id"),
    ("Instagram", "web"): ("instagram_id", "meta_verify_token"),
    ("Instagram", "courier"): ("instagram_token", "instagram_id"),
    ("WhatsApp", "courier"): ("whatsapp_token", "whatsapp_number_id"),
}
"""What a channel needs, by role."""


def _half_told(values: Mapping[str, Any], role: str) -> Iterator[str]:
    """A channel is served with all that the role needs for it, or not at all.

    The word for Meta's handshake asks for Messenger only where nothing asks for Instagram.
    """
    instagram = [name for name in ("instagram_id", "instagram_token", "instagram_app_secrets") if values.get(name)]
    messenger = [name for name in _NEEDED.get(("Messenger", role), ()) if values.get(name)]
    if messenger and not (instagram and messenger == ["meta_verify_token"]):
        yield from _missing(values, "Messenger", _NEEDED["Messenger", role])
    if instagram:
        yield from _missing(values, "Instagram", _NEEDED.get(("Instagram", role), ()))
    whatsapp = _NEEDED.get(("WhatsApp", role), ())
    if any(values.get(name) for name in whatsapp):
        yield from _missing(values, "WhatsApp", whatsapp)
    if instagram and role == "web" and not values.get("meta_app_secrets"):
        yield from _missing(values, "Instagram", ("instagram_app_secrets",))


def _missing(values: Mapping[str, Any], channel: str, names: tuple[str, ...]) -> Iterator[str]:
    for variable in VARIABLES:
        if variable.attribute in names and not values.get(variable.attribute):
            yield f"{variable.name} is missing, and {channel} needs it. {variable.meaning}"


def _is_loopback(host: str) -> bool:
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _secrets_of(settings: Settings, variable: Variable) -> Iterator[str]:
    value = getattr(settings, variable.attribute)
    for text in value if isinstance(value, tuple) else (value,):
        if "://" not in text:
            yield from [text] if text else []
        elif password := urlsplit(text).password:
            yield from {password, unquote(password)}
