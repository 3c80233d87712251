"""Yes and no, in the words of four languages."""

from collections.abc import Iterator, Sequence

from bot.domain.understanding.dates.tokens import Token
from bot.domain.understanding.phrases import Hit, table
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
_HARMLESS = table({True: "pas de probleme|pas de problemes|pas de souci|pas de soucis|not a problem"})
"""What begins as if it turned a yes, and agrees."""
_POLITE = word_set("please thanks thank you merci beaucoup svp gracias muchas por favor danke sehr vielen dank bitte")
_LONGEST = 4
"""Words of an answer, apart from those of politeness."""
_HEDGES = table(
    {
        True: (
            "if|unless|only|provided|providing|assuming|as long as|so long as|as soon as|on condition|in case|except|"
            "subject to|depends|depending|but|though|however|maybe|perhaps|or|wait|hold on|later|before|after|until|"
            "let me|moment|minute|tell|explain|wonder|wondering|question|questions|ask|asking|to know|know if|"
            "know whether|know how|know what|know when|know which|how many|how much|how long|"
            "i think|i guess|hm|hmm|hmmm|probably|tomorrow|tonight|"
            "a condition|condition|conditions|pourvu|sauf|seulement|mais|du moment que|tant que|des que|quand|"
            "peut etre|ou pas|ou non|attends|attendez|plus tard|avant|apres|d'abord|dis moi|dites moi|expliquez|savoir|"
            "demande|demander|combien|est ce que|je crois|je pense|euh|probablement|demain|ce soir|"
            "siempre que|siempre y cuando|con tal|a condicion|a menos|salvo|excepto|solo si|solamente si|pero|cuando|"
            "quiza|quizas|tal vez|o no|espera|espere|mas tarde|antes|despues|dime|digame|explique|pregunta|preguntas|"
            "saber|preguntar|cuanto|cuanta|cuantos|cuantas|creo|probablemente|manana|"
            "wenn|falls|sofern|solange|vorausgesetzt|unter der bedingung|es sei denn|nur|ausser|aber|jedoch|obwohl|"
            "vielleicht|oder|warte|warten sie|spater|bevor|nachdem|vorher|erst|frage|fragen|wissen|sagen sie|sag mir|"
            "wie viel|wie viele|wieviel|wieviele|wie lange|sobald|ob|kostet|ich glaube|ich denke|wahrscheinlich|morgen"
        )
    }
)
"""Words after a yes that bind it to a condition, put it off or say that something is asked."""
_ASKS = table(
    {
        True: (
            "can|could|does|is|are|will i|will it|will my|will the|would|should|may i|may we|do i|do we|do you|did|"
            "what|which|how|when|where|who|why|"
            "quel|quelle|quels|quelles|comment|pourquoi|ou|puis je|peut on|peux|pouvez|est ce|faut il|ai je|y a t il|"
            "cual|cuales|como|donde|quien|por que|que pasa|puedo|puede|podemos|podria|hay|"
            "wie|wann|wo|wer|was|warum|wieso|welche|welcher|welches|kann|konnen|konnte|darf|durfen|gibt|"
            "ist mein|ist meine|ist das|ist es|ist der|ist die|sind|bekomme"
        )
    }
)
"""First words of a question behind a yes; as other words of an answer they ask nothing."""
_JOINING = word_set("and et y und also aussi tambien auch then alors")
_NO_CONDITION = word_set(
    "si por gracias muchas merci claro quiero vale confirmo de eso esta estoy seguro segura correcto exacto perfecto "
    "reserva reservar reservalo reservelo adelante hazlo dale acepto cancela cancelar cancelalo cancelala cancelela "
    "borra borrar borralo olvida olvidame quita quitar quitala quitela elimina eliminala senor senora bien ok okay"
)
"""Words before which "si" says yes, and not "if"."""


def opening(tokens: Sequence[Token]) -> Hit[str] | None:
    """The yes or no with which a message begins, whatever follows; None when it begins with neither."""
    hit = _ANSWERS.at(tokens, 0) if tokens else None
    return None if hit is None or hit.value == "neither" else hit


def read_answer(tokens: Sequence[Token]) -> str | None:
    """Read "yes" or "no" when the message begins with such a word and is short or goes on after a comma, else None.

    Neither is one with a question mark, and a yes is none with a condition or a question beside it.
    """
    hit = opening(tokens)
    if hit is None or not is_brief(tokens, hit) or any(token.text == "?" for token in tokens):
        return None
    following = tokens[hit.end].text if hit.end < len(tokens) else ""
    turned = hit.value == "yes" and (following in _NOT or _is_hedged(tokens, hit.end))
    return None if turned else hit.value


def is_brief(tokens: Sequence[Token], hit: Hit[str]) -> bool:
    """Whether a message is not much longer than the yes or no of its opening, or goes on after a comma."""
    if hit.end < len(tokens) and tokens[hit.end].text in (",", ".", "!"):
        return True
    rest = [token for token in tokens[hit.end :] if token.kind != "sign" and token.text not in _POLITE]
    return hit.end + len(rest) <= _LONGEST


def _is_hedged(tokens: Sequence[Token], end: int) -> bool:
    """Whether a yes that ends there comes with a condition, a delay, a question or a no."""
    if _HEDGES.find(tokens[end:]) or any(_is_if(tokens, at) for at in range(len(tokens))):
        return True
    return any(_ASKS.at(tokens, at) or _refuses(tokens, at) for at in _beginnings(tokens, end))


def _is_if(tokens: Sequence[Token], at: int) -> bool:
    """Whether "si" is a condition: it is a yes alone, before a sign, and before what agrees."""
    if tokens[at].text != "si" or at + 1 == len(tokens):
        return False
    following = tokens[at + 1]
    return following.kind != "sign" and following.text not in _NO_CONDITION


def _refuses(tokens: Sequence[Token], at: int) -> bool:
    hit = _ANSWERS.at(tokens, at)
    if hit is None and tokens[at].text in _NOT:
        return not _HARMLESS.at(tokens, at)
    return hit is not None and hit.value == "no"


def _beginnings(tokens: Sequence[Token], end: int) -> Iterator[int]:
    """Where clauses begin behind a yes, without the words that join them."""
    begins = True
    for at in range(end, len(tokens)):
        token = tokens[at]
        if begins and token.kind != "sign" and token.text not in _JOINING:
            yield at
        begins = token.kind == "sign" or (begins and token.text in _JOINING)
