"""Questions that travellers ask in the middle of something else: what each is about, in four languages.

A question is known by its form ("can I cancel?") or by its subject beside a question mark or a question word ("and
bags?"). What is asked and not known is "unknown": it is said so, and a person is offered.
"""

from collections.abc import Mapping, Sequence

from bot.domain.flow.question_words_de import ASKED_DE, ASKING_DE, SUBJECTS_DE
from bot.domain.flow.question_words_es import ASKED_ES, ASKING_ES, SUBJECTS_ES
from bot.domain.understanding.dates.tokens import Token
from bot.domain.understanding.phrases import table
from bot.domain.understanding.word_lists import word_set

UNKNOWN, STEP = "unknown", "step"
"""A question whose subject nobody knows; and one after the step itself, which is its own answer."""

_ASKED_FIRST: Mapping[str, str] = {
    "refund": (
        "can i cancel|could i cancel|may i cancel|can we cancel|if i cancel|what if i cancel|if i have to cancel|"
        "if i can't go|cancel later|get a refund|refund please|want a refund|need a refund|want my money back|"
        "get my money back|is it refundable|are they refundable|"
        "free cancellation|cancellation policy|puis je annuler|je peux annuler|peut on annuler|on peut annuler|"
        "si j'annule|si je dois annuler|annuler plus tard|annulation gratuite|est ce remboursable|"
        "c'est remboursable|etre rembourse|me faire rembourser|un remboursement|est il remboursable|"
        "est elle remboursable|conditions d'annulation"
    ),
    "changes": (
        "can i change it later|can i change later|can i change my flight later|can i change the date later|"
        "change it later|change my flight later|can it be changed|is it flexible|are changes allowed|change fee|"
        "change fees|can i change my ticket|can i change the ticket|can i change the flight after|"
        "modifier plus tard|puis je modifier mon billet|je peux modifier mon billet|modifier le billet|"
        "changer le billet|changer mon billet|puis je changer mon billet|frais de modification|"
        "changer plus tard|le modifier apres|est ce modifiable|c'est modifiable"
    ),
    "duration": (
        "how long is the flight|how long does it take|how long is it|how long are the flights|"
        "how long will it take|how many hours|flight time|flight duration|how long does the flight|"
        "how long is the trip|"
        "combien de temps dure|combien de temps|ca dure|duree du vol|quelle duree|combien d'heures|le vol dure|"
        "dure le vol"
    ),
    "operator": (
        "who flies|who operates|operated by whom|which airline|what airline|which company|who is the airline|"
        "what plane|which plane|quelle compagnie|qui opere|opere par qui|quel avion"
    ),
    "assistance": (
        "bag is lost|bags are lost|bag lost|bags lost|luggage lost|baggage lost|suitcase lost|suitcases lost|"
        "lost my bag|lost my bags|lost my luggage|lost my suitcase|lost luggage|lost baggage|"
        "luggage is lost|baggage is lost|suitcase is lost|bag is missing|luggage is missing|suitcase is missing|"
        "bag didn't arrive|luggage didn't arrive|suitcase didn't arrive|damaged luggage|damaged suitcase|"
        "bag is damaged|luggage is damaged|suitcase is damaged|suitcase is broken|"
        "bagage perdu|bagages perdus|valise perdue|perdu mon bagage|perdu ma valise|perdu mes bagages|"
        "bagages sont perdus|valise est perdue|bagages ne sont pas arrives|valise n'est pas arrivee|valise abimee|"
        "valise est abimee|valise cassee|valise est cassee|bagages endommages|valise endommagee"
    ),
    "terminal": "which terminal|what terminal|which airport|what airport|quel terminal|quel aeroport",
    "documents": (
        "need a passport|need passport|need a visa|need visa|need my passport|need an id|which documents|"
        "what documents|identity card enough|id card enough|do i need papers|vaccination|an esta|need esta|"
        "faut il un passeport|besoin d'un passeport|besoin de passeport|besoin d'un visa|faut il un visa|"
        "besoin du passeport|mon passeport|un visa|quels documents|quels papiers|carte d'identite"
    ),
    "payment": (
        "how can i pay|how do i pay|how to pay|how can we pay|which cards|what cards|do you take|do you accept|"
        "can i pay|could i pay|pay with paypal|pay in installments|pay by|pay later|paypal|apple pay|google pay|"
        "klarna|comment payer|comment je paie|je paie comment|on paie comment|comment regler|how does payment work|"
        "comment puis je payer|comment on paie|quelles cartes|"
        "puis je payer|je peux payer|peut on payer|payer en plusieurs fois|payer plus tard|vous acceptez|"
        "moyens de paiement|moyen de paiement"
    ),
    "safe": (
        "is it safe|is this safe|is that safe|is this secure|is it secure|is my card safe|are you safe|"
        "can i trust|is this a scam|c'est sur|est ce sur|c'est securise|est ce securise|est ce fiable|"
        "c'est fiable|une arnaque"
    ),
    "robot": (
        "are you a robot|are you a bot|are you human|are you a human|are you real|are you a real person|"
        "are you a person|are you a machine|am i talking to|are you an ai|is this a bot|is this a robot|"
        "who are you|what are you|es tu un robot|etes vous un robot|tu es un robot|vous etes un robot|"
        "etes vous humain|es tu humain|c'est un robot|etes vous une machine|qui es tu|qui etes vous|"
        "une vraie personne|es tu une vraie"
    ),
    "times": (
        "what time does it arrive|when does it arrive|what time do we arrive|when do we arrive|when do i arrive|"
        "what time do i arrive|arrival time|what time does it leave|when does it leave|departure time|"
        "a quelle heure arrive|a quelle heure j'arrive|a quelle heure on arrive|heure d'arrivee|"
        "a quelle heure part|heure de depart|quand arrive|quand est ce qu'on arrive"
    ),
    "stops": (
        "is it direct|is that direct|are they direct|is it a direct flight|is this a direct flight|"
        "is it non stop|is it nonstop|where is the stop|where does it stop|how many stops|where is the layover|"
        "how long is the layover|c'est direct|est ce direct|est ce un vol direct|c'est un vol direct|"
        "combien d'escales|ou est l'escale|y a t il une escale"
    ),
    "price": (
        "how much is it|how much does it cost|what does it cost|how much in total|how much is that|"
        "what is the total|what's the total|are taxes included|taxes included|is that the total|for both of us|"
        "for everyone|price for all|combien ca coute|ca coute combien|combien coute|c'est combien|"
        "quel est le prix|taxes comprises|quel est le total|pour tout le monde|combien ca fait"
    ),
    STEP: (
        "where are we|what's happening|what is happening|what happens now|what now|what next|is it done|"
        "and now|now what|are you there|still there|ou en sommes nous|ou en est on|et maintenant|que se passe t il|"
        "c'est fait|vous etes la|tu es la|toujours la"
    ),
    "hold": (
        "how long do i have|how long is the price|how long are the prices|how long do you hold|"
        "how long can you hold|how long is it held|can you hold|price valid|prices valid|"
        "combien de temps ai je|combien de temps le prix|prix valable|prix valables|vous le gardez combien|"
        "garder le prix|retenir les places combien"
    ),
    "destinations": (
        "where do you fly|which cities|what cities|which destinations|what destinations|where can i fly|"
        "where can i go|where can we go|do you fly to|list of destinations|"
        "ou volez vous|vous volez ou|vous allez ou|quelles villes|"
        "quelles destinations|ou puis je aller|ou peut on aller|vous allez ou|vous desservez quoi"
    ),
    "receipt": (
        "get a receipt|get an invoice|an invoice|need a receipt|need an invoice|une facture|un recu|"
        "avoir une facture|avoir un recu|mes billets quand|when do i get my ticket|when do i get the ticket|"
        "where is my ticket|how do i get my ticket|how do i get the tickets|comment je recois|"
        "quand est ce que je recois"
    ),
    "children": (
        "how old is a child|how old are children|child fare|child fares|child price|children fly free|kids fly free|"
        "do children pay|do kids pay|do infants pay|do babies pay|does a child pay|does my child pay|"
        "children pay less|kids pay less|child pay less|are infants free|are babies free|are children free|"
        "are kids free|is a baby free|is my baby free|come for free|comes for free|"
        "fly for free|travel for free|sit on my lap|sit on our lap|sit on a lap|"
        "enfants paient|enfant paie|bebe paie|bebes paient|tarif enfant|quel age a un enfant|"
        "sur les genoux|sur mes genoux"
    ),
    "unaccompanied": (
        "unaccompanied|fly alone|travels alone|travel alone|child alone|flies alone|voyage seul|voyager seul|"
        "enfant seul|non accompagne|vole seul"
    ),
}
"""Words that ask in English and French, by what they ask about."""

