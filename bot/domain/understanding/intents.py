"""What a traveller wants the talk to do, and the language in which it is evidently written."""

from collections.abc import Sequence

from bot.domain.understanding.dates.tokens import Token
from bot.domain.understanding.phrases import table
from bot.domain.understanding.word_lists import word_set

_INTENTS = table(
    {
        "person": (
            "agent|human|a human|real person|a person|to someone|representative|operator|customer service|"
            "customer support|talk to a person|"
            "speak to a person|talk to someone|speak to someone|speak to an agent|live agent|advisor|"
            "une personne|un humain|un conseiller|"
            "conseiller|conseillere|un agent|service client|parler a quelqu'un|quelqu'un de reel|agente|"
            "una persona|un humano|persona real|"
            "hablar con alguien|atencion al cliente|operador|asesor|mensch|einen menschen|mitarbeiter|"
            "ein mitarbeiter|kundenservice|kundendienst|"
            "berater|echte person|jemandem sprechen|einem menschen|echten menschen|agenten|ansprechpartner|"
            "mit einer person reden|mit einer person sprechen|jemanden sprechen|operateur|une vraie personne|"
            "quelqu'un parler|un operador|un asesor|alguien de verdad|"
            "hablar con una persona|con un agente|un companero|persona de verdad|servicio al cliente|menschen|"
            "mit jemandem reden|jemandem reden|mit jemandem sprechen|menschlichen|support mitarbeiter"
        ),
        "start_over": (
            "start over|start again|restart|from the beginning|begin again|new search|reset|recommencer|"
            "repartir de zero|nouvelle recherche|"
            "depuis le debut|on recommence|empezar de nuevo|volver a empezar|nueva busqueda|reiniciar|"
            "desde el principio|von vorne|neu anfangen|von vorn beginnen|von neuem|"
            "neu starten|neue suche|von vorn"
        ),
        "help": (
            "help|help me|what can you do|how does this work|i don't understand|aide|aide moi|aidez moi|a l'aide|"
            "comment ca marche|"
            "que sais tu faire|je ne comprends pas|ayuda|ayudame|como funciona|que puedes hacer|no entiendo|"
            "hilfe|hilf mir|was kannst du|was konnen sie|helfen sie mir|que sabe hacer|que puede hacer|"
            "que sabes hacer|ayudeme|"
            "wie funktioniert das|ich verstehe nicht"
        ),
        "cancel": (
            "cancel|cancel it|cancel that|never mind|nevermind|forget it|stop|quit|annuler|annule|laisse tomber|"
            "laissez tomber|arrete|cancelar|"
            "cancela|olvidalo|dejalo|para ya|abbrechen|stornieren|vergiss es|stopp|abbruch|"
            "olvidelo|dejelo|anular|da igual|egal|lass es|lassen sie es"
        ),
        "back": (
            "back|go back|previous|previous step|step back|retour en arriere|revenir|etape precedente|precedent|"
            "atras|volver atras|paso anterior|zuruck|schritt zuruck"
        ),
        "more": (
            "more|more options|show more|other options|other flights|more flights|something else|any others|"
            "what else|see more|plus d'options|"
            "d'autres options|autres vols|d'autres vols|voir plus|autre chose|plus de choix|mas|mas opciones|"
            "otras opciones|otros vuelos|ver mas|"
            "mehr|mehr optionen|weitere|andere fluge|weitere fluge|mehr anzeigen|"
            "mas vuelos|otra cosa|mehr fluge|mehr auswahl|was anderes|etwas anderes"
        ),
        "cheaper": (
            "cheaper|cheapest|less expensive|too expensive|lowest price|lower price|lowest fare|best price|"
            "moins cher|moins chere|le moins cher|"
            "trop cher|pas cher|prix plus bas|mas barato|mas barata|mas economico|demasiado caro|billiger|"
            "gunstiger|gunstigste|billigste|zu teuer|"
            "muy caro|menos caro|el mas barato|mejor precio|gunstigster|billigster|billigeres|billigere|"
            "gunstigeres|gunstigere|weniger teuer|bester preis"
        ),
        "earlier": "earlier|earliest|sooner|plus tot|mas temprano|antes|fruher|frueher|eher",
        "later": "later|later flight|latest|plus tard|mas tarde|spater|spaeter",
        "direct": (
            "direct only|only direct|direct flights only|nonstop only|direct seulement|que les directs|"
            "solo directos|solo directo|solo vuelos directos|nur direkt|nur direktfluge|nur direktflug"
        ),
        "bags": (
            "bag|bags|baggage|luggage|suitcase|suitcases|hand luggage|carry on|bagage|bagages|valise|valises|"
            "equipaje|maleta|maletas|gepack|koffer|"
            "handgepack|aufgabegepack"
        ),
        "status": (
            "flight status|is my flight on time|is my flight delayed|on time|delayed|my flight|statut du vol|"
            "statut de mon vol|mon vol|en retard|"
            "estado del vuelo|estado de mi vuelo|mi vuelo|flugstatus|mein flug|verspatung"
        ),
        "trip": (
            "my trip|my booking|my reservation|my trips|my bookings|my reservations|my ticket|my tickets|my receipt|"
            "my itinerary|booking reference|find booking|manage booking|manage my booking|"
            "mon voyage|mes voyages|ma reservation|mes reservations|mon billet|mes billets|mon recu|mon itineraire|"
            "reference de reservation|mi viaje|mi reserva|mi billete|meine reise|meine buchung|mein ticket|"
            "mis viajes|mis reservas|mis billetes|mi recibo|mi itinerario|referencia de reserva|ver mi reserva|"
            "meine reisen|meine buchungen|meine tickets|meine quittung|mein beleg|mein reiseplan|buchungsnummer"
        ),
        "change": (
            "change my trip|modify my trip|changer mon voyage|modifier mon voyage|"
            "cambiar mi viaje|modificar mi viaje|reise andern|meine reise andern|corregir|korrigieren|"
            "change|modify|edit|correct it|changer|modifier|cambiar|modificar|andern|aendern|bearbeiten"
        ),
        "pay": "pay|pay now|checkout|payer|regler|pagar|bezahlen|zahlen",
        "greet": (
            "hi|hello|hey|hiya|good morning|good evening|good afternoon|bonjour|salut|bonsoir|coucou|hola|"
            "buenos dias|buenas tardes|buenas noches|"
            "buenas|hallo|guten tag|guten morgen|guten abend|moin|servus|👋"
        ),
        "thanks": (
            "thanks|thank you|thx|ty|cheers|many thanks|merci|merci beaucoup|gracias|muchas gracias|danke|"
            "danke schon|vielen dank|🙏"
        ),
        "goodbye": (
            "bye|goodbye|see you|au revoir|a bientot|adios|hasta luego|hasta pronto|tschuss|"
            "auf wiedersehen|ciao|bis bald"
        ),
        "book": (
            "book|book a flight|booking|i want to fly|i'd like to fly|find a flight|search flights|fly|flight|"
            "flights|ticket|tickets|travel|go to|"
            "reserver|reserver un vol|vol|vols|billet|billets|voyager|partir|reservar|vuelo|vuelos|billete|"
            "billetes|volar|viajar|buchen|"
            "flug|fluge|ticket buchen|fliegen|flug buchen|reisen"
        ),
    }
)
_ORDER = {name: rank for rank, name in enumerate(
    ("person", "start_over", "cancel", "trip", "status", "more", "cheaper", "earlier", "later", "direct", "bags",
     "change", "pay", "back", "book", "help", "thanks", "goodbye", "greet")
)}  # fmt: skip
_BRIEF_ONLY = frozenset(
    {"help", "cancel", "back", "more", "later", "earlier", "change", "pay", "greet", "thanks", "goodbye", "start_over"}
)
"""Wishes whose words mean them only in a short message or at its beginning: "later" is none in "2 weeks later"."""
_BRIEF = 6

