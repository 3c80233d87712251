"""What agents send from the composer: words, templates, and what was not delivered once more.

Theory. The page says how far it has seen the talk. Whether somebody else answered after that is decided in the turn
itself (`bot.domain.flow.agents`), so of two agents who send at once one is heard and the other is told. What was
refused stays as a draft. What must stay true: each form is said at most once, and so is each repetition.
"""

from collections.abc import Mapping

import msgspec

from bot.domain import ids
from bot.domain.conversation import handover
from bot.domain.conversation.answers import UNSAID, Answer
from bot.domain.conversation.desk_events import MessageRepeated, TemplateChosen, again_of
from bot.domain.conversation.messages import Message
from bot.domain.conversation.state import Conversation
from bot.domain.conversation.window import may_speak
from bot.domain.errors import ConflictError, InvalidError
from bot.domain.ids import channel_of
from bot.domain.moments import milliseconds
from bot.domain.staff.person import Person
from bot.ports.runtime import Runtime
from bot.ports.talk_records import Line
from bot.services import agent_templates, audited, composing, desk, drafts, quoting, turns
from bot.services.desk import Beside
from bot.services.thread_refs import ref_of

FAILED = frozenset({"failed", "undelivered"})
"""Fates after which a message may be sent once more."""
OPEN_AGAIN = "This template was not sent: the channel takes free words now. Write to the traveller."
CLOSED_TO_BOT = "This was not sent again: the channel is closed to the bot's words. Write to the traveller yourself."
_MOST_NEW = 20


class Typed(msgspec.Struct, frozen=True):
    """What an agent typed, under the key of its form.

    `row` is the newest line that the page showed, 0 when it does not say; `known` the version of an answer of somebody
    else that was shown beside it; `about` the row that is answered, 0 for none; `epoch`
    is that of the thread on the page, None for any.
    """

    text: str
    key: str
    row: int = 0
    known: int = UNSAID
    about: int = 0
    epoch: int | None = None


class Filling(msgspec.Struct, frozen=True):
    """A template that an agent chose and filled in, by its name in the catalogue; the rest is as in `Typed`."""

    name: str
    values: Mapping[str, str]
    key: str
    row: int = 0
    known: int = UNSAID


def send(runtime: Runtime, thread: str, agent: Person, typed: Typed) -> str:
    """Say what an agent typed; gives what the traveller wrote that the page had not shown yet, "" for nothing.

    Raises what `bot.services.desk.reply` raises: the text is kept as a draft then.
    """
    answers, quote = quoting.pointed(runtime, thread, typed.about)
    beside = Beside(_seen(runtime, thread, typed.row, typed.known), answers, quote, typed.epoch)
    try:
        desk.reply(runtime, thread, agent, typed.text, key=typed.key, beside=beside)
    except ConflictError:
        if typed.text.strip() and len(typed.text) <= drafts.LONGEST_DRAFT:
            drafts.keep(runtime, thread, agent, typed.text, about=typed.about)
        raise
    drafts.drop(runtime, thread, agent)
    return _news(runtime, thread, typed.row)


def send_template(runtime: Runtime, thread: str, agent: Person, filling: Filling) -> None:
    """Send a template in place of words that the channel would not take; the same key again sends it once.

    Raises `InvalidError` for a template that cannot be sent or is not filled in, `AnsweredError` and `ConflictError`
    as a reply does, and when words can be written again.
    """
    event = desk.event_of(filling.key)
    if desk.was_archived(runtime, thread, event):
        return
    talk = _found(runtime, thread)
    if handover.has_agent(talk) and talk.agent == agent.id and ids.digest(event) not in talk.seen:
        chosen = _chosen(runtime, talk, agent, filling)
        turns.take(runtime, thread, chosen)
    desk.check_said(runtime, thread, event, agent, seen=_seen(runtime, thread, filling.row, filling.known))


