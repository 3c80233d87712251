"""Adding a card or a bank account on the page of a wallet: the form, what it sends, and what is told meanwhile."""

from datetime import timedelta
from typing import Any

import msgspec
import pytest
from flask.testing import FlaskClient

from bot.domain.payment.consent import digest, wallet_consent_words
from bot.domain.payment.mandate import mandate_words
from bot.web.app import create_app
from bot.web.wallet_adding_words import ADDING_WORDS
from tests.builders.house import House, house
from tests.builders.wallets import CREDITOR, OWNER, enter, link, rich
from tests.builders.world import BRAND
from tests.web.conftest import browser_of

GOOD = {"card": "a.b.c.d.e", "code": "f.g.h.i.j", "consent": digest(wallet_consent_words("en", BRAND.name))}


@pytest.fixture(autouse=True)
def _open(phone: FlaskClient, path: str) -> None:
    enter(phone, path)


def begin(phone: FlaskClient, path: str, kind: str = "card") -> str:
    """Press the button that adds a method; gives the path of its form."""
    answer = phone.post(f"{path}/add/{kind}")
    assert answer.status_code == 303
    return answer.headers["Location"]


def stored(home: House) -> Any:
    """The only setup."""
    [setup] = home.records.setups.setups.values()
    return setup


def become(home: House, **fields: Any) -> None:
    """What a worker did to the only setup."""
    with home.runtime.records.begin() as work:
        work.setups.save(msgspec.structs.replace(stored(home), **fields))


def test_a_button_begins_and_a_look_does_not(home: House, phone: FlaskClient, path: str) -> None:
    """The form belongs to the traveller and the chat; looking at it again begins nothing more."""
    form = begin(phone, path)
    for _ in range(2):
        assert phone.get(form).status_code == 200
    setup = stored(home)
    assert (setup.traveller, setup.kind, setup.mode, setup.language) == (OWNER, "card", "vault", "en")
    assert setup.back == "https://tickets.example/wallet/back"
    assert path.rpartition("/")[2] not in msgspec.json.encode(setup).decode()


def test_fields_have_no_names_and_words_stand_beside_the_box(phone: FlaskClient, path: str) -> None:
    """Nothing can be sent as it was typed, not even without scripts; the box is not ticked for anybody."""
    page = phone.get(begin(phone, path)).text
    form = page.split('<form id="card"')[1].split("</form>")[0]
    assert " name=" not in form
    assert "checked" not in form
    assert wallet_consent_words("en", BRAND.name) in page.replace("&#39;", "'")
    assert f'value="{GOOD["consent"]}"' in form
    assert "Nothing is charged now" in page
    assert 'data-minor="0"' in form


def test_the_mandate_stands_in_full_beside_the_account(home: House, phone: FlaskClient, path: str) -> None:
    """Who debits, the right to a refund for eight weeks, the creditor and a reference of its own."""
    page = phone.get(begin(phone, path, "account")).text
    words = mandate_words("en", BRAND.name, CREDITOR)
    assert words in page.replace("&#39;", "'")
    assert f'value="{digest(words)}"' in page
    assert CREDITOR in page
    assert f"TF-{stored(home).id.upper().replace('_', '-')}" in page
    assert 'id="iban"' in page
    assert 'id="number"' not in page


def test_an_airline_without_a_creditor_takes_no_accounts() -> None:
    """The button is not there, and its address leads nowhere."""
    home = house()
    phone = browser_of(create_app(home.runtime))
    path = enter(phone, link(home.runtime))
    assert "Add a bank account" not in phone.get(f"{path}/home").text
    assert phone.post(f"{path}/add/account").status_code == 404


def test_a_sealed_card_waits_for_a_worker(home: House, phone: FlaskClient, path: str) -> None:
    """What was sealed lies apart and is read once; the words that were agreed to are kept; a second post is none."""
    form = begin(phone, path)
    for _ in range(2):
        assert phone.post(form, json=GOOD).headers["Location"] == form
    setup = stored(home)
    assert setup.state == "submitted"
    assert setup.consent.words == wallet_consent_words("en", BRAND.name)
    assert home.jobs.rung.count(f"setup|{setup.id}") == 1
    told = phone.get(form, headers={"Accept": "application/json"})
    assert told.json == {"state": "working", "mark": "working"}
    assert "Asking your bank" in phone.get(form).text


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({**GOOD, "consent": ""}, 422),
        ({**GOOD, "consent": "0" * 32}, 422),
        ({**GOOD, "consent": "x" * 65}, 400),
        ({**GOOD, "card": "a.b"}, 400),
        ({**GOOD, "card": "a.b.c.d." + "e" * 4096}, 400),
        ({"code": "f.g.h.i.j"}, 400),
        ({**GOOD, "code": ""}, 422),
        ([1], 400),
    ],
)
def test_what_is_not_whole_is_not_taken(home: House, phone: FlaskClient, path: str, body: Any, status: int) -> None:
    """No yes to words of ours, tokens that are none, a card without its code: a sentence, and the form stays good."""
    form = begin(phone, path)
    answer = phone.post(form, json=body)
    assert answer.status_code == status
    assert "Nothing was saved" in answer.json["problem"]
    assert stored(home).state == "created"
    assert phone.post(form, json=GOOD).status_code == 303


def test_a_number_in_clear_is_refused(home: House, phone: FlaskClient, path: str) -> None:
    """A page that somebody changed cannot send a card number as it is; nothing of it comes back."""
    answer = phone.post(begin(phone, path), json={**GOOD, "card": "4242424242424242"})
    assert answer.status_code == 422
    assert "4242" not in answer.text
    assert stored(home).state == "created"


