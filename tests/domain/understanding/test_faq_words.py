"""Who wants to see the questions says so in few words; who asks one is answered."""

import pytest

from bot.domain.understanding.dates.tokens import fold, tokenize
from bot.domain.understanding.faq_words import read_faq_wish


@pytest.mark.parametrize(
    "words",
    ["questions", "I have a question", "FAQ", "j'ai une question", "Preguntas frecuentes", "Ich habe eine Frage"],
)
def test_the_wish_is_understood(words: str) -> None:
    """In four languages."""
    assert read_faq_wish(tokenize(fold(words))) == "questions"


@pytest.mark.parametrize(
    "words",
    [
        "no questions, thanks",
        "I have no more questions",
        "pas de questions",
        "no tengo preguntas",
        "keine Fragen mehr",
        "my security question",
        "Paris",
        "I have a question about the bags that I take with me tomorrow",
        "",
    ],
)
def test_other_words_are_not(words: str) -> None:
    """A question itself is no wish to see questions."""
    assert read_faq_wish(tokenize(fold(words))) == ""
