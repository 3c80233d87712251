"""Yes and no, in the words of four languages."""

from collections.abc import Sequence

from bot.domain.understanding.dates.tokens import Token
from bot.domain.understanding.phrases import table
from bot.domain.understanding.word_lists import word_set

_ANSWERS = table(
    {
        "yes": (
            "yes|y|yeah|yep|yup|sure|ok|okay|okey|correct|that's right|that is right|exactly|perfect|go ahead|"
            "sounds good|confirm|i confirm|of course|"
            "absolutely|please do|yes please|alright|right|oui|ouais|ouaip|d'accord|dac|c'est bon|c'est ca|exact|"
            "exactement|parfait|bien sur|"
            "je confirme|volontiers|entendu|si|claro|vale|de acuerdo|correcto|exacto|perfecto|confirmo|"
            "por supuesto|dale|ja|jawohl|jo|"
            "book it|take it|do it|let's go|hold them|pay now|vas y|allez y|c'est parti|reservez|"
            "genau|stimmt|klar|passt|richtig|einverstanden|in ordnung|gerne|bestatigen|👍|✅|👌"
        ),
        "no": (
            "no|n|nope|nah|no thanks|no thank you|wrong|incorrect|not correct|that's wrong|not really|non|"
            "non merci|pas du tout|faux|c'est faux|"
            "no gracias|para nada|incorrecto|nein|ne|nee|nein danke|falsch|stimmt nicht|👎|❌|"
            "of course not|absolutely not|sure not|bien sur que non|claro que no|por supuesto que no|"
            "klar nicht|gerne nicht"
        ),
        "neither": (
            "no problem|no problems|no worries|no objection|no objections|no idea|no clue|no doubt|no hay problema|"
            "no pasa nada|no se|no lo se|no estoy seguro|no estoy segura"
        ),
    }
)
_NOT = word_set("no not non pas nicht nein")
"""Words that turn the yes before them."""
_LONGEST = 4


def read_answer(tokens: Sequence[Token]) -> str | None:
    """Read "yes" or "no" when the message begins with such a word and is short or goes on after a comma, else None."""
    if not tokens:
        return None
    hit = _ANSWERS.at(tokens, 0)
    if hit is None or hit.value == "neither":
        return None
    rest = [t for t in tokens[hit.end :] if t.kind != "sign"]
    after = tokens[hit.end].text if hit.end < len(tokens) else ""
    if hit.value == "yes" and after in _NOT:
        return None
    short = len(tokens[: hit.end]) + len(rest) <= _LONGEST
    return hit.value if after in (",", ".", "!") or short else None
