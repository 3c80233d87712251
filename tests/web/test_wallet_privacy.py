"""The pages of privacy: what is kept, what is allowed, everything to take along, and being forgotten after a yes."""

import json
from io import BytesIO
from zipfile import ZipFile

import pytest
from flask.testing import FlaskClient

from bot.domain.conversation.events import TextReceived
from bot.domain.payment.method import in_order
from bot.domain.privacy import MAIL, PEOPLE
from bot.domain.privacy_words import KIND_WORDS
from bot.web.wallet_history_words import PRIVACY_WORDS
from tests.builders.entries import talk, turn
from tests.builders.house import House
from tests.builders.payments import asked_back, keep, paid
from tests.builders.wallets import ADA, OWNER, WEB, enter, hidden
from tests.builders.world import NOW_MS

GETS = ("privacy", "privacy/my-data.zip", "privacy/methods", "privacy/erase")
POSTS = ("privacy/consents/people", "privacy/consents/saved_card", "privacy/erase")


@pytest.fixture
def inside(phone: FlaskClient, home: House, path: str) -> str:
    """The path below which her opened pages lie; she has paid, and said something in each chat."""
    keep(home.records, paid("chk_1", thread=ADA))
    for thread in (ADA, WEB):
        entry = turn(TextReceived(f"{thread}.m1", NOW_MS, "To Lyon"), "When?", of=talk(thread=thread))
        with home.records.begin() as work:
            work.talk.archive_turns((("1-1", entry),))
    return enter(phone, path)


def press(phone: FlaskClient, inside: str, page: str, action: str, **fields: str) -> str:
    """Send the form of an action as a page has it; gives where it leads."""
    shown = phone.get(f"{inside}/{page}").text
    answer = phone.post(f"{inside}/{action}", data={**hidden(shown, f"{inside}/{action}"), **fields})
    assert answer.status_code == 303, answer.status_code
    return str(answer.headers["Location"])


def test_every_kind_is_told_with_its_number_and_for_how_long(phone: FlaskClient, inside: str) -> None:
    """In plain words; methods as a number, never as numbers."""
    page = phone.get(f"{inside}/privacy").text
    for what, how_long in KIND_WORDS["en"].values():
        assert what in page
        assert how_long in page
    assert '<td class="number">4</td>' in page
    assert "4242" not in page
    assert "Words." in page
    assert 'aria-current="page">Privacy' in page


def test_a_purpose_is_taken_back_and_allowed_again(phone: FlaskClient, home: House, inside: str) -> None:
    """By one press each; the page says what became of it, and shows the other way."""
    led = press(phone, inside, "privacy", f"privacy/consents/{MAIL}")
    assert led.endswith("privacy?said=mail_off")
    page = phone.get(led).text
    assert "no more notices by e-mail" in page
    assert "Allow: Notices by e-mail" in page
    assert press(phone, inside, "privacy", f"privacy/consents/{MAIL}").endswith("said=mail_on")
    assert [choice.given for choice in home.records.privacy.chosen.values()] == [False, True]


def test_a_form_that_is_sent_twice_is_done_once(phone: FlaskClient, home: House, inside: str) -> None:
    """A double click, or the page of before in another tab."""
    action = f"{inside}/privacy/consents/{PEOPLE}"
    fields = hidden(phone.get(f"{inside}/privacy").text, action)
    for _ in range(2):
        assert phone.post(action, data=fields).status_code == 303
    assert len(home.records.privacy.chosen) == 1


def test_saved_methods_go_after_a_yes(phone: FlaskClient, home: House, inside: str) -> None:
    """The page asks first; after it none is left, and the page says so."""
    page = phone.get(f"{inside}/privacy").text
    assert f'href="{inside}/privacy/methods"' in page
    assert f'action="{inside}/privacy/consents/saved_card"' not in page
    led = press(phone, inside, "privacy/methods", "privacy/consents/saved_card")
    assert in_order(home.records.wallet.methods_of(OWNER)) == ()
    assert "your saved payment methods are removed" in phone.get(led).text
    assert "None saved" in phone.get(f"{inside}/privacy").text


