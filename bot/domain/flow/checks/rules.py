"""The one table of all rules: each with its number, what it is about, and the check that looks for it."""

from collections.abc import Mapping

import msgspec

from bot.domain.flow.checks import (
    calls,
    kinds,
    locked,
    media,
    names,
    promises,
    reads,
    room,
    secrets,
    shape,
    sources,
    talks,
    teams,
    waits,
    weights,
    windows,
    words,
)
from bot.domain.flow.checks.report import Check


class Rule(msgspec.Struct, frozen=True):
    """A rule: what it asks for, as staff read it, and its check."""

    asks: str
    check: Check


RULES: Mapping[int, Rule] = {
    1: Rule("The document has the form of a flow", shape.form),
    2: Rule("Names are plain, unique and stable", names.names),
    3: Rule("Every way leads to a step", shape.edges),
    4: Rule("Every step is reached", shape.reached),
    5: Rule("Every wait has all of its exits", waits.waits),
    6: Rule("Nothing goes round without a wait", shape.circles),
    7: Rule("Nothing ends by mistake", shape.ends),
    8: Rule("Nothing is told before it is known", reads.reads),
    9: Rule("Conditions and values fit their fields", kinds.kinds),
    10: Rule("Texts tell declared fields, the same in each language", words.holes),
    11: Rule("Every text is worded in every language", words.coverage),
    12: Rule("Every step has room on every channel", room.room),
    13: Rule("Nothing is said when a window has closed", windows.windows),
    14: Rule("Locked steps stay, in order and of their kind", locked.locked),
    15: Rule("Flows inside flows come to an end", calls.calls),
    16: Rule("Weights of a split add up", weights.weights),
    17: Rule("Pictures and documents are ours", media.media),
    18: Rule("No secrets and no personal data in texts", secrets.secrets),
    19: Rule("Teams exist and have hours", teams.teams),
    20: Rule("Golden conversations pass", talks.talks),
    21: Rule("Answers name their source", sources.sources),
    22: Rule("A person comes when asked for, and the welcome tells of the machine", promises.promises),
}
"""Number of a rule, as it stands in every issue -> the rule."""
