"""Orders about saved methods: name one, prefer one, where one may pay, how much, and a PIN that was forgotten.

Each order names its method in the traveller's own words ("my Visa", "the work card", "4242"); whose methods those are
the reader does not know. Read in English, French, Spanish and German.
"""

import re
from collections.abc import Iterator, Mapping

import msgspec

from bot.domain.understanding.dates.tokens import fold

_LONGEST = 120
"""Characters of a message that is an order; in a longer one it is by the way."""


class WalletOrder(msgspec.Struct, frozen=True):
    """What a traveller wants of saved methods.

    `what` is name, prefer, bar, allow, limit, unlimit or forgot_pin; `about` the words for the method; `name` the new
    one; `channel` a channel that was named, "" for this one, or none; `is_here` says that a place was named at all;
    `amount` is as it was written, with `currency` "" where none was.
    """

    what: str
    about: str = ""
    name: str = ""
    channel: str = ""
    is_here: bool = False
    amount: str = ""
    currency: str = ""


_PLACE = (
    r"(?P<place>\b(?:here|ici|aqui|hier|in this chat|in diesem chat|en este chat|dans cette conversation|"
    r"(?:on|in|over|sur|dans|par|en|por|auf|bei|uber|im) (?:the |le |la |el |dem )?"
    r"(?P<channel>whatsapp|messenger|instagram|web ?chat|site|terminal))\b)"
)
_ABOUT = r"(?P<about>.{0,40}?)"
_AGAIN = r"(?:again|once more|de nouveau|a nouveau|otra vez|de nuevo|wieder)"
_ORDERS: Mapping[str, str] = {
    "forgot_pin": (
        r"\b(?:forgot|forgotten|lost|reset)(?: my| the)? pin\b|\boublie (?:mon|le) (?:code )?pin\b|"
        r"\bolvid(?:e|ado) (?:mi|el) pin\b|\bpin vergessen\b"
    ),
    "bar": (
        rf"\b(?:don'?t|don’t|do not|never|stop) (?:use|using|pay with|paying with|offer) {_ABOUT}\s*{_PLACE}|"
        rf"\bn['’]?(?:e )?(?:utilise[rz]?|paie|paye[rz]?) (?:pas|plus|jamais) (?:avec )?{_ABOUT}\s*{_PLACE}|"
        rf"\bne (?:pas|plus|jamais) utiliser {_ABOUT}\s*{_PLACE}|"
        rf"\bno (?:uses|usar|use|pagues con) {_ABOUT}\s*{_PLACE}|"
        rf"\b(?:verwende|benutze|nutze) {_ABOUT}\s*{_PLACE}\s*(?:nicht|nie)\b|"
        rf"^{_ABOUT}\s*{_PLACE}\s*(?:nicht|nie)(?: mehr)? (?:verwenden|benutzen|nutzen)\b|"
        rf"\bno (?:pagar|pague|utilice|utilizar) (?:con )?{_ABOUT}\s*{_PLACE}"
    ),
    "allow": (
        rf"\b(?:use|utilise[rz]?|usa|usar|verwende|benutze|nutze) {_ABOUT}\s*{_PLACE}\s*{_AGAIN}|"
        rf"\b(?:use|utilise[rz]?|usa|usar|verwende|benutze|nutze) (?:{_AGAIN} )?{_ABOUT}\s*{_AGAIN} {_PLACE}|"
        rf"\b(?:utilise[rz]?|usa) {_AGAIN} {_ABOUT}\s*{_PLACE}|"
        rf"\b(?:allow|autorise[rz]?|permite|permitir|permita|erlaube) {_ABOUT}\s*{_PLACE}|"
        rf"^{_ABOUT}\s*{_PLACE}\s*{_AGAIN} (?:verwenden|benutzen|nutzen)\b|^{_ABOUT}\s*{_PLACE}\s*erlauben\b|"
        rf"\b(?:usela|uselo|use|utilice) {_ABOUT}\s*{_PLACE}\s*{_AGAIN}"
    ),
    "unlimit": (
        r"\b(?:no|lift(?: the)?|remove(?: the| my)?|without(?: a)?) (?:spending )?limit\b|"
        r"\b(?:plus de|sans|enleve[rz]? (?:la|le|ma|mon)|supprime[rz]? (?:la|le|ma|mon)) (?:limite|plafond)\b|"
        r"\b(?:sin|quita(?:r)?(?: el)?) limite\b|\b(?:kein|keine|ohne) (?:limit|obergrenze)\b|"
        r"\b(?:limit|obergrenze) (?:aufheben|entfernen)\b"
    ),
    "limit": (
        r"\b(?:limit|limite|limiter|limitez|plafond|plafonne[rz]?|limita|limitar|"
        r"obergrenze)\b(?P<about>[^\d€$£]{0,40}?)"
        r"(?:(?P<currency>€|\$|£|eur|usd|gbp|chf)\s?)?(?P<amount>\d[\d .,]*)\s*"
        r"(?P<currency>€|euros?|eur|\$|usd|dollars?|dolares|£|gbp|pounds?|chf)?"
    ),
    "prefer": (
        rf"\b(?:make|set) {_ABOUT} (?:as |the |my )*(?:preferred|default|favou?rite|first)\b|"
        rf"\bprefere[rz]? (?P<about>(?:ma|mon|la|le) .{{1,30}})|\bprefer (?P<about>(?:my|the) .{{1,30}})|"
        rf"\buse {_ABOUT} (?:first|by default)\b|\butilise[rz]? {_ABOUT} (?:en premier|par defaut|d'abord)\b|"
        rf"\busa {_ABOUT} (?:por defecto|primero)\b|^{_ABOUT} (?:als standard|zuerst|bevorzugen)\b|"
        r"\bprefier[eo] (?P<about>(?:mi|la|el) .{1,30})|\bbevorzuge (?P<about>(?:meine?|die|das) .{1,30})"
    ),
}
"""What is wanted -> how it is said, in small letters without accents; the first that is found counts."""

