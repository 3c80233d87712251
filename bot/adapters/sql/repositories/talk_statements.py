"""Statements of the archive over whole batches: each column of a batch travels as one array."""

from bot.domain.conversation.entry import FateEntry

INSERT_LINES = """
INSERT INTO transcript
  (thread, item, author, kind, body, fate, channel, flow, revision, step, language, version, at)
SELECT * FROM unnest(%s::text[], %s::text[], %s::text[], %s::text[], %s::text[], %s::text[], %s::text[], %s::text[],
  %s::int[], %s::text[], %s::text[], %s::bigint[], %s::bigint[])
ON CONFLICT (thread, item) DO NOTHING RETURNING thread, row, author
"""

FIND_LINES = """
SELECT transcript.thread, transcript.row, transcript.author FROM transcript
JOIN unnest(%s::text[], %s::text[]) AS wanted (thread, item) USING (thread, item) ORDER BY transcript.row
"""

MOVE_BY_MESSAGE = """
UPDATE transcript SET fate = new.fate,
  reason = CASE WHEN new.reason = '' AND transcript.reason IN ('human_agent', 'template', 'email')
    THEN transcript.reason ELSE new.reason END,
  platform_id = CASE WHEN new.platform_id = '' THEN transcript.platform_id ELSE new.platform_id END
FROM unnest(%s::text[], %s::text[], %s::text[], %s::int[], %s::text[], %s::text[])
  AS new (thread, item, fate, rank, platform_id, reason)
WHERE transcript.thread = new.thread AND transcript.item = new.item
  AND array_position('{said,sending,failed,sent,undelivered,delivered,read}',
    replace(transcript.fate, 'dropped', 'failed')) < new.rank
  AND NOT (transcript.fate = 'sent' AND transcript.reason IN ('template', 'email') AND new.reason = 'window_closed')
RETURNING transcript.thread, transcript.row
"""

MOVE_BY_PLATFORM = """
UPDATE transcript SET fate = new.fate, reason = CASE WHEN new.reason = '' THEN transcript.reason ELSE new.reason END
FROM unnest(%s::text[], %s::text[], %s::text[], %s::int[], %s::text[]) AS new (thread, platform_id, fate, rank, reason)
WHERE transcript.thread = new.thread AND transcript.platform_id = new.platform_id AND transcript.platform_id <> ''
  AND array_position('{said,sending,failed,sent,undelivered,delivered,read}',
    replace(transcript.fate, 'dropped', 'failed')) < new.rank
RETURNING transcript.thread, transcript.row
"""

MOVE_BY_TIME = """
UPDATE transcript SET fate = new.fate
FROM unnest(%s::text[], %s::bigint[], %s::text[], %s::int[]) AS new (thread, until, fate, rank)
WHERE transcript.thread = new.thread AND transcript.at <= new.until AND transcript.fate IN ('sent', 'delivered')
  AND transcript.reason <> 'email'
  AND array_position('{said,sending,failed,sent,undelivered,delivered,read}', transcript.fate) < new.rank
RETURNING transcript.thread, transcript.row
"""

KEEP_PARTS = """
INSERT INTO message_parts (thread, platform_id, item)
SELECT new.thread, new.platform_id, new.item
FROM unnest(%s::text[], %s::text[], %s::text[]) AS new (thread, item, platform_id)
JOIN transcript USING (thread, item) WHERE transcript.platform_id <> new.platform_id
ON CONFLICT DO NOTHING
"""
"""A message that went out in several pieces has as many ids; the transcript holds one of them."""

RANKS = {"said": 1, "sending": 2, "failed": 3, "dropped": 3, "sent": 4, "undelivered": 5, "delivered": 6, "read": 7}
"""How far along a fate is, as the statements above count; a message only moves on.

What was given up and turns out to be sent is sent; what a platform took and could not deliver is undelivered.
"""

_OTHERWISE_SENT = RANKS["undelivered"] + 1


def moves_to(fate: FateEntry) -> int:
    """How far a fate moves a message: what a platform refused at last and then went another way is sent."""
    return _OTHERWISE_SENT if fate.fate == "sent" and fate.reason else RANKS[fate.fate]


SAVE_CONVERSATIONS = """
INSERT INTO conversations AS old
  (thread, version, epoch, owner, agent, reason, language, waiting_since, body, position)
SELECT * FROM unnest(%s::text[], %s::bigint[], %s::bigint[], %s::text[], %s::text[], %s::text[], %s::text[],
  %s::bigint[], %s::text[], %s::text[])
ON CONFLICT (thread) DO UPDATE SET version = excluded.version, epoch = excluded.epoch, owner = excluded.owner,
  agent = excluded.agent, reason = excluded.reason, language = excluded.language,
  waiting_since = excluded.waiting_since, body = excluded.body, position = excluded.position
WHERE old.version < excluded.version
"""
