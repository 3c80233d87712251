"""A consent is given by a plain yes, and refused by any of the words with which people refuse."""

import pytest

from bot.domain.understanding.consent_words import read_agreement
from bot.domain.understanding.dates.tokens import fold, tokenize


def agreement(text: str) -> str:
    """What a text answers to a consent."""
    return read_agreement(tokenize(fold(text)))


@pytest.mark.parametrize(
    "text",
    [
        "yes",
        "Yes, I agree",
        "I agree to this.",
        "ok thanks",
        "oui",
        "Oui, je suis d'accord",
        "j'accepte",
        "sí, estoy de acuerdo",
        "claro",
        "ja klar",
        "Ja, ich bin einverstanden",
        "ich stimme dem zu 👍",
        "👍",
    ],
)
def test_a_plain_yes_agrees(text: str) -> None:
    """In four languages, with thanks or without."""
    assert agreement(text) == "yes"


@pytest.mark.parametrize(
    "text",
    [
        "I do not agree",
        "I don't agree",
        "never",
        "of course not",
        "absolutely not",
        "je ne suis pas d'accord",
        "bien sûr que non",
        "jamais",
        "no estoy de acuerdo",
        "claro que no",
        "ich bin nicht einverstanden",
        "das möchte ich nicht",
        "auf keinen Fall",
    ],
)
def test_whoever_refuses_in_other_words_refuses(text: str) -> None:
    """A refusal that is not heard would leave people remembered against their will."""
    assert agreement(text) == "no"


@pytest.mark.parametrize("text", ["maybe later", "not now", "plus tard", "ahora no", "jetzt nicht", "no, later"])
def test_it_may_be_put_off(text: str) -> None:
    """Later is no answer to the consent itself."""
    assert agreement(text) == "later"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "yes?",
        "yes but not my e-mail",
        "yes if you delete it afterwards",
        "yes and delete everything",
        "yes no",
        "oui mais pas mon adresse",
        "ja, aber nicht alles",
        "no problem",
        "Lyon",
        "yes, and I would like to know who reads all of this",
    ],
)
def test_what_is_not_sure_gives_no_consent(text: str) -> None:
    """A condition, a doubt, or anything else beside the yes."""
    assert agreement(text) == ""
