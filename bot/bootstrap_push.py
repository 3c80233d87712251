"""Builds what sends browsers' notifications to staff, where a key for them is set."""

import logging
from typing import Any

from bot.adapters.clock import SystemClock, SystemIds
from bot.adapters.http_client import HttpClient, Policy, SessionEngine
from bot.adapters.web_push.keys import PushKey, provide_key, read_key
from bot.adapters.web_push.pusher import WebPusher
from bot.config import Settings
from bot.domain.errors import InvalidError

_log = logging.getLogger(__name__)
_PATIENCE = Policy(connect=3.0, read=10.0, largest=64 * 1024)


def push_parts(settings: Settings, role: str) -> dict[str, Any]:
    """The public key for browsers, and for a worker, which makes the key, what sends; nothing without a key."""
    if role == "worker":
        _make_key(settings)
    key = _key(settings)
    if key is None:
        return {}
    if role != "worker":
        return {"push_key": key.public}
    client = HttpClient(SessionEngine(), policy=_PATIENCE)
    pusher = WebPusher(client, key, contact=_contact(settings), clock=SystemClock(), ids=SystemIds())
    return {"push_key": key.public, "pusher": pusher}


def provide_push_key(settings: Settings) -> None:
    """See to it that there is a key where one is to be; safe to repeat."""
    if settings.vapid_keys:
        provide_key(settings.vapid_keys)


def _make_key(settings: Settings) -> None:
    try:
        provide_push_key(settings)
    except OSError as error:
        _log.error("The key of VAPID_KEYS cannot be made, so nobody gets notifications: %s", error.strerror)


def _key(settings: Settings) -> PushKey | None:
    """Without a key there are no pushes, and everything else goes on."""
    try:
        return read_key(settings.vapid_keys) if settings.vapid_keys else None
    except InvalidError:
        return None


def _contact(settings: Settings) -> str:
    """Where whoever runs a push service reaches us: services take an https address or a mailbox (RFC 8292, 2.1)."""
    address = settings.mail_from.rpartition("<")[2].rstrip(">")
    return f"mailto:{address}" if address else settings.public_url
