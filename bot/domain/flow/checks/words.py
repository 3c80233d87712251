"""Rules 10 and 11: texts tell declared fields, the same ones in each language, and are worded in all languages."""

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import chain

from bot.domain.flow import fields, filters, plurals
from bot.domain.flow.checks.report import Checked, Issue
from bot.domain.flow.text_keys import text_keys
from bot.domain.flow.texts import Plural, Template
from bot.domain.flow.vocabulary import fact_of

_COUNTED = frozenset({"number", "list", "thing"})
"""Kinds of fields that can be counted."""
KEPT = 16_384
"""Texts whose answer is kept: whoever edits changes one of them and asks for all."""


def holes(checked: Checked) -> Iterator[Issue]:
    """Rule 10: fields, filters and plurals that cannot be filled in, and facts that one language leaves out."""
    for language, words in checked.flow.texts.items():
        for key, template in words.items():
            for told in _faults(template, language):
                yield Issue(sentence=told, step=checked.step_of(key), text=key, language=language)
    yield from _differences(checked)


@lru_cache(maxsize=KEPT)
def _faults(template: Template, language: str) -> tuple[str, ...]:
    return (*_holes(template), *_plurals(template, language))


def _holes(template: Template) -> Iterator[str]:
    for hole in template.holes():
        if not fields.is_field(hole.field):
            yield f"There is no field {hole.field!r}."
        yield from (f"There is no filter {name!r}." for name in hole.filters if name not in filters.FILTERS)
    for part in template.parts:
        if isinstance(part, str) and plurals.looks_broken(part):
            yield "A plural is not finished; it is written {trip.passengers, plural, one {# seat} other {# seats}}."
        elif isinstance(part, str) and ("{{" in part or "}}" in part):
            yield "Braces without a field would be told as they are; a field is written {{ trip.origin | city }}."


def _plurals(template: Template, language: str) -> Iterator[str]:
    for plural in template.plurals():
        yield from _plural(plural, language)


def _plural(plural: Plural, language: str) -> Iterator[str]:
    fact = fact_of(plural.field)
    if fact is None:
        yield f"There is no field {plural.field!r}."
    elif fact.kind not in _COUNTED and fact.writer != "flow":
        yield f"{fact.label} ({plural.field}) is nothing to count."
    forms = {name for name, _ in plural.forms if not name.startswith("=")}
    if missing := sorted(plurals.needed(language) - forms):
        yield f"The plural lacks the form {', '.join(missing)}."
    if extra := sorted(forms - plurals.known(language)):
        yield f"The plural has the form {', '.join(extra)}, which this language never takes."


def _differences(checked: Checked) -> Iterator[Issue]:
    """What one language tells and another leaves out, told where it is missing."""
    texts = {language: words for language, words in checked.flow.texts.items() if language in checked.languages}
    with_fields = {key for words in texts.values() for key, template in words.items() if template.fields()}
    for key in (key for key in _keys(texts) if key in with_fields):
        worded = {language: words[key].fields() for language, words in texts.items() if key in words}
        every = frozenset[str]().union(*worded.values())
        for language, told in worded.items():
            if lacking := sorted(every - told):
                sentence = f"It leaves out {', '.join(lacking)}, which other languages tell."
                yield Issue(sentence=sentence, step=checked.step_of(key), text=key, language=language)


def _keys(texts: Mapping[str, Mapping[str, Template]]) -> Iterable[str]:
    """The keys of all languages, each once."""
    return dict.fromkeys(chain.from_iterable(texts.values()))


def coverage(checked: Checked) -> Iterator[Issue]:
    """Rule 11: every text that is said is worded in every language, or another language is named to stand in."""
    flow = checked.flow
    needed = {
        key: name
        for name, node in reversed(tuple(flow.nodes.items()))
        for action in node.do
        for key in text_keys(action)
    }
    own = needed.keys() - checked.catalogue
    for language in checked.languages:
        missing = own - flow.texts.get(language, {}).keys() - flow.texts.get(flow.fallback.get(language, ""), {}).keys()
        for key in (key for key in needed if key in missing) if missing else ():
            fix = "Word it, or name a language that stands in for this one."
            text = f"The text {key!r} is missing."
            yield Issue(sentence=text, step=needed[key], text=key, language=language, fix=fix)
    for language, other in flow.fallback.items():
        if other not in flow.texts or other == language:
            yield Issue(sentence=f"{other!r} cannot stand in for {language!r}: the flow has no texts in it.")
    yield from _left_over(checked)


def _left_over(checked: Checked) -> Iterator[Issue]:
    """Texts that the flow words and nothing says: not even the program, which only says keys of the catalogue."""
    for key in _keys(checked.flow.texts):
        if key not in checked.said and checked.catalogue and key not in checked.catalogue:
            language = next(language for language, words in checked.flow.texts.items() if key in words)
            yield Issue(
                sentence=f"Nothing says the text {key!r}.",
                blocks=False,
                text=key,
                language=language,
                fix="Take it out.",
            )


def share_worded(checked: Checked, language: str) -> tuple[int, int]:
    """How many of the texts that are said are worded in a language itself, and of how many."""
    needed = [key for key in checked.said if key not in checked.catalogue or _is_own(checked, key)]
    own = checked.flow.texts.get(language, {})
    return sum(key in own for key in needed), len(needed)


def _is_own(checked: Checked, key: str) -> bool:
    return any(key in words for words in checked.flow.texts.values())
