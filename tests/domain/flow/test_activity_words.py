"""Notices in words: the same facts in each language, and no more than the traveller wants told."""

from collections.abc import Mapping
from typing import Any, get_args

import pytest

from bot.adapters.data import catalogue
from bot.domain.flow.activity_words import Words, headline, sentence
from bot.domain.flow.texts import fill
from bot.domain.money import Money
from bot.domain.payment.activity import ActivityKind
from tests.builders.activity import happened


def words_of(language: str) -> Words:
    """The catalogue's texts."""
    texts = catalogue.texts()[language]

    def words(key: str, said: Mapping[str, Any]) -> str:
        return fill(texts[key], lambda field: said.get(field.removeprefix("said.")), lambda _, value: str(value))

    return words


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("kind", get_args(ActivityKind))
def test_every_kind_is_one_sentence_with_its_details(kind: Any, language: str) -> None:
    """What, with which method, how much and where; the subject of a mail has none of the details."""
    one = happened(kind, money=Money(31200, "EUR"), thread="whatsapp:1:ada")
    told = sentence(one, words_of(language), language=language)
    price = "€312.00" if language == "en" else "312,00\u00a0€"
    assert told.endswith(f" ({price}, Visa •4242, WhatsApp).")
    subject = headline((one,), words_of(language))
    assert told.startswith(subject)
    assert "(" not in subject


def test_what_is_not_known_leaves_no_hole() -> None:
    """No empty brackets."""
    assert sentence(happened("pin_changed", about=""), words_of("en"), language="en") == (
        "The PIN of your wallet was changed."
    )


def test_the_chat_in_which_it_was_done_is_not_named_to_itself() -> None:
    """It tells nothing there; a channel that nobody named is another chat."""
    one = happened(thread="messenger:page:ada")
    assert "Messenger" not in sentence(one, words_of("en"), language="en", here="messenger:page:ada")
    assert "Messenger" in sentence(one, words_of("en"), language="en", here="webchat:TF:visitor")
    assert "another chat" in sentence(happened(thread="telex:page:ada"), words_of("en"), language="en")


@pytest.mark.parametrize(("count", "more"), [(2, 0), (1, 4)])
def test_several_things_have_a_headline_of_their_own(count: int, more: int) -> None:
    """The subject does not pretend that the first thing was all."""
    several = tuple(happened(name=str(number)) for number in range(count))
    assert headline(several, words_of("en"), more) == "News of your account"
