"""What platforms say of our templates: which are missing, which cannot be sent, and why, in words for staff."""

from collections.abc import Iterable, Mapping

import msgspec

from bot.domain.conversation.notices import NoticeForm
from bot.domain.conversation.statuses import Ignored, TemplateChanged
from bot.domain.moments import milliseconds
from bot.ports.records import Records
from bot.ports.runtime import Runtime
from bot.ports.template_records import APPROVED, TemplateState

MISSING = "MISSING"
"""A template that nobody asked a platform to approve."""

_MEANINGS: Mapping[str, str] = {
    APPROVED: "is sent",
    "PENDING": "waits for Meta's review; until then the news goes by e-mail",
    "REJECTED": "was refused; change its words and number, and create it again",
    "PAUSED": "is paused because travellers reported it; the news goes by e-mail meanwhile",
    "DISABLED": "was switched off for good; word it anew under another number",
    "IN_APPEAL": "is being looked at again",
    "FLAGGED": "may soon be paused: travellers report it",
    MISSING: "is not created; `threadfare templates create` does it",
}
"""What a state means for travellers."""
_REASONS: Mapping[str, str] = {
    "INCORRECT_PARAMS": "its values are not as Meta wants them",
    "PARAMS_TO_WORD_RATIO_EXCEED_LIMIT": "it has too many values for so few words",
    "TAG_SHOULD_BE_MARKETING": "it reads like advertising",
    "INVALID_FORMAT": "its form is wrong",
    "ABUSIVE_CONTENT": "its content breaks Meta's rules",
    "SCAM": "Meta takes it for a fraud",
}
"""Meta's reasons in words; others are shown as they are."""


_QUIET = frozenset({APPROVED, "PENDING", "IN_APPEAL"})
"""States for which nobody has to do anything."""


class Standing(msgspec.Struct, frozen=True):
    """How one of our templates stands on one channel in one language."""

    channel: str
    name: str
    language: str
    state: str
    told: str

    @property
    def is_sent(self) -> bool:
        """Whether news may go by it."""
        return self.state == APPROVED


def note(records: Records, states: Iterable[TemplateState]) -> None:
    """Keep what a platform says of templates; raises `UnavailableError`."""
    with records.begin() as work:
        for state in states:
            work.templates.note(state)


def note_changes(runtime: Runtime, channel: str, told: Iterable[Ignored]) -> None:
    """Keep what a webhook tells of templates; staff are called when one cannot be sent. Raises `UnavailableError`."""
    now = milliseconds(runtime.clock.now())
    states = [
        TemplateState(channel, one.name, one.language, one.state, one.reason, one.at or now)
        for one in told
        if isinstance(one, TemplateChanged)
    ]
    if not states:
        return
    note(runtime.records, states)
    for state in states:
        if state.state not in _QUIET:
            runtime.meter.count("needs_staff", about="template")


def standings(records: Records, forms: Mapping[str, NoticeForm], channels: Iterable[str]) -> tuple[Standing, ...]:
    """Every template of ours on each of the channels, as the platforms said last; raises `UnavailableError`."""
    with records.begin() as work:
        known = {(one.channel, one.name, one.language): one for one in work.templates.all()}
    wanted = [
        (channel, form.template, language) for channel in channels for form in forms.values() for language in form.texts
    ]
    return tuple(_standing(known.get(key) or TemplateState(*key, state=MISSING)) for key in wanted)


def _standing(state: TemplateState) -> Standing:
    meaning = _MEANINGS.get(state.state, "cannot be sent; the news goes by e-mail")
    why = f": {_REASONS.get(state.reason, state.reason)}" if state.reason else ""
    return Standing(state.channel, state.name, state.language, state.state, f"{meaning}{why}")
