"""German words of dates: symbol (see lexicon.py) to phrases, a value after "=" where it carries one."""

from bot.domain.understanding.word_lists import word_set

MONTHS = (
    "januar jan janner jaenner",
    "februar feb feber",
    "marz maerz mar mrz maer",
    "april apr",
    "mai",
    "juni jun",
    "juli jul",
    "august aug",
    "september sep sept",
    "oktober okt",
    "november nov",
    "dezember dez",
)
_STEMS = ("montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag", "sonntag")
_SHORT = ("mo", "di", "mi", "do", "fr", "sa sonnabend sonnabends", "so")
_TIMES = ("abend", "abends", "morgen", "nachmittag", "vormittag", "fruh", "frueh", "mittag", "nacht")


def _weekday(stem: str, short: str) -> str:
    return " ".join([stem, short, f"{stem}s", f"{stem}e", f"{stem}en", *(stem + time for time in _TIMES)])


WEEKDAYS = tuple(_weekday(stem, short) for stem, short in zip(_STEMS, _SHORT, strict=True))
WEAK = word_set("mo mon di mi do fr sa sam so son jan mar")


def _bent(stem: str, value: str = "") -> str:
    return "|".join(stem + ending + value for ending in ("e", "en", "er", "es", "em"))


WORDS = {
    "t": "der|die|das|den|dem|des|meiner|unserer|meine",
    "f": "von|vom|von dem",
    "F": "ab|seit|ab dem|beginnend am",
    "I": "in|im|innerhalb von|innerhalb der|in den",
    "i": "am|etwa am|an dem",
    "T": "bis|bis zum|bis zu|zum|auf|bis zur|bis einschliesslich|bis am|auf den|bis den",
    "&": "und",
    "u": "fur|fuer",
    "v": "zwischen",
    "C": "nahester|nahegelegenster",
    "x": "|".join(_bent(s) for s in ("nachst", "naechst")),
    "U": "|".join(_bent(s, "=coming") for s in ("kommend", "anstehend")),
    "X": "|".join(_bent(s) for s in ("folgend", "darauffolgend", "drauffolgend")) + "|darauf|danach folgend",
    "J": "|".join(_bent(s) for s in ("ubernachst", "uebernaechst")),
    "0": _bent("dies") + "|" + _bent("aktuell") + "|" + _bent("laufend") + "|diesem laufenden",
    "L": _bent("letzt"),
    "P": "|".join(_bent(s) for s in ("vergangen", "vorig")) + "|vor",
    "z": "spater|spaeter|danach|ab jetzt|von jetzt an|von heute an",
    "A": "nach|nach dem",
    "d": "tag|tage=2|tagen=2|tages",
    "w": "woche=1|wochen=1",
    "m": "monat|monate|monaten|monats",
    "a": "jahr|jahre|jahren|jahres",
    "Q": "quartal|quartale|quartals",
    "g": "nacht|nachte|nachten|naechte|ubernachtungen",
    "k": "wochenende|wochenendes|wochenenden",
    "s": "fruhling=0|fruehling=0|fruhjahr=0|fruehjahr=0|sommer=1|sommers=1|herbst=2|winter=3",
    "r": (
        "heute=0|jetzt=0|im moment=0|in diesem moment=0|umgehend=0|heute abend=0|heute nacht=0|heut=0|"
        "morgen=1|ubermorgen=2|uebermorgen=2|gestern=-1|vorgestern=-2|"
        "so bald wie moglich=0|schnellstmoglich=0|sofort=0"
    ),
    "b": "anfang|beginn|zu beginn|am anfang|zum beginn|anfangs",
    "c": "mitte|in der mitte",
    "e": "ende|am ende",
    "R": "rest",
    "_": "etwa|ungefahr|ungefaehr|circa|ca|genau|vielleicht|bitte|ungefahr am",
    "K": (
        "weihnachten=1225|weihnachtstag=1225|erster weihnachtstag=1225|zweiter weihnachtstag=1226|"
        "heiligabend=1224|heilig abend=1224|silvester=1231|"
        "neujahr=0101|neujahrstag=0101|valentinstag=0214|ostern=e0|ostersonntag=e0|ostermontag=e1|"
        "karfreitag=e-2|christi himmelfahrt=e39|himmelfahrt=e39|"
        "pfingsten=e49|pfingstsonntag=e49|pfingstmontag=e50|nikolaus=1206|tag der deutschen einheit=1003|"
        "allerheiligen=1101|fronleichnam=e60"
    ),
    "p": "paar=2|ein paar=2|einige=3|einigen=3|mehrere=3",
    "1": "ein=1|eine=1|einer=1|einem=1|einen=1|eines=1",
    "H": (
        "fruh|frueh|vormittag|nachmittag|abend|abends|mittag|mittags|nachts|am morgen|mitternacht|"
        "nachmittags|vormittags|morgens"
    ),
}
