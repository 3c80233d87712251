"""Words that show what a message is about: flying, travelling in general, or something that no airline sells."""

from bot.domain.understanding.phrases import PhraseTable, table
from bot.domain.understanding.word_lists import word_set

FLYING = word_set(
    "flight flights fly flying flies flew plane planes airplane airplanes aircraft airline airlines airfare airfares "
    "airways nonstops stopover stopovers layover layovers nonstop roundtrip itinerary fare fares boarding "
    "landings takeoffs vol vols vole volez volons voler volent volant avion avions compagnie "
    "compagnies aerienne aeriennes escale escales "
    "decollage decoller decolle decollent atterrir atterrissage atterrissant atterrit atterrissent "
    "volais volamos vuelo vuelos volar vuelan vuela aviones avion aerolinea aerolineas escala escalas "
    "flug fluge fluege fliegen fliege fliegt flieger flugzeug fluglinie airlines abflug "
    "direktflug "
    "direktfluge hinflug ruckflug flugticket flugtickets flugverbindung flugverbindungen fluggesellschaft"
)
"""Words of flying: with one of them the message is for an airline."""
MOVING = word_set(
    "travel traveling travelling travels trip trips journey journeys go going gonna head heading headed leave "
    "leaving leaves depart departs departing arrive arrives arriving arrival land landing ticket tickets visit "
    "visiting "
    "vacation vacations holiday holidays getaway honeymoon return returning book booking move moving relocate come "
    "coming "
    "bring take escape "
    "interested interesse interessee interesado interesada starten abfliegen losfliegen abreisen losfahren "
    "continue continuer continuing continuons seguir weiterreisen ramener ramenez ramene ramenes descendre monter "
    "filer envoler envole vamonos vayamos escapada kurztrip stadtereise "
    "wochenendtrip ausflug citytrip viree surprise deplacement directo directa direct directe direkt venir aille "
    "aillent ailles reservez reserve reservame buche buch voy vas iremos "
    "volver regresar llevar llevame llevarnos bring partir pars part partons partant voyage voyager voyages "
    "voyageons aller vais vas allez allons va irai irons "
    "rendre rends "
    "trajet trajets billet billets vacances escapade reserver reservation rentrer rentre revenir retour arriver "
    "arrivant "
    "visiter decouvrir rejoindre departs sejour quitter quitte tarif tarifs liaison liaisons emmene emmenez emmener "
    "rendons demenage demenager demenageons installe "
    "viajar viaje viajes ir vamos voy billete billetes boleto boletos pasaje pasajes vacaciones salir salgo salida "
    "llegar "
    "llegada visitar reservar reserva tarifa tarifas conexion irme irnos "
    "verreisen reisen reise fahren fahre urlaub buchen besuchen kommen ankommen ankunft hin"
)
"""Words of travelling: enough with a place, when little else is said."""
OTHERS = word_set(
    "he she they his her il elle ils elles ella ellos er who whose whom why qui pourquoi quien wer warum wieso"
)
"""How messages begin that speak or ask of others; one of them books only if somebody wishes."""
WISHING = word_set(
    "faut faudrait faudra y reste manque want wants wanted need needs would d like likes must should wish wishes "
    "veut veulent voudrait voudraient aimerait "
    "souhaite doit doivent quiere quieren quisiera necesita tiene tienen will wollen mochte mochten muss mussen braucht"
)
BEING = word_set("be etre estar sein sois soit")
MUST = word_set("must need needs have has got gotta dois doit devons devez faut tengo tiene tenemos muss mussen")
"""Words that together send somebody to a place: "I must be in Oslo on Friday"."""
FUTURE = word_set("va vas vais vont allez allons vamos voy")
AFTER_GOING = word_set("a au aux en vers de jusqu pour y partir voyager al hacia para \u00a7 avec con vous tu") | {""}
"""French and Spanish words of going, and what follows them when they mean it: "il va pleuvoir" does not."""
SHOPPING = word_set(
    "cheap cheapest cheaper price prices cost costs deal deals offer offers much available promo promos promotion cher "
    "chers combien prix coute cout offre offres disponible disponibles barato barata baratos precio precios cuesta "
    "cuanto oferta ofertas billig billige billiges billigste gunstig gunstiges preis preise kostet angebot angebote"
)
"""Words of buying: with a place or a day, and nothing strange, they ask for what an airline sells."""
BOOKING = word_set(
    "book booking reserve reserver reservez reservation reserves reservar reserva reservame buchen buche buch"
)
"""Words of booking, which hotels and tables are, too: they allow no strange word beside a place."""
SETTING_OUT = word_set(
    "somewhere anywhere endroit irgendwohin irgendwo algun destination destinations desservez destinos destino "
    "reiseziele ziele travel traveling travelling trip trips go going leave leaving depart departing ticket tickets "
    "return returning "
    "book "
    "booking partir pars part partons partant voyager voyage billet billets reserver rentrer revenir viajar salir irme "
    "billete billetes boleto verreisen reisen fahren buchen"
)
"""Words of travelling that are enough with nothing but a day: "I want to leave on Friday"."""

