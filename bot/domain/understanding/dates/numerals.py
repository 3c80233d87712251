# ruff: noqa: PLR2004  a module about numbers compares with numbers
"""Numbers as words: cardinals, ordinals and years of four languages, made from their roots."""

from bot.domain.understanding.word_lists import listed

_EN = listed(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen"
)
_EN_TENS = {
    20: "twenty",
    30: "thirty",
    40: "forty",
    50: "fifty",
    60: "sixty",
    70: "seventy",
    80: "eighty",
    90: "ninety",
}
_EN_ORDINAL = {
    "one": "first", "two": "second", "three": "third", "five": "fifth", "eight": "eighth", "nine": "ninth",
    "twelve": "twelfth", "twenty": "twentieth", "thirty": "thirtieth",
}  # fmt: skip
_FR = listed("zero un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize")
_FR_TENS = {20: "vingt", 30: "trente", 40: "quarante", 50: "cinquante", 60: "soixante"}
_ES = listed(
    "cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciseis "
    "diecisiete dieciocho "
    "diecinueve veinte veintiuno veintidos veintitres veinticuatro veinticinco veintiseis veintisiete "
    "veintiocho veintinueve"
)
_ES_TENS = {30: "treinta", 40: "cuarenta", 50: "cincuenta", 60: "sesenta", 70: "setenta", 80: "ochenta", 90: "noventa"}
_ES_ORDINAL = listed(
    "primer|primero|primera segundo|segunda tercero|tercer|tercera cuarto|cuarta quinto|quinta sexto|"
    "sexta septimo|septima|setimo octavo|octava "
    "noveno|novena|nono decimo|decima undecimo|decimoprimero duodecimo|decimosegundo decimotercero|"
    "decimotercer decimocuarto "
    "decimoquinto decimosexto decimoseptimo decimoctavo decimonoveno vigesimo"
)
_DE = listed(
    "null ein zwei drei vier funf sechs sieben acht neun zehn elf zwolf dreizehn vierzehn funfzehn "
    "sechzehn siebzehn achtzehn neunzehn"
)
_DE_TENS = {
    20: "zwanzig",
    30: "dreissig",
    40: "vierzig",
    50: "funfzig",
    60: "sechzig",
    70: "siebzig",
    80: "achtzig",
    90: "neunzig",
}
_DE_ORDINAL = {1: "erst", 3: "dritt", 7: "siebt", 8: "acht"}

Words = dict[str, int]


def _tens(number: int, tens: dict[int, str], units: tuple[str, ...], joint: str) -> str:
    ten, unit = number // 10 * 10, number % 10
    return f"{tens[ten]}{joint}{units[unit]}" if unit else tens[ten]


def _english(number: int) -> str:
    return _EN[number] if number < 20 else _tens(number, _EN_TENS, _EN, " ")


def _english_ordinal(number: int) -> str:
    *head, last = _english(number).split()
    return " ".join([*head, _EN_ORDINAL.get(last, last.removesuffix("y") + ("ieth" if last.endswith("y") else "th"))])


def _french(number: int) -> str:
    if number < 17:
        return _FR[number]
    if number < 20:
        return f"dix {_FR[number - 10]}"
    ten = number // 10 * 10
    if ten not in _FR_TENS:  # 70 to 99 count on from sixty and from four twenties
        return f"soixante {_french(number - 60)}" if number < 80 else f"quatre vingt {_french(number - 80)}"
    unit = number % 10
    return _FR_TENS[ten] + (" et un" if unit == 1 else f" {_FR[unit]}" if unit else "")


def _french_ordinal(number: int) -> str:
    cardinal = _french(number)
    stem = cardinal.removesuffix("e")
    return {"cinq": "cinquieme", "neuf": "neuvieme"}.get(
        stem, cardinal[:-1] + "vieme" if cardinal.endswith("neuf") else f"{stem}ieme"
    )


def _spanish(number: int) -> str:
    return _ES[number] if number < 30 else _tens(number, _ES_TENS, _ES, " y ")


def _german(number: int) -> str:
    if number < 20:
        return _DE[number]
    unit = number % 10
    return (f"{_DE[unit]}und" if unit else "") + _DE_TENS[number // 10 * 10]


def _german_ordinals(number: int) -> list[str]:
    stem = _DE_ORDINAL.get(number, _german(number) + ("t" if number < 20 else "st"))
    stems = [stem, stem.replace("funf", "fuenf").replace("zwolf", "zwoelf")]
    return [s + ending for s in stems for ending in ("e", "er", "en", "es", "em")]


def _german_spellings(number: int) -> list[str]:
    word = _german(number)
    return [word, word.replace("funf", "fuenf").replace("zwolf", "zwoelf").replace("dreissig", "dreizig")]


def cardinals(language: str) -> Words:
    """Every cardinal from 1 to 99, folded, words separated by a space."""
    words: Words = {}
    for number in range(1, 100):
        if language == "de":
            words.update(dict.fromkeys(_german_spellings(number), number))
        else:
            spell = {"en": _english, "fr": _french, "es": _spanish}[language]
            words[spell(number)] = number
    extra = {
        "es": {"veintiun": 21, "treinta y un": 31},
        "de": {"eins": 1, "zwo": 2},
        "fr": {"vingt un": 21, "trente un": 31},
    }
    return words | extra.get(language, {})


def ordinals(language: str) -> Words:
    """Every ordinal from 1 to 31 that names a day, folded."""
    words: Words = {}
    for number in range(1, 32):
        if language == "en":
            words[_english_ordinal(number)] = number
        elif language == "fr":
            words[_french_ordinal(number)] = number
        elif language == "de":
            words.update(dict.fromkeys(_german_ordinals(number), number))
        else:
            words.update(dict.fromkeys(_spanish_ordinals(number), number))
    extra = {
        "fr": {
            "premier": 1,
            "premiere": 1,
            "premiers": 1,
            "premieres": 1,
            "second": 2,
            "seconde": 2,
            "vingt et unieme": 21,
            "vingt unieme": 21,
        },
        "es": {"primeros": 1, "primeras": 1},
    }
    return words | extra.get(language, {})


def _spanish_ordinals(number: int) -> list[str]:
    if number <= 20:
        return _ES_ORDINAL[number - 1].split("|") + (
            [f"decimo {w}" for w in _ES_ORDINAL[number - 11].split("|")] if 10 < number < 20 else []
        )
    tens = "vigesimo" if number < 30 else "trigesimo"
    if number % 10 == 0:
        return [tens]
    return [tens + joint + word for word in _ES_ORDINAL[number % 10 - 1].split("|") for joint in (" ", "")]


def years(language: str) -> Words:
    """Years from 2000 to 2049 in words."""
    thousand = {"en": "two thousand", "fr": "deux mille", "es": "dos mil", "de": "zweitausend"}[language]
    joints = {"en": (" ", " and "), "fr": (" ",), "es": (" ",), "de": ("", "und")}[language]
    words: Words = {thousand: 2000}
    for word, number in cardinals(language).items():
        if number < 50:
            words.update({f"{thousand}{joint}{word}": 2000 + number for joint in joints})
            if language == "en" and number > 9:
                words[f"twenty {word}"] = 2000 + number
    return words