_THING = (
    r"(?:(?:\w+ ){0,2}?(?:(?:visa|mastercard|amex|american express)(?: card)?|card|credit card|account|carte|compte|"
    r"tarjeta|cuenta|karte|konto)(?: (?:•|ending in |finissant par )?\d{4})?|it|•?\d{4})"
)
_NAME = re.compile(
    rf"^\W*(?:please |bitte |por favor )?(?:call|name|rename|appelle[rz]?|nomme[rz]?|renomme[rz]?|llama|"
    rf"llame|llamar|nombra|"
    rf"renombra|nenne|nenn|benenne)\s+(?:a )?(?P<about>(?:(?:my|the|this|ma|mon|la|le|cette|ce|mi|esta|meine|mein|die|"
    rf"das|diese) )?{_THING})\s+(?:to |as |en |como |in |by )?(?P<name>\S.*)$",
    re.IGNORECASE,
)
_QUOTES = "\"“”„«»'‘’. \N{NO-BREAK SPACE}"
_CHANNELS = {"web chat": "webchat", "site": "webchat"}


def read_wallet_order(text: str) -> WalletOrder | None:
    """The order that a message gives about saved methods, or None when it gives none."""
    if len(text) > _LONGEST:
        return None
    named = _NAME.match(text)
    if named is not None:
        return WalletOrder("name", fold(named["about"]), named["name"].strip(_QUOTES))
    plain = fold(text)
    for what, pattern in _READERS:
        found = pattern.search(plain)
        if found is not None:
            return _order(what, found, plain)
    return None


def _order(what: str, found: re.Match[str], plain: str) -> WalletOrder | None:
    groups = {name.rstrip("_"): value for name, value in found.groupdict().items() if value}
    place = _WHERE.search(plain)
    about = groups.get("about", "").strip()
    if place is None and what == "limit":
        place = _CHANNEL.search(about)
    channel = (place["channel"] or "") if place is not None else ""
    if what in {"limit", "unlimit"} and place is None and not _SAVED.search(plain):
        return None
    return WalletOrder(
        what,
        about if what not in {"limit", "unlimit"} else "",
        channel=_CHANNELS.get(channel, channel.replace(" ", "")),
        is_here=place is not None,
        amount=groups.get("amount", "").strip(),
        currency=groups.get("currency", ""),
    )


def _apart(pattern: str) -> str:
    """The pattern with a name of its own for each group, because a name may stand in one alternative alone."""
    numbers = iter(range(len(pattern)))
    return re.sub(r"\(\?P<(\w+)>", lambda found: f"(?P<{found[1]}{'_' * next(numbers)}>", pattern)


def _readers() -> Iterator[tuple[str, re.Pattern[str]]]:
    for what, pattern in _ORDERS.items():
        yield what, re.compile(_apart(pattern))


_READERS = tuple(_readers())
_WHERE = re.compile(_PLACE)
_CHANNEL = re.compile(r"\b(?P<channel>whatsapp|messenger|instagram|web ?chat)\b")
"""A channel that a limit is for without a word before it: "limit WhatsApp to 300 euros"."""
_SAVED = re.compile(
    r"\b(?:cards?|cartes?|tarjetas?|karten?|saved|spending|depenses?|wallet|portefeuille|gasto|"
    r"cartera|guardad[ao]s?|brieftasche|gespeicherte[nr]?|ausgaben)\b"
)
