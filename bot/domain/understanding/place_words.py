"""Small tables about places: nicknames, ordinary words that are also names or codes, and words that set a direction."""

from bot.domain.understanding.word_lists import word_set

NICKNAMES = {
    "big apple": "NYC", "the big apple": "NYC", "new york": "NYC", "new york city": "NYC", "ny": "NYC",
    "manhattan": "NYC", "nueva york": "NYC", "la": "LAX", "l a": "LAX", "city of angels": "LAX", "sf": "SFO",
    "san fran": "SFO", "frisco": "SFO", "philly": "PHL", "chi town": "CHI", "windy city": "CHI", "vegas": "LAS",
    "sin city": "LAS", "cdmx": "MEX", "mexico city": "MEX", "sd": "SAN", "kl": "KUL", "dc": "WAS",
    "washington dc": "WAS", "washington d c": "WAS", "paname": "PAR", "panam": "PAR", "lutece": "PAR",
    "ville lumiere": "PAR", "city of light": "PAR", "roissy": "CDG", "de gaulle": "CDG", "charles de gaulle": "CDG",
    "kennedy": "JFK", "o hare": "ORD", "ohare": "ORD", "francfort": "FRA", "frankfort": "FRA", "frankfurt": "FRA",
    "frankfurt am main": "FRA", "frankfurt main": "FRA", "casablanca": "CAS", "saint denis": "RUN",
    "la reunion": "RUN", "reunion": "RUN", "bombay": "BOM", "new delhi": "DEL", "nouvelle delhi": "DEL",
    "delhi": "DEL", "nouvelle orleans": "MSY", "la nouvelle orleans": "MSY", "nola": "MSY", "big easy": "MSY",
    "salonique": "SKG", "tenerife": "TCI", "saigon": "SGN", "ho chi minh": "SGN", "peking": "BJS", "pekin": "BJS",
    "bcn": "BCN", "barna": "BCN", "ams": "AMS", "rio": "RIO", "sao paulo": "SAO", "b a": "BUE", "baires": "BUE",
    "hk": "HKG", "tlv": "TLV", "eternal city": "ROM", "motown": "DTT", "beantown": "BOS", "the hub": "BOS",
    "mile high city": "DEN", "emerald city": "SEA", "music city": "BNA", "h town": "HOU", "hotlanta": "ATL",
    "phoenix": "PHX", "palma": "PMI", "mallorca": "PMI", "majorque": "PMI", "majorca": "PMI", "wien": "VIE",
    "petersburg": "LED", "saint petersbourg": "LED", "dallas fort worth": "DFW",
}  # fmt: skip
"""Names that people use and the data lacks, to the code that is meant when it is served (or whose city is)."""

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
    "page hope orange tours nancy lens most best of man sun sale pau brest bar ball bay bend butte "
    "casper cody dole erie flint gary hull kent "
    "lima mission moab mons natal normal pace page pasto penn perm perth pink pico port price pula quito "
    "rock rome salt same sens sion sur tome "
    "troy tulle ube union van vichy wick york deal sion villa ville beauty flora florida independence "
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
    "luggage window aisle meal food"
)
"""Words that are names or codes of places too: they count as places only where a place is evidently meant."""

FROM = word_set(
    "from leaving departing depart departs leave leaves depuis de d desde von ab aus ex origin origen "
    "partant sortant saliendo salgo"
)
TO = word_set(
    "to into toward towards for visit visiting a au aux vers pour hacia para al nach zu zum destination "
    "destino destinacion arriving arrive arrives "
    "reach reaching rejoindre"
)
VIA = word_set(
    "via through stopover layover connecting stopping stop stops escale correspondance escala "
    "zwischenstopp umstieg uber ueber"
)
LINKS = word_set("the in at city of airport la le los el san in den der dem out is are on l")
"""Words that may stand between a word of direction and the place."""
NOT = word_set("not no pas non nicht kein keine sauf except nor instead plutot rather")
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
