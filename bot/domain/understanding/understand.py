"""The one door of understanding: what a message says, for the step that reads it."""

from collections.abc import Sequence
from datetime import date, timedelta

import msgspec

from bot.domain.understanding.answers import is_brief, opening, read_answer
from bot.domain.understanding.dates.months import is_month
from bot.domain.understanding.dates.tokens import Token, fold, tokenize
from bot.domain.understanding.direction_words import GROUND, INTO_TOWN, REFUSING, SHUTTLES
from bot.domain.understanding.directions import Directed, direct
from bot.domain.understanding.intents import guess_language, read_intent
from bot.domain.understanding.journey_dates import JourneyDates, read_journey_dates
from bot.domain.understanding.masks import mask
from bot.domain.understanding.mentions import Ground, Mention, find_mentions
from bot.domain.understanding.passengers import Travellers, read_travellers
from bot.domain.understanding.places import Gazetteer
from bot.domain.understanding.qualified import qualify
from bot.domain.understanding.scope import OUT, Said, read_scope
from bot.domain.understanding.scope_words import FLYING
from bot.domain.understanding.shifts import read_shift
from bot.domain.understanding.understood import PlaceChoice, Understood
from bot.domain.understanding.unknown_places import find_unknown
from bot.domain.understanding.wishes import Wishes, read_wishes
from bot.domain.understanding.word_lists import word_set

PLACES = frozenset({"origin", "destination", "place"})
DATES = frozenset({"date", "departure", "return"})
_PERSONAL = frozenset({"name", "birth_date", "email"})
_NO_DATES = _PERSONAL | {"passengers", "cabin", "choice", "confirm"}
_LONGEST = 1000
_PLACES_OF_FLYING = word_set("fare fares tarif tarifs")
"""Words of flying that are said of getting about on the ground as well."""
_CORRECTIONS = word_set(
    "no non nein ne nee actually plutot rather instead mejor doch lieber sorry pardon perdon wait oops finalement enfin"
)

_NOW = word_set("now maintenant ahora jetzt")
"""Words of today that beside a count of people say that it has changed."""
_REFUSALS = REFUSING | {"no", "non", "plutot", "rather", "instead"}


def understand(
    text: str, *, language: str, today: date, expecting: str | None, places: Gazetteer, departing: date | None = None
) -> Understood:
    """Everything that a message says, as far as the step that asked may read it.

    `language` is that of the talk (en, fr, es, de); `today` the local day at the airport of departure; `expecting`
    what was asked for: origin, destination, place, date, departure, return, passengers, cabin, name, birth_date,
    email, choice, confirm, trip (whatever changes the trip that is talked of), or None (a talk that begins);
    `departing` the outbound day, against which a day of return is read. Dates are read only when nothing else is
    expected, places never while a name or an address is. Of a text longer than 1,000 characters the beginning is read.
    What begins a talk must speak of a journey to fill one, an answer need only not speak of something else.
    """
    text, folded = _folded(text[:_LONGEST])
    tokens = tokenize(mask(folded))
    if not tokens:
        return Understood()
    base = Understood(
        language=guess_language(tokens),
        intent=read_intent(tokens),
        answer=read_answer(tokens),
        correction=_corrects(tokens),
    )
    if expecting in _PERSONAL:
        return base
    english = (base.language or language) == "en"
    ground = Ground(text, tokens, places, expecting in PLACES, article=english)
    mentions = _named_places(ground) if expecting not in DATES or len(tokens) > 1 else []
    unknown = find_unknown(ground, mentions) if _names_places(tokens, expecting) else []
    wishes = read_wishes(tokens, folded, english=english)
    rest = _without(tokens, (*((m.start, m.end) for m in mentions), *unknown, *wishes.taken))
    travellers = read_travellers(rest, folded, asked=expecting == "passengers")
    rest = _without(rest, (*travellers.taken, *_counting_now(rest, travellers)))
    dates = JourneyDates() if expecting in _NO_DATES else _read_days(
        rest, language=base.language or language, today=today, expecting=expecting, departing=departing
    )  # fmt: skip
    directed = direct(mentions, ground, expecting, flying=_is_flying(tokens, places=len(mentions)))
    said = Said(
        rest,
        language=base.language or language,
        place=bool(mentions or unknown),
        day=bool(dates.dates),
        people=travellers.party is not None,
        past=dates.past is not None,
        wished=bool(wishes.taken),
        begins=expecting is None,
        asked=expecting is not None or base.correction or base.intent == "change",
    )
    scope = read_scope(_pointing(said, directed, unknown))
    if scope == OUT:
        return _elsewhere(base, dates if expecting in DATES else JourneyDates())
    if scope is None and base.intent == "book":
        base = msgspec.structs.replace(base, intent=None)
    base = _with_wishes(base, wishes)
    base = msgspec.structs.replace(base, unknown=tuple(ground.written(*span) for span in unknown))
    return msgspec.structs.replace(_gather(base, mentions, directed, travellers=travellers, dates=dates), scope=scope)


def _counting_now(tokens: Sequence[Token], travellers: Travellers) -> list[tuple[int, int]]:
    """The tokens of "now" beside a count of people: "we are three now" is no day to leave on."""
    if travellers.party is None:
        return []
    return [(at, at + 1) for at, token in enumerate(tokens) if token.text in _NOW]


