"""Words of a traveller who wants to see what may be asked, and has not asked anything yet."""

from collections.abc import Sequence

from bot.domain.understanding.dates.tokens import Token
from bot.domain.understanding.phrases import found_in_brief, table
from bot.domain.understanding.word_lists import word_set

_WISHES = table(
    {
        "questions": (
            "questions|a question|some questions|my question|faq|faqs|frequently asked questions|common questions|"
            "une question|des questions|quelques questions|ma question|questions frequentes|foire aux questions|"
            "preguntas|una pregunta|unas preguntas|algunas preguntas|preguntas frecuentes|"
            "fragen|eine frage|ein paar fragen|einige fragen|haufige fragen|meine frage"
        ),
    }
)
_ELSEWHERE = word_set("security sicherheitsfrage secret")
"""Words with which it is about something else."""
_LONGEST = 7
"""Words of a message that only says so; a longer one asks its question."""


def read_faq_wish(tokens: Sequence[Token]) -> str:
    """Whether the message wants to see the questions: "questions", or ""."""
    return next(iter(found_in_brief(_WISHES, tokens, longest=_LONGEST, without=_ELSEWHERE)), "")
