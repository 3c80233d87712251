"""The words of mails: every letter in all four languages, the same facts in text and HTML, no markup of strangers."""

from pathlib import Path

import pytest

from bot.adapters.data.catalogue import notices
from bot.adapters.mail.letters import FileLetters
from bot.ports.mailer import Letter
from bot.services.activity_letters import ACTIVITY
from bot.services.notices import ANSWERED

FACTS = {
    "trip": "Paris – New York, Fri 4 Dec",
    "locator": "ABC234",
    "total": "€312.00",
    "until": "14:30 (Paris)",
    "agent": "Sam",
    "about": "your booking K7QM2X",
    "words": "Your bag is found.\nCall us.",
    "headline": "A refund was made",
    "news": "A refund was made (€312.00, Visa •4242).\nTue 24 Nov, 11:00 CET",
    "person": "Talk to a person",
}
OF_BOOKINGS = [name for name in notices() if not name.startswith("activity_")]
"""News of a checkout has a letter each; news of an account has one for all."""
FILES = (*OF_BOOKINGS, ANSWERED, ACTIVITY)
LINK, BACK = "https://tickets.example/trip/x", "https://m.me/101"
LETTERS = FileLetters(airline="Threadfare Air")


def letter(name: str, language: str = "en", **facts: str) -> Letter:
    """A letter with all facts."""
    return Letter(name=name, language=language, to="ada@example.org", facts={**FACTS, **facts}, link=LINK, back=BACK)


@pytest.mark.parametrize("language", ["en", "fr", "es", "de"])
@pytest.mark.parametrize("name", FILES)
def test_every_news_is_worded_as_a_mail(name: str, language: str) -> None:
    """A template that is not approved costs no traveller the news; the mail leads back to the talk."""
    mail = LETTERS.write(letter(name, language))
    assert mail.subject
    assert "\n" not in mail.subject
    assert BACK in mail.text
    assert f'<a href="{BACK}">' in mail.html
    assert f'lang="{language}"' in mail.html
    told = notices().get(name)
    usual = ("headline", "news", "person") if name == ACTIVITY else ("words", "agent")
    for fact in told.values if told else usual:
        assert FACTS[fact].split("\n")[0] in mail.text, fact
        assert FACTS[fact].split("\n")[0] in mail.html, fact
    if told and told.page:
        assert LINK in mail.text
        assert f'<a href="{LINK}">' in mail.html


def test_news_in_one_language_is_not_in_another() -> None:
    """Each language has words of its own."""
    for name in FILES:
        assert len({LETTERS.write(letter(name, language)).text for language in ("en", "fr", "es", "de")}) == 4


def test_another_language_is_answered_in_english() -> None:
    """Nobody gets nothing because of a language that is not served."""
    assert LETTERS.write(letter("booking_ended", "it")) == LETTERS.write(letter("booking_ended", "en"))


def test_words_of_people_are_words_and_no_markup() -> None:
    """What an agent pastes shows as it was typed, and runs nowhere."""
    mail = LETTERS.write(letter(ANSWERED, words='<script>alert(1)</script> {{ link }} "quoted"'))
    assert '<script>alert(1)</script> {{ link }} "quoted"' in mail.text
    assert "<script>" not in mail.html
    assert "&lt;script&gt;" in mail.html


def test_without_a_way_back_none_is_promised() -> None:
    """A channel whose address nobody told us leaves the line out."""
    mail = LETTERS.write(Letter(name="booking_ended", language="en", to="a@b.example", facts=FACTS))
    assert "chat" not in mail.text


def test_every_file_is_a_letter_in_all_languages() -> None:
    """A letter that was forgotten in one language is found before a traveller does."""
    folder = Path(__file__).parents[3] / "templates" / "mail"
    for language in ("en", "fr", "es", "de"):
        names = {file.name for file in (folder / language).glob("*.txt")}
        assert names == {f"{name}.txt" for name in (*FILES, "foot")}, language
