"""Spanish words of dates: symbol (see lexicon.py) to phrases, a value after "=" where it carries one."""

from bot.domain.understanding.word_lists import word_set

MONTHS = (
    "enero ene",
    "febrero feb febr",
    "marzo mar",
    "abril abr",
    "mayo may",
    "junio jun",
    "julio jul",
    "agosto ago ag",
    "septiembre setiembre sep sept set",
    "octubre oct",
    "noviembre nov",
    "diciembre dic",
)
WEEKDAYS = (
    "lunes lun",
    "martes mar",
    "miercoles mie mier",
    "jueves jue",
    "viernes vie",
    "sabado sab sabados",
    "domingo dom domingos",
)
WEAK = word_set("mar lun mie mier jue vie sab dom ene abr may ago ag sep set dic")
WORDS = {
    "t": "el|la|los|las|lo|mi|nuestra",
    "f": "de|del|de la|del mes de|de el",
    "F": "desde|desde el|a partir de|a partir del|a contar de",
    "I": "en|dentro de",
    "i": "sobre el|hacia el|alrededor del|para el",
    "T": "a|al|hasta|hasta el|hasta el dia",
    "&": "y|e",
    "u": "por|durante|para",
    "v": "entre",
    "C": "mas cercano|mas proximo",
    "x": "proximo|proxima|proximos|proximas|que viene|que vienen|entrante|entrantes|venidero|venidera",
    "X": "siguiente|siguientes",
    "0": "este|esta|estos|estas|en curso|corriente|presente|actual",
    "L": "ultimo|ultima|ultimos|ultimas",
    "P": "pasado|pasada|pasados|pasadas|hace|anterior",
    "z": "despues|mas tarde|a partir de ahora|desde ahora",
    "B": "antes de|antes del",
    "A": "despues de|despues del|tras|luego de|luego del",
    "d": "dia|dias=2",
    "w": "semana=1|semanas=1|quincena=2|quincenas=2",
    "m": "mes|meses",
    "a": "ano|anos",
    "Q": "trimestre|trimestres",
    "g": "noche|noches",
    "k": "fin de semana|finde|fines de semana",
    "s": "primavera=0|verano=1|otono=2|invierno=3",
    "r": (
        "hoy=0|ahora=0|en este momento=0|ya mismo=0|inmediatamente=0|ahora mismo=0|esta noche=0|esta tarde=0|"
        "hoy dia=0|hoy mismo=0|manana=1|pasado manana=2|dia despues de manana=2|"
        "ayer=-1|anteayer=-2|antes de ayer=-2|antier=-2|lo antes posible=0|cuanto antes=0"
    ),
    "b": "principio|principios|a principios|comienzo|comienzos|inicio|inicios|al principio|al inicio",
    "c": "mediados|a mediados|mitad|medio",
    "e": "fin|final|finales|a finales|fines|a fines|al final",
    "R": "resto|el resto",
    "h": "en ocho=1|en ocho dias=1",
    "_": "aproximadamente|mas o menos|exactamente|unos|quizas|por favor|solo",
    "K": (
        "navidad=1225|dia de navidad=1225|nochebuena=1224|nochevieja=1231|fin de ano=1231|ano nuevo=0101|"
        "reyes=0106|dia de reyes=0106|san valentin=0214|"
        "domingo de pascua=e0|pascua=e0|domingo de resurreccion=e0|lunes de pascua=e1|viernes santo=e-2|"
        "jueves santo=e-3|todos los santos=1101"
    ),
    "p": "un par de=2|par de=2|unos pocos=3|unos cuantos=3|algunos=3|pocos=3",
    "1": "un=1|una=1",
    "H": (
        "por la manana|de la manana|en la manana|por la tarde|de la tarde|en la tarde|por la noche|"
        "de la noche|mediodia|medianoche|madrugada"
    ),
}
