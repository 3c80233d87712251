"""The box on the pay page that saves a card: unticked, plain, and believed only when it shows our words."""

import re

import pytest
from flask.testing import FlaskClient

from bot.domain.payment.consent import consent_words, digest
from tests.builders.world import BRAND
from tests.web.archive import Bench
from tests.web.held import GOOD, hold

WORDS = consent_words("en", BRAND.name)


@pytest.fixture
def path(stage: Bench) -> str:
    """The path of a pay page whose seats are held."""
    return hold(stage)


def _usage(stage: Bench) -> tuple[str, str]:
    [checkout] = stage.archive.money.checkouts.values()
    attempt = checkout.payments[0].open_attempt
    assert attempt is not None
    return attempt.usage, checkout.saving.words if checkout.saving else ""


def test_the_box_is_not_ticked_for_anybody(browser: FlaskClient, path: str) -> None:
    """A card is saved by a deed of the traveller, never by default; the box has a label and its words beside it."""
    page = browser.get(path).text
    box = re.search(r"<input[^>]*type=\"checkbox\"[^>]*>", page)
    assert box is not None
    assert "checked" not in box[0]
    assert 'aria-describedby="save-words"' in box[0]
    assert f'value="{digest(WORDS)}"' in box[0]
    assert '<label for="save">Save this card for my next bookings in this chat</label>' in page
    assert WORDS in page


def test_the_words_come_in_the_language_of_the_talk(stage: Bench, browser: FlaskClient) -> None:
    """What a traveller agrees to she can read."""
    page = browser.get(hold(stage, language="fr")).text
    assert "Enregistrer cette carte pour mes prochaines réservations" in page
    assert digest(consent_words("fr", BRAND.name)) in page


def test_a_ticked_box_travels_with_its_card(stage: Bench, browser: FlaskClient, path: str) -> None:
    """The worker learns that the card is to be kept, and by which words."""
    browser.get(path)
    assert browser.post(path, json={**GOOD, "consent": digest(WORDS)}).status_code == 303
    assert _usage(stage) == ("keep", WORDS)


@pytest.mark.parametrize("more", [{}, {"consent": ""}, {"consent": "0" * 32}, {"consent": digest("Something else.")}])
def test_without_our_words_nothing_is_to_be_kept(
    stage: Bench, browser: FlaskClient, path: str, more: dict[str, str]
) -> None:
    """A box that was not ticked, or words that we never showed, leave the card a single one; it pays all the same."""
    browser.get(path)
    assert browser.post(path, json={**GOOD, **more}).status_code == 303
    assert _usage(stage) == ("once", "")


@pytest.mark.parametrize("consent", ["x" * 65, 1, None, True, ["yes"]])
def test_a_consent_that_is_none_is_refused(browser: FlaskClient, path: str, consent: object) -> None:
    """A request that no page of ours makes takes no card."""
    browser.get(path)
    assert browser.post(path, json={**GOOD, "consent": consent}).status_code == 400


def test_looking_at_the_box_agrees_to_nothing(stage: Bench, browser: FlaskClient, path: str) -> None:
    """Whoever only reads the words has said nothing."""
    browser.get(path)
    assert stage.archive.wallet.consents == stage.archive.wallet.methods == {}
