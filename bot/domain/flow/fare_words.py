"""What fares include and allow, in words: taken from the fares themselves, so that nothing is promised besides."""

from collections.abc import Callable, Mapping

from bot.domain.conversation.state import Basket
from bot.domain.money import Money, format_money
from bot.domain.shopping.fares import BRANDS, CURRENCY, FareBrand

_WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "cabin": "1 cabin bag",
        "cabins": "{} cabin bags",
        "no_checked": "no checked bag",
        "checked": "1 checked bag",
        "checkeds": "{} checked bags",
        "no_refund": "not refundable",
        "free_refund": "refundable without a fee",
        "refund": "refundable for {} a passenger",
        "no_change": "no changes",
        "free_change": "changes without a fee",
        "change": "changes for {} a passenger",
        "seat": "you may choose a seat",
        "no_seat": "a seat is given to you",
    },
    "fr": {
        "cabin": "1 bagage cabine",
        "cabins": "{} bagages cabine",
        "no_checked": "pas de bagage en soute",
        "checked": "1 bagage en soute",
        "checkeds": "{} bagages en soute",
        "no_refund": "non remboursable",
        "free_refund": "remboursable sans frais",
        "refund": "remboursable pour {} par passager",
        "no_change": "non modifiable",
        "free_change": "modifiable sans frais",
        "change": "modifiable pour {} par passager",
        "seat": "choix du siège compris",
        "no_seat": "le siège vous est attribué",
    },
    "es": {
        "cabin": "1 equipaje de mano",
        "cabins": "{} equipajes de mano",
        "no_checked": "sin maleta facturada",
        "checked": "1 maleta facturada",
        "checkeds": "{} maletas facturadas",
        "no_refund": "no reembolsable",
        "free_refund": "reembolsable sin cargo",
        "refund": "reembolsable por {} por pasajero",
        "no_change": "sin cambios",
        "free_change": "cambios sin cargo",
        "change": "cambios por {} por pasajero",
        "seat": "puede elegir asiento",
        "no_seat": "se le asigna un asiento",
    },
    "de": {
        "cabin": "1 Handgepäckstück",
        "cabins": "{} Handgepäckstücke",
        "no_checked": "kein Aufgabegepäck",
        "checked": "1 Aufgabegepäckstück",
        "checkeds": "{} Aufgabegepäckstücke",
        "no_refund": "nicht erstattbar",
        "free_refund": "kostenlos erstattbar",
        "refund": "erstattbar für {} je Person",
        "no_change": "nicht umbuchbar",
        "free_change": "kostenlos umbuchbar",
        "change": "umbuchbar für {} je Person",
        "seat": "Sitzplatz wählbar",
        "no_seat": "Sitzplatz wird zugewiesen",
    },
}


def fares_of(basket: Basket) -> tuple[FareBrand, ...]:
    """The fares that are talked of: the chosen one, else those on the shelf, else all that are sold."""
    offers = (basket.offer,) if basket.offer else basket.shelf
    named = {offer.brand for offer in offers} & BRANDS.keys()
    return tuple(brand for name, brand in BRANDS.items() if name in named or not named)


def bags(fares: tuple[FareBrand, ...], language: str) -> str:
    """What may be carried: "Light: 1 cabin bag, no checked bag; Standard: …"."""
    return _each(fares, language, _bags)


def refunds(fares: tuple[FareBrand, ...], language: str) -> str:
    """What is given back: "Light: not refundable; Flex: refundable without a fee"."""
    return _each(fares, language, lambda fare, words: _fee("refund", fare.refund_fee, words, language))


def changes(fares: tuple[FareBrand, ...], language: str) -> str:
    """What a change costs besides the difference in fare: "Light: no changes; Standard: changes for €70.00 …"."""
    return _each(fares, language, lambda fare, words: _fee("change", fare.change_fee, words, language))


def seats(fares: tuple[FareBrand, ...], language: str) -> str:
    """Whether a seat may be chosen."""
    return _each(fares, language, lambda fare, words: words["seat" if fare.seat_choice else "no_seat"])


def _each(fares: tuple[FareBrand, ...], language: str, tell: Callable[[FareBrand, Mapping[str, str]], str]) -> str:
    words = _WORDS.get(language, _WORDS["en"])
    colon = " : " if language == "fr" else ": "
    semicolon = " ; " if language == "fr" else "; "
    return semicolon.join(f"{fare.name.capitalize()}{colon}{tell(fare, words)}" for fare in fares)


def _bags(fare: FareBrand, words: Mapping[str, str]) -> str:
    cabin = words["cabin"] if fare.cabin_bags == 1 else words["cabins"].format(fare.cabin_bags)
    many = words["checked"] if fare.checked_bags == 1 else words["checkeds"].format(fare.checked_bags)
    return f"{cabin}, {many if fare.checked_bags else words['no_checked']}"


def _fee(what: str, fee: int | None, words: Mapping[str, str], language: str) -> str:
    if fee is None:
        return words[f"no_{what}"]
    return words[what].format(format_money(Money(fee, CURRENCY), language)) if fee else words[f"free_{what}"]
