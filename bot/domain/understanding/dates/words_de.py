"""German words of dates: symbol (see lexicon.py) to phrases, a value after "=" where it carries one."""

from bot.domain.understanding.dates.feast_names import FEASTS
from bot.domain.understanding.word_lists import listed, word_set

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
_TIMES = listed(
    "abend abends morgen morgens nachmittag nachmittags vormittag vormittags fruh frueh mittag mittags nacht"
)


def _weekday(stem: str, short: str) -> str:
    return " ".join([stem, short, f"{stem}s", f"{stem}e", f"{stem}en", *(stem + time for time in _TIMES)])


WEEKDAYS = tuple(_weekday(stem, short) for stem, short in zip(_STEMS, _SHORT, strict=True))
WEAK = word_set("mo mon di mi do fr sa sam so son jan mar")


def _bent(stem: str, value: str = "") -> str:
    return "|".join(stem + ending + value for ending in ("e", "en", "er", "es", "em"))


def _halves(half: str) -> str:
    """Read "zweite Hälfte"."""
    return "|".join(
        f"{nth}{ending} {half}={n},2" for n, nth in ((1, "erst"), (2, "zweit")) for ending in ("e", "en", "er")
    )


def _of_months(tail: str, values: str) -> str:
    """Read "Dezemberwoche", "Junihalfte": a month and a part of it in one word."""
    return "|".join(f"{names.split()[0]}{tail}={values},{number}" for number, names in enumerate(MONTHS, 1))


