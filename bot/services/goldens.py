"""Golden conversations: staff keep a rehearsal as a test of its flow, and no draft goes live that fails one.

`blocking` is what publishing asks: a sentence for each golden conversation that the draft does not hold, be it one of
the flow or one of another that comes through it.
"""

from collections.abc import Iterable

import msgspec

from bot.domain.errors import InvalidError
from bot.domain.flow.definition import Flow, parse_flow
from bot.domain.flow.entering import entering
from bot.domain.flow.issues import Issue, issues_of_talks
from bot.domain.flow.issues import Played as Tried
from bot.domain.moments import milliseconds
from bot.domain.rehearsal.checks import check_act, check_opening
from bot.domain.rehearsal.drafted import with_draft
from bot.domain.rehearsal.golden import Difference, Golden, Verdict, golden_of, judged, named, noted, script_of
from bot.domain.rehearsal.script import Script
from bot.domain.rehearsal.talk_text import format_talk, parse_talk
from bot.domain.world import World
from bot.ports.clock import Ids
from bot.ports.records import Records, Work
from bot.ports.rehearsal_records import GoldenTalk
from bot.ports.runtime import Runtime
from bot.services.audited import Acting, note

MOST_TALKS = 200
"""Golden conversations of a flow: they are all played before it is published."""
GONE = "This golden conversation is gone."


class Played(msgspec.Struct, frozen=True):
    """A golden conversation as it is kept, and how it goes on a draft."""

    talk: GoldenTalk
    verdict: Verdict


def of_flow(runtime: Runtime, flow: str) -> tuple[GoldenTalk, ...]:
    """The golden conversations of a flow, by name; raises `UnavailableError`."""
    with runtime.records.begin() as work:
        return work.rehearsals.golden_talks(flow)


def found(runtime: Runtime, talk: str) -> GoldenTalk:
    """A golden conversation by its id; raises `InvalidError` when it is gone."""
    with runtime.records.begin() as work:
        return _found(work, talk)


def save(runtime: Runtime, acting: Acting, script: Script, *, name: str, draft: Flow, remark: str = "") -> GoldenTalk:
    """Keep a rehearsal as a golden conversation of its flow: what the draft says in it now is expected from now on.

    `remark` says why it is kept. Raises `InvalidError` when it has no name or no act, or when the name is taken.
    """
    return _added(runtime, acting, noted(golden_of(script, name, with_draft(runtime.world(), draft)), remark))


def take_in(runtime: Runtime, acting: Acting, text: str, draft: Flow) -> GoldenTalk:
    """Keep a golden conversation that came as a text; raises `InvalidError` that says what is wrong with it."""
    golden, world = parse_talk(text), with_draft(runtime.world(), draft)
    if golden.flow != draft.name:
        raise InvalidError(f"This talk is one of the flow {golden.flow!r}.")
    check(golden, world)
    return _added(runtime, acting, noted(named(golden, golden.name), golden.note))


def check(golden: Golden, world: World) -> None:
    """Raise `InvalidError` unless every act of a golden conversation is one that can be done."""
    check_opening(golden.opening, world)
    for done, kept in enumerate(golden.steps):
        check_act(kept.act, done=done, world=world)


def text_of(talk: GoldenTalk) -> str:
    """A golden conversation as the text from which `take_in` reads it."""
    return format_talk(talk.golden)


def rename(runtime: Runtime, acting: Acting, talk: str, name: str) -> GoldenTalk:
    """Give a golden conversation another name; raises `InvalidError` when it is gone or the name is taken."""
    with runtime.records.begin() as work:
        before = _found(work, talk)
        after = _by(acting, before.id, named(before.golden, name))
        work.rehearsals.keep_golden(after)
        note(work, acting, "golden.rename", talk, before=before.golden.name, after=after.golden.name)
    return after


def drop(runtime: Runtime, acting: Acting, talk: str) -> None:
    """Forget a golden conversation; raises `InvalidError` when it is gone."""
    with runtime.records.begin() as work:
        before = _found(work, talk)
        work.rehearsals.drop_golden(talk)
        note(work, acting, "golden.drop", talk, before=_told(before))


def accept(runtime: Runtime, acting: Acting, talk: str, draft: Flow) -> GoldenTalk:
    """Expect from now on what a golden conversation says on a draft: its words were meant to change.

    Raises `InvalidError` when it is gone, or when an act of it cannot be done any more: then it is no matter of words.
    """
    world = with_draft(runtime.world(), draft)
    with runtime.records.begin() as work:
        before = _found(work, talk)
        verdict = judged(before.golden, world)
        if not verdict.whole and verdict.difference is not None:
            raise InvalidError(f"{_sentence(verdict.difference)} Play it anew from there, and keep that.")
        after = _by(acting, before.id, verdict.now)
        work.rehearsals.keep_golden(after)
        changed = verdict.difference.sentence if verdict.difference else ""
        note(work, acting, "golden.accept", talk, before=before.golden.name, after=changed)
    return after


