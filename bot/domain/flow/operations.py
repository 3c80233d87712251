"""The operations by which an editor changes a draft: typed, plain data, each with the version of the part it is about.

`seen` is the version that the editor had before them. What an operation makes of a document is in `edits`.
"""

from typing import Any

import msgspec


class _Operation(msgspec.Struct, frozen=True, tag_field="op", forbid_unknown_fields=True, kw_only=True):
    """What every operation has: the version of its part that the editor saw, 0 for one that was never changed."""

    seen: int = 0


class AddStep(_Operation, frozen=True, tag="add_step"):
    """Add a step with that content after another one of the outline, "" for the first place."""

    step: str
    node: dict[str, Any]
    after: str = ""
    label: str = ""


class MoveStep(_Operation, frozen=True, tag="move_step"):
    """Put a step after another one in the outline; no way changes."""

    step: str
    after: str = ""


class DuplicateStep(_Operation, frozen=True, tag="duplicate_step"):
    """Add a copy of a step right after it; it says the same texts until it is given others."""

    step: str
    copy: str


class DeleteStep(_Operation, frozen=True, tag="delete_step"):
    """Take a step out; ways that lead to it are left for the check to complain about."""

    step: str


class RenameStep(_Operation, frozen=True, tag="rename_step"):
    """Give a step the label by which staff know it; its name in the document never changes."""

    step: str
    label: str


class SetActions(_Operation, frozen=True, tag="set_actions"):
    """Say what a step does, in order."""

    step: str
    do: tuple[dict[str, Any], ...]


class SetWait(_Operation, frozen=True, tag="set_wait"):
    """Say what a step waits for, with all exits, or that it waits for nothing."""

    step: str
    wait: dict[str, Any] | None


class SetExits(_Operation, frozen=True, tag="set_exits"):
    """Say where the exits of a waiting step lead."""

    step: str
    exits: dict[str, str]


class SetCases(_Operation, frozen=True, tag="set_cases"):
    """Say where a step leads under which conditions, the first that holds."""

    step: str
    cases: tuple[dict[str, Any], ...]


class SetSplit(_Operation, frozen=True, tag="set_split"):
    """Say which ways a step tries on travellers, or that it tries none."""

    step: str
    split: dict[str, Any] | None


class SetNext(_Operation, frozen=True, tag="set_next"):
    """Say where a step leads otherwise, "" for nowhere."""

    step: str
    next: str


class SetEnd(_Operation, frozen=True, tag="set_end"):
    """Say whether the flow ends at a step."""

    step: str
    end: bool


class SetStep(_Operation, frozen=True, tag="set_step"):
    """Say all of a step as one form has it: what it does, and how it goes on."""

    step: str
    node: dict[str, Any]


class SetText(_Operation, frozen=True, tag="set_text"):
    """Word a text in a language; "" takes it out."""

    language: str
    key: str
    text: str


class SetLayout(_Operation, frozen=True, tag="set_layout"):
    """Say how a step stands on the map."""

    step: str
    layout: dict[str, Any]


class SetStart(_Operation, frozen=True, tag="set_start"):
    """Say at which step the flow begins."""

    step: str


class SetNeeds(_Operation, frozen=True, tag="set_needs"):
    """Say which fields are known whenever the flow is entered."""

    needs: tuple[str, ...]


class SetFallback(_Operation, frozen=True, tag="set_fallback"):
    """Say, by language, which language stands in where a text is not worded in it."""

    fallback: dict[str, str]


class Import(_Operation, frozen=True, tag="import"):
    """Put a whole document in place of the draft; `seen` is the version of the whole draft."""

    document: dict[str, Any]


class Reset(_Operation, frozen=True, tag="reset"):
    """Put the live revision in place of the draft, whatever is locked; `seen` is the version of the whole draft."""

    document: dict[str, Any]


Operation = (
    AddStep
    | MoveStep
    | DuplicateStep
    | DeleteStep
    | RenameStep
    | SetActions
    | SetWait
    | SetExits
    | SetCases
    | SetSplit
    | SetNext
    | SetEnd
    | SetStep
    | SetText
    | SetLayout
    | SetStart
    | SetNeeds
    | SetFallback
    | Import
    | Reset
)


def subject(op: Operation) -> str:
    """The part whose version an operation carries, "" for the whole draft."""
    match op:
        case DuplicateStep(copy=copy):
            return f"step:{copy}"
        case MoveStep(step=step):
            return f"place:{step}"
        case RenameStep(step=step):
            return f"label:{step}"
        case SetLayout(step=step):
            return f"layout:{step}"
        case SetText(language=language, key=key):
            return f"text:{language}:{key}"
        case SetStart():
            return "start"
        case SetNeeds():
            return "rest:needs"
        case SetFallback():
            return "rest:fallback"
        case Import() | Reset():
            return ""
        case _:
            return f"step:{op.step}"


def places(op: Operation) -> tuple[str, ...]:
    """The parts that say where something stands which an operation may change."""
    match op:
        case Import() | Reset():
            return ("order",)
        case AddStep(step=step) | MoveStep(step=step) | DeleteStep(step=step):
            return (f"place:{step}",)
        case DuplicateStep(copy=copy):
            return (f"place:{copy}",)
        case _:
            return ()


def kind(op: Operation) -> str:
    """The name of an operation, such as "set_text"."""
    return str(type(op).__struct_config__.tag)
