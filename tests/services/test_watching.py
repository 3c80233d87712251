"""Who is there: told to colleagues, to no traveller, and remembered by nobody."""

import pytest

from bot.domain.errors import InvalidError
from bot.domain.staff.person import Person
from bot.ports.live import Hint
from bot.services import watching
from tests.web.archive import bench

THREAD, ANA = "webchat:TF:marie", Person("per_ana", "Ana")


def test_what_somebody_does_is_told_once_and_kept_nowhere() -> None:
    """A hint that is lost costs nothing."""
    stage = bench()
    for doing in ("came", "views", "writes", "left"):
        watching.tell(stage.runtime, THREAD, ANA, doing)
    assert stage.archive.told == [
        Hint(THREAD, "Ana", doing, "per_ana") for doing in ("came", "views", "writes", "left")
    ]
    assert stage.archive.notes == []


def test_nothing_else_can_be_done() -> None:
    """No page makes others say what it likes."""
    with pytest.raises(InvalidError):
        watching.tell(bench().runtime, THREAD, ANA, "sings")


def test_somebody_is_gone_within_half_a_minute() -> None:
    """A page says so often enough to lose one word and stay, and its person is gone soon after the last."""
    assert 2 * watching.SAID_EVERY_SECONDS < watching.GONE_SECONDS < 30
