"""Spanish words of dates: symbol (see lexicon.py) to phrases, a value after "=" where it carries one."""

from bot.domain.understanding.dates.feast_names import FEASTS
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
    "miercoles mie mier mierc",
    "jueves jue juev",
    "viernes vie vier",
    "sabado sab sabados",
    "domingo dom domingos",
)
WEAK = word_set("mar lun mie mier jue vie sab dom ene abr may ago ag sep set dic")
WORDS = {
    "t": "el|la|los|las|lo|mi|nuestra",
    "f": "de|del=1|de la|de los|de las|del mes de|de el|en el mes de",
    "F": (
        "desde|desde el|desde la|a partir de|a partir del|a contar de|a contar del|partiendo el|empezando el=1|"
        "comenzando el=1|con salida el=1"
    ),
    "I": "en|dentro de|de aqui a|durante el|a lo largo de|dentro del|en el transcurso de",
    "i": "sobre el|hacia el|alrededor del|alrededor de|para el|a eso del|cerca del|por el|en torno al",
    "T": "a|al|hasta|hasta el|hasta el dia|hasta la",
    "&": "y|e",
    "u": "por|durante|para",
    "O": "o|o si no|o sino|o en su defecto|u|o bien|o quiza|o quizas|o tal vez",
    "v": "entre",
    "C": "mas cercano|mas proximo",
    "x": (
        "proximo|proxima|proximos|proximas|que viene|que vienen|q viene|que entra|que sigue|entrante|entrantes|"
        "venidero|venidera"
    ),
    "X": "siguiente|siguientes",
    "0": "este|esta|estos|estas|en curso|corriente|presente|actual",
    "L": "ultimo|ultima|ultimos|ultimas",
    "P": "pasado|pasada|pasados|pasadas|hace|anterior",
    "z": "despues|mas tarde|a partir de ahora|desde ahora",
    "B": "antes de|antes del|anterior a|anterior al|previo a|previo al",
    "A": "despues de|despues del|tras|luego de|luego del|posterior a|posterior al|siguiente a|siguiente al",
    "d": "dia|dias=2",
    "FrT": "desde ahora hasta=0,0,0|desde ahora hasta el=0,0,0|a partir de ahora hasta el=0,0,0|de ahora al=0,0,0",
    "oL": "penultimo=2,0|penultima=2,0|antepenultimo=3,0",
    "ow": "primera mitad=1,2|segunda mitad=2,2",
    "w": "semana=1|semanas=1|sem=1|quincena=2|quincenas=2",
    "m": "mes|meses",
    "a": "ano|anos",
    "Q": "trimestre|trimestres",
    "g": "noche|noches",
    "k": "fin de semana|finde|fines de semana|find|finde semana",
    "s": "primavera=0|verano=1|otono=2|invierno=3",
    "r": (
        "hoy=0|ahora=0|en este momento=0|ya mismo=0|inmediatamente=0|ahora mismo=0|esta noche=0|esta tarde=0|"
        "hoy dia=0|dia de manana=1|manana mismo=1|traspasado manana=3|tras pasado manana=3|hoy mismo=0|"
        "manana=1|pasado manana=2|dia despues de manana=2|"
        "ayer=-1|anteayer=-2|antes de ayer=-2|antier=-2|lo antes posible=0|cuanto antes=0|"
        "lo mas pronto posible=0|tan pronto como sea posible=0|lo mas antes posible=0|dia de hoy=0|"
        "pasadomanana=2"
    ),
    "D": "dia siguiente=1|vispera=-1|antevispera=-2|dia anterior=-1",
    "b": (
        "principio|a comienzos|al comienzo|a inicios|a primeros|el principio|principios|a principios|comienzo|"
        "comienzos|inicio|inicios|al principio|al inicio"
    ),
    "c": "mediados|a mediados|mitad|a mitad|la mitad|a la mitad|medio|mediado",
    "e": "fin|final|finales|a ultimos|el final|a finales|fines|a fines|al final",
    "R": "resto|el resto",
    "_": (
        "por que no|unas|aprox .|aprox|buenos dias|buenas tardes|buenas noches|aproximadamente|mas o menos|exactamente|"
        "unos|quizas|por favor|solo"
    ),
    "K": FEASTS["es"],
    "p": (
        "un par de=2|par de=2|una decena de=10|una docena de=12|varios=3|varias=3|unos pocos=3|unos cuantos=3|"
        "algunos=3|pocos=3"
    ),
    "V": "cada|todos los|todas las|cualquier",
    "Y": "no|no el|excepto|excepto el|salvo|salvo el|menos el|pero no|pero no el",
    "j": (
        "me|nos|si|es|esta|seria|va|vale|con|pero|estaria|estara|puede|podria|porque|tambien|que|viene|vamos|"
        "yo|funciona|funcionaria"
    ),
    "l": "y medio|y media",
    "pd": "unos dias=3,2",
    "pw": "unas semanas=3,1",
    "1m": "medio ano=6,0|un semestre=6,0",
    "1": "un=1|una=1",
    "H": (
        "a primera hora|a primeras horas|a ultima hora|de madrugada|la manana|la tarde|la noche|a la manana|"
        "por la manana|de la manana|en la manana|por la tarde|de la tarde|en la tarde|por la noche|"
        "de la noche|mediodia|medianoche|madrugada"
    ),
}