def test_an_open_question_leads_to_the_bank_and_back(home: House, phone: FlaskClient, path: str) -> None:
    """The bank learns no address of a wallet: the browser that left remembers where it was, and no other one does."""
    form = begin(phone, path)
    assert phone.get(f"{form}/bank").headers["Location"] == form
    become(home, state="action", url="https://bank.example/ask")
    page = phone.get(f"{form}?from=card").text
    assert "Your bank wants to know that it is you" in page
    assert f'data-bank="{form}/bank"' in page
    assert phone.get(f"{form}/bank").headers["Location"] == "https://bank.example/ask"
    assert phone.get("/wallet/back").headers["Location"] == form


def test_who_comes_back_in_another_browser_is_told_where_to_go_on(stranger: FlaskClient) -> None:
    """An app of the bank may open another browser; it shows nothing."""
    answer = stranger.get("/wallet/back")
    assert answer.status_code == 403
    assert "Your bank has sent you back" in answer.text


@pytest.mark.parametrize(
    ("fields", "heading", "again"),
    [
        ({"state": "kept", "method": "Visa •4242"}, "Visa •4242 is saved", False),
        ({"state": "declined", "code": "expired_card"}, "This card has expired.", True),
        ({"state": "declined", "code": "lost_card"}, "The bank did not say why.", True),
        ({"state": "lost"}, "It could not be read", True),
        ({"state": "expired"}, "The time for this page has passed", True),
    ],
)
def test_every_end_says_what_became_of_it(
    home: House, phone: FlaskClient, path: str, fields: dict[str, str], heading: str, *, again: bool
) -> None:
    """And how it goes on: back to the wallet, or once more with a new form."""
    form = begin(phone, path)
    become(home, **fields)
    page = phone.get(form).text
    assert heading in page
    assert (f'action="{path}/add/card"' in page) == again
    assert f'href="{path}/home"' in page
    assert 'data-polls="no"' in page
    assert phone.post(form, json=GOOD).headers["Location"] == form


def test_a_form_that_is_too_old_is_not_taken(home: House, phone: FlaskClient, path: str) -> None:
    """A page that was left open for a quarter of an hour says so, and nothing is kept."""
    form = begin(phone, path)
    home.clock.moment += timedelta(minutes=15)
    assert phone.post(form, json=GOOD).status_code == 422
    assert stored(home).state == "created"
    page = phone.get(form).text
    assert "The time for this page has passed" in page
    assert "cc-number" not in page


def test_the_form_of_somebody_else_is_not_found(home: House, phone: FlaskClient, path: str) -> None:
    """Whoever guesses the number of a form of another wallet sees nothing and sends nothing."""
    begin(phone, path)
    mine = stored(home).id
    eve = enter(phone, link(home.runtime, "webchat:TF:eve", effect="f#0"))
    assert phone.get(f"{eve}/setups/{mine}").status_code == 404
    assert phone.post(f"{eve}/setups/{mine}", json=GOOD).status_code == 404
    assert stored(home).state == "created"


def test_too_many_tries_are_refused_in_words(phone: FlaskClient, path: str) -> None:
    """Stolen numbers cannot be tried out one after the other."""
    for _ in range(20):
        begin(phone, path)
    answer = phone.post(f"{path}/add/card")
    assert answer.status_code == 429
    assert "Too many were tried today" in answer.text


def test_without_encryption_nothing_is_begun() -> None:
    """A site that is not reached over https says so instead of showing fields."""
    home = rich(public_url="http://tickets.example")
    phone = browser_of(create_app(home.runtime))
    path = enter(phone, link(home.runtime))
    answer = phone.post(f"{path}/add/card")
    assert answer.status_code == 503
    assert home.records.setups.setups == {}


def test_where_the_gateway_has_a_page_a_yes_is_enough(home: House, phone: FlaskClient, path: str) -> None:
    """No field of ours is shown; who did not agree sees the form again; who did goes on to the gateway."""
    form = begin(phone, path)
    become(home, mode="page")
    page = phone.get(form).text
    assert "cc-number" not in page
    words = digest(wallet_consent_words("en", BRAND.name, "page"))
    refused = phone.post(form, data={"consent": ""})
    assert refused.status_code == 422
    assert "Nothing was saved" in refused.text
    assert phone.post(form, data={"consent": words}).headers["Location"] == f"{form}?from=card"
    assert stored(home).state == "submitted"


def test_both_languages_say_the_same() -> None:
    """No sentence is missing in either language."""
    assert ADDING_WORDS["en"].keys() == ADDING_WORDS["fr"].keys()


def test_where_the_gateway_has_fields_their_ticket_is_sent(home: House, phone: FlaskClient, path: str) -> None:
    """The frame of the gateway stands on the page, and what it gave goes to a worker; no field of ours is shown."""
    form = begin(phone, path)
    become(home, mode="fields")
    page = phone.get(form).text
    assert '<iframe id="frame"' in page
    assert "pay_fields.js" in page
    assert "cc-number" not in page
    words = digest(wallet_consent_words("en", BRAND.name, "fields"))
    assert phone.post(form, json={"ticket": "tkt_1", "card": "a.b.c.d.e", "consent": words}).status_code == 400
    assert phone.post(form, json={"ticket": "tkt_1", "consent": words}).headers["Location"] == form
    assert stored(home).state == "submitted"
