"""What every store of ready replies promises, in memory and in a real PostgreSQL alike."""

from typing import Any

import msgspec
import pytest

from bot.domain.errors import ConflictError
from bot.domain.staff.canned import Canned

TABLES = "canned_replies"
BAGS = Canned(id="can_b", shortcut="bags", title="Bags", texts={"en": "One bag", "fr": "Un bagage"}, files=("fil_1",))
AGAIN = Canned(id="can_a", shortcut="again", title="Again", texts={"en": "Hello again"}, team="tea_1")


def test_replies_are_read_back_by_shortcut(records: Any) -> None:
    """Each as it was written last."""
    with records.begin() as work:
        work.canned.keep(BAGS)
        work.canned.keep(AGAIN)
        assert work.canned.every() == (AGAIN, BAGS)
        changed = msgspec.structs.replace(BAGS, shortcut="luggage", texts={"de": "Koffer"}, files=())
        work.canned.keep(changed)
        assert work.canned.one("can_b") == changed
        work.canned.drop("can_b")
        assert work.canned.one("can_b") is None
        assert work.canned.every() == (AGAIN,)


def test_a_shortcut_is_one_replys_in_its_team(records: Any) -> None:
    """Two teams may use the same one."""
    with records.begin() as work:
        work.canned.keep(BAGS)
        work.canned.keep(msgspec.structs.replace(BAGS, id="can_c", team="tea_1"))
    with pytest.raises(ConflictError), records.begin() as work:
        work.canned.keep(msgspec.structs.replace(BAGS, id="can_d"))