def _chosen(runtime: Runtime, talk: Conversation, agent: Person, filling: Filling) -> TemplateChosen:
    now = composing.composer(runtime, talk)
    if now.mode in ("free", "human_agent"):
        raise ConflictError(OPEN_AGAIN)
    choice = next((one for one in now.choices if one.name == filling.name), None)
    if choice is None:
        raise InvalidError("The channel does not take this template now.")
    told = agent_templates.values(choice, agent, filling.values)
    return TemplateChosen(
        id=desk.event_of(filling.key),
        at=milliseconds(runtime.clock.now()),
        agent=agent.id,
        name=agent.name,
        template=choice.name,
        language=choice.language,
        values=told,
        words=agent_templates.worded(choice.body, told),
        seen=_seen(runtime, talk.thread, filling.row, filling.known),
    )


def repeat(runtime: Runtime, thread: str, agent: Person, row: int) -> None:
    """Send a message that was not delivered once more, exactly as it was; each at most once, and noted in the audit.

    Raises `InvalidError` for a line that is no such message, `ConflictError` when another agent has the thread or the
    channel would not take it now.
    """
    with runtime.records.begin() as work:
        line = work.talk.line(row)
    if line is None or line.thread != thread or line.author == "traveller" or line.fate not in FAILED:
        raise InvalidError("Only what was not delivered can be sent once more.")
    event, talk = again_of(row), _found(runtime, thread)
    if ids.digest(event) in talk.seen or desk.was_archived(runtime, thread, event):
        return
    _check_way(runtime, talk, line)
    wanted = MessageRepeated(event, milliseconds(runtime.clock.now()), agent.id, line.author, _message(line))
    made = turns.take(runtime, thread, wanted)
    if not made.effects:
        after = _found(runtime, thread)
        if ids.digest(event) not in after.seen:
            raise ConflictError("Another agent has this thread.")
        return
    with runtime.records.begin() as work:
        work.audit.append(
            audited.act(runtime, agent.id, "message.repeat", ref_of(runtime, thread), before=line.fate, after=row)
        )


def newest_of(runtime: Runtime, thread: str, answer: Answer) -> Line | None:
    """What somebody else answered, None while it is not archived; raises `UnavailableError`."""
    with runtime.records.begin() as work:
        lines = work.talk.lines(thread, most=_MOST_NEW)
    others = (line for line in reversed(lines) if line.author not in ("traveller", "bot"))
    return next((line for line in others if line.version == answer.version), None)


def _check_way(runtime: Runtime, talk: Conversation, line: Line) -> None:
    if line.author == "bot":
        now = milliseconds(runtime.clock.now())
        if not may_speak(talk, channel=channel_of(talk.thread), now_ms=now):
            raise ConflictError(CLOSED_TO_BOT)
    elif desk.reply_way(runtime, talk).how == "none":
        raise ConflictError(desk.CLOSED)


def _message(line: Line) -> Message:
    try:
        found: Message = msgspec.json.decode(line.body, type=Message)
    except msgspec.MsgspecError:
        raise InvalidError("Nobody knows any more what this message said.") from None
    return found


def _seen(runtime: Runtime, thread: str, row: int, known: int) -> int:
    """The version of the talk that a page had shown."""
    if not row:
        return known
    with runtime.records.begin() as work:
        line = work.talk.line(row)
    return max(known, line.version) if line is not None and line.thread == thread else known


def _news(runtime: Runtime, thread: str, row: int) -> str:
    """The newest words of the traveller after a row."""
    if not row:
        return ""
    with runtime.records.begin() as work:
        lines = work.talk.lines(thread, after=row, most=_MOST_NEW)
    heard = (quoting.beginning(line) for line in reversed(lines) if line.author == "traveller")
    return next(filter(None, heard), "")


def _found(runtime: Runtime, thread: str) -> Conversation:
    found = desk.thread_state(runtime, thread)
    if found is None:
        raise InvalidError("There is no such thread.")
    return found