_SUBJECTS_FIRST: Mapping[str, str] = {
    "bags": (
        "bag|bags|baggage|luggage|suitcase|suitcases|hand luggage|carry on|checked bag|bagage|bagages|valise|"
        "valises|bagage cabine|soute"
    ),
    "refund": "refund|refundable|refunds|cancellation|remboursement|remboursable|remboursables|annulation",
    "changes": "changeable|modifiable|modifiables|flexible",
    "duration": "duration|duree",
    "terminal": "terminal",
    "documents": "passport|visa|passeport",
    "payment": "payment|paiement|credit card|carte bancaire",
    "safe": "safe|secure|securise",
    "robot": "robot|bot|human|humain",
    "stops": "stopover|layover|escale|escales",
    "price": "taxes|the price|le prix",
    "destinations": "destinations|destination",
    "seats": "seat|seats|window seat|aisle|siege|sieges|hublot|couloir|place cote",
    "children": "children|child|kids|baby|babies|infant|infants|enfant|enfants|bebe|bebes",
    "checkin": "check in|checkin|online check in|boarding pass|enregistrement|carte d'embarquement",
    "meals": "meal|meals|food|eat|vegetarian|vegan|halal|kosher|repas|manger|vegetarien",
    "pets": "dog|dogs|cat|cats|pet|pets|chien|chiens|chat|chats|animal|animaux",
    "assistance": "wheelchair|disabled|assistance|blind|pregnant|fauteuil roulant|handicape|handicapee|enceinte",
    "fares": "light|standard|flex|fare|fares|tarif|tarifs",
    "miles": "miles|frequent flyer|loyalty|points|programme de fidelite|fidelite",
}
"""What may be asked about, in the same."""


