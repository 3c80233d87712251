"""The page of a wallet: who is let in, what it shows, and what its forms change, once and for nobody else."""

from datetime import timedelta
from typing import Any

import msgspec
import pytest
from flask.testing import FlaskClient

from bot.ports.link_records import Parted
from bot.web.wallet_outcomes import SAID
from bot.web.wallet_words import WALLET_WORDS
from tests.builders.house import House
from tests.builders.wallets import ADA, OWNER, VISA, enter, hidden, link, save, send

GETS = ("home", "pin", "methods/mth_visa/remove", "setups/stp_1", "setups/stp_1/bank")
POSTS = (
    "methods/mth_visa/name",
    "methods/mth_visa/preferred",
    "methods/mth_visa/remove",
    "channels/whatsapp",
    "pin",
    "pin/remove",
    "notices",
    "add/card",
    "setups/stp_1",
)


def method(home: House, name: str = "mth_visa") -> Any:
    """A method as it is stored."""
    return home.records.wallet.methods[name]


# The door
def test_fetching_a_link_burns_nothing(home: House, phone: FlaskClient, stranger: FlaskClient, path: str) -> None:
    """A platform's crawler fetches what is written in a chat; the traveller opens it all the same, and not before."""
    for _ in range(2):
        assert stranger.get(path).status_code == 200
    [kept] = home.records.wallet_links.links.values()
    assert kept.browser == ""
    page = phone.get(path)
    assert "Open my wallet" in page.text
    assert "4242" not in page.text
    assert phone.post(path).headers["Location"] == f"{path}/home"
    assert phone.get(path).headers["Location"] == f"{path}/home"


def test_the_page_shows_what_is_saved(phone: FlaskClient, path: str) -> None:
    """Every method with its end, the channels, the PIN, the chats, and ways to a person and to the other parts."""
    page = phone.get(f"{enter(phone, path)}/home").text
    for words in ("Visa •4242", "Expires December 2031", "Expired January 2025", "IBAN •2606", "Preferred"):
        assert words in page
    for words in ("WhatsApp", "All may pay", "No PIN", "Messenger", "this page was opened from it", "30 minutes"):
        assert words in page
    assert 'href="https://m.me/page">Talk to a person' in page
    assert f'href="{path}/history"' in page
    assert f'href="{path}/privacy"' in page
    assert "tok_visa" not in page


def test_nothing_is_kept_of_the_page(phone: FlaskClient, path: str) -> None:
    """No cache, no frame, no referrer, no search engine; scripts and styles are ours alone."""
    headers = phone.get(f"{enter(phone, path)}/home").headers
    assert (headers["Cache-Control"], headers["Referrer-Policy"]) == ("no-store", "no-referrer")
    assert headers["X-Robots-Tag"] == "noindex"
    for rule in ("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'", "form-action 'self'"):
        assert rule in headers["Content-Security-Policy"]


def test_another_browser_is_refused(phone: FlaskClient, stranger: FlaskClient, path: str, noted: list[str]) -> None:
    """Who was sent the link is told so in plain words, and its owner hears of it; the first browser goes on."""
    enter(phone, path)
    assert "4242" not in stranger.get(path).text
    assert noted == []
    refused = stranger.post(path)
    assert refused.status_code == 409
    assert "in use in another browser" in refused.text
    assert noted == ["new_device"]
    assert phone.get(f"{path}/home").status_code == 200


@pytest.mark.parametrize("place", GETS)
def test_no_page_is_seen_without_a_session(
    home: House, phone: FlaskClient, stranger: FlaskClient, path: str, place: str
) -> None:
    """Not before the button was pressed, not in another browser, not after half an hour, not with another token."""
    assert phone.get(f"{path}/{place}").headers["Location"] == path
    enter(phone, path)
    assert stranger.get(f"{path}/{place}").status_code == 403
    assert phone.get(f"/wallet/{'a' * 32}/{place}").status_code == 404
    home.clock.moment += timedelta(minutes=30)
    over = phone.get(f"{path}/{place}")
    assert over.status_code == 410
    assert "4242" not in over.text