WORDS = {
    "t": "der|die|das|den|dem|des|meiner|unserer|meine",
    "f": "von|vom=1|von dem|im monat",
    "F": "ab|seit|seit dem|ab dem|ab der|beginnend am=1|beginnend mit dem=1",
    "I": "in|im|innerhalb|innerhalb von|innerhalb der|in den|binnen|wahrend|waehrend|im laufe|im verlauf",
    "i": "am|etwa am|an dem|an|um den|gegen den|rund um den|so um den",
    "T": (
        "bis|bis zum|bis zu|zum|auf|bis zur|bis einschliesslich|bis einschliesslich zum|bis inklusive|bis incl|"
        "bis einschl|bis spatestens|bis am|bis hin zum|bis in den|bis an den|auf den|bis den"
    ),
    "&": "und",
    "u": "fur|fuer",
    "O": "oder|oder sonst|ansonsten|oder ansonsten|oder auch|oder vielleicht|bzw",
    "v": "zwischen",
    "C": "|".join(_bent(s) for s in ("nahest", "nahegelegenst", "nachstgelegen", "naechstgelegen")),
    "x": "|".join(_bent(s) for s in ("nachst", "naechst")),
    "U": "|".join(_bent(s, "=coming") for s in ("kommend", "anstehend")),
    "X": "|".join(_bent(s) for s in ("folgend", "darauffolgend", "drauffolgend")) + "|darauf|drauf|danach folgend",
    "J": "|".join(_bent(s) for s in ("ubernachst", "uebernaechst")),
    "0": _bent("dies") + "|" + _bent("aktuell") + "|" + _bent("laufend") + "|diesem laufenden",
    "L": _bent("letzt"),
    "P": "|".join(_bent(s) for s in ("vergangen", "vorig")),
    "S": "vor|vor dem|vor der|vor den",
    "z": "spater|spaeter|danach|ab jetzt|von jetzt an|von heute an",
    "A": "nach|nach dem|nach der|nach den",
    "d": "tag|tage=2|tagen=2|tages",
    "w": "woche=1|wochen=1",
    "m": "monat|monate|monaten|monats",
    "a": "jahr|jahre|jahren|jahres",
    "Q": "quartal|quartale|quartals",
    "g": "nacht|nachte|nachten|naechte|naechten|ubernachtung|ubernachtungen|uebernachtungen",
    "k": "wochenende|wochenendes|wochenenden",
    "s": "fruhling=0|fruhlings=0|fruehlings=0|fruehling=0|fruhjahr=0|fruehjahr=0|sommer=1|sommers=1|herbst=2|winter=3",
    "r": (
        "heute=0|jetzt=0|im moment=0|in diesem moment=0|umgehend=0|heute abend=0|heute nacht=0|heut=0|"
        "noch heute=0|am heutigen tag=0|am morgigen tag=1|"
        "uberubermorgen=3|ueberuebermorgen=3|uber ubermorgen=3|"
        "morgen=1|ubermorgen=2|uebermorgen=2|gestern=-1|vorgestern=-2|"
        "so bald wie moglich=0|so schnell wie moglich=0|so fruh wie moglich=0|moglichst bald=0|"
        "schnellstmoglich=0|sofort=0|"
        "schnellstmoeglich=0|so bald wie moeglich=0|baldmoglichst=0"
    ),
    "D": "tag darauf=1|tag danach=1|folgetag=1|vortag=-1|vorabend=-1|tag davor=-1",
    "bm": "monatsanfang=0,0|monatsbeginn=0,0",
    "cm": "monatsmitte=0,0",
    "em": "monatsende=0,0",
    "ba": "jahresanfang=0,0|jahresbeginn=0,0",
    "ca": "jahresmitte=0,0",
    "ea": "jahresende=0,0",
    "bw": "wochenanfang=0,1|wochenbeginn=0,1",
    "cw": "wochenmitte=0,1",
    "oL": _bent("vorletzt", "=2,0") + "|" + _bent("drittletzt", "=3,0"),
    "1al": "anderthalb jahre=1,0,0|anderthalb jahren=1,0,0|eineinhalb jahre=1,0,0|eineinhalb jahren=1,0,0",
    "1ml": "anderthalb monate=1,0,0|anderthalb monaten=1,0,0|eineinhalb monaten=1,0,0",
    "ow": _halves("halfte") + "|" + _halves("haelfte"),
    "ds": "fruhlingstag=0,0|sommertag=0,1|herbsttag=0,2|wintertag=0,3",
    "wM": _of_months("woche", "1") + "|" + _of_months("halfte", "2") + "|" + _of_months("haelfte", "2"),
    "eM": _of_months("ende", "0"),
    "bM": _of_months("anfang", "0"),
    "ofm": "monatserster=1,0,0|monatsersten=1,0,0",
    "1m": "ein halbes jahr=6,0|einem halben jahr=6,0|halbes jahr=6,0|halben jahr=6,0|ein halbjahr=6,0",
    "V": _bent("jed") + "|" + "irgendein|" + _bent("irgendein"),
    "Y": "nicht|nicht am|nicht den|nicht der|ausser|ausser am|aber nicht|bloss nicht",
    "j": (
        "passt|ware|waere|ist|geht|ginge|wenn|mit|aber|weil|auch|dann|hin|zuruck|los|fliegen|reisen|abfliegen|fahren|"
        "zuruckfliegen|wir|ich|es|klappt|kann|konnte|soll|sein|haben|weg|wieder"
    ),
    "b": "anfang|beginn|zu beginn|am anfang|zum beginn|anfangs|zu anfang",
    "c": "mitte|in der mitte|zur mitte",
    "e": "ende|am ende|zum ende|gegen ende",
    "R": "rest",
    "_": (
        "so oder so|warum nicht|guten morgen|guten tag|guten abend|gute nacht|schonen abend|schonen tag|herum|"
        "rund|etwa|ungefahr|ungefaehr|circa|ca|ca .|genau|vielleicht|bitte|ungefahr am"
    ),
    "K": FEASTS["de"],
    "p": "paar=2|ein paar=2|beide=2|beiden=2|einige=3|einigen=3|mehrere=3|mehreren=3|ein dutzend=12",
    "1": "ein=1|eine=1|einer=1|einem=1|einen=1|eines=1",
    "H": (
        "fruh|frueh|vormittag|nachmittag|abend|abends|mittag|mittags|nachts|am morgen|mitternacht|"
        "nachmittags|vormittags|morgens"
    ),
}
