"""Who travels: "2 adults and a child", "2+1", "me and my wife and our 3 yr old", "nous sommes 4"."""

import re
from collections.abc import Sequence
from functools import cache

import msgspec

from bot.domain.booking.passengers import ADULT_FROM, CHILD_FROM, Party
from bot.domain.understanding.dates import numerals
from bot.domain.understanding.dates.lexicon import LANGUAGES
from bot.domain.understanding.dates.months import month_names
from bot.domain.understanding.dates.tokens import Token
from bot.domain.understanding.passenger_words import (
    AGE_HEADS,
    AGE_TAILS,
    AGE_WORDS,
    FIXED,
    FOR,
    JOINTS,
    KINDS,
    MONTH_WORDS,
    ONE,
    TIME_WORDS,
    TOTAL,
    UNITS,
    WITH,
)

_MOST_FOR = 9
_SUM = re.compile(r"^\D{0,12}?(\d{1,2})\s*\+\s*(\d{1,2})(?:\s*\+\s*(\d{1,2}))?\D{0,3}$")


class Travellers(msgspec.Struct, frozen=True):
    """A party as said, ages of those whose age was said, and the tokens [start, end) that said it."""

    party: Party | None = None
    ages: tuple[int, ...] = ()
    taken: tuple[tuple[int, int], ...] = ()


class Tally:
    """The count while a message is read."""

    def __init__(self) -> None:
        self.counts = dict.fromkeys(("adult", "person", "child", "infant", "self", "relative", "offspring"), 0)
        self.ages: list[int] = []
        self.taken: list[tuple[int, int]] = []
        self.counted = False
        self.accompanied = False
        """Whether somebody is said to come along: the one who writes travels, too."""

    def party(self) -> Party:
        """The party: ages decide between child, infant and adult; people whose age was not said are adults."""
        minors = self.counts["child"] + self.counts["offspring"]
        infants = self.counts["infant"]
        grown = sum(age >= ADULT_FROM for age in self.ages)
        babies = sum(age < CHILD_FROM for age in self.ages)
        aged = len(self.ages) - grown - babies
        from_minors = min(babies, max(0, babies - infants))
        children = max(minors - grown - from_minors, aged)
        alone = not self.counts["adult"] and not self.counts["person"]
        writer = self.counts["self"] or int(self.accompanied and alone)
        adults = self.counts["adult"] + writer + self.counts["relative"] + (grown if minors else 0)
        adults = max(adults, self.counts["person"] - children - max(infants, babies))
        return Party(adults, children, max(infants, babies))


@cache
def _numbers() -> dict[str, int]:
    words: dict[str, int] = {}
    for language in LANGUAGES:
        words |= {word: n for word, n in numerals.cardinals(language).items() if " " not in word}
    return words | ONE


@cache
def _ordinals() -> frozenset[str]:
    return frozenset(word for language in LANGUAGES for word in numerals.ordinals(language))


def read_travellers(tokens: Sequence[Token], folded: str, *, asked: bool) -> Travellers:
    """Who travels; `asked` is true when that was the question, so that "2", "me" or "just the two of us" answer it."""
    tally = Tally()
    _count_ages(tokens, tally)
    _count_kinds(tokens, tally, asked=asked)
    _count_totals(tokens, tally, asked=asked)
    if not tally.counted:
        _count_for(tokens, tally)
    if not tally.counted and (asked or "+" in folded) and (found := _SUM.match(folded)):
        adults, children, infants = (int(n or 0) for n in found.groups())
        return Travellers(Party(adults, children, infants), (), ((0, len(tokens)),))
    if not tally.counted and asked:
        _count_bare(tokens, tally)
    if not tally.counted:
        return Travellers()
    party = tally.party()
    if tally.ages and not party.adults and not party.children and not party.infants:
        return Travellers()  # an age is told, and of nobody who travels
    return Travellers(party, tuple(tally.ages), tuple(tally.taken))


