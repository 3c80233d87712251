"""Words around places: where from, where to, by way of where, in what place, and not where."""

from bot.domain.understanding.phrases import PhraseTable, table
from bot.domain.understanding.word_lists import word_set

FROM = word_set(
    "from leaving depart departs departing leave leaves out ex starting originating departure depuis partance venant "
    "d de desde von ab "
    "aus origin origen partant quittant quitter sortant saliendo salgo provenance procedente departures"
)
"""Words before the place that is left; verbs among them need no preposition ("leaving Boston")."""
ONWARDS = word_set("to nach vers hacia")
"""Words after a place from which the journey goes on."""
TO = word_set(
    "to into toward towards for visit visiting a au aux vers pour jusqu hacia para al nach zu zum zur destination "
    "destino destinacion arriving arrive arrives reach reaching rejoindre hasta onto visiter"
)
"""Words before the place that is gone to."""
VIA = word_set(
    "via through stopover stopovers layover layovers connecting connection connections stopping stop stops escale "
    "escales correspondance correspondances escala escalas zwischenstopp umstieg changement changements change "
    "changing changer arretent arrete arretant arreter stopper halte uber ueber passing passant transit "
    "arret arrets transitant correspondant par por way umsteigen parada paradas"
)
"""Words before a place on the way, which is neither end."""
BETWEEN = word_set("between entre zwischen")
PLAIN_IN = word_set("in at en dans im bei within near inside around aan")
"""Words that say only where something is; the verb or noun before them tells what the place is to the journey."""
AT_LEAVING = word_set(
    "commence commencent commencant debute debutent decolle decollent demarre depart departs salida partant habite "
    "habitons suis sommes prendre prends prend prenons embarquer decoller"
)
AT_STANDING = word_set("disponible disponibles situe situes")
"""Before "à": the place is left, or only where something is."""
NEAR = word_set("pres proche autour loin cerca lejos")
"""Words before "de" that say where something is: "près de Nice"."""
FRENCH_AT = word_set("a au aux")
"""Words that say both "to" and "in": a noun before them decides ("escale à Lyon")."""

IN_ARRIVING = word_set(
    "lives vive wohnt visitar ver besuchen treffen spend spending surprise somewhere anywhere see seeing visit meet "
    "meeting join attend attending congress fair "
    "exhibition funeral "
    "arrive arrives arriving arrival arrivals arrived touch touches touching end ends land lands landing landings "
    "terminate terminates terminating "
    "ending estar sein be staying stay week "
    "weekend days nights holiday holidays vacation vacations honeymoon break weeks meeting conference wedding getaway "
    "ankunft arriver arrivant arrivee arrivees arrivent atterrir atterrissant atterrit llegar llegando llegada "
    "aterrizar "
    "vacances vacaciones semana sejour urlaub woche wochenende arriva atterrissent llegan llegue passer pasar"
)
"""Before "in": the place is where the journey ends ("arriving in Boston", "a week in Rome")."""
LAST_VERBS = word_set("besuchen treffen sein ankommen landen verbringen sehen feiern bleiben")
"""German verbs that end a sentence after the place: "meine Schwester in Oslo besuchen"."""
IN_LEAVING = word_set(
    "departure departures depart departing start starting begin beginning originate originating live living "
    "based "
    "currently am m re im salida saliendo abflug demarrant depart debut salidas habite habitons vivo wohne starting"
)
"""Before "in": the place is where the journey begins ("I'm in Boston", "starting in Lyon")."""

