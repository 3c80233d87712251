"""Channel accounts: staff are told once; what a platform took and then failed has consequences, too."""

import pytest

from bot.domain.conversation.statuses import MessageDelivered, MessageFailed
from bot.domain.errors import UnavailableError
from bot.domain.ids import parse_thread
from bot.ports.channel import Told
from bot.services import accounts
from tests.builders.entries import THREAD, heard
from tests.builders.house import House, house
from tests.builders.world import NOW_MS

ACCOUNT = "messenger:page"


@pytest.fixture
def home() -> House:
    """A house in memory with one talk."""
    home = house()
    home.take(heard("m1"))
    return home


def failed(reason: str, at: int = NOW_MS + 1) -> Told:
    """A message that was taken and could not be delivered."""
    return Told(parse_thread(THREAD), MessageFailed("wamid.1:failed", at, "m1#0", "wamid.1", reason))


@pytest.mark.parametrize("reason", ["unavailable", "dead_address"])
def test_a_failure_told_days_later_silences_the_thread_as_well(home: House, reason: str) -> None:
    """Who blocked us after the message was taken is left alone from then on."""
    accounts.follow(home.runtime, failed(reason))
    assert home.memory.talks[THREAD].muted == reason


def test_a_failure_told_late_does_not_silence_who_wrote_since(home: House) -> None:
    """Statuses may come days late and in any order."""
    accounts.follow(home.runtime, failed("unavailable", NOW_MS - 1000))
    assert home.memory.talks[THREAD].muted == ""


def test_an_account_whose_messages_fail_later_is_shown_to_staff_once(home: House) -> None:
    """A locked account takes messages and delivers none: the desk says so."""
    for _ in range(3):
        accounts.follow(home.runtime, failed("restricted"))
    (shown,) = accounts.troubles(home.runtime)
    assert (shown.account, shown.reason) == (ACCOUNT, "restricted")
    assert home.meter.counts["needs_staff", "channel_restricted"] == 1
    assert home.meter.counts["sends", "messenger", "late_restricted"] == 3


@pytest.mark.parametrize("reason", ["content", "transient", "window_closed", "not_now"])
def test_a_failure_of_one_message_is_of_that_message(home: House, reason: str) -> None:
    """Nobody falls silent because one message was wrong."""
    accounts.follow(home.runtime, failed(reason))
    assert home.memory.talks[THREAD].muted == ""
    assert accounts.troubles(home.runtime) == ()


def test_a_delivery_has_no_consequences(home: House) -> None:
    """Good news changes nothing."""
    accounts.follow(home.runtime, Told(parse_thread(THREAD), MessageDelivered("d", NOW_MS, ("mid.1",))))
    assert accounts.troubles(home.runtime) == ()


def test_a_trouble_that_nobody_met_lately_is_not_shown(home: House) -> None:
    """The desk does not cry for what is long over."""
    accounts.stopped(home.runtime, ACCOUNT, reason="token", detail="Expired.", seconds=30)
    assert [one.reason for one in accounts.troubles(home.runtime)] == ["token"]
    home.clock.move(minutes=6)
    assert accounts.troubles(home.runtime) == ()


def test_open_pages_of_the_desk_learn_of_a_trouble_and_of_its_end(home: House) -> None:
    """Agents see why nothing goes out without reloading the page."""
    before = len(home.live.notes)
    accounts.stopped(home.runtime, ACCOUNT, reason="token", detail="Expired.", seconds=30)
    accounts.stopped(home.runtime, ACCOUNT, reason="token", detail="Expired.", seconds=30)
    accounts.works(home.runtime, ACCOUNT)
    accounts.works(home.runtime, ACCOUNT)
    assert [(note.thread, note.kind) for note in home.live.notes[before:]] == [("", "desk"), ("", "desk")]


class Keeper:
    """A token that grows old, or cannot be refreshed."""

    def __init__(self, *, fails: bool) -> None:
        self.fails = fails
        self.asked: list[float] = []

    def refresh(self, now: float, *, older_than: float = 0) -> bool:
        """Refresh, or fail."""
        self.asked.append(now - older_than)
        if self.fails:
            raise UnavailableError("The file cannot be written.")
        return True


def test_a_token_that_cannot_be_refreshed_is_told_to_staff_weeks_before_it_matters(home: House) -> None:
    """The courier goes on; somebody has seven weeks to mend it."""
    accounts.keep_token(home.runtime, "instagram:178", Keeper(fails=True))
    assert home.meter.counts["needs_staff", "channel_token"] == 1
    good = Keeper(fails=False)
    accounts.keep_token(home.runtime, "instagram:178", good)
    assert good.asked == [NOW_MS / 1000]
    assert home.meter.counts["needs_staff", "channel_token"] == 1