@pytest.mark.parametrize("place", POSTS)
def test_nothing_is_changed_without_a_session(
    home: House, phone: FlaskClient, stranger: FlaskClient, path: str, place: str
) -> None:
    """Every form asks who sends it, as every page does; one that another site's page sends is not believed."""
    before = dict(home.records.wallet.methods)
    assert phone.post(f"{path}/{place}").headers["Location"] == path
    enter(phone, path)
    assert stranger.post(f"{path}/{place}").status_code == 403
    assert phone.post(f"{path}/{place}", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    home.clock.moment += timedelta(minutes=30)
    assert phone.post(f"{path}/{place}").status_code == 410
    assert home.records.wallet.methods == before
    assert home.records.wallet.settled == {}
    assert home.records.setups.setups == {}


def test_a_button_that_another_site_presses_opens_nothing(home: House, phone: FlaskClient, path: str) -> None:
    """The page of somebody else cannot bind a link to the traveller's phone."""
    assert phone.post(path, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    [kept] = home.records.wallet_links.links.values()
    assert kept.browser == ""


def test_the_page_closes_when_its_chat_is_unlinked(home: House, phone: FlaskClient, path: str) -> None:
    """Whoever has the number now never sees what the former owner saved, nor the other way round."""
    enter(phone, path)
    with home.runtime.records.begin() as work:
        work.links.part(Parted(ADA, "why", OWNER, home.clock.now(), "changed", 1))
    assert phone.get(f"{path}/home").status_code == 410


def test_a_script_learns_why_it_sees_nothing(phone: FlaskClient) -> None:
    """A page that polls while the session ends does not take a notice for news."""
    answer = phone.get(f"/wallet/{'a' * 32}/home", headers={"Accept": "application/json"})
    assert (answer.status_code, answer.json) == (
        404,
        {"state": "unknown", "mark": "unknown", "problem": WALLET_WORDS["en"]["unknown"]},
    )


def test_an_empty_wallet_says_how_to_fill_it(home: House, phone: FlaskClient) -> None:
    """A chat that knows nobody opens a wallet in which there is nothing yet, and may add something."""
    path = enter(phone, link(home.runtime, "webchat:TF:new"))
    page = phone.get(f"{path}/home").text
    assert "Your wallet is empty" in page
    assert "Add a card" in page
    assert "Where they may pay" not in page


def test_the_page_speaks_the_language_of_the_talk(home: House, phone: FlaskClient) -> None:
    """French in a French talk, whatever the browser prefers."""
    path = enter(phone, link(home.runtime, language="fr"))
    page = phone.get(f"{path}/home").text
    assert '<html lang="fr">' in page
    assert "Cartes et comptes bancaires" in page
    assert "A expiré en janvier 2025" in page


def test_both_languages_say_the_same() -> None:
    """No sentence is missing in either language."""
    assert WALLET_WORDS["en"].keys() == WALLET_WORDS["fr"].keys()
    assert SAID["en"].keys() == SAID["fr"].keys()


# Methods
def test_a_method_gets_a_name(home: House, phone: FlaskClient, path: str) -> None:
    """It is told at once, and stands on the page from then on."""
    enter(phone, path)
    answer = send(phone, path, "methods/mth_visa/name", name="  work   card ")
    assert answer.headers["Location"] == f"{path}/home?said=method_named"
    assert method(home).name == "work card"
    page = phone.get(answer.headers["Location"]).text
    assert "The name is saved." in page
    assert "work card" in page


def test_only_sentences_of_ours_are_said(phone: FlaskClient, path: str) -> None:
    """What stands in an address cannot put words into our mouth."""
    enter(phone, path)
    assert "hello" not in phone.get(f"{path}/home?said=hello").text


@pytest.mark.parametrize(
    ("name", "says"),
    [("x" * 25, "at most 24 characters"), ("visa •4242", "")],
)
def test_a_name_that_is_none_is_refused_with_a_reason(
    home: House, phone: FlaskClient, path: str, name: str, says: str
) -> None:
    """Nothing is lost: what was entered is still there."""
    enter(phone, path)
    answer = send(phone, path, "methods/mth_iban/name", name=name)
    assert answer.status_code == 422
    assert says in answer.text
    assert f'value="{name}"' in answer.text
    assert method(home, "mth_iban").name == ""


def test_a_card_number_is_no_name(home: House, phone: FlaskClient, path: str) -> None:
    """It is refused before anything reads it, and not shown again."""
    enter(phone, path)
    answer = send(phone, path, "methods/mth_visa/name", name="4242 4242 4242 4242")
    assert answer.status_code == 422
    assert "4242 4242" not in answer.text
    assert method(home).name == ""


def test_the_later_of_two_tabs_overwrites_nothing(home: House, phone: FlaskClient, path: str) -> None:
    """It hears that the name has changed meanwhile, keeps what was entered, and may save it then."""
    enter(phone, path)
    first, second = phone.get(f"{path}/home").text, phone.get(f"{path}/home").text
    action = f"{path}/methods/mth_visa/name"
    assert phone.post(action, data={**hidden(first, action), "name": "one"}).status_code == 303
    late = phone.post(action, data={**hidden(second, action), "name": "two"})
    assert late.status_code == 422
    assert "changed meanwhile" in late.text
    assert 'value="two"' in late.text
    assert method(home).name == "one"
    assert phone.post(action, data={**hidden(late.text, action), "name": "two"}).status_code == 303
    assert method(home).name == "two"


def test_another_method_is_preferred(home: House, phone: FlaskClient, path: str, noted: list[str]) -> None:
    """One at most is; an expired card cannot be; none may be, too. A double click is one change."""
    enter(phone, path)
    page, action = phone.get(f"{path}/home").text, f"{path}/methods/mth_iban/preferred"
    noted.clear()
    for _ in range(2):
        assert phone.post(action, data=hidden(page, action)).status_code == 303
    assert noted == ["preferred_changed"]
    assert (method(home).preferred, method(home, "mth_iban").preferred) == (False, True)
    expired = send(phone, path, "methods/mth_amex/preferred")
    assert expired.status_code == 409
    assert "has expired" in expired.text
    assert "said=method_not_preferred" in send(phone, path, "methods/mth_iban/preferred").headers["Location"]
    assert not any(one.preferred for one in home.records.wallet.methods.values())


def test_a_method_is_removed_after_a_question(home: House, phone: FlaskClient, path: str, noted: list[str]) -> None:
    """Asking removes nothing; a yes does, once however often it is said, and the gateway is told."""
    enter(phone, path)
    action = f"{path}/methods/mth_visa/remove"
    asked = phone.get(action).text
    assert "Remove Visa •4242?" in asked
    assert method(home).state == "active"
    noted.clear()
    for _ in range(2):
        assert phone.post(action, data=hidden(asked, action)).headers["Location"].endswith("said=method_removed")
    assert method(home).state == "removed"
    assert noted == ["method_removed"]
    assert [kept.step.kind for kept in home.records.money.steps.values()] == ["detach"]
    assert phone.get(action).status_code == 404


def test_another_choice_is_taken_back_with_one_press(home: House, phone: FlaskClient, path: str) -> None:
    """What was preferred before is again, or nothing is; an address alone takes nothing back."""
    enter(phone, path)
    answer = send(phone, path, "methods/mth_iban/preferred")
    where = answer.headers["Location"]
    assert where.endswith("said=method_preferred&undo=mth_visa")
    action = f"{path}/methods/mth_visa/preferred"
    said = phone.get(where).text.split("notice good")[1]
    assert method(home, "mth_iban").preferred
    assert phone.post(action, data=hidden(said, action)).status_code == 303
    assert method(home).preferred
    none = send(phone, path, "methods/mth_visa/preferred").headers["Location"]
    first = send(phone, path, "methods/mth_iban/preferred").headers["Location"]
    assert (none[-9:], first[-10:]) == ("=mth_visa", "&undo=none")
    back = phone.get(first).text.split("notice good")[1]
    action = f"{path}/methods/mth_iban/preferred"
    assert hidden(back, action)["preferred"] == "no"
    assert ">Undo<" not in phone.get(f"{path}/home?said=method_preferred&undo=mth_eve").text


@pytest.mark.parametrize("foreign", ["mth_eve", "mth_nobody"])
def test_the_method_of_somebody_else_is_not_found(home: House, phone: FlaskClient, path: str, foreign: str) -> None:
    """Whoever writes another id into an address learns nothing and changes nothing."""
    with home.runtime.records.begin() as work:
        work.wallet.enroll("messenger:page:eve", msgspec.structs.replace(work.wallet.traveller(OWNER), id="trv_eve"))
    save(home, msgspec.structs.replace(VISA, id="ins_eve", last4="1111"), owner="trv_eve")
    before = dict(home.records.wallet.methods)
    enter(phone, path)
    assert phone.get(f"{path}/methods/{foreign}/remove").status_code == 404
    for action in ("name", "preferred", "remove"):
        answer = phone.post(f"{path}/methods/{foreign}/{action}", data={"preferred": "yes", "name": "mine"})
        assert answer.status_code == 404
        assert "1111" not in answer.text
    assert home.records.wallet.methods == before
