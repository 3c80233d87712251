"""A real thread told again as a rehearsal: the acts of its traveller and of the desk, with stand-ins for everybody.

The transcript tells what was written, tapped and answered, and when. What the outside answered is told from what the
bot then said: a receipt means that it was paid. Flights are made up, and where none were shown none are found.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import takewhile

import msgspec

from bot.domain.conversation import events
from bot.domain.conversation.effects import SearchFlights
from bot.domain.conversation.messages import Message, spoken
from bot.domain.errors import InvalidError
from bot.domain.flow.scene import Scene
from bot.domain.rehearsal import acts, taps
from bot.domain.rehearsal.acts import LONGEST_PAUSE, LONGEST_TEXT, MOST_ACTS, Act, Opening
from bot.domain.rehearsal.disguise import Known, disguised, in_form, plainly
from bot.domain.rehearsal.play import Means, messages, perform
from bot.domain.rehearsal.script import Script, Step
from bot.domain.rehearsal.stage import Stage, begin
from bot.domain.shopping.refs import read_ref

LEAST_PAUSE = 60
"""Seconds of silence that are told: timers and prices know nothing shorter."""
_OUTCOMES: Mapping[str, str] = {
    "declined_finally": "declined finally",
    "declined": "declined",
    "challenge": "challenge",
    "payment_held": "under review",
    "checking_payment": "checking",
    "ended_unticketed": "unticketed",
}
"""Key of a text of the catalogue -> what had happened when it was said."""


class Told(msgspec.Struct, frozen=True):
    """One line of a transcript: by whom (traveller, bot, or an agent's name), what kind, its JSON, when (ms UTC)."""

    author: str
    kind: str
    body: str
    at: int


class _Retelling(msgspec.Struct, frozen=True):
    """How far a thread was told again, and with what."""

    stage: Stage
    known: Known
    means: Means
    steps: tuple[Step, ...] = ()

    def does(self, act: Act) -> "_Retelling":
        """One more act; one that cannot be done here is left out."""
        if len(self.steps) >= MOST_ACTS:
            return self
        try:
            stage = perform(self.stage, act, self.means)
        except InvalidError:
            return self
        return msgspec.structs.replace(self, stage=stage, steps=(*self.steps, Step(act)))

    @property
    def node(self) -> str:
        """The step at which the talk stands, "" at none."""
        position = self.stage.conversation.position
        return position.node if position else ""


def retold(
    opening: Opening, lines: Sequence[Told], *, flow: str, known: Known, means: Means, until: str = ""
) -> Script:
    """The script of a thread's lines, in order, of a flow; it ends where the talk first stands at the step `until`.

    Whatever cannot be done on this flow is left out.
    """
    told = _Retelling(begin(opening, means.world), known, means).does(acts.Plans("search", "sample"))
    for at, line in enumerate(lines):
        told = _line(_after_pause(told, line.at), line, _replies(lines, at))
        if until and told.node == until:
            break
    return Script(flow, opening, told.steps)


def _after_pause(told: _Retelling, at: int) -> _Retelling:
    seconds = (at - told.stage.now) // 1000
    return told.does(acts.Waits(min(seconds, LONGEST_PAUSE))) if seconds >= LEAST_PAUSE else told


def _replies(lines: Sequence[Told], at: int) -> list[Told]:
    """What was said until the traveller's next line."""
    return list(takewhile(lambda line: line.author != "traveller", lines[at + 1 :]))


def _line(told: _Retelling, line: Told, replies: list[Told]) -> _Retelling:
    if line.author == "traveller":
        return _heard(told, line, replies)
    if line.author == "bot":
        what = _outcome(line, told.means)
        return told.does(acts.Happens(what)) if what and told.stage.sale else told
    said = plainly(_words(line), told.known)[:LONGEST_TEXT]
    if told.stage.conversation.owner != "human":
        told = told.does(acts.Person("takes"))
    return told.does(acts.Person("says", said)) if said else told


def _words(line: Told) -> str:
    try:
        return spoken(msgspec.json.decode(line.body, type=Message))
    except msgspec.MsgspecError:
        return ""


def _heard(told: _Retelling, line: Told, replies: list[Told]) -> _Retelling:
    """What the traveller did; that the bot answers tells that a person had given the thread back."""
    answered_by = {one.author for one in replies}
    if told.stage.conversation.owner == "human" and answered_by == {"bot"}:
        told = told.does(acts.Person("returns"))
    act = _act(line, told)
    if act is None:
        return told
    after = told.does(act)
    nothing = replies and not any(one.kind == "Carousel" for one in replies)
    if SearchFlights.__name__ not in after.stage.does or not nothing:
        return after
    return told.does(acts.Plans("search", "nothing")).does(act).does(acts.Plans("search", "sample"))


def _act(line: Told, told: _Retelling) -> Act | None:
    reader = _READERS.get(line.kind)
    try:
        return reader(told, line.body) if reader else None
    except msgspec.MsgspecError:
        return None


def _said(told: _Retelling, body: str) -> Act | None:
    event = msgspec.json.decode(body, type=events.TextReceived)
    stage = told.stage
    scene = Scene(stage.conversation, event, told.means.world, stage.now)
    words = disguised(event.text, told.known, scene, people=_people(told))[:LONGEST_TEXT]
    return acts.Says(words) if words.strip() else None


def _filled(told: _Retelling, body: str) -> Act:
    values = msgspec.json.decode(body, type=events.FormSent).values
    return acts.Fills({name: in_form(name, one, told.known, people=_people(told)) for name, one in values.items()})


def _people(told: _Retelling) -> int:
    return len(told.stage.conversation.basket.passengers)


def _tapped(told: _Retelling, body: str) -> Act:
    """What was tapped, by what it is; of a flight that was shown then, the first of those that are made up."""
    event = msgspec.json.decode(body, type=events.ChoiceTapped)
    known = taps.tap_of(event.payload, messages(told.stage))
    return known or acts.Taps(plainly(event.title, told.known), taps.key_of(event.payload) or "offer 1")


def _opened(_: _Retelling, body: str) -> Act:
    ref = msgspec.json.decode(body, type=events.ThreadOpened).ref
    return acts.Opens(ref if read_ref(ref) else "")


def _sent(_: _Retelling, body: str) -> Act:
    return acts.Sends(msgspec.json.decode(body, type=events.AttachmentReceived).kind)


_READERS: Mapping[str, Callable[[_Retelling, str], Act | None]] = {
    "TextReceived": _said,
    "ChoiceTapped": _tapped,
    "FormSent": _filled,
    "ThreadOpened": _opened,
    "AttachmentReceived": _sent,
}
"""Kind of a line of the traveller -> what they did."""


def _outcome(line: Told, means: Means) -> str:
    """What had happened when the bot said this; "" when nothing of a payment had."""
    if line.kind == "Receipt":
        return "paid"
    words = _words(line)
    return next((what for key, what in _OUTCOMES.items() if any(one in words for one in _texts(key, means))), "")


def _texts(key: str, means: Means) -> Iterator[str]:
    """How a text of the catalogue begins or ends in each language, as far as it names no field."""
    for texts in means.world.texts.values():
        template = texts.get(key)
        parts = [part for part in template.parts if isinstance(part, str)] if template else []
        longest = max(parts, key=len, default="").strip()
        if longest:
            yield longest
