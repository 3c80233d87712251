"""Small tables about places: ordinary words that are also names or codes, and how words in names are shortened."""

from bot.domain.understanding.word_lists import word_set

ORDINARY = word_set(
    "the and for you are not but all any can had her was one our out day get has him his how man new now "
    "old see two way who boy did its let "
    "put say she too use les des une est pas mon ton son mes tes ses nos vos par sur que qui ans mai mer "
    "mar los las del una por con sin mas "
    "hoy muy der die das ein und ist von mit aus bei nur mal ich sie wir ihr tag was wie uns den dem jan "
    "feb apr may jun jul aug sep oct nov "
    "dec tue wed thu fri sat sun big bag bus car cat dad dog eat eco end fly fun god hey hot job kid lol "
    "mom mum pay pet pls plz red run sir "
    "six ten top try via vol win yes yet ago add age air aim ask bad bit box buy cut due far few fit fix "
    "got job key law lie lot low map met "
    "mid net nor odd off oil own per pin pop raw rid row sad sea set sit sky tax tea tie tip tom toy van "
    "war web won son sol ida ver ven voy "
    "soy san dos tres mes ano dia que cet ces aux ici oui non moi toi lui eux bon car dit etc fin fou "
    "jeu lit loi mur nom nez nul peu pis pur "
    "rue sac sec soi tel tot vie vin vue zut ab er es im in so zu hin her weg los gut neu alt rot bin "
    "bis nice split reading bath cork mobile "
    "page hope orange tours nancy lens most best of man sun sale pau bar ball bay bend butte "
    "casper cody dole erie flint gary hull kent "
    "mission moab mons normal pace page pasto penn perm pink pico port price pula "
    "rock salt same sens sion sur tome "
    "troy tulle ube union van wick york deal sion villa ville beauty flora florida independence "
    "liberty enterprise paradise friendship "
    "hello thanks help start stop back change cancel book travel flight flights trip ticket tickets "
    "cheap cheaper cheapest later early earlier "
    "direct business first class adult adults child children baby infant morning evening tonight today "
    "tomorrow yesterday person agent human "
    "bonjour salut merci aide hola gracias ayuda hallo danke hilfe vuelo vuelos billete flug vols avion "
    "aller retour simple demain ida vuelta "
    "august april june march july august sunday monday may des moines la el le lo de central many much "
    "also only just please want need give "
    "go going come tell show find look what when where which why will would could should with without "
    "from that this them they there here than "
    "then time some more less very good great fine okay sure maybe about after before between around "
    "over under into onto until while again "
    "other another next last week month year night day days weeks months years nights hour hours minute "
    "minutes one two three four five "
    "six seven eight nine ten un deux trois quatre cinq sept huit neuf dix dos tres cuatro cinco seis "
    "siete ocho nueve diez zwei drei vier "
    "funf sechs sieben acht neun zehn lang long short wife husband son daughter friend mother father "
    "family group name email mail phone "
    "price money card visa pay paid euro euros dollar dollars pound pounds seat seats bag bags baggage "
    "luggage window aisle meal food hobby casa reunion maurice logan lambert pearson reagan national bale kennedy "
    "georgia jordan chad turkey guinea togo mali niger oman iran cuba delta eastern american united continental "
    "america cheney alliance burns spirit frontier ils ont eut sud nord est ouest aie ait elle elles train "
    "bus taxi table music movie book hotel home work school bed dinner lunch breakfast weather god heaven hell moon "
    "mars bank bread milk pizza wine water dad son bill jack john mike tom "
    "victor dale wayne denis hans luis maria ana eva eve ada adam ben bob"
)
"""Words that are names or codes of places too: they count as places only where a place is evidently meant."""

AIRPORT_WORDS = word_set(
    "airport international intl aeroport aeroporto aeropuerto internacional flughafen aerodrome airfield "
    "field regional municipal verkehrsflughafen "
    "d de del di von"
)
"""Words that an airport's name may lose."""
SPELLED = {
    "st": "saint",
    "ste": "sainte",
    "sankt": "saint",
    "mt": "mount",
    "ft": "fort",
    "intl": "international",
    "int": "international",
}
"""Words written in several ways inside names."""
WELL_KNOWN = word_set("nice nancy tours lens cork bath reading split orange mobile paradise sion")
"""Cities among the ordinary words that faint words of direction may point to: "de Nice", "pour Nancy"."""
INSIDE_NAMES = frozenset("./-")
"""Signs that may stand between the words of one name: "Washington D.C.", "Dallas/Fort Worth"."""
FLIGHTS = word_set(
    "flight flights fare fares ticket tickets vol vols billet billets tarif tarifs vuelo vuelos billete billetes flug "
    "r ar rt ow ida vuelta zuruck fluge fluege nonstop direct trip retour simple plane planes avion"
)
"""Words after which two names side by side are the ends of a journey."""
AIRLINES = word_set("airlines airways airline air express aerienne aeriennes aerolineas")
"""Words after a place's name that make it an airline: "Alaska Airlines"."""
STATE_CODES = word_set(
    "al ak az ar ca co ct de fl ga hi id il in ia ks ky la me md ma mi mn ms mo mt ne nv nh nj nm ny nc nd oh ok or pa "
    "ri sc sd tn tx ut vt va wa wv wi wy dc on qc bc ab uk us usa"
)
"""States and provinces in two letters; they count only in capitals right after a city."""
