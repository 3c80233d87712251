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
        "none": (
            "no question|no questions|no more questions|no other questions|no further questions|pas de question|"
            "pas de questions|plus de questions|pas d'autres questions|aucune question|no tengo preguntas|"
            "no tengo mas preguntas|sin preguntas|ninguna pregunta|keine frage|keine fragen|keine weiteren fragen|"
            "keine anderen fragen"
        ),
    }
)
_ELSEWHERE = word_set("security sicherheitsfrage secret")
"""Words with which it is about something else."""
_LONGEST = 7
"""Words of a message that only says so; a longer one asks its question."""


def read_faq_wish(tokens: Sequence[Token]) -> str:
    """Whether the message wants to see the questions: "questions", or ""."""
    found = found_in_brief(_WISHES, tokens, longest=_LONGEST, without=_ELSEWHERE)
    return "questions" if found == {"questions"} else ""
