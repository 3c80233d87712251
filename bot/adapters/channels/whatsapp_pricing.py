"""Reads what WhatsApp charges for a message: its category and the kind of its price, as a status tells them."""

import re
from typing import Any

from bot.adapters.channels.meta import part, words

_NAME = re.compile(r"[a-z_]{1,40}")


def pricing_of(status: dict[str, Any]) -> str:
    """Category and kind as "utility:regular", "" where nothing is told; names alone, fit for a counter.

    A kind is regular, free_customer_service or free_entry_point (WhatsApp Business Platform, "Pricing").
    """
    pricing = part(status, "pricing")
    category, kind = words(pricing, "category"), words(pricing, "type")
    return f"{category}:{kind}" if _NAME.fullmatch(category) and (not kind or _NAME.fullmatch(kind)) else ""