def _folded(text: str) -> tuple[str, str]:
    """The text and its folded form, of one length: composed characters fold to one, others would move words."""
    folded = fold(text)
    return (text if len(folded) == len(text) else folded), folded


def _named_places(ground: Ground) -> list[Mention]:
    """The places of a message; the short name of a month that is an airport's code, too, is a month beside a day."""
    found = qualify(find_mentions(ground), ground)
    return [m for m in found if m.end - m.start > 1 or not is_month(ground.tokens, m.start)]


def _names_places(tokens: Sequence[Token], expecting: str | None) -> bool:
    """Whether a word that nobody knows may be a place: when places are talked of, and not in a "yes" or a "help"."""
    hit = opening(tokens)
    answers = hit is not None and is_brief(tokens, hit)
    return (expecting is None or expecting in PLACES) and not (answers and expecting in PLACES)


def _is_flying(tokens: Sequence[Token], *, places: int) -> bool:
    """Whether places may be ends of a flight: not when only ways through a town are asked for."""
    words = {token.text for token in tokens}
    into_town = any(hit.end == len(tokens) or tokens[hit.end].text != "of" for hit in INTO_TOWN.find(tokens))
    on_the_ground = into_town or not (GROUND if places > 1 else GROUND | SHUTTLES).isdisjoint(words)
    return not on_the_ground or not FLYING.isdisjoint(words - _PLACES_OF_FLYING)


def _pointing(said: Said, directed: Directed, unknown: Sequence[tuple[int, int]]) -> Said:
    """What was said, with how the places in it point."""
    return msgspec.structs.replace(
        said,
        ends=(directed.origin is not None) + (directed.destination is not None) + len(unknown),
        pointed=directed.pointed + len(unknown),
        refused=bool(directed.negated),
    )


def _elsewhere(base: Understood, dates: JourneyDates) -> Understood:
    """What is heard of a message that no airline can answer: its language, and whether a person is wanted.

    The days that it names are told, too, where a day was asked for; none of them is a day of departure.
    """
    intent = base.intent if base.intent == "person" else "other"
    return Understood(scope=OUT, language=base.language, intent=intent, dates=dates.dates)


def _read_days(
    tokens: list[Token], *, language: str, today: date, expecting: str | None, departing: date | None
) -> JourneyDates:
    """Days of the message; "a day later" counts from the day of departure, once there is one."""
    shift = read_shift(tokens) if departing is not None else None
    if shift is None or departing is None:
        return read_journey_dates(tokens, language=language, today=today, expecting=expecting, departing=departing)
    rest = _without(tokens, [(shift.start, shift.end)])
    read = read_journey_dates(rest, language=language, today=today, expecting=expecting, departing=departing)
    if read.departure is not None:
        return read
    day = departing + timedelta(days=shift.days)
    if expecting == "return":
        return msgspec.structs.replace(read, return_date=day)
    return msgspec.structs.replace(read, departure=day)


def _with_wishes(base: Understood, wishes: Wishes) -> Understood:
    return msgspec.structs.replace(
        base,
        one_way=wishes.one_way,
        cabin=wishes.cabin,
        max_stops=wishes.max_stops,
        hours=wishes.hours,
        arrival_hours=wishes.arrival_hours,
        budget=wishes.budget,
    )


def _corrects(tokens: Sequence[Token]) -> bool:
    first = {token.text for token in tokens[:2]}
    return len(tokens) > 1 and (tokens[0].text in _CORRECTIONS or not _REFUSALS.isdisjoint(first))


def _without(tokens: list[Token], taken: Sequence[tuple[int, int]]) -> list[Token]:
    """The tokens with those of places and travellers made wordless, so that no date is read from them."""
    if not taken:
        return tokens
    rest = list(tokens)
    for start, end in taken:
        for at in range(start, end):
            rest[at] = msgspec.structs.replace(rest[at], text="\u00a7", kind="word")
    return rest


def _gather(
    base: Understood,
    mentions: Sequence[Mention],
    directed: Directed,
    *,
    travellers: Travellers,
    dates: JourneyDates,
) -> Understood:
    negated = {m.start for m in directed.negated}
    wanted = [m for m in mentions if m.start not in negated]
    one_way = base.one_way
    if one_way is None and dates.return_date is not None:
        one_way = False
    return msgspec.structs.replace(
        base,
        origin=_code(directed.origin),
        destination=_code(directed.destination),
        twice=_code(directed.twice),
        places=tuple(m.codes[0] for m in wanted if m.codes),
        unserved=tuple(m.name for m in wanted if not m.codes),
        ambiguous=tuple(PlaceChoice(m.name, m.codes) for m in wanted if len(m.codes) > 1),
        negated=tuple(m.codes[0] for m in directed.negated if m.codes),
        dates=dates.dates,
        departure=dates.departure,
        period=dates.period,
        return_date=None if one_way else dates.return_date,
        date_choices=dates.choices,
        past=dates.past,
        nights=dates.nights,
        one_way=one_way,
        passengers=travellers.party,
        ages=travellers.ages,
    )


def _code(mention: Mention | None) -> str | None:
    return mention.codes[0] if mention is not None and len(mention.codes) == 1 else None
