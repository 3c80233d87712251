"""A browser in which a traveller of the real stage pays, opens her wallet, adds methods to it and removes them.

It does what the pages' scripts do, in each way in which cards may reach us: the number goes sealed to our page, or
to the sandbox's fields, or to its page.
"""

import html
import re
import time
from datetime import UTC, datetime
from itertools import count
from types import SimpleNamespace
from typing import Any
from urllib.parse import urljoin

import msgspec
import requests

from bot.adapters.clock import SystemIds
from bot.domain.conversation.effects import OpenWallet
from bot.services import wallet_links
from tests.builders.sealing import encrypt, seal
from tests.journeys.real_stage import CODE, RealStage
from tests.journeys.town import Town

_NUMBERS = count(1)
_DATA = re.compile(r'data-([a-z-]+)="([^"]*)"')
_CONSENT = re.compile(r'<input id="save"[^>]*? value="([0-9a-f]+)"')
_REMOVE = re.compile(r"/methods/([^/\"]+)/remove")
_HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')
_WAITING = frozenset({"waiting", "working", "challenge", "page", "switching"})
_PATIENCE = 60.0


class WalletBrowser:
    """One browser of a traveller; `bodies` is everything that our pages and files showed it."""

    def __init__(self, stage: RealStage) -> None:
        self.town: Town = stage.town
        self.bodies: list[bytes] = []
        self._thread = stage.thread
        self._browser = stage.browser
        self._wallet = ""

    def open(self) -> None:
        """Open the wallet of the stage's traveller by a link as the chat gives it."""
        clock = SimpleNamespace(now=lambda: datetime.fromtimestamp(self.town.now(), UTC))
        told = {"secret": self.town.secret.encode(), "public_url": self.town.url, "records": self.town.records}
        worker: Any = SimpleNamespace(clock=clock, ids=SystemIds(), **told)
        effect = f"mid.link{time.monotonic_ns()}#0"
        self._wallet = wallet_links.make(worker, effect, self._thread, OpenWallet("en")).url
        self.get(self._wallet)
        self._post(self._wallet)

    def pay(self, url: str, number: str, *, saves: bool = False) -> str:
        """Pay at a link with a card; gives how that went."""
        return self._type(url, number, consents=saves, state=f"{url}/state")

    def add_card(self, number: str) -> str:
        """Add a card to the wallet; gives how that went."""
        form = self._begin("card")
        return self._type(form, number, consents=True, state=form)

    def add_account(self, iban: str) -> str:
        """Add a bank account to the wallet; gives how that went."""
        form = self._begin("account")
        page = self.get(form).text
        account = {"v": 1, "iban": iban, "name": "Ada Lovelace", **self._bound(page)}
        sent = {"card": encrypt(self._key(), account), "code": "", "consent": _consent(page)}
        self._post(form, json=sent)
        return self._ends(form)

    def remove(self) -> None:
        """Remove every method, each with the form that asks first."""
        for method in dict.fromkeys(_REMOVE.findall(self.get(f"{self._wallet}/home").text)):
            url = f"{self._wallet}/methods/{method}/remove"
            self._post(url, data=dict(_HIDDEN.findall(self.get(url).text)))

    def get(self, url: str) -> requests.Response:
        """Look at a page, or take a file."""
        answer = self._browser.get(url, timeout=20)
        assert answer.status_code == 200, (url, answer.status_code)
        self.bodies += [answer.content, repr(answer.headers).encode()]
        return answer

    def file(self, name: str) -> requests.Response:
        """A file of the wallet."""
        return self.get(f"{self._wallet}/{name}")

    def _begin(self, kind: str) -> str:
        return urljoin(self._wallet, self._post(f"{self._wallet}/add/{kind}").headers["Location"])

    def _type(self, url: str, number: str, *, consents: bool, state: str) -> str:
        """Give a card in the way for which the page asks."""
        page = self.get(url).text
        consent = {"consent": _consent(page)} if consents else {}
        typed = {"number": number, "month": "12", "year": "2031", "code": CODE, "name": "Ada Lovelace"}
        if "pay_form.js" in page:
            self._post(url, json={**self._sealed(page, number), **consent})
        elif "pay_fields.js" in page:
            answer = requests.post(f"{self.town.sandbox.url}/fields/tickets", json=typed, timeout=20)
            self._post(url, json={"ticket": answer.json()["ticket"], **consent})
        else:
            self._post(url, data=consent)
            self._wait(state, {"challenge", "page"})
            there = self._browser.get(url.removesuffix("/state") + "/bank", timeout=20, allow_redirects=False)
            answer = requests.post(there.headers["Location"], data=typed, timeout=20, allow_redirects=False)
            assert answer.status_code == 303, answer.status_code
        return self._ends(state)

    def _sealed(self, page: str, number: str) -> dict[str, str]:
        data, bound = _data(page), self._bound(page)
        card = {"v": 1, "pan": number, "exp_month": 12, "exp_year": 2031, "name": "Ada Lovelace", **bound}
        card |= {"amt": int(data["minor"]), "cur": data["currency"]}
        sealed: dict[str, str] = msgspec.structs.asdict(seal(self._key(), card, {"v": 1, "cvc": CODE, **bound}))
        return sealed

    def _bound(self, page: str) -> dict[str, object]:
        jti = f"jti-of-a-wallet-{next(_NUMBERS)}-{time.monotonic_ns()}"
        return {"chk": _data(page)["checkout"], "iat": int(self.town.now()), "jti": jti}

    def _key(self) -> dict[str, object]:
        keys: list[dict[str, object]] = requests.get(f"{self.town.url}/pay/keys", timeout=20).json()["keys"]
        return keys[0]

    def _post(self, url: str, **sent: object) -> requests.Response:
        headers = {"Origin": self.town.url}
        answer = self._browser.request("POST", url, headers=headers, timeout=20, allow_redirects=False, **sent)  # type: ignore[arg-type]
        assert answer.status_code == 303, (url, answer.status_code, answer.text)
        self.bodies.append(answer.content)
        return answer

    def _ends(self, url: str) -> str:
        return self._wait(url, set())

    def _wait(self, url: str, wanted: set[str]) -> str:
        """Wait until a page tells one of the states, or any in which it waits no more."""
        until, state = time.monotonic() + _PATIENCE, "working"
        while state not in wanted and state in _WAITING and time.monotonic() < until:
            answer = self._browser.get(url, headers={"Accept": "application/json"}, timeout=20)
            state = answer.json()["state"]
            time.sleep(0.05)
        return state


def _data(page: str) -> dict[str, str]:
    return {name: html.unescape(value) for name, value in _DATA.findall(page)}


def _consent(page: str) -> str:
    found = _CONSENT.search(page)
    assert found is not None, "the page asks for no consent"
    return found[1]
