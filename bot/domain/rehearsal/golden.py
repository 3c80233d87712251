"""Golden conversations: talks that staff keep with a flow, and that every later draft must still hold word by word.

Words are compared as travellers read them, so that a golden conversation also finds what nobody meant to change: a
field, a plural, an option that went. Who did mean it accepts the new words, and the same acts are kept with them.
The clock, the people and the flights of a golden conversation are its own, so nothing but the flow can change it.
"""

from collections.abc import Iterator
from itertools import zip_longest

import msgspec

from bot.domain.errors import InvalidError
from bot.domain.rehearsal.acts import Act, Opening
from bot.domain.rehearsal.flights import made_up
from bot.domain.rehearsal.play import Means
from bot.domain.rehearsal.script import Script, Step, performed
from bot.domain.rehearsal.shown import Shown, shown
from bot.domain.rehearsal.stage import Looked, Stage, begin
from bot.domain.rehearsal.words import act_words, asked_words, plain
from bot.domain.world import World

LONGEST_NAME = 80
LONGEST_NOTE = 300
_EXCERPT = 160
"""Characters of what was expected, or said, that a sentence quotes."""


class Kept(msgspec.Struct, frozen=True, omit_defaults=True):
    """One act, what was said after it, and what the flow wanted of the outside, by the names of effects."""

    act: Act
    bot: tuple[Shown, ...] = ()
    does: tuple[str, ...] = ()
    looked: tuple[Looked, ...] = ()


class Golden(msgspec.Struct, frozen=True, omit_defaults=True):
    """A golden conversation of a flow, under a name that tells what it shows; `note` says why it is kept."""

    flow: str
    name: str
    opening: Opening
    steps: tuple[Kept, ...]
    note: str = ""


class Difference(msgspec.Struct, frozen=True):
    """Where a talk parts from what was kept: the number of the act from 1, the act in words, and what is different.

    `flow` and `step` are where the talk then stands, "" for nowhere.
    """

    number: int
    act: str
    sentence: str
    flow: str = ""
    step: str = ""


class Verdict(msgspec.Struct, frozen=True):
    """How a golden conversation went: the first difference, None when there is none, and the talk as it is now.

    `now` ends where an act could not be done any more; `whole` says that all could.
    """

    golden: Golden
    difference: Difference | None
    now: Golden
    whole: bool


def means_of(world: World) -> Means:
    """The means of golden conversations: what the timetable answered is kept with them, all else is made up."""
    return Means(world, lambda wish, now: made_up(wish, world, now))


def judged(golden: Golden, world: World) -> Verdict:
    """How a golden conversation goes in a World, which has the draft in place of the live revision."""
    means = means_of(world)
    stage = begin(golden.opening, world)
    now: list[Kept] = []
    first: Difference | None = None
    for number, kept in enumerate(golden.steps, 1):
        try:
            stage = performed(stage, Step(kept.act, kept.looked), means)
        except InvalidError as error:
            first = first or Difference(number, act_words(kept.act), str(error), *_place(stage))
            return Verdict(golden, first, msgspec.structs.replace(golden, steps=tuple(now)), whole=False)
        now.append(_kept(kept, stage))
        sentence = next(_differences(kept, now[-1]), "")
        first = first or (Difference(number, act_words(kept.act), sentence, *_place(stage)) if sentence else None)
    return Verdict(golden, first, msgspec.structs.replace(golden, steps=tuple(now)), whole=True)


def _place(stage: Stage) -> tuple[str, str]:
    position = stage.conversation.position
    return (position.flow, position.node) if position else ("", "")


def golden_of(script: Script, name: str, world: World) -> Golden:
    """A rehearsal as a golden conversation: what it says now is what is expected from now on.

    Raises `InvalidError` when it has no act, no name, or an act that cannot be done.
    """
    if not script.steps:
        raise InvalidError("Nothing has been said yet: there is nothing to keep.")
    unsaid = tuple(Kept(step.act, looked=step.looked) for step in script.steps)
    verdict = judged(named(Golden(script.flow, "", script.opening, unsaid), name), world)
    if not verdict.whole:
        raise InvalidError(verdict.difference.sentence if verdict.difference else "The talk cannot be played.")
    return verdict.now


def named(golden: Golden, name: str) -> Golden:
    """The golden conversation under a name; raises `InvalidError` for one that cannot be shown or is too long."""
    clean = " ".join(name.split())
    if not clean or len(clean) > LONGEST_NAME or not clean.isprintable():
        raise InvalidError(f"A golden conversation needs a name of at most {LONGEST_NAME} characters.")
    return msgspec.structs.replace(golden, name=clean)


def noted(golden: Golden, note: str) -> Golden:
    """The golden conversation with a note, in one line; raises `InvalidError` for one that cannot be shown."""
    clean = " ".join(note.split())
    if len(clean) > LONGEST_NOTE or not clean.isprintable():
        raise InvalidError(f"A note has {LONGEST_NOTE} characters at most.")
    return msgspec.structs.replace(golden, note=clean)


def script_of(golden: Golden) -> Script:
    """A golden conversation as a rehearsal that can be gone on with."""
    return Script(golden.flow, golden.opening, tuple(Step(kept.act, kept.looked) for kept in golden.steps))


def _kept(kept: Kept, stage: Stage) -> Kept:
    """The act as it went now; flights that are made up need not be kept, because they are always the same."""
    said = tuple(shown(line.message) for line in stage.fresh if line.message is not None)
    return Kept(kept.act, said, stage.does, stage.looked if kept.looked else ())


def _differences(expected: Kept, told: Kept) -> Iterator[str]:
    """What is different, the first first."""
    known = {asked_words(one.wish) for one in expected.looked}
    for one in told.looked:
        if asked_words(one.wish) not in known:
            yield f"{asked_words(one.wish)}, which nobody asked for when this was kept."
    for wanted, said in zip_longest(expected.bot, told.bot):
        yield from _said(wanted, said)
    if expected.does != told.does:
        yield f"It should want {_names(expected.does)} of the outside, but wants {_names(told.does)}."


def _said(wanted: Shown | None, said: Shown | None) -> Iterator[str]:
    if said is None or wanted is None:
        yield f"It should say {_quoted(wanted)}, but says {_quoted(said)}."
        return
    if wanted.text != said.text:
        yield f"It should say {_quoted(wanted)}, but says {_quoted(said)}."
    if wanted.cards != said.cards:
        yield f"The cards should be {_listed(wanted.cards)}, but are {_listed(said.cards)}."
    if wanted.options != said.options:
        yield f"What can be tapped should be {_listed(wanted.options)}, but is {_listed(said.options)}."


def _quoted(said: Shown | None) -> str:
    return "nothing more" if said is None else f"“{_cut(said.text)}”"


def _listed(words: tuple[str, ...]) -> str:
    return _cut(", ".join(f"“{one}”" for one in words)) if words else "nothing"


def _names(does: tuple[str, ...]) -> str:
    return ", ".join(map(plain, does)) or "nothing"


def _cut(text: str) -> str:
    return text if len(text) <= _EXCERPT else f"{text[:_EXCERPT]}…"
