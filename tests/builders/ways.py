"""Ways to every wait of the sample flow, and the words that lead on from it, in both languages."""

from collections.abc import Callable, Mapping

import msgspec

from bot.domain.conversation.events import CheckoutEnded, PriceChanged, SearchFailed, SeatsHeld
from bot.domain.conversation.state import Position
from bot.domain.money import Money
from tests.builders import world as builders
from tests.builders.talk import Talk

WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "hello": "hello",
        "from": "Paris",
        "to": "New York",
        "day": "4 December",
        "one_way": "one way",
        "party": "1 adult",
        "children": "1 adult and 1 child",
        "ages": "4",
        "choose": "the first one",
        "name": "Marie Durand",
        "born": "24 July 1987",
        "email": "marie@example.com",
        "yes": "yes",
        "no": "no",
        "other_day": "5 December",
        "people": "names",
    },
    "fr": {
        "hello": "bonjour",
        "from": "Paris",
        "to": "New York",
        "day": "le 4 décembre",
        "one_way": "aller simple",
        "party": "1 adulte",
        "children": "1 adulte et 1 enfant",
        "ages": "4",
        "choose": "le premier",
        "name": "Marie Durand",
        "born": "24 juillet 1987",
        "email": "marie@example.com",
        "yes": "oui",
        "no": "non",
        "other_day": "le 5 décembre",
        "people": "noms",
    },
}
LANGUAGES = tuple(WORDS)
_TRIP = ("hello", "from", "to", "day", "one_way", "party")
_STEPS: Mapping[str, tuple[str, ...]] = {
    "ask_origin": ("hello",),
    "ask_destination": ("hello", "from"),
    "ask_depart": ("hello", "from", "to"),
    "ask_back": ("hello", "from", "to", "day"),
    "ask_party": ("hello", "from", "to", "day", "one_way"),
    "ask_ages": ("hello", "from", "to", "day", "one_way", "children"),
    "offers": _TRIP,
    "ask_name": (*_TRIP, "choose"),
    "ask_born": (*_TRIP, "choose", "name"),
    "ask_email": (*_TRIP, "choose", "name", "born"),
    "review": (*_TRIP, "choose", "name", "born", "email"),
    "what_change": (*_TRIP, "choose", "name", "born", "email", "no"),
    "check_out": (*_TRIP, "choose", "name", "born", "email", "yes"),
}
LEADS_ON: Mapping[str, str] = {
    "ask_origin": "from",
    "ask_destination": "to",
    "ask_depart": "day",
    "ask_back": "one_way",
    "ask_party": "party",
    "ask_ages": "ages",
    "nothing": "other_day",
    "search_failed": "yes",
    "offers": "choose",
    "offers_help": "choose",
    "ask_name": "name",
    "ask_born": "born",
    "ask_email": "email",
    "review": "yes",
    "what_change": "people",
    "price_changed": "yes",
    "pay_again": "yes",
    "cancelled": "yes",
}
"""Wait -> what to say there so that the talk goes on; the others wait for the outside."""


def _spoken(node: str, language: str, talk: Talk) -> Talk:
    for key in _STEPS[node]:
        talk.say(WORDS[language][key])
    return talk


def _nothing(language: str) -> Talk:
    talk = _spoken("offers", language, Talk(offers=0))
    talk.offers = 5
    return talk


def _search(language: str) -> Talk:
    return _spoken("offers", language, Talk(offers=-1))


def _search_failed(language: str) -> Talk:
    talk = _search(language)
    talk.offers = 5
    return talk.happen(SearchFailed(talk.awaited, talk.now, "supplier_down"))


def _offers_help(language: str) -> Talk:
    return _spoken("offers", language, Talk()).say("qwrtz")


def _held(language: str) -> Talk:
    talk = _spoken("check_out", language, Talk())
    until = talk.now // 1000 + 900
    return talk.happen(SeatsHeld("held", talk.now, talk.awaited, "http://localhost/pay/x", Money(61240, "EUR"), until))


def _price_changed(language: str) -> Talk:
    talk = _spoken("check_out", language, Talk())
    return talk.happen(PriceChanged("dearer", talk.now, talk.awaited, builders.offer(3), Money(61240, "EUR")))


def _ended(reason: str) -> Callable[[str], Talk]:
    def way(language: str) -> Talk:
        talk = _held(language)
        return talk.happen(CheckoutEnded("ended", talk.now, talk.awaited, reason))

    return way


_OTHERS: Mapping[str, Callable[[str], Talk]] = {
    "nothing": _nothing,
    "search": _search,
    "search_failed": _search_failed,
    "offers_help": _offers_help,
    "check_out": _held,
    "price_changed": _price_changed,
    "pay_again": _ended("expired"),
    "cancelled": _ended("cancelled"),
}

WAITS = tuple(dict.fromkeys((*_STEPS, *_OTHERS)))
"""Every wait of the sample flow."""


def talk_at(node: str, language: str) -> Talk:
    """A talk that stands at a wait; one adult, Paris to New York, 4 December, one way, as far as that was said."""
    way = _OTHERS.get(node)
    talk = way(language) if way else _spoken(node, language, Talk())
    assert talk.node == node, (node, language, talk.node, talk.words)
    return talk


def position(talk: Talk) -> Position:
    """Where the talk stands."""
    assert talk.conversation.position is not None
    return msgspec.structs.replace(talk.conversation.position)
