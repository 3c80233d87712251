"""Small tables about travellers: what they are called, how they are counted, and how ages are told."""

from bot.domain.understanding.phrases import PhraseTable, table
from bot.domain.understanding.word_lists import word_set

KINDS: PhraseTable[str] = table(
    {
        "adult": (
            "adult|adults|grown up|grown ups|adt|adulte|adultes|adulto|adultos|adulta|adultas|erwachsene|"
            "erwachsener|erwachsenen|senior|seniors|"
            "mayor|mayores"
        ),
        "person": (
            "people|persons|person|passengers|passenger|pax|travellers|travelers|traveller|traveler|tickets|"
            "seats|guests|personnes|personne|"
            "passagers|passager|voyageurs|voyageur|billets|places|personas|persona|pasajeros|pasajero|viajeros|"
            "billetes|boletos|personen|"
            "passagiere|passagier|reisende|reisenden|leute|tickets for"
        ),
        "child": (
            "girl|girls|boy|boys|garcon|garcons|madchen|jungs|child|children|kid|kids|toddler|toddlers|chd|enfant|"
            "enfants|gosse|gosses|nino|ninos|nina|ninas|hijos|"
            "kind|kinder|"
            "kindern|minor|minors|menor|menores"
        ),
        "infant": (
            "infant|infants|baby|babies|babys|inf|lap infant|lap infants|newborn|newborns|bebe|bebes|nourrisson|"
            "nourrissons|saugling|sauglinge|"
            "kleinkind|kleinkinder|bebe en brazos"
        ),
        "self": "me|myself|i|moi|moi meme|je|yo|ich|mich|selbst",
        "relative": (
            "wife|husband|partner|girlfriend|boyfriend|friend|friends|mother|father|mom|mum|dad|brother|sister|"
            "colleague|colleagues|fiance|fiancee|"
            "spouse|parents|grandmother|grandfather|femme|mari|epouse|epoux|ami|amie|amis|amies|mere|pere|"
            "conjoint|conjointe|copine|copain|frere|"
            "soeur|collegue|compagne|compagnon|mujer|marido|esposa|esposo|amigo|amiga|amigos|amigas|novia|novio|"
            "madre|padre|hermano|hermana|"
            "pareja|frau|mann|ehefrau|ehemann|freund|freundin|freunde|mutter|vater|schwester|bruder|partnerin|"
            "kollege|kollegin"
        ),
        "offspring": "son|sons|daughter|daughters|fils|fille|filles|hijo|hija|hijas|sohn|tochter|sohne",
    }
)
TOTAL = table(
    {
        "before": (
            "family of|party of|group of|we are|there are|we're|just the|for the|nous sommes|on est|on sera|"
            "nous serons|famille de|groupe de|somos|"
            "seremos|familia de|grupo de|wir sind|familie von|gruppe von|we will be"
        ),
        "after": "of us|d'entre nous|de nosotros|von uns",
        "alone": (
            "just me|only me|alone|solo|by myself|on my own|myself only|juste moi|seulement moi|seul|seule|"
            "solo yo|yo solo|yo sola|sola|"
            "nur ich|allein|alleine"
        ),
        "couple": "couple|a couple|un couple|ein paar",
        "two": "the two of us|both of us|a deux|pour deux|los dos|nosotros dos|zu zweit|wir beide",
        "three": "a trois|zu dritt|los tres",
        "four": "a quatre|zu viert|los cuatro",
    }
)
FIXED = {"alone": 1, "couple": 2, "two": 2, "three": 3, "four": 4}
TIME_WORDS = word_set(
    "day days night nights week weeks month months year years jour jours nuit nuits semaine semaines mois an "
    "ans heures "
    "dia dias noche noches semana semanas mes meses tag tage tagen nacht nachte nachten woche wochen monat monate jahre"
)
AGE_WORDS = word_set(
    "yr yrs year years yo ans an anos ano jahre jahr jahriger jahrige jahriges jahrigen jahrigem month "
    "months mois meses monate"
)
MONTH_WORDS = word_set("month months mois meses monate")
AGE_TAILS = word_set("old alt")
AGE_HEADS = word_set("aged age ages agee agees de")
ONE = {
    "a": 1,
    "an": 1,
    "one": 1,
    "un": 1,
    "une": 1,
    "una": 1,
    "ein": 1,
    "eine": 1,
    "einem": 1,
    "einen": 1,
    "einer": 1,
    "my": 1,
    "our": 1,
}
JOINTS = word_set("and et y und with avec con mit plus + , &")
WITH = word_set("with avec con mit")
FOR = word_set("for pour para fur")
UNITS = TIME_WORDS | word_set(
    "weekend hour hours minutes clock am pm h uhr jahr dollar dollars euro euros pound pounds percent stops bags "
    "pieces kilos"
)
"""Words after a number that make it one of days, hours or money."""
WORDS_OF_PASSENGERS = KINDS.words | TOTAL.words | AGE_WORDS | AGE_TAILS | AGE_HEADS
"""Every word by which travellers are told, in all languages."""
