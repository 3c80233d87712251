"""How tests are dealt out to processes: a file stays together, and so do all that share the town, slow to start.

What takes longest begins first, so that at the end nobody waits for one process.
"""

import re
from collections import Counter
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from xdist.scheduler import LoadFileScheduling

_ROOT = Path(__file__).parents[1]
_SHARES = re.compile(r"^from tests\.journeys\.town import Town$", re.MULTILINE)


class Dealing(LoadFileScheduling):  # type: ignore[misc]  # xdist has no types here
    """As `--dist loadfile`, but for the town, and in the order in which the tests stand (`long_first`)."""

    def __init__(self, config: pytest.Config, log: Any) -> None:
        super().__init__(config, log)
        config.option.loadscopereorder = False

    def _split_scope(self, nodeid: str) -> Any:
        file = nodeid.partition("::")[0]
        return "town" if shares_town(file) else file


def long_first(items: Sequence[pytest.Item]) -> list[pytest.Item]:
    """The tests file by file: those of the town, then those with processes or a browser, then the longest files."""
    files = {item: item.nodeid.partition("::")[0] for item in items}
    counts = Counter(files.values())
    slow = {file for item, file in files.items() if any(map(item.get_closest_marker, ("real", "browser")))}
    slow -= (town := {file for file in counts if shares_town(file)})
    ranks = {file: 0 if file in town else 1 if file in slow else 2 for file in counts}
    return sorted(items, key=lambda item: (ranks[files[item]], -counts[files[item]], files[item]))


@cache
def shares_town(file: str) -> bool:
    """Whether a file's tests ask for the town."""
    return bool(_SHARES.search((_ROOT / file).read_text(encoding="utf-8")))
