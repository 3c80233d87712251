"""Writes a webhook's body of WhatsApp by hand."""

from typing import Any

from bot.simulators.wire import encoded


def whatsapp_body(*changes: dict[str, Any]) -> bytes:
    """A body as Meta writes it."""
    return encoded({"object": "whatsapp_business_account", "entry": [{"id": "WABA", "changes": list(changes)}]})
