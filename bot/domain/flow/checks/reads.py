"""Rule 8: nothing is told or used before it is known on every path that leads there."""

from collections.abc import Iterator, Mapping

from bot.domain.flow.checks.report import Checked, Issue
from bot.domain.flow.definition import Action, EnterFlowAction, Flow
from bot.domain.flow.entering import entered_by
from bot.domain.flow.knowledge import Known, after_actions, is_known, known_at, needed
from bot.domain.flow.text_keys import text_keys
from bot.domain.flow.vocabulary import label_of


def reads(checked: Checked) -> Iterator[Issue]:
    """Texts with fields, and actions, that some path reaches before there is a value."""
    flow, told = checked.flow, _told(checked)
    for step, known in known_at(flow).items():
        node = flow.nodes.get(step)
        if node is None:
            continue
        for action, before in after_actions(node, known):
            yield from _action(action, before, step)
            for key in text_keys(action):
                if key in told:
                    yield from _text(key, told[key], before, step=step)


def _action(action: Action, known: Known, step: str) -> Iterator[Issue]:
    for field in sorted(needed(action)):
        if not is_known(field, known):
            did = str(action.__struct_config__.tag)
            yield _unknown(field, f"The action {did!r} needs it.", step=step)


def _told(checked: Checked) -> Mapping[str, Mapping[str, str]]:
    """The fields of each text that has any, with the first language whose text has it: the others have the same."""
    found: dict[str, dict[str, str]] = {}
    for language in checked.languages:
        for key, template in checked.flow.texts.get(language, {}).items():
            for field in sorted(template.fields()):
                found.setdefault(key, {}).setdefault(field, language)
    return found


def _text(key: str, fields: Mapping[str, str], known: Known, *, step: str) -> Iterator[Issue]:
    """One row a field."""
    for field, language in fields.items():
        if not is_known(field, known):
            yield _unknown(field, f"The text {key!r} tells it.", step=step, text=key, language=language)


def _unknown(field: str, why: str, *, step: str, text: str = "", language: str = "") -> Issue:
    sentence = f"{label_of(field)} ({field}) is not known on every path to here. {why}"
    return Issue(
        sentence=sentence, step=step, text=text, language=language, fix=f"Ask for it before, or test {field} first."
    )


def inputs(checked: Checked, others: Mapping[str, Flow]) -> Iterator[Issue]:
    """What another flow needs when it is entered, and is not known there (a part of rule 15)."""
    if not any(others[name].needs for name in entered_by(checked.flow) if name in others):
        return
    for step, known in known_at(checked.flow).items():
        node = checked.flow.nodes.get(step)
        for action, before in after_actions(node, known) if node is not None else ():
            if isinstance(action, EnterFlowAction) and action.flow in others:
                missing = (field for field in others[action.flow].needs if not is_known(field, before))
                yield from (_unknown(field, f"The flow {action.flow!r} needs it.", step=step) for field in missing)
