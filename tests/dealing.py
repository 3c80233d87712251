"""How tests are dealt out to processes: a file stays together, and so do all that share the town, slow to start."""

import re
from functools import cache
from pathlib import Path
from typing import Any

from xdist.scheduler import LoadFileScheduling

_ROOT = Path(__file__).parents[1]
_SHARES = re.compile(r"^from tests\.journeys\.town import Town$", re.MULTILINE)


class Dealing(LoadFileScheduling):  # type: ignore[misc]  # xdist has no types here
    """As `--dist loadfile`, but for the town."""

    def _split_scope(self, nodeid: str) -> Any:
        file = nodeid.partition("::")[0]
        return "town" if shares_town(file) else file


@cache
def shares_town(file: str) -> bool:
    """Whether a file's tests ask for the town."""
    return bool(_SHARES.search((_ROOT / file).read_text(encoding="utf-8")))