_FOREIGN = {
    "en": (
        "to live|flixbus|leave for work|get to work|walk from|walk to|walking|cycling|cycle|bike|hike|hiking|marathon|"
        "campsite|camping|amtrak|greyhound|eurostar|opera|musical|ballet|zoo|how cold|how hot|how warm|economy of|"
        "the economy|a visa|visa for|visa to|"
        "weather|forecast|temperature|raining|rain|snowing|sunny|humid|umbrella|jacket|alarm|alarms|timer|timers|"
        "reminder|reminders|remind|recipe|recipes|cook|cooking|bake|ingredients|calories|calorie|translate|"
        "translation|spell|spelling|capital|president|mayor|population|prime minister|restaurant|restaurants|table|"
        "tables|pizza|burger|sushi|reservation at|dinner reservation|dinner reservations|reservations at|hotel|"
        "hotels|hostel|hostels|airbnb|motel|apartment|apartments|cabin in|room|rooms|suite|taxi|taxis|cab|an uber|"
        "un uber|ein uber|en uber|uber pour|uber to|uber home|uber for|order uber|"
        "lyft|bus|buses|train|trains|subway|metro|ferry|cruise|song|songs|music|playlist|album|albums|podcast|"
        "podcasts|radio|jazz|movie|movies|film|films|cinema|theater|theatre|netflix|concert|concerts|tv|television|"
        "news|headlines|score|scored|football|soccer|basketball|baseball|hockey|tennis|nba|nfl|world cup|"
        "championship|olympics|joke|jokes|poem|riddle|fun fact|facts|square root|divided by|multiplied|plus equals|"
        "equation|calculate|savings|checking account|bank|bank account|mortgage|loan|loans|credit score|"
        "credit limit|interest rate|bill|bills|invoice|invoices|insurance|deposit|withdraw|transfer|doctor|dentist|"
        "appointment|appointments|email|emails|text message|text my|voicemail|phone call|lights|lamp|thermostat|"
        "vacuum|shopping list|to do list|todo list|grocery|groceries|shoes|laundry|amazon|parcel|letter|postcard|"
        "exchange rate|currency|convert|time zone|timezone|time difference|what time is it|the time in|time now|"
        "current time|traffic|directions to|directions from|drive|driving|gas|gasoline|miles|kilometers|kilometres|"
        "distance|cars|rent|rental|parking|vaccine|vaccines|vaccination|shots|plug|socket|passport office|safe to|"
        "safe in|crime|dangerous|homework|exam|school|university|college|job|jobs|salary|resume|interview|"
        "wifi password|password|bluetooth|volume|marry|birthday song|history|battle|king|queen|emperor|author|"
        "wrote|painted|born|died|invented|architect|museum hours|open on|opening hours|things to do|attractions|"
        "sightseeing|landmarks|stock|stocks|bitcoin|dow jones|horoscope|zodiac|calendar|party at|gym|workout|yoga|"
        "weight|protein|sleep|meaning of|synonym|definition|define|pronounce|language|languages|speak french|"
        "how tall|how old|how deep|how big|how far|highest mountain|tallest|river|lake|planet|moon|galaxy|penguins|"
        "oil change|tire|tires|battery|engine|mpg|house|houses|real estate|property|flowers|gift|"
        "haircut|barber|plumber|electrician|mechanic|i love|we love|i hate|a car|"
        "the car|my car|rental car|car rental|by car|a package|my package|the package|set up a meeting|"
        "schedule a meeting|my meetings|a story|bedtime story"
    ),
    "fr": (
        "battu|veut dire|blablacar|covoiturage|flixbus|ouigo|un bon italien|"
        "au travail|marcher|a pied|velo|courir|randonnee|camping|main armee|un visa|opera|zoo|comedie musicale|"
        "eurostar|que s'est il passe|sens de|"
        "meteo|quel temps|le temps qu|temps fait il|temps il fait|temperature|pleut|pleuvoir|pluie|neige|neiger|"
        "parapluie|prevision|previsions|reveil|reveille|reveille moi|alarme|minuteur|minuterie|rappel|rappelle|"
        "rappelle moi|recette|recettes|cuisiner|cuire|ingredients|calories|traduis|traduire|traduction|traduisez|"
        "epeler|epelle|capitale|president|maire|population|habitants|premier ministre|restaurant|restaurants|"
        "une table|table pour|pizza|sushi|hotel|hotels|auberge|chambre|chambres|airbnb|appartement|appartements|"
        "logement|taxi|taxis|bus|autobus|trains|tgv|metro|tramway|ferry|bateau|croisiere|chanson|chansons|musique|"
        "playlist|album|podcast|radio|jazz|film|films|cinema|theatre|netflix|concert|concerts|tele|television|"
        "infos|actualites|score|football|foot|rugby|tennis|match|coupe du monde|championnat|jeux olympiques|blague|"
        "blagues|poeme|devinette|racine carree|divise|multiplie|calcule|calculer|epargne|livret|compte courant|"
        "compte bancaire|banque|virement|vire|facture|factures|impots|assurance|medecin|dentiste|docteur|"
        "rendez vous|email|mail a|sms|un message a|appelle|telephone a|lumiere|lumieres|lampe|chauffage|thermostat|"
        "aspirateur|liste de courses|liste des courses|courses|chaussures|lessive|colis|lettre|carte postale|"
        "taux de change|devise|convertis|convertir|fuseau horaire|decalage horaire|quelle heure est il|"
        "heure est il|heure qu'il est|l'heure a|heure a|circulation|bouchons|itineraire en|conduire|essence|"
        "kilometres|distance|voiture|voitures|louer|location|parking|vaccin|vaccins|est il dangereux|dangereux|"
        "securite|devoirs|examen|ecole|universite|emploi|salaire|cv|entretien|mot de passe|bluetooth|volume|"
        "guerre|bataille|roi|reine|empereur|auteur|ecrit|peint|ne a|mort|invente|horaires d'ouverture|ouvert|"
        "que faire a|activites|musee|musees|monuments|bourse|bitcoin|horoscope|calendrier|agenda|salle de sport|"
        "yoga|poids|sommeil|reve|definition|synonyme|signifie|prononce|langue|parle t on|quelle taille|quel age|"
        "quelle hauteur|quelle distance|montagne|fleuve|riviere|lac|planete|lune|vidange|pneu|pneus|"
        "batterie|moteur|maisons|immobilier|fleurs|cadeau|coiffeur|plombier|garage|mecanicien|deteste|commande une|"
        "commander|j'aime|j'adore|train|une histoire|les nouvelles|prise electrique|un pret|credit immobilier|"
        "il fait chaud|fait il froid|fait il chaud"
    ),
    "es": (
        "un visado|visado para|"
        "tiempo hace|el tiempo en|clima|temperatura|llueve|llover|lluvia|nieve|paraguas|pronostico|alarma|"
        "despertador|despiertame|temporizador|recordatorio|recuerdame|receta|recetas|cocinar|cocino|hornear|"
        "ingredientes|calorias|traduce|traducir|traduccion|capital|presidente|alcalde|poblacion|habitantes|"
        "restaurante|restaurantes|una mesa|mesa para|pizza|hotel|hoteles|hostal|habitacion|habitaciones|"
        "apartamento|piso|taxi|autobus|bus|tren|trenes|ave|metro|ferry|crucero|barco|cancion|canciones|musica|"
        "lista de reproduccion|pelicula|peliculas|cine|teatro|concierto|noticias|partido|futbol|gano|mundial|liga|"
        "chiste|chistes|poema|cuento|raiz cuadrada|calcula|ahorros|transfiere|transferir|cuenta|banco|prestamo|"
        "factura|impuestos|medico|dentista|cita|correo|mensaje a|llama a|luz|luces|lista de la compra|zapatos|"
        "paquete|carta|divisa|convierte|que hora es|hora es|huso horario|trafico|conducir|gasolina|kilometros|"
        "distancia|coche|alquilar|vacunas|enchufe|seguro viajar|es seguro|peligroso|deberes|examen|escuela|"
        "universidad|trabajo|sueldo|contrasena|guerra|rey|reina|escribio|pinto|murio|invento|que hacer|museo|"
        "museos|bolsa|horoscopo|agenda|gimnasio|significa|definicion|idioma|montana|rio mas|lago|planeta|"
        "casa|flores|peluquero|fontanero|odio|me encanta|quien es|quien fue|tipo de cambio|una historia|"
        "de la historia"
    ),
    "de": (
        "zugfahrkarte|zugfahrkarten|bahnticket|konzertkarten|oper|ein visum|visum fur|"
        "wetter|temperatur|regnet|regen|schneit|schnee|regenschirm|vorhersage|wecker|wecke|weck mich|timer|"
        "erinnere|erinnerung|rezept|rezepte|kochen|koche|backen|zutaten|kalorien|ubersetze|ubersetzen|ubersetzung|"
        "hauptstadt|prasident|burgermeister|einwohner|bundeskanzler|kanzler|restaurant|restaurants|einen tisch|"
        "tisch fur|pizza|hotel|hotels|hostel|zimmer|hotelzimmer|wohnung|ferienwohnung|taxi|bus|zug|zuge|bahn|"
        "u bahn|kreuzfahrt|schiff|lied|lieder|musik|playlist|film|filme|kino|theater|konzert|nachrichten|fussball|"
        "bundesliga|gewonnen|weltmeister|weltmeisterschaft|witz|witze|gedicht|geschichte|wurzel|berechne|rechne|"
        "sparkonto|konto|bank|uberweise|uberweisung|uberweisen|kredit|rechnung|steuern|versicherung|arzt|zahnarzt|"
        "mail|nachricht an|ruf|rufe|licht|lampe|heizung|einkaufsliste|schuhe|paket|brief|wechselkurs|wahrung|"
        "umrechnen|wie spat|wie viel uhr|uhrzeit|zeitzone|verkehr|stau|benzin|kilometer|entfernung|auto|mietwagen|"
        "mieten|impfung|impfungen|steckdose|gefahrlich|hausaufgaben|prufung|schule|universitat|job|gehalt|passwort|"
        "krieg|konig|konigin|schrieb|geschrieben|gemalt|gestorben|erfunden|sehenswurdigkeiten|museum|aktie|"
        "aktien|horoskop|kalender|besprechung|fitnessstudio|bedeutet|definition|sprache|berg|fluss|planet|"
        "haus|blumen|friseur|klempner|wer ist|wer war|ist es sicher|wie weit|ich liebe|ich hasse|arzttermin|"
        "einen termin"
    ),
}
FOREIGN: PhraseTable[str] = table(_FOREIGN)
"""Things and deeds of other trades, by language."""