def going_on(talk: GoldenTalk) -> Script:
    """A golden conversation as a script with which a rehearsal goes on."""
    return script_of(talk.golden)


def run(runtime: Runtime, draft: Flow) -> tuple[Played, ...]:
    """How every golden conversation goes on a draft that publishing asks: those of the flow, then those around it."""
    return _around(runtime.records, runtime.world(), draft)


def play(runtime: Runtime, draft: Flow, talk: str) -> Played:
    """How one golden conversation of a flow goes on a draft; raises `InvalidError` when it is gone."""
    kept = found(runtime, talk)
    return Played(kept, judged(kept.golden, with_draft(runtime.world(), draft)))


def blocking(records: Records, world: World, document: bytes) -> tuple[Issue, ...]:
    """What of golden conversations stands in the way of publishing a document; `world` is that of now.

    Raises `InvalidError` for a document that cannot be read.
    """
    draft = parse_flow(document)
    return failures(draft, (one.verdict for one in _around(records, world, draft)))


def failures(draft: Flow, verdicts: Iterable[Verdict]) -> tuple[Issue, ...]:
    """Each golden conversation that a draft does not hold, by how they went in the World in which it is live already.

    The step to go to is the one at which the talk then stands, "" where that is no step of the draft.
    """
    return issues_of_talks(draft, (_tried(draft, one.golden, one.difference) for one in verdicts if one.difference))


def seed(work: Work, samples: Iterable[Golden], world: World, *, ids: Ids, at: int) -> None:
    """Keep golden conversations that ship with flows, in the words of this airline (`at` in milliseconds UTC).

    One of which an act cannot be done here, where other places are served, is left out.
    """
    for golden in samples:
        verdict = judged(golden, world)
        if verdict.whole:
            work.rehearsals.keep_golden(GoldenTalk(ids.new("gold"), verdict.now, "threadfare", at))


def _around(records: Records, world: World, draft: Flow) -> tuple[Played, ...]:
    """How golden conversations go on a draft: those of the flow and of flows that enter it, and what it spoils.

    The program itself leads talks into flows, too, and out of them: the welcome comes before all, questions are asked
    anywhere. So those of all other live flows are played as well, and one counts that holds but for the draft.
    """
    drafted = with_draft(world, draft)
    live = tuple(drafted.flow(name, revision) for name, revision in drafted.live.items())
    near = (draft.name, *entering(draft.name, live))
    far = sorted({flow.name for flow in live} - set(near))
    with records.begin() as work:
        talks = tuple(talk for name in (*near, *far) for talk in work.rehearsals.golden_talks(name))
    played = (Played(talk, judged(talk.golden, drafted)) for talk in talks)
    return tuple(one for one in played if one.talk.golden.flow in near or _spoiled(one, world))


def _spoiled(played: Played, world: World) -> bool:
    """Whether a golden conversation fails on a draft and holds without it."""
    return played.verdict.difference is not None and judged(played.talk.golden, world).difference is None


def _tried(draft: Flow, golden: Golden, told: Difference) -> Tried:
    step = told.step if told.flow == draft.name and told.step in draft.nodes else ""
    return Tried(golden.name, _sentence(told), step, golden.flow if golden.flow != draft.name else "")


def _sentence(told: Difference) -> str:
    return f"Act {told.number} (“{told.act[:80]}”): {told.sentence}"


def _found(work: Work, talk: str) -> GoldenTalk:
    kept = work.rehearsals.golden_talk(talk)
    if kept is None:
        raise InvalidError(GONE)
    return kept


def _added(runtime: Runtime, acting: Acting, golden: Golden) -> GoldenTalk:
    talk = _by(acting, runtime.ids.new("gold"), golden)
    with runtime.records.begin() as work:
        if len(work.rehearsals.golden_talks(golden.flow)) >= MOST_TALKS:
            raise InvalidError(f"A flow has {MOST_TALKS} golden conversations at most.")
        work.rehearsals.keep_golden(talk)
        note(work, acting, "golden.keep", talk.id, after=_told(talk))
    return talk


def _by(acting: Acting, talk: str, golden: Golden) -> GoldenTalk:
    return GoldenTalk(talk, golden, acting.who, milliseconds(acting.at))


def _told(talk: GoldenTalk) -> dict[str, str]:
    return {"flow": talk.golden.flow, "name": talk.golden.name}
