"""Words by which a clause beside a wish for flights asks after something, in four languages.

"Can I take a bag to Rome?" asks, "a flight to Rome with a bag?" is a wish: what a trip may name as its own needs a
word of these beside it.
"""

from collections.abc import Mapping

from bot.domain.understanding.word_lists import word_set

ASKING_FOR: Mapping[str, frozenset[str]] = {
    "bags": word_set(
        "take taking bring bringing carry allow allows allowed allowance include includes included free extra policy "
        "policies rule rules limit limits fee fees cost costs charge charges heavy weigh weight size kilo kilos kg "
        "about dimensions "
        "prendre emporter emmener apporter amener droit autorise autorises permis inclus incluse compris comprise "
        "comprises gratuit gratuits franchise poids taille supplement frais regles politique coute coutent dimensions "
        "llevar traer incluido incluida incluidos incluidas incluye permitido permitida permitidos franquicia gratis "
        "peso tamano medidas cuesta cuestan facturar normas politica limite derecho "
        "mitnehmen mitbringen dabei inklusive inbegriffen enthalten erlaubt freigepack frei kostenlos gewicht schwer "
        "grosse masse regeln bestimmungen kostet kosten gebuhr gebuhren grenze dabeihaben"
    ),
    "seats": word_set(
        "choose choosing select pick window aisle legroom together about "
        "choisir hublot couloir ensemble elegir escoger seleccionar ventanilla pasillo juntos juntas "
        "aussuchen wahlen auswahlen fenster fensterplatz gangplatz nebeneinander"
    ),
    "children": word_set(
        "need needs free discount discounts reduction reductions cheaper reduced stroller pram about pay pays less lap "
        "besoin gratuit gratuitement reduction reductions poussette paie paient moins siege genoux "
        "necesita necesitan gratis descuento descuentos carrito paga pagan menos asiento regazo "
        "braucht brauchen kostenlos ermassigung ermassigungen rabatt kinderwagen zahlen zahlt weniger "
        "umsonst sitz schoss"
    ),
    "fares": word_set(
        "difference differences mean means include includes included conditions rules about "
        "comprend inclut incluye diferencia diferencias condiciones significa "
        "unterschied unterschiede bedeutet enthalt beinhaltet bedingungen"
    ),
    "unaccompanied": word_set(
        "unaccompanied child children kid kids minor minors son daughter teenager accompagne accompagnee enfant "
        "enfants mineur mineure fils fille menor menores nino nina hijo hija acompanado acompanada "
        "kind kinder sohn tochter unbegleitet unbegleitetes minderjahrige"
    ),
}
"""Subject -> words of which one shows that it is asked about."""

OF_A_FARE = word_set(
    "ticket tickets fare fares flight flights one ones option options billet billets tarif tarifs vol vols billete "
    "billetes tarifa tarifas vuelo vuelos opcion opciones flug fluge tarife "
)
"""Things beside which "refundable" and "flexible" are wishes."""
WISHABLE = word_set(
    "refundable remboursable remboursables reembolsable reembolsables erstattbar changeable modifiable modifiables "
    "flexible modificable modificables umbuchbar flexibel"
)
"""What a fare may be wished to be."""

BABIES = word_set("baby infant bebe baby babys saugling")
WHETHER = word_set("can could may puis peut puedo puede podemos kann darf konnen durfen")
"""Who asks whether they may fly with a baby wants to know how."""
MANY = word_set("many much combien cuanto cuanta cuantos cuantas viel viele wieviel wieviele")
"""Words that ask for a number of what follows them closely."""
WITH = word_set("with including inclusive plus avec incluant con incluyendo mit inkl inklusive samt")
"""Words that make what follows them a part of the journey: "with a checked bag"."""
ABOUT_WITH = word_set("happens pasa ist sieht steht")
"""Second words of a question in which "with" means "about": "was ist mit Gepäck?"."""

LEADS = word_set(
    "and but also so then oh ok okay hi hello hey please plus well btw sorry et mais aussi alors bonjour bonsoir "
    "salut donc y e pero tambien hola entonces und aber auch hallo noch dann"
)
"""Words before the first word of a question."""
KNOWING = word_set(
    "know knows wonder wondering ask asking tell savoir demander demande dire saber preguntar preguntarle decir "
    "decirme wissen fragen sagen"
)
WHAT_FOLLOWS = word_set(
    "if whether how what which about when where me si combien ce quel quels quelle quelles comment cuanto cuanta "
    "cuantos cuantas que cual ob wie was welche welcher welches wieviel"
)
"""Words of who asks by saying so, and what comes next: "I'd like to know if"."""
NOT_FIRST = frozenset({"and", "y", "et", "will", "may"})
"""First words of questions that begin other clauses, too: names, months, lists."""
PLAIN = word_set(
    "the my our your a an and what about of any for all is are am i we it included allowed extra too also free how s "
    "le la les l un une des mes mon ma nos notre et pour du de d est sont inclus compris en el los las una mi mis "
    "nuestro nuestra y e incluido incluida incluidos incluidas das der die den ein eine einen mein meine meinen unser "
    "unsere und noch auch inklusive dabei erlaubt hand checked cabin main cabine"
)
"""Words that may stand around a subject that is asked about by its name alone: "and my bags?"."""
COUNTING = word_set("a an one un une una uno ein eine einem einen")
"""Words before one traveller: "a child for less?" counts, "do children pay less?" asks."""
JOINING = word_set(
    "and or nor my the a an our et ou mes mon ma les la le des y o u mis mi el los las und oder das die ,"
)
"""What stands between two subjects of one question: "bags and pets"."""

ANNOUNCING = word_set("question questions thing things chose pregunta preguntas cosa frage fragen sache")
AROUND_ANNOUNCING = word_set(
    "one a an another more last quick small little just and also oh by the way before that first wait i have ve got "
    "had 1 my une autre petite petit encore derniere j ai la ma una otra pequena mas tengo mi eine noch kurze kleine "
    "ich habe hatte meine"
)
"""Words that only say that a question comes: they count no travellers."""
