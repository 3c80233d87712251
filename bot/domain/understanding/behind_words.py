"""Words of flights that lie behind somebody, or that they hold a ticket for: whoever asks about these books none."""

from bot.domain.understanding.dates.tokens import fold, tokenize
from bot.domain.understanding.phrases import table

_BEHIND = table(
    {
        "behind": (
            "booked|missed|cancelled|canceled|flew|"
            "ai reserve|avons reserve|a reserve|ai rate|avons rate|ai manque|avons manque|ai annule|avons annule|"
            "est annule|ete annule|suis alle|"
            "he reservado|hemos reservado|tengo reservado|perdi|perdimos|he perdido|hemos perdido|cancelado|cancele|"
            "cancelaron|"
            "gebucht|verpasst|storniert|annulliert|geflogen"
        )
    }
)


def is_behind(text: str) -> bool:
    """Whether a text tells of a flight that is booked, flown, missed or cancelled."""
    return bool(_BEHIND.find(tokenize(fold(text))))