LINKS = word_set(
    "the in at city of airport la le los el san den der dem out is are on l les lovely beautiful sunny either both "
    "downtown town what which quel quelle quels quelles villes cities ciudades aeroport ville ciudad aeropuerto "
    "stadt flughafen centre international good "
    "old my our dear un une "
    "du des del de d area cualquier soit either any"
)
"""Words that may stand between a word of direction and the place."""
HOLDERS = word_set(
    "celui celle villes cities ciudades airports aeropuertos flughafen aeroport ville ciudad aeropuerto flughafen "
    "city airport centre aeroports region environs "
    "area centro"
)
"""Nouns after which "de" belongs to the place's name: "l'aéroport de Lyon"."""
TOWARDS = word_set("arrivee destination destino direction visit visite destinacion rumbo")
"""Nouns before "de" or "of" that turn it round: "à destination de Lyon"."""
JOINTS = word_set("and or et ou y o u und oder & / nor ni sowie ainsi")
"""Words that give a place the part of the one before it: "from Boston or Newark"."""
REFUSING = word_set(
    "not pas nicht kein keine sauf except nor instead without ni ohne sin avoid avoiding evitar statt anstatt"
)
"""Words that refuse the place after them; "no Berlin" is an answer without its comma."""
INSTEAD_OF = word_set("lieu lugar")
"""Nouns before "de" that refuse the place after it: "au lieu de Lyon"."""
WANTING = word_set("to go going want fly flying travel aller partir voler veux veut ir volar quiero fahren fliegen")
"""Words that may stand between a refusal and the word of direction: "pas aller à Lyon"."""
NEGATED_VERBS = word_set("don doesn didn won wouldn")
RATHER = word_set("plutot lieber rather mejor prefer prefere")
"""Words that prefer the place after them, unless "than" follows."""
THAN = word_set("que than als")
RETRACTIONS = word_set("no non nein sorry pardon perdon oops wait actually rather plutot mean enfin doch euh uh um")
"""Words after a place that take it back when another follows: "from Oakland, no, from Dallas"."""
RETURNING = word_set(
    "return returning returns back retour retourner revenir revenant rentrer rentrant zuruck vuelta volver volviendo "
    "regresar regreso regresando revient ruckflug home retournant"
)
"""Words just before "to" or "from" that speak of the way back."""
TICKETS_BACK = word_set("retour vuelta regreso zuruck ruckflug")
PAIRED = word_set("y und et aller ida hin")
"""Words before those that make them a kind of ticket: "ida y vuelta a Madrid"."""
AFTER_VIA = word_set("stopover layover stop connection escale escala")
"""Words after a place that make it one on the way, when one of the next comes before it."""
WITH_ONE = word_set("a an one with the avec une un con una mit einem")
AFTER_FROM = word_set("departure departures")
AFTER_TO = word_set("bound arrival arrivals")
ARRIVALS = word_set("arrival arrivals arrivee llegada ankunft")
LEFT_FROM = word_set("from depuis desde")
"""Words that make a place after "in" the one that is left: "from a meeting in Oslo"."""
FOR = word_set("for pour para fur")
BOUND_FOR = word_set("for to")
"""Words after "bound" that make it speak of the place after them: "from Rome bound for Oslo"."""
SERVING = word_set("serve serves serving service services dessert desservent desservant")
"""Verbs before places that an airline flies to and from, which are no ends of a journey by themselves."""
AIRPORTS = word_set("airports aeroports aeropuertos")
"""Words after a place of which something is asked: "Houston airports"."""
AS = word_set("as comme als como")
ORIGINS = word_set("origin origine depart departure start origen salida abflugort start")
"""Nouns that a place may be named to be: "Boston as the origin"."""
LINKING = word_set("connecting linking joining reliant relie relient relier joignant conectando verbindet")
"""Words just before a place that pair it with the next: "flights connecting Denver with Oakland"."""
LINKED_BY = word_set("with and to avec et a con y und mit")
STANDING = word_set("are is do does sont est")
"""Verbs that part a noun from the place after them: "what stops are on the Denver flight"."""
INTERESTED = word_set("interesse interessee interesses interesada interesado")
"""Words after which "par" names what is wished for: "intéressé par Madrid"."""
NO_STOPS = word_set("sans sin ohne aucun aucune no")
COUNTED_STOPS = word_set("non no one two any 1 2 0 zero un une sans ohne sin without aucun zwei")
"""Words before "stop" that make it a kind of flight: "non stop Boston Denver"."""
GROUND = word_set(
    "terrestre terrestres transport transportation limousine limousines limo taxi taxis rental rentals hotel "
    "hotels "
    "location distance loin downtown far bus train trains transports"
)
"""Nouns of getting about in a town: without a flight in the sentence no place in it is an end of a journey."""
SHUTTLES = word_set("shuttle shuttles navette navettes")
"""What goes about in a town, and between two."""
INTO_TOWN: PhraseTable[bool] = table(
    {True: "to the city|to town|into town|city center|city centre|centre ville|centro de la ciudad|stadtmitte"}
)
"""Where one goes from an airport on the ground."""
