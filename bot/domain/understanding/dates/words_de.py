"""German words of dates: symbol (see lexicon.py) to phrases, a value after "=" where the symbol carries one."""

MONTHS = (
    "januar jan janner jaenner", "februar feb feber", "marz maerz mar mrz maer", "april apr", "mai", "juni jun", "juli jul", "august aug",
    "september sep sept", "oktober okt", "november nov", "dezember dez",
)  # fmt: skip
WEEKDAYS = (
    "montag mo montags mon", "dienstag di dienstags", "mittwoch mi mittwochs", "donnerstag do donnerstags", "freitag fr freitags",
    "samstag sa sam sonnabend samstags", "sonntag so son sonntags",
)  # fmt: skip
WEAK = frozenset("mo mon di mi do fr sa sam so son jan mar".split())


def _bent(stem: str, value: str = "") -> str:
    return "|".join(stem + ending + value for ending in ("e", "en", "er", "es", "em"))


WORDS = {
    "t": "der|die|das|den|dem|des|meiner|unserer|meine",
    "f": "von|vom|von dem|des monats",
    "F": "ab|seit|ab dem|beginnend am",
    "I": "in|im|innerhalb von|innerhalb der|in den",
    "i": "am|an|um|gegen|etwa am|an dem",
    "T": "bis|bis zum|bis zu|zum|auf|bis zur|bis einschliesslich|bis am|auf den|bis den",
    "&": "und",
    "u": "fur|fuer",
    "v": "zwischen",
    "C": "nahester|nahegelegenster",
    "x": "|".join(_bent(s) for s in ("nachst", "naechst", "kommend", "anstehend")),
    "X": "|".join(_bent(s) for s in ("folgend", "darauffolgend", "drauffolgend")) + "|darauf|danach folgend",
    "J": "|".join(_bent(s) for s in ("ubernachst", "uebernaechst")),
    "0": _bent("dies") + "|" + _bent("aktuell") + "|" + _bent("laufend") + "|diesem laufenden",
    "L": _bent("letzt"),
    "P": "|".join(_bent(s) for s in ("vergangen", "vorig")) + "|vor",
    "z": "spater|spaeter|danach|ab jetzt|von jetzt an|von heute an",
    "A": "nach|nach dem",
    "d": "tag|tage|tagen|tages",
    "w": "woche=1|wochen=1",
    "m": "monat|monate|monaten|monats",
    "a": "jahr|jahre|jahren|jahres",
    "Q": "quartal|quartale|quartals",
    "g": "nacht|nachte|nachten|naechte|ubernachtungen",
    "k": "wochenende|wochenendes|wochenenden",
    "s": "fruhling=0|fruehling=0|fruhjahr=0|fruehjahr=0|sommer=1|sommers=1|herbst=2|winter=3",
    "r": (
        "heute=0|jetzt=0|heute abend=0|heute nacht=0|heut=0|morgen=1|ubermorgen=2|uebermorgen=2|gestern=-1|vorgestern=-2|"
        "so bald wie moglich=0|schnellstmoglich=0|sofort=0"
    ),
    "b": "anfang|beginn|zu beginn|am anfang|zum beginn|anfangs",
    "c": "mitte|in der mitte",
    "e": "ende|am ende",
    "R": "rest",
    "p": "paar=2|ein paar=2|einige=3|einigen=3|mehrere=3",
    "1": "ein=1|eine=1|einer=1|einem=1|einen=1|eines=1",
    "H": "fruh|frueh|vormittag|nachmittag|abend|abends|mittag|mittags|nachts|am morgen|mitternacht|nachmittags|vormittags|morgens",
}
