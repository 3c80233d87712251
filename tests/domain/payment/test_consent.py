"""Consents: the words on the page are the words that are kept."""

from typing import Any

import pytest

from bot.domain.payment.consent import SAVED_CARD, agreed, consent_words, digest, keeps_number, wallet_consent_words
from tests.builders.checkouts import NOW

BRAND = "Threadfare Air"


@pytest.mark.parametrize("language", ["en", "fr", "es", "de"])
def test_a_yes_is_kept_word_by_word(language: str) -> None:
    """A traveller can be shown exactly what she agreed to, in her language, with the airline's name and the time."""
    words = consent_words(language, BRAND)
    given = agreed(digest(words), brand=BRAND, at=NOW)
    assert given is not None
    assert (given.purpose, given.language, given.words, given.at) == (SAVED_CARD, language, words, NOW)
    assert given.version >= 1
    assert given.digest == digest(words)
    assert BRAND in words


@pytest.mark.parametrize(
    ("language", "told"),
    [
        (
            "en",
            (
                "last four digits",
                "payment provider",
                "security code",
                "only for bookings",
                "“remove my card”",
                "chats that are linked with it",
                "only if they are yours",
            ),
        ),
        (
            "fr",
            (
                "quatre derniers chiffres",
                "prestataire",
                "cryptogramme",
                "ne sert qu'aux",
                "« supprime ma carte »",
                "celles qui y sont liées",
                "que si ce sont les vôtres",
            ),
        ),
        (
            "es",
            (
                "cuatro últimas cifras",
                "proveedor de pagos",
                "código de seguridad",
                "solo para reservas",
                "«quitar mi tarjeta»",
                "chats vinculados con él",
                "solo si son suyos",
            ),
        ),
        (
            "de",
            (
                "letzten vier Ziffern",
                "Zahlungsdienst",
                "Prüfziffer",
                "nur für Buchungen",
                "„Karte entfernen“",
                "verknüpften Chats",
                "nur, wenn es Ihre Chats sind",
            ),
        ),
    ],
)
def test_the_words_say_what_is_kept_where_for_what_and_how_it_ends(language: str, told: tuple[str, ...]) -> None:
    """Nobody has to ask elsewhere what a ticked box means."""
    assert [part for part in told if part not in consent_words(language, BRAND)] == []


def test_a_page_from_before_new_words_still_proves_what_it_showed() -> None:
    """A consent names the version of its words; the digests of words that were ever shown never change."""
    shown = {"en": "8429b075066914dce5a7cc16e494f25b", "fr": "61a6152a737c00aeae9ebb3e35be07c6"}
    for language, known in shown.items():
        given = agreed(known, brand=BRAND, at=NOW)
        assert given is not None
        assert (given.version, given.language) == (1, language)
    newest = agreed(digest(consent_words("en", BRAND)), brand=BRAND, at=NOW)
    assert newest is not None
    assert newest.version > 1


def test_words_that_were_never_shown_are_no_consent() -> None:
    """A forged or empty mark keeps no card; nor do words of another airline."""
    for shown in ("", "0" * 32, digest("Save everything."), digest(consent_words("en", "Somebody Else"))):
        assert agreed(shown, brand=BRAND, at=NOW) is None


def test_a_language_that_is_not_served_reads_english() -> None:
    """Every page shows some words, and keeps those that it showed."""
    assert consent_words("it", BRAND) == consent_words("en", BRAND)


NOTHING = {
    "en": "Nothing is charged now",
    "fr": "Rien n'est débité maintenant",
    "es": "Ahora no se cobra nada",
    "de": "Jetzt wird nichts abgebucht",
}


@pytest.mark.parametrize("language", NOTHING)
def test_the_wallet_has_words_of_its_own(language: str) -> None:
    """Who adds a card without buying anything reads that it may pay in every linked chat, and that it pays nothing."""
    for mode, keeps in (("vault", True), ("page", False), ("fields", False)):
        words = wallet_consent_words(language, BRAND, mode)  # type: ignore[arg-type]  # the three that there are
        assert NOTHING[language] in words
        given = agreed(digest(words), brand=BRAND, at=NOW)
        assert given is not None
        assert (given.language, keeps_number(given)) == (language, keeps)
        assert given.version > 3
    assert wallet_consent_words("it", BRAND) == wallet_consent_words("en", BRAND)


@pytest.mark.parametrize("mode", ["vault", "page", "fields"])
def test_the_page_for_paying_says_who_keeps_the_number(mode: Any) -> None:
    """Whoever ticked its words has agreed to what is done then, and to nothing more."""
    given = agreed(digest(consent_words("en", BRAND, mode)), brand=BRAND, at=NOW)
    assert keeps_number(given) is (mode == "vault")