LEADS: PhraseTable[str] = table(
    {
        "en": (
            "teach me|wish my|invite|flip a|toss a|roll a|roll the|remind me|set my|translate|play|wake me|sing|"
            "turn on|turn off|turn up|what's the weather|"
            "what is the weather|how's the weather|how is the weather|how do you say|how do i say|"
            "how would you say|what time is it|what is the time|what's the time|how do i make|how do you make|"
            "how do i cook|how do i get rid|convert|calculate|define|read me|read my|set an alarm|set the alarm|"
            "set a timer|set a reminder|set my alarm|tell me a joke|tell me a story"
        ),
        "fr": (
            "apprends moi|souhaite un bon|souhaite bon|souhaite un joyeux|souhaite joyeux|invite|rappelle moi|"
            "reveille moi|traduis|joue|chante|allume|eteins|quel temps|quelle est la meteo|"
            "quelle heure|comment dit on|comment dire|comment on dit|comment cuisiner|comment preparer|convertis|"
            "calcule|definis|lis moi|mets un reveil|mets un rappel|mets un minuteur|mets de la musique|"
            "mets la musique|mets une alarme|raconte moi"
        ),
        "es": (
            "ensename|invita|recuerdame|despiertame|traduce|toca|cuentame|canta|enciende|apaga|que tiempo|como se dice|"
            "como se hace|como hago|convierte|calcula|define|que hora|pon musica|pon la alarma|pon una alarma|"
            "pon un"
        ),
        "de": (
            "lade|bring mir bei|erinnere mich|weck mich|wecke mich|ubersetze|spiel|spiele|sing|schalte|"
            "wie ist das wetter|"
            "wie wird das wetter|wie spat|wie sagt man|wie macht man|wie koche|berechne|stell einen wecker|"
            "stelle einen wecker|stell den wecker|erzahl mir"
        ),
    }
)
"""How requests to other helpers begin: after one of them even a flight is not to be booked ("remind me to ...")."""