@pytest.mark.parametrize(("purpose", "given"), [("marketing", "no"), ("saved_card", "yes")])
def test_what_no_page_offers_is_not_found(
    phone: FlaskClient, home: House, inside: str, purpose: str, given: str
) -> None:
    """Nothing is noted."""
    answer = phone.post(f"{inside}/privacy/consents/{purpose}", data={"form": "f", "given": given})
    assert answer.status_code == 404
    assert not home.records.privacy.chosen


def test_everything_is_taken_along_as_one_file(phone: FlaskClient, inside: str) -> None:
    """With a name that tells nothing, kept by nobody in between."""
    answer = phone.get(f"{inside}/privacy/my-data.zip")
    assert answer.headers["Content-Type"] == "application/zip"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="my-data.zip"'
    assert answer.headers["Cache-Control"] == "no-store"
    with ZipFile(BytesIO(answer.data)) as archive:
        data = json.loads(archive.read("data.json"))
    assert data["payments"][0]["reference"] == "ABC234"
    assert "tok_visa" not in json.dumps(data)


def test_being_forgotten_says_first_what_goes_and_what_stays(phone: FlaskClient, home: House, inside: str) -> None:
    """And after the yes this browser sees nothing of the wallet any more."""
    asked = phone.get(f"{inside}/privacy/erase").text
    assert "Gone for good" in asked
    assert "tax law wants them kept" in asked
    led = press(phone, inside, "privacy/erase", "privacy/erase")
    assert "You are forgotten" in phone.get(led).text
    assert phone.get(f"{inside}/home").status_code == 410
    assert home.records.wallet.threads_of(OWNER) == ()
    assert len(home.records.privacy.asked) == 1
    assert home.jobs.rung


def test_nobody_is_forgotten_while_money_is_under_way(phone: FlaskClient, home: House, inside: str) -> None:
    """The page says why, and the wallet is as it was."""
    keep(home.records, asked_back(paid("chk_2", thread=WEB)))
    led = press(phone, inside, "privacy/erase", "privacy/erase")
    assert "still under way" in phone.get(led).text
    assert home.records.wallet.threads_of(OWNER) == (ADA, WEB)


@pytest.mark.parametrize("rest", GETS)
def test_nobody_else_sees_any_of_it(stranger: FlaskClient, inside: str, rest: str) -> None:
    """Another browser with the same link, or with one that is made up."""
    for answer in (stranger.get(f"{inside}/{rest}"), stranger.get(f"/wallet/made-up/{rest}")):
        assert answer.status_code in {403, 404}
        assert "Words." not in answer.text


@pytest.mark.parametrize("rest", POSTS)
def test_no_other_page_changes_anything(
    phone: FlaskClient, stranger: FlaskClient, home: House, inside: str, rest: str
) -> None:
    """Neither a foreign site in her browser, nor somebody else's browser."""
    foreign = phone.post(
        f"{inside}/{rest}", data={"form": "f", "given": "no"}, headers={"Sec-Fetch-Site": "cross-site"}
    )
    assert foreign.status_code == 403
    assert stranger.post(f"{inside}/{rest}", data={"form": "f", "given": "no"}).status_code == 403
    assert not home.records.privacy.chosen
    assert not home.records.privacy.asked


def test_looking_changes_nothing(phone: FlaskClient, home: House, inside: str) -> None:
    """However often."""
    for rest in GETS * 2:
        assert phone.get(f"{inside}/{rest}").status_code == 200
    assert not home.records.privacy.chosen
    assert not home.records.privacy.asked


def test_the_pages_speak_french() -> None:
    """With every word that the English ones have."""
    assert PRIVACY_WORDS["fr"].keys() == PRIVACY_WORDS["en"].keys()
    assert KIND_WORDS["fr"].keys() == KIND_WORDS["en"].keys()
