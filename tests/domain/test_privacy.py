"""What may be allowed and taken back, and in which words."""

from datetime import UTC, datetime

import msgspec
import pytest

from bot.domain.privacy import (
    KINDS,
    MAIL,
    PEOPLE,
    PURPOSES,
    SAVED_METHODS,
    STAYS,
    Choice,
    Kept,
    Known,
    allows,
    can_be_given,
    choice_words,
    is_saved_methods,
)

NOW = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)


def choice(*, given: bool, purpose: str = MAIL) -> Choice:
    """A word about a purpose."""
    return Choice("c1", "trv_1", purpose, given, "en", 1, "words", NOW)


def test_a_purpose_is_allowed_until_it_is_taken_back() -> None:
    """The last word counts, about its own purpose alone."""
    assert allows((), MAIL)
    assert not allows((choice(given=False),), MAIL)
    assert allows((choice(given=False), choice(given=True)), MAIL)
    assert allows((choice(given=False),), PEOPLE)


def test_a_method_is_allowed_where_it_is_entered_and_nowhere_else() -> None:
    """A yes to keep a card is given beside the card, never by a word in the chat."""
    assert {purpose for purpose in PURPOSES if can_be_given(purpose)} == {PEOPLE, MAIL}
    assert not can_be_given(SAVED_METHODS)


@pytest.mark.parametrize("purpose", [PEOPLE, MAIL])
def test_words_name_the_airline_in_the_readers_language(purpose: str) -> None:
    """Who reads another language reads English; the version says which words they were."""
    english, french, other = (choice_words(purpose, language, "Ours") for language in ("en", "fr", "pt"))
    assert english == other
    assert french[0] != english[0]
    assert all(words.startswith("Ours") and version == 1 for words, version in (english, french))


def test_whoever_agreed_to_other_words_has_another_digest() -> None:
    """A proof stands for the exact words."""
    one = choice(given=True)
    assert one.digest != msgspec.structs.replace(one, words="other words").digest
    assert one.digest == choice(given=False).digest


def test_what_is_not_kept_counts_nought() -> None:
    """Each kind is told with a number; the law keeps some of them."""
    known = Known((Kept("trips", 2),))
    assert [known.count(kind) for kind in ("trips", "devices")] == [2, 0]
    assert set(KINDS) > STAYS


@pytest.mark.parametrize(
    ("purpose", "saves"),
    [("saved_card", True), ("wallet_card", True), ("sepa_mandate", True), ("mail", False), ("people", False)],
)
def test_consents_to_keep_a_method_are_known_by_their_purpose(purpose: str, saves: bool) -> None:  # noqa: FBT001  a row of a table
    """Taking them back removes methods, so nothing else may be taken for one."""
    assert is_saved_methods(purpose) is saves