def number_at(tokens: Sequence[Token], at: int) -> int | None:
    """The number that a token is, in digits or words; None for anything else."""
    if not 0 <= at < len(tokens):
        return None
    token = tokens[at]
    return token.number if token.kind == "number" else _numbers().get(token.text)


def _count_ages(tokens: Sequence[Token], tally: Tally) -> None:
    for at, token in enumerate(tokens):
        number = number_at(tokens, at)
        follows = tokens[at + 1].text if at + 1 < len(tokens) else ""
        if number is None or token.text in ONE or number > 99 or follows not in AGE_WORDS:  # noqa: PLR2004 ages
            continue
        end = at + 2
        old = end < len(tokens) and tokens[end].text in AGE_TAILS
        if not (
            old
            or follows in ("yo", "jahriger", "jahrige", "jahriges", "jahrigen", "jahrigem")
            or _near_minor(tokens, at)
        ):
            continue
        tally.ages.append(number // 12 if follows in MONTH_WORDS else number)
        tally.taken.append((at, end + old))
        tally.counted = True
    for at, token in enumerate(tokens):
        if token.text in AGE_HEADS and at > 0 and (token.text != "de" or _is_child(tokens, at - 1)):
            _listed_ages(tokens, at + 1, tally)
    _parenthesised(tokens, tally)


def _is_child(tokens: Sequence[Token], at: int) -> bool:
    hit = KINDS.at(tokens, at)
    return hit is not None and hit.value == "child"


def _near_minor(tokens: Sequence[Token], at: int) -> bool:
    """Read "1 enfant (4 ans)", "un niño de 4 años": a child just before an age."""
    return any(
        (hit := KINDS.at(tokens, back)) and hit.value in ("child", "infant", "offspring")
        for back in range(max(0, at - 3), at)
    )


def _parenthesised(tokens: Sequence[Token], tally: Tally) -> None:
    """Read "2 kids 3 and 7": bare numbers right after children are their ages."""
    for at in range(1, len(tokens)):
        hit = KINDS.at(tokens, at - 1)
        if (
            hit
            and hit.value == "child"
            and hit.end == at
            and tokens[at].kind == "number"
            and KINDS.at(tokens, at + 1 if at + 1 < len(tokens) else at) is None
        ):
            _listed_ages(tokens, at, tally)


def _listed_ages(tokens: Sequence[Token], at: int, tally: Tally) -> None:
    while at < len(tokens):
        number = number_at(tokens, at)
        if number is not None and number < 18 and not any(s <= at < e for s, e in tally.taken):  # noqa: PLR2004 minors
            tally.ages.append(number)
            tally.taken.append((at, at + 1))
        elif tokens[at].text not in JOINTS:
            return
        at += 1


def _taken(tally: Tally, at: int) -> bool:
    return any(start <= at < end for start, end in tally.taken)


def _count_kinds(tokens: Sequence[Token], tally: Tally, *, asked: bool) -> None:
    hits = KINDS.find(tokens)
    family = any(h.value in ("relative", "offspring") for h in hits)
    for hit in hits:
        start, number = _counted(tokens, hit.start, tally)
        if hit.value == "self":
            if asked or (family and _joined(tokens, hit.start, hit.end)):
                tally.counts["self"] = 1
                tally.counted = True
            continue
        loose = hit.value in ("relative", "offspring")
        if number is None and not (asked or (loose and _joined(tokens, hit.start - 1, hit.end))):
            continue
        if hit.value == "person" and number == 1 and tokens[start].text in ONE and not asked:
            continue
        tally.accompanied |= loose and bool({t.text for t in tokens[max(0, hit.start - 2) : hit.start]} & WITH)
        tally.counts[hit.value] += 1 if number is None else number
        tally.taken.append((start, hit.end))
        tally.counted = True


def _counted(tokens: Sequence[Token], at: int, tally: Tally) -> tuple[int, int | None]:
    """The number before a kind of traveller, at most one other word or an age between."""
    for back in (at - 1, at - 2):
        number = number_at(tokens, back)
        if number is not None and not _taken(tally, back) and tokens[back].text not in ("my", "our"):
            return back, number
        if back >= 0 and (tokens[back].kind == "sign" or KINDS.at(tokens, back)):
            break
    for back in range(at - 1, max(-1, at - 5), -1):  # "a 3 year old child"
        if not _taken(tally, back):
            number = number_at(tokens, back) if back + 1 < len(tokens) and _taken(tally, back + 1) else None
            return (back, number) if number is not None else (at, 1 if back < at - 1 else None)
    return at, None


def _joined(tokens: Sequence[Token], start: int, end: int) -> bool:
    """Whether a word of company stands beside: "with my wife", "me and"."""
    before = {t.text for t in tokens[max(0, start - 2) : max(0, start)]}
    after = {t.text for t in tokens[end : end + 1]}
    return bool((before | after) & JOINTS)


def _count_totals(tokens: Sequence[Token], tally: Tally, *, asked: bool) -> None:
    for hit in TOTAL.find(tokens):
        if _tells_time(tokens, hit.end + (hit.value == "before")):
            continue
        if hit.value in FIXED:
            if hit.value == "couple" and hit.end < len(tokens) and tokens[hit.end].text == "of":
                continue  # "a couple of days"
            couple = hit.value == "couple" and not tally.counts["adult"] and (asked or tally.counted)
            if couple or (not tally.counted and (asked or hit.value == "alone" or hit.end - hit.start > 1)):
                tally.counts["adult"] = FIXED[hit.value]
                tally.taken.append((hit.start, hit.end))
                tally.counted = True
            continue
        at = hit.end if hit.value == "before" else hit.start - 1
        number = number_at(tokens, at)
        if number is not None and not _taken(tally, at):
            tally.counts["person"] = max(tally.counts["person"], number)
            tally.taken.append((min(at, hit.start), max(at + 1, hit.end)))
            tally.counted = True


def _tells_time(tokens: Sequence[Token], at: int) -> bool:
    """Whether what follows a number is a unit of time or a month: "pour deux semaines", "for the 5 of june"."""
    after = [t.text for t in tokens[at : at + 2]]
    if not after:
        return False
    return after[0] in TIME_WORDS or after[0] in _ordinals() or not month_names().isdisjoint(after)


def _count_for(tokens: Sequence[Token], tally: Tally) -> None:
    """Read "Paris for two", "pour 3": a small number after "for" that counts no days, nights or sums."""
    for at in range(1, len(tokens)):
        number = number_at(tokens, at)
        if tokens[at - 1].text not in FOR or number is None or tokens[at].text in ONE or not 1 < number <= _MOST_FOR:
            continue
        if not _measured(tokens[at + 1 : at + 2]):
            tally.counts["adult"] = number
            tally.taken.append((at - 1, at + 1))
            tally.counted = True
            return


def _measured(after: Sequence[Token]) -> bool:
    """Whether what follows a number makes it one of days, hours, money or of a date."""
    return any(
        t.text in UNITS or t.text in month_names() or t.kind in ("number", "ordinal") or t.text in "/.-" for t in after
    )


def _count_bare(tokens: Sequence[Token], tally: Tally) -> None:
    months = month_names()
    if any(
        t.text in months and (number_at(tokens, at - 1) or number_at(tokens, at + 1)) for at, t in enumerate(tokens)
    ):
        return
    numbers = [n for at in range(len(tokens)) if (n := number_at(tokens, at)) is not None]
    if numbers and len(tokens) <= 6:  # noqa: PLR2004 "for 2", "we will be 3 please"
        for kind, number in zip(("adult", "child", "infant"), numbers, strict=False):
            tally.counts[kind] = number
        tally.taken.append((0, len(tokens)))
        tally.counted = True
