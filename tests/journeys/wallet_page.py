"""A bank account in a talk: added on the page of the wallet that the newest link leads to."""

import html
import json
import re
from typing import Any

import msgspec
import requests

from bot.domain.payment.consent import digest
from bot.domain.payment.mandate import mandate_words
from bot.ports.runtime import Runtime
from bot.ports.vault import Sealed
from bot.services import setups, wallet_links
from bot.services.setups import Submitter
from tests.builders.sealing import encrypt

CREDITOR = "DE98ZZZ09999999999"
"""Who debits accounts, as the demo has it."""
HOLDER = "Marie Durand"

_DATA = re.compile(r'data-([a-z-]+)="([^"]*)"')
_CONSENT = re.compile(r'<input id="save" type="checkbox" value="([0-9a-f]+)"')
_TIMEOUT = 10


def newest(urls: list[str]) -> str:
    """The newest link to a wallet."""
    return [url for url in urls if "/wallet/" in url][-1]


def add_in_memory(web: Runtime, url: str, iban: str, *, browser: str, mark: str) -> None:
    """What the page does, asked of the services that it asks; `mark` names this one form."""
    opened = wallet_links.enter(web, url.rpartition("/")[2], browser)
    assert not isinstance(opened, str), opened
    brand = web.world().brand
    setup = setups.begin(web, opened.traveller, opened.thread, kind="bank_account", language=opened.language)
    shown = digest(mandate_words(opened.language, brand.name, brand.creditor))
    account = _account(iban, setup, int(web.clock.now().timestamp()), mark)
    sealed = Sealed(json.dumps(account))
    setups.submit(web, setup, sealed, consent=shown, by=Submitter(opened.traveller, "203.0.113.7", "A browser"))


def add_on_the_page(site: str, url: str, iban: str, *, at: int, mark: str) -> None:
    """Open the wallet in a browser of its own, and send the form as the page's script does."""
    browser = requests.Session()
    browser.headers["Origin"] = site
    assert browser.post(url, timeout=_TIMEOUT).status_code == 200
    page = browser.post(f"{url}/add/account", timeout=_TIMEOUT)
    data = {name: html.unescape(value) for name, value in _DATA.findall(page.text)}
    consent = _CONSENT.search(page.text)
    assert consent is not None, page.text
    key = browser.get(f"{site}/pay/keys", timeout=_TIMEOUT).json()["keys"][0]
    sealed = {"card": encrypt(key, _account(iban, data["checkout"], at, mark)), "consent": consent[1]}
    answer = browser.post(page.url, json=sealed, timeout=_TIMEOUT, allow_redirects=False)
    assert answer.status_code == 303, answer.text


def _account(iban: str, setup: str, at: int, mark: str) -> dict[str, Any]:
    return {"v": 1, "iban": iban, "name": HOLDER, "chk": setup, "iat": at, "jti": f"jti-of-account-{mark}"}


def with_creditor(world: Any) -> Any:
    """A world whose airline may debit accounts."""
    return msgspec.structs.replace(world, brand=msgspec.structs.replace(world.brand, creditor=CREDITOR))
