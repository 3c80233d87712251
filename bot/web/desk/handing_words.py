"""How a thread went from hand to hand, in words for staff."""

from collections.abc import Mapping

from bot.ports.assignment_records import Handing, HandingKind

SENTENCES: Mapping[HandingKind, str] = {
    "routed": "Went to {to}",
    "assigned": "Assigned to {to}",
    "silent": "{to} did not take it up",
    "moved": "Given to {to}",
    "transferred": "Transfer to {to} asked for",
    "accepted": "{to} accepted the transfer",
    "declined": "{to} declined the transfer",
    "lapsed": "Nobody answered the transfer to {to}",
    "withdrawn": "The transfer was taken back",
    "left": "{to} was not there any more",
}
"""What each kind of line says."""


def told(line: Handing, names: Mapping[str, str], teams: Mapping[str, str]) -> str:
    """One line as a sentence: to whom, and by whom when it was a person who did it."""
    to = names.get(line.person, "somebody") if line.person else teams.get(line.team, "a team that is gone")
    sentence = SENTENCES[line.kind].format(to=to)
    by = names.get(line.by, "somebody") if line.by and line.by != line.person else ""
    return f"{sentence} by {by}" if by and line.kind in _DONE_BY else sentence


_DONE_BY: frozenset[HandingKind] = frozenset({"assigned", "moved", "transferred", "withdrawn"})
