"""Words that agree to a consent, refuse it or put it off; stricter than a yes to anything else, as it is kept as proof.

Source: GDPR, art. 4 (11): a consent is unambiguous. A yes with a condition, a doubt or anything else in it is none.
"""

from collections.abc import Sequence

from bot.domain.understanding.dates.tokens import Token
from bot.domain.understanding.phrases import table
from bot.domain.understanding.word_lists import word_set

_WORDS = table(
    {
        "yes": (
            "yes|y|yeah|yep|yup|sure|ok|okay|of course|absolutely|go ahead|i agree|agree|agreed|i accept|i consent|"
            "oui|ouais|ok pour moi|d'accord|je suis d'accord|bien sur|volontiers|j'accepte|je consens|"
            "si|claro|vale|por supuesto|de acuerdo|estoy de acuerdo|acepto|consiento|"
            "ja|jawohl|klar|gerne|einverstanden|ich bin einverstanden|in ordnung|ich stimme zu|"
            "ich stimme dem zu|stimme zu|👍|✅|👌"
        ),
        "no": (
            "i don't agree|don't agree|i do not agree|do not agree|not agree|disagree|refuse|decline|never|"
            "of course not|absolutely not|certainly not|don't accept|do not accept|don't consent|"
            "do not consent|don't want|do not want|i'd rather not|rather not|please don't|don't remember me|"
            "do not remember me|"
            "pas d'accord|je refuse|jamais|n'accepte pas|ne veux pas|ne souhaite pas|surtout pas|certainement pas|"
            "bien sur que non|"
            "no estoy de acuerdo|no acepto|nunca|me niego|no quiero|prefiero que no|mejor no|claro que no|"
            "por supuesto que no|"
            "nicht einverstanden|stimme nicht zu|stimme dem nicht zu|niemals|nie|lehne ab|lehne das ab|"
            "mochte das nicht|mochte ich nicht|mochte nicht|will das nicht|will ich nicht|will nicht|"
            "lieber nicht|naturlich nicht|auf keinen fall|👎|❌"
        ),
        "later": (
            "later|not now|not yet|another time|plus tard|pas maintenant|pas encore|une autre fois|mas tarde|luego|"
            "ahora no|todavia no|otro dia|en otro momento|spater|jetzt nicht|nicht jetzt|noch nicht|ein andermal"
        ),
    }
)
_WEIGHTLESS = word_set(
    "please thanks thank you do i to this that with it merci beaucoup s il vous te plait a cela ca avec "
    "gracias muchas por favor con esto eso danke sehr vielen bitte dem das damit naturlich"
)
_LONGEST = 8
"""Words of an answer; more of them say something else."""


def read_agreement(tokens: Sequence[Token]) -> str:
    """What is answered to a consent: "yes", "no" or "later"; "" when it is none of them, or not sure."""
    words = [token for token in tokens if token.kind != "sign"]
    hits = _WORDS.find(tokens)
    meant = {hit.value for hit in hits}
    if len(words) > _LONGEST:
        return ""
    for answer in ("no", "later"):
        if answer in meant:
            return answer
    said = [token for hit in hits for token in tokens[hit.start : hit.end]]
    rest = {token.text for token in words if token not in said} - _WEIGHTLESS
    doubted = any(token.text == "?" for token in tokens)
    return "yes" if "yes" in meant and not rest and not doubted else ""
