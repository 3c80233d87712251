"""Statements of the inbox: what a view is, how a list is sorted, and what a batch of turns writes."""

from collections.abc import Callable, Mapping

from sqlalchemy import BigInteger, ColumnElement, and_, case, cast, func, literal, literal_column, or_, select, tuple_
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.sql.selectable import ScalarSelect

from bot.adapters.sql.tables.desk import desk_threads
from bot.domain.conversation.handover import ELSEWHERE
from bot.ports.inbox_records import Asked, Place, Sort, View

_FAR = 8_640_000_000_000_000
_T = desk_threads.c
_BOT: ColumnElement[str] = literal_column("'bot'")
_HUMAN: ColumnElement[str] = literal_column("'human'")
_QUEUE: ColumnElement[str] = literal_column("'queue'")
_0: ColumnElement[int] = literal_column("0")
"""Written out and not handed over: a plan that is kept for any value could use none of the partial indexes."""

SAVE = """
INSERT INTO desk_threads AS old
  (thread, version, owner, agent_name, opened_at, heard_at, unanswered_since, answered_at, done_at, snoozed_until,
   stuck_since, stuck_by, last_row, last_at, last_author, last_text, agent, reason, language, waiting_since)
SELECT new.thread, new.version, new.owner, new.agent_name, new.opened_at, new.heard_at, new.unanswered_since,
  new.answered_at, new.done_at, new.snoozed_until, new.stuck_since, new.stuck_by, coalesce(line.row, new.last_row),
  new.last_at, new.last_author, new.last_text, coalesce(talk.agent, ''), coalesce(talk.reason, ''),
  coalesce(talk.language, ''), coalesce(talk.waiting_since, 0)
FROM unnest(%s::text[], %s::bigint[], %s::text[], %s::text[], %s::bigint[], %s::bigint[], %s::bigint[], %s::bigint[],
  %s::bigint[], %s::bigint[], %s::bigint[], %s::text[], %s::bigint[], %s::bigint[], %s::text[], %s::text[], %s::text[])
  AS new (thread, version, owner, agent_name, opened_at, heard_at, unanswered_since, answered_at, done_at,
    snoozed_until, stuck_since, stuck_by, last_row, last_at, last_author, last_text, item)
LEFT JOIN transcript line ON line.thread = new.thread AND line.item = new.item AND new.item <> ''
LEFT JOIN conversations talk ON talk.thread = new.thread
ON CONFLICT (thread) DO UPDATE SET version = excluded.version, owner = excluded.owner,
  agent_name = excluded.agent_name, opened_at = excluded.opened_at, heard_at = excluded.heard_at,
  unanswered_since = excluded.unanswered_since, answered_at = excluded.answered_at, done_at = excluded.done_at,
  snoozed_until = excluded.snoozed_until, stuck_since = excluded.stuck_since, stuck_by = excluded.stuck_by,
  last_row = excluded.last_row, last_at = excluded.last_at, last_author = excluded.last_author,
  last_text = excluded.last_text, agent = excluded.agent, reason = excluded.reason, language = excluded.language,
  waiting_since = excluded.waiting_since
"""

COUNT_FAILED = """
UPDATE desk_threads SET failed = (
  SELECT count(*) FROM transcript WHERE transcript.thread = desk_threads.thread
    AND transcript.fate IN ('failed', 'undelivered') AND transcript.row > coalesce((
      SELECT max(row) FROM transcript theirs WHERE theirs.thread = desk_threads.thread
        AND theirs.author NOT IN ('', 'bot', 'traveller') AND theirs.fate NOT IN ('failed', 'undelivered')), 0)
    AND NOT EXISTS (SELECT FROM transcript again WHERE again.thread = transcript.thread
        AND again.item = 'again:' || transcript.row))
WHERE thread = ANY(%s::text[]) OR (thread = ANY(%s::text[]) AND failed > 0)
"""


