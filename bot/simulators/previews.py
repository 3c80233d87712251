"""Fetches the links of what was sent, as the platforms do for their previews: with a GET, before anybody has tapped.

Bots of that kind open pay links; a page that changes something on a GET is found out by them.
"""

import re
from typing import Any

import msgspec
import urllib3

from bot.simulators.platform import Platform
from bot.simulators.product import Product

_LINK = re.compile(r"https?://[^\s\"'<>\\]+")
_AGENTS = {"whatsapp": "WhatsApp/2.24.6.77 A"}
_FACEBOOK = "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)"
_PATIENCE = urllib3.Timeout(connect=2.0, read=5.0)


class Preview(msgspec.Struct, frozen=True):
    """One look at a link: by whom, and how it was answered; 0 for no answer."""

    agent: str
    url: str
    status: int


class Previews:
    """Looks at the links of messages whose product has the habit; keeps what it saw."""

    def __init__(self, platform: Platform) -> None:
        self.seen: list[Preview] = []
        self._platform = platform
        self._looked: dict[str, int] = {}
        self._pool = urllib3.PoolManager(retries=False, timeout=_PATIENCE)

    def look(self) -> None:
        """Look at the links of everything that was sent since the last time."""
        for product in self._platform.products:
            first = self._looked.get(product.account.id, 0)
            fresh = product.sent[first:]
            self._looked[product.account.id] = first + len(fresh)
            if product.habits.previews:
                self.seen += [self._fetch(product, url) for sent in fresh for url in links(sent.request)]

    def _fetch(self, product: Product, url: str) -> Preview:
        agent = _AGENTS.get(product.name, _FACEBOOK)
        try:
            answer = self._pool.request("GET", url, headers={"User-Agent": agent}, redirect=False)
        except urllib3.exceptions.HTTPError:
            return Preview(agent, url, 0)
        return Preview(agent, url, int(answer.status))


def links(request: dict[str, Any]) -> list[str]:
    """The addresses in a message, each once: in its words, behind its buttons, of its pictures."""
    text = msgspec.json.encode(request).decode()
    return list(dict.fromkeys(_LINK.findall(text)))
