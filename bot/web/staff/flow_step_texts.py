"""The texts of a step in its form: one language before the reader, the others carried along, with what each needs."""

from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from typing import Any

import msgspec
from babel import Locale, UnknownLocaleError

from bot.domain.flow import plurals
from bot.domain.flow.definition import Node, RawNode
from bot.domain.flow.drafting import Draft
from bot.domain.flow.operations import SetText
from bot.domain.flow.parts import Document
from bot.domain.flow.text_keys import Use, brought, uses
from bot.domain.flow.texts import Template, compile_text, written

USES: Mapping[Use, str] = {
    "said": "said",
    "tapped": "on something to tap",
    "words": "other words for an option, with commas between",
    "name": "the name of a picture or file",
}
"""What each use of a text is called."""
Typed = Mapping[str, Mapping[str, str]]
"""Texts as they were typed, by language and key."""


class Row(msgspec.Struct, frozen=True):
    """One text of a step in a language.

    `text` is what stands in the field, `usual` what the program says when it is empty, `source` what stands in the
    airline's first language; `mark` says what the reader saw, and `hints` what the text still needs.
    """

    key: str
    use: str
    text: str
    mark: str
    usual: str = ""
    source: str = ""
    hints: tuple[str, ...] = ()
    is_short: bool = False


class Coverage(msgspec.Struct, frozen=True):
    """How many of some texts are worded in a language, by the flow or by the program."""

    language: str
    called: str
    worded: int
    needed: int

    @property
    def is_whole(self) -> bool:
        """Whether nothing is missing."""
        return self.worded >= self.needed


def keys_of(node: Mapping[str, Any]) -> dict[str, Use]:
    """The keys of the texts that a step says, with what each is for; nothing for a step that cannot be read."""
    try:
        raw = msgspec.convert({"do": node.get("do", ()), "wait": node.get("wait")}, RawNode)
    except msgspec.ValidationError:
        return {}
    found: dict[str, Use] = {}
    for action in raw.do:
        for key, use in uses(action):
            if key:
                found.setdefault(key, use)
    return found | {key: "tapped" for key in brought(Node(wait=raw.wait)) if key not in found}


def rows(
    draft: Draft,
    keys: Mapping[str, Use],
    language: str,
    *,
    typed: Typed,
    first: str,
    texts: Mapping[str, Mapping[str, Template]],
) -> tuple[Row, ...]:
    """The texts of a step as the form shows them; `texts` is the catalogue of the program."""
    return tuple(_row(draft, used, language, typed=typed, first=first, texts=texts) for used in keys.items())


def _row(
    draft: Draft,
    used: tuple[str, Use],
    language: str,
    *,
    typed: Typed,
    first: str,
    texts: Mapping[str, Mapping[str, Template]],
) -> Row:
    key, use = used
    kept = text_of(draft.document, language, key)
    shown = typed.get(language, {}).get(key, kept)
    usual = texts.get(language, {}).get(key)
    told = written(usual) if usual is not None else ""
    source = text_of(draft.document, first, key) if language != first else ""
    return Row(
        key=key,
        use=USES[use],
        text=shown,
        mark=mark(draft, language, key),
        usual=told,
        source=source,
        hints=tuple(hints(shown, source, language)),
        is_short=use in ("tapped", "name"),
    )


def hints(text: str, source: str, language: str) -> Iterator[str]:
    """What a text needs of plurals in a language, as far as it or its source counts anything."""
    needed = sorted(plurals.needed(language), key=plurals.CATEGORIES.index)
    mine = compile_text(text).plurals() if text else ()
    if not mine and compile_text(source).plurals():
        yield f"The first language counts here. {called(language)} needs the forms {', '.join(needed)}."
    for plural in mine:
        forms = {name for name, _ in plural.forms}
        lacks = [name for name in needed if name not in forms]
        yield f"{called(language)} still needs {', '.join(lacks)}." if lacks else f"Plural: {', '.join(needed)}. Whole."
    if text and not mine and plurals.looks_broken(text):
        yield f"This plural is not finished. {called(language)} needs {', '.join(needed)}: {example(needed)}"


def example(forms: Iterable[str]) -> str:
    """A plural as it is written, with some forms."""
    return "{trip.passengers, plural, " + " ".join(f"{form} {{# …}}" for form in forms) + "}"


def coverage(
    document: Document,
    keys: Iterable[str],
    languages: Iterable[str],
    *,
    texts: Mapping[str, Mapping[str, Template]],
    typed: Typed,
) -> tuple[Coverage, ...]:
    """For each language how many of some texts are worded in it."""
    wanted = tuple(keys)
    return tuple(
        Coverage(
            language,
            called(language),
            sum(
                bool(typed.get(language, {}).get(key, text_of(document, language, key)))
                or key in texts.get(language, {})
                for key in wanted
            ),
            len(wanted),
        )
        for language in languages
    )


def text_of(document: Document, language: str, key: str) -> str:
    """A text of a document, "" when it is not worded."""
    return str(document["texts"].get(language, {}).get(key, ""))


def mark(draft: Draft, language: str, key: str) -> str:
    """What a reader saw of a text: its version, and a digest of its words."""
    return f"{draft.stamp(f'text:{language}:{key}').version}:{_digest(text_of(draft.document, language, key))}"


def changes(draft: Draft, typed: Typed, marks: Typed) -> Iterator[SetText]:
    """The operations that words of a form ask for: those that the reader changed and that do not stand there yet."""
    for language, words in typed.items():
        for key, text in words.items():
            seen, _, digest = marks.get(language, {}).get(key, "0:").partition(":")
            wanted = text.strip("\n")
            if _digest(wanted) != digest and wanted != text_of(draft.document, language, key):
                yield SetText(language, key, wanted, seen=int(seen) if seen.isascii() and seen.isdigit() else 0)


def called(language: str) -> str:
    """A language by its English name."""
    try:
        return Locale.parse(language).get_display_name("en") or language
    except (UnknownLocaleError, ValueError):
        return language


def _digest(text: str) -> str:
    return sha256(text.strip("\n").encode()).hexdigest()[:16]
