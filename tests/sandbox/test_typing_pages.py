"""The sandbox's own page for cards, and its fields for a frame, as a browser meets them."""

import pytest

from bot.sandbox.desk import OPEN
from tests.sandbox.conftest import Caller

BACK = "https://shop.example/back"
CARD = {"number": "4242 4242 4242 4242", "month": "12", "year": "90", "code": "123", "name": "Ada"}


def opened(caller: Caller) -> str:
    """The path of a fresh page."""
    url = caller.post("pages", {"subject": "pay_1", "return_url": BACK}).get_json()["url"]
    return str(url).partition("/card/")[1] + str(url).partition("/card/")[2]


def test_a_page_takes_one_card_and_leads_back(caller: Caller) -> None:
    """A card is taken once; whoever comes again is told so and led back, too."""
    path, browser = opened(caller), caller.app.test_client()
    assert browser.get(path).status_code == 200
    answer = browser.post(path, data=CARD)
    assert (answer.status_code, answer.headers["Location"]) == (303, BACK)
    again = browser.get(path)
    assert again.status_code == 410
    assert BACK in again.text
    assert browser.get("/card/none").status_code == 404


@pytest.mark.parametrize("changes", [{"number": "4242424242424241"}, {"month": "13"}, {"year": "no"}, {"code": "1"}])
def test_what_is_no_card_is_said_and_asked_again(caller: Caller, changes: dict[str, str]) -> None:
    """A slip of a finger costs nothing."""
    path, browser = opened(caller), caller.app.test_client()
    answer = browser.post(path, data={**CARD, **changes})
    assert answer.status_code == 422
    assert "cannot be used" in answer.text
    assert browser.post(path, data=CARD).status_code == 303


def test_a_page_ends_after_a_quarter_of_an_hour(caller: Caller) -> None:
    """A page that was forgotten takes no card."""
    path, browser = opened(caller), caller.app.test_client()
    caller.clock.ahead += OPEN
    assert browser.get(path).status_code == 410
    assert browser.post(path, data=CARD).status_code == 303
    assert browser.get(path).status_code == 410


def test_the_fields_are_for_nobody_until_a_shop_is_told(caller: Caller) -> None:
    """Without a shop no page may hold the fields, and another site's script gets no ticket."""
    browser = caller.app.test_client()
    assert browser.get("/fields").headers["Content-Security-Policy"].endswith("frame-ancestors 'none'")
    strange = browser.post("/fields/tickets", json=CARD, headers={"Sec-Fetch-Site": "cross-site"})
    assert (strange.status_code, strange.get_json()["ticket"]) == (403, "")
    assert browser.post("/fields/tickets", json=["no card"]).status_code == 402


def test_pages_and_tickets_that_are_not_there_are_named_so(caller: Caller) -> None:
    """A wrong id is no secret."""
    assert caller.get("pages/page_none").get_json()["error"]["code"] == "unknown_page"
    answer = caller.post("tickets/redeem", {"ticket": "tkt_none"})
    assert (answer.status_code, answer.get_json()["code"]) == (402, "unknown_ticket")