TOLD: PhraseTable[bool] = table(
    {
        True: (
            "i went|we went|i had|we had|i was|we were|was born|were born|moved to|years ago|year ago|i am from|"
            "i'm from|"
            "i grew up|my name is|live in|lives in|living in|il y a deux ans|ans que|a demenage|ont demenage|"
            "he returns|she returns|he comes|she comes|are coming from|is coming from|comes from|"
            "he leaves|she leaves|il revient|elle revient|ils reviennent|viennent de|vient de|er kommt|sie kommt|"
            "sie kommen|"
            "eltern kommen|kommt aus|vuelve de|vienen de|viene de|j'ai passe|nous avons passe|"
            "je suis alle|je suis allee|nous sommes alles|je suis ne|je suis nee|est ne|est nee|ai demenage|"
            "avons demenage|m'appelle|habite a|vit a|habitons|habitent|vivent|vit|je viens de|hace dos anos|fui a|"
            "fuimos a|naci|nacio|vivo en|vivimos en|me llamo|estuve|vor zwei jahren|ich war|wir waren|geboren|"
            "ich wohne|"
            "wir wohnen|ich heisse|umgezogen"
        )
    }
)
"""Words of one's life: with fewer than two ends of a journey they tell and do not ask."""

HAVING: PhraseTable[bool] = table(
    {True: "i have|we have|i've got|there are|j'ai|nous avons|on a|il y a|tengo|tenemos|hay|ich habe|wir haben|es gibt"}
)
"""How messages begin that tell whom one has: with nothing but people they book nothing."""
