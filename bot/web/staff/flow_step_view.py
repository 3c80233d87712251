"""What the form of a step shows: the step as it is typed, the choices of its fields, its texts, and its previews."""

from collections.abc import Iterator, Mapping
from hashlib import sha256
from typing import Any

import msgspec
from werkzeug.datastructures import MultiDict

from bot.domain.flow.drafting import Draft
from bot.domain.flow.fields import SETTABLE
from bot.domain.flow.parts import read as part_of
from bot.domain.flow.vocabulary import SLOT, catalogue, label_of
from bot.domain.world import World
from bot.web.staff import flow_condition_rows, flow_rows, flow_step_forms, flow_step_texts
from bot.web.staff.flow_action_fields import BY_NAME, SHAPES, WISHES
from bot.web.staff.flow_previews import sights
from bot.web.staff.flow_step_forms import Sheet
from bot.web.staff.step_options import StepOptions

GROUP: Mapping[str, Any] = {"group": "any", "parts": [{}]}
_CASE: Mapping[str, Any] = {"when": {"group": "all", "parts": [{}]}}


class Typing(msgspec.Struct, frozen=True):
    """A step as somebody has it before them: its form, the language of its texts, and those typed by language and key.

    `seen` is the version of the step that they saw, `mark` a digest of it; `marks` are those of texts.
    """

    step: str
    language: str
    sheet: Sheet
    seen: int = 0
    mark: str = ""
    typed: Mapping[str, Mapping[str, str]] = {}
    marks: Mapping[str, Mapping[str, str]] = {}

    @property
    def node(self) -> dict[str, Any]:
        """The step that the form makes."""
        return flow_step_forms.node_of(self.sheet)

    @property
    def is_changed(self) -> bool:
        """Whether somebody changed more of the step than its words."""
        return digest(self.node) != self.mark


def opened(draft: Draft, step: str, language: str) -> Typing:
    """A step of a draft as its form opens; raises `KeyError` for a step that is not there."""
    sheet = flow_step_forms.sheet_of(draft.document["nodes"][step])
    seen = draft.stamp(f"step:{step}").version
    return Typing(step, language, sheet, seen, digest(flow_step_forms.node_of(sheet)))


def posted(step: str, form: MultiDict[str, str]) -> Typing:
    """A step as it was posted, after whatever act on its rows was asked for; raises `InvalidError` for too much."""
    data = flow_rows.read(form)
    act = str(data.get("act", ""))
    language = str(data.get("lang", ""))
    if act.startswith("lang "):
        language = act.removeprefix("lang ")
    elif act.startswith("group "):
        flow_rows.act_on(data, f"add {act.removeprefix('group ')}", {"parts": _copy(GROUP)})
    elif act and act not in ("save", "refresh"):
        made = {"do": {"do": str(data.get("new_do", "say"))}, "cases": _copy(_CASE), "parts": {}}
        flow_rows.act_on(data, act, made)
    seen = str(data.get("seen", ""))
    return Typing(
        step,
        language,
        flow_step_forms.tidy(data),
        int(seen) if seen.isascii() and seen.isdigit() else 0,
        str(data.get("mark", "")),
        _words(data.get("text")),
        _words(data.get("was")),
    )


def shown(draft: Draft, typing: Typing, world: World, flows: tuple[str, ...]) -> dict[str, Any]:
    """What the template of the form is given; `flows` are the names of all flows."""
    document, node, texts = draft.document, typing.node, world.texts
    locked = bool(document["nodes"][typing.step].get("locked"))
    if locked:
        node = document["nodes"][typing.step]
    keys = flow_step_texts.keys_of(node)
    first, languages = world.brand.languages[0], world.brand.languages
    language = typing.language if typing.language in languages else first
    seen = {"draft": draft, "typing": typing, "step": typing.step, "sheet": typing.sheet, "locked": locked}
    listed = flow_step_texts.rows(draft, keys, language, typed=typing.typed, first=first, texts=texts)
    return {
        **seen,
        **_choices(draft, typing, flows),
        "language": language,
        "called": flow_step_texts.called,
        "texts": [(row, typing.marks.get(language, {}).get(row.key, row.mark)) for row in listed],
        "carried": list(_carried(typing, language, {row.key for row in listed})),
        "coverage": flow_step_texts.coverage(document, keys, languages, texts=texts, typed=typing.typed),
        "sights": sights(document, typing.step, node, language=language, typed=typing.typed, texts=texts),
        "label": part_of(document, f"label:{typing.step}") or "",
    }


def digest(node: Mapping[str, Any]) -> str:
    """A mark of a step by which the form knows whether somebody changed it."""
    return sha256(msgspec.json.encode(node, order="sorted")).hexdigest()[:16]


def _choices(draft: Draft, typing: Typing, flows: tuple[str, ...]) -> dict[str, Any]:
    document = draft.document
    labels = {name: part_of(document, f"label:{name}") for name in document["nodes"]}
    slots = sorted(set(_slots(document["nodes"].values())))
    keys = dict.fromkeys(key for words in document["texts"].values() for key in words)
    return {
        "shapes": SHAPES,
        "shape_of": BY_NAME.get,
        "wishes": WISHES,
        "goes": flow_step_forms.GOES,
        "units": flow_step_forms.UNITS,
        "subjects": flow_step_forms.subjects(),
        "exits": flow_step_forms.exits_of(typing.sheet),
        "step_options": StepOptions((name, f"{label} ({name})" if label else name) for name, label in labels.items()),
        "fields": [(fact.name, fact.label) for fact in catalogue()] + [(name, label_of(name)) for name in slots],
        "settable": [(name, label_of(name)) for name in (*sorted(SETTABLE), *slots)],
        "field_label": label_of,
        "groups": flow_condition_rows.GROUPS,
        "operators": flow_condition_rows.operators,
        "values": flow_condition_rows.values,
        "hint": flow_condition_rows.hint,
        "alone": flow_condition_rows.ALONE,
        "text_keys": tuple(keys),
        "flows": flows,
    }


def _slots(nodes: Any) -> Iterator[str]:
    """The notes that steps keep, by the names of their fields."""
    for node in nodes:
        subject = (node.get("wait") or {}).get("for", "")
        if subject.startswith("text:"):
            yield SLOT + subject.removeprefix("text:")
        for action in node.get("do", ()):
            if str(action.get("field", "")).startswith(SLOT):
                yield action["field"]


def _carried(typing: Typing, language: str, shown_keys: set[str]) -> Iterator[tuple[str, str]]:
    """Names and values of what was typed and does not stand before the reader: it comes back with the form."""
    for name, held in (("text", typing.typed), ("was", typing.marks)):
        for one, words in held.items():
            yield from (
                (f"{name}.{one}.{key}", text) for key, text in words.items() if one != language or key not in shown_keys
            )


def _words(data: Any) -> dict[str, dict[str, str]]:
    """Texts of a form by language and key; what is no text is left out."""
    if not isinstance(data, dict):
        return {}
    return {
        language: {key: text for key, text in words.items() if isinstance(text, str)}
        for language, words in data.items()
        if isinstance(words, dict)
    }


def _copy(rows: Mapping[str, Any]) -> dict[str, Any]:
    copied: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(rows))
    return copied