def _together(*tables: Mapping[str, str]) -> dict[str, str]:
    """All phrases of each value, of all languages."""
    keys = dict.fromkeys(key for one in tables for key in one)
    return {key: "|".join(one[key] for one in tables if key in one) for key in keys}


ASKED = table(_together(_ASKED_FIRST, ASKED_ES, ASKED_DE))
"""Words that ask, wherever they stand."""
NAMED = table(_together(_SUBJECTS_FIRST, SUBJECTS_ES, SUBJECTS_DE))
"""Words that are asked about, where something shows that it is a question."""

SUBJECTS = (ASKED.values | NAMED.values | {UNKNOWN}) - {STEP}
"""Everything that a question may be about, apart from the step itself."""

ASKING = word_set(
    "what which how when where who why can could do does is are am will would may should whats and "
    "quel quelle quels quelles comment combien quand ou qui pourquoi puis peut est faut dois avez y et que quoi"
).union(ASKING_ES, ASKING_DE)
"""First words of a question."""
_HELPING = word_set("help aide aidez ayuda ayudeme hilfe")
"""First words of who wants help with something: "help with bags"."""
_QUESTIONS = word_set("question questions pregunta preguntas frage fragen")
"""Words that announce one."""
_FEWEST = 3
"""Words of a question whose subject nobody knows; fewer may be a place with a question mark."""


def read_question(tokens: Sequence[Token]) -> str:
    """What the message asks: a subject of the tables, "unknown", or "" when it asks nothing."""
    words = [token.text for token in tokens if token.kind != "sign"]
    if not words:
        return ""
    asked = ASKED.find(tokens)
    if asked:
        return asked[0].value
    subjects = NAMED.find(tokens)
    if not is_question(tokens):
        return subjects[0].value if subjects and words[0] in _HELPING else ""
    return subjects[0].value if subjects else UNKNOWN if len(words) >= _FEWEST else ""


def named_subject(tokens: Sequence[Token]) -> str:
    """The subject of which a message that asks nothing yet speaks, "" for none: "I have a question about bags"."""
    return next((hit.value for hit in NAMED.find(tokens)), "")


def is_question(tokens: Sequence[Token]) -> bool:
    """Whether the message has the form of a question: a question mark, or the first word of one."""
    words = [token.text for token in tokens if token.kind != "sign"]
    return bool(words) and (words[0] in ASKING or any(token.text == "?" for token in tokens))


def may_ask_inside(tokens: Sequence[Token]) -> bool:
    """Whether a question may stand anywhere in a message: a word of asking, and something to ask about."""
    return any(token.text in ASKING or token.text in _QUESTIONS for token in tokens) and bool(NAMED.find(tokens))