_SOMEBODY = word_set("person persona personne")
"""Words that alone ask for a person: beside others they count who travels, or mean nobody."""
_POLITE = word_set("please s il vous plait svp por favor bitte")

_EVIDENCE = {
    "en": (
        "the and to from i want my flight flights please next on for with is are you book need back we me of "
        "at a would like what where when how who does do can my there this in it am so how"
    ),
    "fr": (
        "je le la les un une et du des pour vers vol vols demain mon ma avec est vous nous retour aller "
        "prochain voudrais veux bonjour merci s a on les que qui tu quel quelle quels quelles au aux en sur ce cette "
        "pas il "
        "elle quand comment combien qu peut dans est ont ai as sont faut deux avons"
    ),
    "es": (
        "el los una y del para vuelo vuelos manana mi con es quiero quisiera ida vuelta proximo hola gracias "
        "hasta desde por favor a en que un una como cuando cuanto cuanta donde hay la me se adonde volar "
        "viajar necesito "
        "puedo tengo somos queremos usted"
    ),
    "de": (
        "der die das ein eine und nach von vom zum flug fluge morgen mein meine mit ist ich wir nachste "
        "nachsten zuruck bitte fur mochte hallo danke am wie was wann wo wer den dem zu auf im gibt "
        "welche mir wohin woher "
        "sie sind kann brauche fliegen fliegt haben einen einem"
    ),
}
_WORD_LANGUAGES: dict[str, tuple[str, ...]] = {}
for _language, _words in _EVIDENCE.items():
    for _word in _words.split():
        _WORD_LANGUAGES[_word] = (*_WORD_LANGUAGES.get(_word, ()), _language)
_ENOUGH = 2
_GREETINGS = dict.fromkeys(("bonjour", "bonsoir", "salut", "coucou"), "fr") | {
    **dict.fromkeys(("hola", "buenos", "buenas"), "es"),
    **dict.fromkeys(("hallo", "guten", "moin", "servus"), "de"),
}
"""Greetings that nobody borrows: one of them is evidence enough ("hello" is said in every language)."""


def read_intent(tokens: Sequence[Token]) -> str | None:
    """The strongest wish that the message names, None when it names none."""
    words = sum(t.kind != "sign" for t in tokens)
    if not words:
        return "help" if all(t.text == "?" for t in tokens) else _of_signs(tokens)
    weighty = {t.text for t in tokens if t.kind != "sign"} - _POLITE
    if len(weighty) == 1 and weighty <= _SOMEBODY:
        return "person"
    hits = [hit for hit in _INTENTS.find(tokens) if hit.value not in _BRIEF_ONLY or words <= _BRIEF or hit.start == 0]
    return min((hit.value for hit in hits), key=_ORDER.__getitem__, default=None)


def _of_signs(tokens: Sequence[Token]) -> str | None:
    return next((hit.value for hit in _INTENTS.find(tokens)), None)


def guess_language(tokens: Sequence[Token]) -> str | None:
    """The language with clearly the most of its own small words: a greeting or two words, and one more than others."""
    counts = dict.fromkeys(_EVIDENCE, 0)
    for token in tokens:
        if token.text in _GREETINGS:
            counts[_GREETINGS[token.text]] += _ENOUGH
        for language in _WORD_LANGUAGES.get(token.text, ()):
            counts[language] += 1
    best, second = sorted(counts.values(), reverse=True)[:2]
    return max(counts, key=counts.__getitem__) if best >= _ENOUGH and best > second else None