def _here(now: int) -> ColumnElement[bool]:
    return and_(_T.done_at == _0, _T.snoozed_until <= now)


def _mine(me: str, now: int) -> ColumnElement[bool]:
    # "owner <> 'bot'" lets the small index of threads with the desk be used.
    held = or_(and_(_T.owner == _HUMAN, _T.agent == me), and_(_T.owner == _QUEUE, _T.offered_to == me))
    return and_(held, _T.owner != _BOT, literal(me) != "", _here(now))


def _free(_me: str, now: int) -> ColumnElement[bool]:
    queued = and_(_T.owner == _QUEUE, _T.offered_to == "")
    elsewhere = and_(_T.owner == _HUMAN, _T.agent.startswith(ELSEWHERE))
    return and_(or_(queued, elsewhere), _T.owner != _BOT, _here(now))


_VIEWS: Mapping[View, Callable[[str, int], ColumnElement[bool]]] = {
    "mine": _mine,
    "unassigned": _free,
    "all": lambda _, now: and_(_T.owner != _BOT, _here(now)),
    "bot": lambda _, now: and_(_T.owner == _BOT, _here(now)),
    "stuck": lambda _, now: and_(_T.owner == _BOT, _T.stuck_since > _0, _T.stuck_since <= now, _here(now)),
    "failed": lambda _, now: and_(_T.failed > _0, _here(now)),
    "snoozed": lambda _, now: and_(_T.done_at == _0, _T.snoozed_until > _0, _T.snoozed_until > now),
    "done": lambda _me, _now: _T.done_at > _0,
}


def condition(asked: Asked, *, me: str, now: int) -> ColumnElement[bool]:
    """Whether a list of an agent shows a thread now: the same as `bot.services.desk_lists.shows`."""
    parts = [_VIEWS[asked.view](me, now)]
    if asked.team:
        parts.append(_T.team == asked.team)
    if asked.label:
        parts.append(_T.labels.contains([asked.label]))
    if asked.channel:
        parts.append(_T.thread.startswith(f"{asked.channel}:", autoescape=True))
    if asked.language:
        parts.append(_T.language == asked.language)
    return and_(*parts)


_WAITING = case((_T.unanswered_since > 0, _T.unanswered_since), else_=_FAR - _T.last_at)
_DUE = func.coalesce(
    func.least(func.nullif(_T.first_due, 0), func.nullif(_T.next_due, 0), func.nullif(_T.resolve_due, 0)),
    _FAR - _T.last_at,
)


def order(sort: Sort) -> tuple[ColumnElement[int], ...]:
    """By what a list is sorted, as `bot.services.desk_lists.key_of` says."""
    if sort == "newest":
        return (_T.last_at.desc(), _T.number.desc())
    return (_WAITING if sort == "waiting" else _DUE, _T.number)


def keys(sort: Sort, after: Place) -> ColumnElement[bool]:
    """Whether a thread stands after a place."""
    if sort == "newest":
        return tuple_(_T.last_at, _T.number) < tuple_(_number(_FAR - after.key), _number(after.number))
    return tuple_(_WAITING if sort == "waiting" else _DUE, _T.number) > tuple_(
        _number(after.key), _number(after.number)
    )


def _number(value: int) -> ColumnElement[int]:
    return cast(value, BigInteger)


def by_agent(now: int) -> ScalarSelect[dict[str, int]]:
    """How many threads each agent has or is offered, as one JSON object."""
    who = case((_T.owner == _HUMAN, _T.agent), else_=_T.offered_to)
    each = select(who.label("who"), func.count().label("many")).where(_T.owner != _BOT, _here(now)).group_by(who)
    held = each.subquery()
    whole = func.coalesce(func.jsonb_object_agg(held.c.who, held.c.many), literal_column("'{}'::jsonb", JSONB))
    return select(whole).where(held.c.who != "").scalar_subquery()
