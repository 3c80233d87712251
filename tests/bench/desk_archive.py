"""An archive of many threads and messages, made in SQL: words as common and as rare as they are in talk."""

from collections.abc import Callable

import psycopg

_WORDS = 4000
_PIECE = 200_000
_COMMON = [
    *("flight", "ticket", "please", "seat", "hello", "thanks", "date", "price", "bag", "change", "cancel", "book"),
    *("paris", "london", "return", "adult", "card", "pay", "time", "gate", "name", "refund", "morning", "evening"),
    *("direct", "cheap", "business", "economy"),
]

_THREADS = """
INSERT INTO desk_threads (thread, owner, agent, agent_name, reason, language, opened_at, heard_at, unanswered_since,
  last_at, last_author, last_text, done_at, snoozed_until, failed, stuck_since, stuck_by, first_due, labels, version)
SELECT CASE n %% 3 WHEN 0 THEN 'whatsapp:106:44' || (7000000000 + n) WHEN 1 THEN 'messenger:1:' || (90000000 + n)
    ELSE 'webchat:TF:' || md5(n::text) END,
  CASE WHEN n %% 200 < 2 THEN 'queue' WHEN n %% 200 < 4 THEN 'human' ELSE 'bot' END,
  CASE WHEN n %% 200 IN (2, 3) THEN 'agt_' || (n %% 37) ELSE '' END,
  CASE WHEN n %% 200 IN (2, 3) THEN 'Ana' ELSE '' END,
  'asked', (ARRAY['en', 'fr', 'es', 'de'])[1 + n %% 4],
  %(now)s - n * 1000, %(now)s - n * 1000, CASE WHEN n %% 200 < 4 THEN %(now)s - n * 1000 ELSE 0 END,
  %(now)s - n * 1000, 'traveller', 'When does my flight leave, please?',
  CASE WHEN n %% 200 > 60 AND n %% 2 = 0 THEN %(now)s - n * 500 ELSE 0 END,
  CASE WHEN n %% 500 = 1 THEN %(now)s + 86400000 ELSE 0 END,
  CASE WHEN n %% 400 = 7 THEN 1 ELSE 0 END,
  CASE WHEN n %% 300 = 9 THEN %(now)s - n * 1000 ELSE 0 END, '',
  CASE WHEN n %% 200 < 4 THEN %(now)s + (n %% 900) * 1000 ELSE 0 END,
  CASE WHEN n %% 90 = 0 THEN ARRAY['vip'] ELSE '{}' END, 1
FROM generate_series(1, %(threads)s) n ON CONFLICT DO NOTHING
"""

_VOCABULARY = """
CREATE TEMP TABLE vocabulary AS
SELECT n AS number, CASE WHEN n <= %(common)s THEN (%(words)s::text[])[n] ELSE 'w' || substr(md5(n::text), 1, 7) END
  AS word FROM generate_series(1, %(many)s) n
"""

_NUMBERED = """
CREATE TEMP TABLE numbered AS SELECT thread, row_number() OVER (ORDER BY number) AS place FROM desk_threads
"""

_LINES = """
WITH said AS (
  SELECT n, string_agg(word, ' ' ORDER BY place) AS text, array_agg(DISTINCT word) AS words
  FROM (SELECT n, place, 1 + floor(%(many)s * power(random(), 3))::int AS number
    FROM generate_series(%(begin)s::bigint, %(end)s::bigint) n, generate_series(1, 7) place) drawn
  JOIN vocabulary USING (number) GROUP BY n
), kept AS (
  INSERT INTO transcript (thread, item, author, kind, body, channel, flow, revision, step, language, version, at)
  SELECT rows.thread, 'bench' || n, 'traveller', 'TextReceived',
    json_build_object('type', 'TextReceived', 'id', 'bench' || n, 'at', 1, 'text', text)::text,
    'webchat', 'book', 1, 'ask', 'en', n, %(now)s - (%(total)s - n) * 100
  FROM said JOIN numbered rows ON rows.place = 1 + n %% %(threads)s
  RETURNING row, thread, body
)
INSERT INTO search_lines (row, thread, words)
SELECT row, thread, array_to_tsvector(string_to_array(kept.body::json ->> 'text', ' ')) FROM kept
"""


def fill(url: str, *, threads: int, messages: int, now: int, say: Callable[[str], None]) -> None:
    """Write so many threads and messages; `now` is milliseconds UTC. The index of words is made at the end."""
    with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as connection:
        say(f"Writing {threads:,} threads…")
        connection.execute(_THREADS, {"threads": threads, "now": now})
        common = {"common": len(_COMMON), "words": _COMMON, "many": _WORDS}
        connection.execute(_VOCABULARY, common)
        connection.execute(_NUMBERED)
        found = connection.execute("SELECT count(*) FROM numbered").fetchone()
        connection.execute("DROP INDEX ix_search_lines_words")
        for begin in range(1, messages + 1, _PIECE):
            end = min(begin + _PIECE - 1, messages)
            sizes = {"begin": begin, "end": end, "total": messages, "threads": found[0] if found else 1}
            connection.execute(_LINES, sizes | {"many": _WORDS, "now": now})
            say(f"{end:,} of {messages:,} messages…")
        say("Making the index of words…")
        connection.execute("SET maintenance_work_mem = '256MB'")
        connection.execute("CREATE INDEX ix_search_lines_words ON search_lines USING gin (words)")
        connection.execute("VACUUM (ANALYZE) search_lines")
        connection.execute("VACUUM (ANALYZE) desk_threads")
        connection.execute("ANALYZE transcript")
