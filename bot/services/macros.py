"""Macros of staff: everybody keeps their own, supervisors those that all have."""

from bot.domain.errors import InvalidError
from bot.domain.staff import macros
from bot.domain.staff.macros import Macro
from bot.domain.staff.person import Person
from bot.ports.runtime import Runtime
from bot.services import macro_actions
from bot.services.audited import act

NOT_YOURS = "This macro is everybody's: ask a supervisor to change it."
GONE = "This macro is gone."


def usable(runtime: Runtime, person: Person) -> tuple[Macro, ...]:
    """The macros that a person may run: their own and everybody's, by name."""
    with runtime.records.begin() as work:
        return tuple(macro for macro in work.macros.macros() if macro.owner in ("", person.id))


def found(runtime: Runtime, person: Person, macro: str) -> Macro:
    """A macro that a person may run; raises `InvalidError` when there is none of that id."""
    kept = next((one for one in usable(runtime, person) if one.id == macro), None)
    if kept is None:
        raise InvalidError(GONE)
    return kept


def may_change(person: Person, macro: Macro) -> bool:
    """Whether a person may change a macro, or make it: their own, or everybody's with the right to configure."""
    return macro.owner == person.id or (not macro.owner and person.may("desk.configure"))


def keep(runtime: Runtime, person: Person, macro: Macro) -> None:
    """Write a macro after a check; raises `InvalidError` that says what is wrong, and when it is not theirs."""
    checked = macros.checked(macro, macro_actions.known(runtime))
    with runtime.records.begin() as work:
        before = work.macros.macro(macro.id)
        if not may_change(person, checked) or (before is not None and not may_change(person, before)):
            raise InvalidError(NOT_YOURS)
        work.macros.keep(checked)
        work.audit.append(act(runtime, person.id, "macro.keep", macro.id, before=before, after=checked))


def drop(runtime: Runtime, person: Person, macro: str) -> None:
    """Forget a macro; raises `InvalidError` when it is not theirs, or gone."""
    with runtime.records.begin() as work:
        before = work.macros.macro(macro)
        if before is None:
            raise InvalidError(GONE)
        if not may_change(person, before):
            raise InvalidError(NOT_YOURS)
        work.macros.drop(macro)
        work.audit.append(act(runtime, person.id, "macro.drop", macro, before=before, after=None))
