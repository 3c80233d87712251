"""A traveller's browser on the pages of her bank: it follows plain redirects, reads, and presses a button."""

import html
import re
from urllib.parse import urlsplit

import requests

_BUTTON = re.compile(r'<button[^>]* name="answer" value="([^"]+)"')
_AWAY = re.compile(r'<a class="button" href="([^"]+)"')
_TIMEOUT = 10


def visit(browser: requests.Session, pay_url: str) -> requests.Response:
    """The bank's page, reached from ours by redirects alone: another origin, in full, without a frame."""
    page = browser.get(f"{pay_url}/bank", timeout=_TIMEOUT)
    assert page.status_code == 200, page.text
    assert [step.status_code for step in page.history] == [303]
    assert urlsplit(page.url)[:2] != urlsplit(pay_url)[:2], "the bank is on the shop's own origin"
    assert "frame-ancestors 'none'" in page.headers["Content-Security-Policy"]
    assert not page.request.headers.get("Cookie"), "the bank is sent cookies of the shop"
    return page


def decide(browser: requests.Session, page: requests.Response, words: str) -> str:
    """Approve, fail or leave; gives the address of ours to which the bank leads back."""
    if words == "leave":
        return _found(_AWAY, page)[0]
    assert words in _found(_BUTTON, page), f"the bank offers no {words}"
    answer = browser.post(page.url, data={"answer": words}, timeout=_TIMEOUT, allow_redirects=False)
    assert answer.status_code == 303, answer.text
    return answer.headers["Location"]


def _found(pattern: re.Pattern[str], page: requests.Response) -> list[str]:
    return [html.unescape(one) for one in pattern.findall(page.text)]
