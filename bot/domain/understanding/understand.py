"""The one door of understanding: what a message says, for the step that reads it."""

from collections.abc import Sequence
from datetime import date, timedelta

import msgspec

from bot.domain.understanding.answers import read_answer
from bot.domain.understanding.dates.months import is_month
from bot.domain.understanding.dates.tokens import Token, fold, tokenize
from bot.domain.understanding.directions import Directed, direct
from bot.domain.understanding.intents import guess_language, read_intent
from bot.domain.understanding.journey_dates import JourneyDates, read_journey_dates
from bot.domain.understanding.masks import mask
from bot.domain.understanding.mentions import Ground, Mention, find_mentions
from bot.domain.understanding.passengers import Travellers, read_travellers
from bot.domain.understanding.place_words import NOT
from bot.domain.understanding.places import Gazetteer
from bot.domain.understanding.shifts import read_shift
from bot.domain.understanding.understood import PlaceChoice, Understood
from bot.domain.understanding.wishes import Wishes, read_wishes
from bot.domain.understanding.word_lists import word_set

PLACES = frozenset({"origin", "destination", "place"})
DATES = frozenset({"date", "departure", "return"})
_PERSONAL = frozenset({"name", "birth_date", "email"})
_NO_DATES = _PERSONAL | {"passengers", "cabin", "choice", "confirm"}
_LONGEST = 1000
_CORRECTIONS = word_set(
    "no non nein actually plutot rather instead mejor doch lieber sorry pardon perdon wait oops finalement enfin"
)


def understand(
    text: str, *, language: str, today: date, expecting: str | None, places: Gazetteer, departing: date | None = None
) -> Understood:
    """Everything that a message says, as far as the step that asked may read it.

    `language` is that of the talk (en, fr, es, de); `today` the local day at the airport of departure; `expecting`
    what was asked for: origin, destination, place, date, departure, return, passengers, cabin, name, birth_date,
    email, choice, confirm, or None; `departing` the outbound day, against which a day of return is read. Dates are
    read only when nothing else is expected, places never while a name or an address is. Of a text longer than 1,000
    characters the beginning is read.
    """
    text = text[:_LONGEST]
    folded = fold(text)
    if len(folded) != len(text):  # composed characters fold to one; others would move the places of words
        text = folded
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
    ground = Ground(text, tokens, places, expecting in PLACES)
    mentions = find_mentions(ground) if expecting not in DATES or len(tokens) > 1 else []
    mentions = [m for m in mentions if m.end - m.start > 1 or not is_month(tokens, m.start)]
    wishes = read_wishes(tokens, text.lower())
    base = _with_wishes(base, wishes)
    rest = _without(tokens, (*((m.start, m.end) for m in mentions), *wishes.taken))
    travellers = read_travellers(rest, folded, asked=expecting == "passengers")
    rest = _without(rest, travellers.taken)
    dates = JourneyDates() if expecting in _NO_DATES else _read_days(
        rest, language=base.language or language, today=today, expecting=expecting, departing=departing
    )  # fmt: skip
    directed = direct(mentions, ground, expecting)
    return _gather(base, mentions, directed, travellers=travellers, dates=dates)


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
        budget=wishes.budget,
    )


def _corrects(tokens: Sequence[Token]) -> bool:
    return (tokens[0].text in _CORRECTIONS and len(tokens) > 1) or (
        any(t.text in NOT for t in tokens[:2]) and len(tokens) > 1
    )


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
