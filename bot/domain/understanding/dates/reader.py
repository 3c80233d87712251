"""The door of the grammar: a folded text in, what was read with its place in the text out."""

from collections.abc import Sequence
from datetime import date

from bot.domain.understanding.dates.combine import combine
from bot.domain.understanding.dates.lexicon import LANGUAGES, Lexicon, encode, lexicon
from bot.domain.understanding.dates.partial import Context, Found, Reading
from bot.domain.understanding.dates.patterns import PATTERNS, SILENT, WHOLE
from bot.domain.understanding.dates.signs import Sign
from bot.domain.understanding.dates.stretch import Stretch
from bot.domain.understanding.dates.tokens import Token
from bot.domain.understanding.dates.typos import corrected

_BORROWED = frozenset({"we"})
"""Words that are a date in one language and far too common in another: a French weekend, an English "we"."""


def read_dates(tokens: list[Token], *, language: str, today: date, asked: bool) -> list[Found]:
    """Every day, range and period of a text, in order.

    `asked` is true when a date was asked for: then "12" or "12 6" alone is one. Words of another language than that
    of the talk are read when the language of the talk leaves them over.
    """
    native = lexicon(language)
    words = {t.text for t in tokens if t.kind == "word"}
    digits = any(t.kind not in {"word", "sign"} for t in tokens)
    best: list[Found] = []
    if digits or asked or words & native.triggers:
        best = _read(tokens, native, today, asked=asked)
    strange = {word for word in words if word not in native.phrases} - _BORROWED  # never walks through the phrases
    for other in LANGUAGES:
        if other != native.language and strange and strange & lexicon(other).triggers:
            found = _read(tokens, lexicon(other), today, asked=asked)
            if _reach(found) > _reach(best):
                best = found
    if asked and strange and (mended := corrected(tokens, native)):
        found = _read(mended, native, today, asked=asked)
        if _reach(found) > _reach(best):
            best = found
    return best


def _reach(found: list[Found]) -> int:
    return sum(f.end - f.start for f in found)


def _read(tokens: list[Token], words: Lexicon, today: date, *, asked: bool) -> list[Found]:
    signs = encode(tokens, words)
    code = "".join(s.symbol for s in signs)
    ctx = Context(today, words.language)
    whole = _whole(signs, code.strip(".,"), ctx) if asked else None
    readings = whole or _scan(signs, code, ctx)
    if not readings:
        return []
    stretch = Stretch(signs, readings)
    if len(stretch.items) > 1:
        combine(stretch, ctx)
    return stretch.found(ctx)


def _whole(signs: Sequence[Sign], code: str, ctx: Context) -> dict[int, tuple[int, Reading]] | None:
    for shape, reader in WHOLE:
        if shape.fullmatch(code) and (reading := reader(signs, ctx)) is not None:
            return {0: (len(signs), reading)}
    return None


def _scan(signs: Sequence[Sign], code: str, ctx: Context) -> dict[int, tuple[int, Reading]]:
    readings: dict[int, tuple[int, Reading]] = {}
    at = 0
    while at < len(code):
        best = _longest(signs, code, at, ctx) if code[at] not in SILENT else None
        if best is None:
            at += 1
        else:
            readings[at] = best
            at = best[0]
    return readings


def _longest(signs: Sequence[Sign], code: str, at: int, ctx: Context) -> tuple[int, Reading] | None:
    matches = [(m.end(), rank, reader) for rank, (shape, reader) in enumerate(PATTERNS) if (m := shape.match(code, at))]
    for end, _, reader in sorted(matches, key=lambda m: (-m[0], m[1])):
        reading = reader(signs[at:end], ctx)
        if reading is not None:
            return end, reading
    return None
