"""Golden conversations that ship with the sample flows: a file a talk, as `bot.domain.rehearsal.talk_text` reads it."""

from importlib import resources

from bot.domain.rehearsal.golden import Golden
from bot.domain.rehearsal.talk_text import parse_talk


def sample_talks() -> dict[str, Golden]:
    """The golden conversations of the sample flows, by the names of their files."""
    files = [entry for entry in resources.files(__name__).iterdir() if entry.name.endswith(".talk")]
    found = {entry.name: parse_talk(entry.read_text(encoding="utf-8")) for entry in files}
    return dict(sorted(found.items()))
