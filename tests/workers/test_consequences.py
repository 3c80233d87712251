"""What follows from answers of channels: accounts slow down, rest or stop, threads fall silent, staff are told once."""

from typing import Any

import pytest

from bot.domain.conversation.channel_events import WritingRefused
from bot.domain.conversation.events import CheckoutEnded
from bot.domain.errors import Again, SendFailedError
from bot.ports.account_records import AccountTrouble
from bot.ports.channel import SendResult
from bot.services import accounts
from bot.services.outbox import PROBE_SECONDS
from tests.builders.entries import THREAD, heard, turn
from tests.builders.house import House
from tests.builders.world import NOW_MS
from tests.fakes.channel import failure
from tests.workers.test_courier import BOB, Time, courier, fates, home, is_over, passing, speak, work

__all__ = ["home", "passing"]  # fixtures
ACCOUNT = "messenger:page"
OTHER = "messenger:other:eve"
STEP = 3
"""Seconds; leases hold for longer."""


def stays(reason: str) -> SendFailedError:
    """A trouble of the account, as the Graph API's errors tell it."""
    return failure(reason, retryable=True)


def troubles(home: House) -> tuple[AccountTrouble, ...]:
    """What the desk shows."""
    return accounts.troubles(home.runtime)


def later(one: Any, passing: Time, home: House, seconds: float) -> None:
    """So many seconds pass, while the courier works and keeps its shards."""
    for part in [STEP] * int(seconds // STEP) + [seconds % STEP]:
        passing.now += part
        home.clock.move(seconds=int(part))
        work(one)


@pytest.mark.parametrize("reason", ["token", "permission", "restricted"])
def test_an_account_that_cannot_send_stops_alone_and_loses_nothing(home: House, passing: Time, reason: str) -> None:
    """While staff mend it nothing is thrown away; other accounts go on; what waited is sent in order."""
    home.messenger.fail["m1#0"] = [stays(reason)] * 2
    speak(home, "first")
    speak(home, "second", version=2)
    speak(home, "other page", thread=OTHER)
    one = courier(home)
    work(one)
    assert home.messenger.words == ["other page"]
    assert fates(home) == [("eve.m1#0", "sent", "")]
    later(one, passing, home, PROBE_SECONDS + 2)
    assert home.messenger.words == ["other page"]
    later(one, passing, home, PROBE_SECONDS + 4)
    later(one, passing, home, 1)
    assert home.messenger.words == ["other page", "first", "second"]
    assert is_over(home)


def test_staff_are_told_once_and_the_desk_shows_it_until_it_works_again(home: House, passing: Time) -> None:
    """An alarm for each message would be an alarm for none."""
    home.messenger.fail["m1#0"] = [stays("token")] * 3
    speak(home, "hello")
    speak(home, "hi", thread=BOB)
    home.messenger.fail["bob.m1#0"] = home.messenger.fail["m1#0"]
    one = courier(home)
    work(one)
    (shown,) = troubles(home)
    assert (shown.account, shown.reason, shown.since) == (ACCOUNT, "token", NOW_MS)
    assert shown.until == NOW_MS + PROBE_SECONDS * 1000
    for _ in range(4):
        later(one, passing, home, PROBE_SECONDS + 8)
    assert home.meter.counts["needs_staff", "channel_token"] == 1
    assert troubles(home) == ()
    assert home.meter.gauges["account_paused_until", ACCOUNT] == 0
    assert "hello" in home.messenger.words


def test_one_message_at_a_time_tries_whether_an_account_works_again(home: House, passing: Time) -> None:
    """A platform that refuses us is not hammered, and when it takes the one it gets the others."""
    calls: list[str] = []
    home.messenger.before = calls.append
    threads = [f"messenger:page:{number}" for number in range(6)]
    for thread in threads:
        home.messenger.fail[f"{thread[-1]}.m1#0"] = [stays("token")] * 2
        speak(home, "hello", thread=thread)
    one = courier(home)
    work(one)
    calls.clear()
    later(one, passing, home, PROBE_SECONDS + 2)
    assert len(calls) == 1
    home.messenger.fail.clear()
    for _ in range(9):
        later(one, passing, home, PROBE_SECONDS)
    assert len(home.messenger.words) == 6
    assert troubles(home) == ()


def test_after_an_hour_without_an_account_its_messages_are_shown_as_failed(home: House, passing: Time) -> None:
    """Words of a talk are out of place then; the desk sees them and why."""
    home.messenger.fail["m1#0"] = [stays("token")] * 9
    speak(home, "hello")
    one = courier(home)
    work(one)
    home.clock.move(minutes=61)
    later(one, passing, home, PROBE_SECONDS + 4)
    assert fates(home) == [("m1#0", "failed", "token")]
    assert home.meter.counts["needs_staff", "channel_token"] == 1


@pytest.mark.parametrize("reason", ["unavailable", "dead_address", "another_app"])
def test_who_cannot_be_written_to_hears_nothing_until_they_write_again(home: House, reason: str) -> None:
    """A traveller who blocked us is left alone; the first word of theirs ends it."""
    home.take(heard("m1"))
    one = courier(home)
    work(one, rounds=8)
    home.messenger.fail["c1:end#0"] = [failure(reason)]
    tell_news(home, "c1")
    work(one, rounds=8)
    assert home.memory.talks[THREAD].muted == reason
    tell_news(home, "c2")
    work(one, rounds=8)
    assert ("c2:end#0", "failed", reason) in fates(home)
    assert "Your hold ended" not in home.messenger.words
    home.take(heard("m9"))
    assert home.memory.talks[THREAD].muted == ""
    tell_news(home, "c3")
    work(one, rounds=8)
    assert "Your hold ended" in home.messenger.words


def tell_news(home: House, checkout: str) -> None:
    """News that the bot tells by itself, not an answer."""
    state = home.memory.talks[THREAD]
    with home.memory.changed:
        home.memory.append(
            turn(CheckoutEnded(f"{checkout}:end", NOW_MS, checkout, "expired"), "Your hold ended", of=state)
        )


def test_a_refusal_of_before_the_travellers_newest_word_silences_nobody(home: House) -> None:
    """Who wrote after the refusal can be answered."""
    home.take(heard("m1"))
    turn_of = home.take(WritingRefused("m0#0:refused", NOW_MS - 5000, "unavailable"))
    assert turn_of.conversation.muted == ""


def test_a_try_that_may_never_get_better_ends_after_so_many(home: House, passing: Time) -> None:
    """WhatsApp cannot tell a passing trouble from a block: it is asked once more, then the thread is silent."""
    doubt = SendFailedError("?", reason="transient", retryable=True, retry_after=5, again=Again(1, 1, "unavailable"))
    home.messenger.fail["m1#0"] = [doubt] * 3
    speak(home, "hello")
    one = courier(home)
    work(one)
    assert fates(home) == []
    later(one, passing, home, 7)
    assert fates(home) == [("m1#0", "failed", "unavailable")]
    assert home.memory.talks[THREAD].muted == "unavailable"


def test_a_wait_grows_as_the_platform_wants_it(home: House, passing: Time) -> None:
    """Too fast for one person: four times as long each time, and nobody else waits."""
    fast = SendFailedError("?", reason="too_fast", retryable=True, retry_after=1, again=Again(0, 4))
    home.messenger.fail["m1#0"] = [fast] * 2
    speak(home, "hello")
    one = courier(home)
    work(one)
    speak(home, "hi", thread=BOB)
    work(one)
    assert home.messenger.words == ["hi"]
    later(one, passing, home, 2)
    later(one, passing, home, 4)
    assert home.messenger.words == ["hi"]
    later(one, passing, home, 2)
    assert home.messenger.words == ["hi", "hello"]


def test_what_was_sent_in_spite_of_an_error_is_not_sent_again(home: House) -> None:
    """One error of Messenger says that the message went out."""
    home.messenger.fail["m1#0"] = [failure("was_sent")]
    speak(home, "hello", "more")
    work(courier(home), rounds=6)
    assert fates(home) == [("m1#0", "sent", ""), ("m1#1", "sent", "")]
    assert home.messenger.words == ["more"]
    assert is_over(home)


def test_a_template_that_cannot_be_used_is_told_to_staff(home: House) -> None:
    """Somebody has to mend it in Meta's console."""
    home.messenger.fail["m1#0"] = [failure("template")]
    speak(home, "hello")
    work(courier(home))
    assert home.meter.counts["needs_staff", "channel_template"] == 1
    assert fates(home) == [("m1#0", "failed", "template")]


def test_an_account_slows_down_before_its_quota_is_used_up(home: House, passing: Time) -> None:
    """At four fifths of the quota an account takes its time; when it is better it is fast again."""
    home.messenger.answers = [SendResult("a", 99), SendResult("b", 99), SendResult("c", 10)]
    one = courier(home)
    speak(home, "a")
    work(one)
    for number in range(4):
        speak(home, f"{number}", thread=f"messenger:page:{number}")
    speak(home, "other", thread=OTHER)
    work(one)
    assert "other" in home.messenger.words
    assert len(home.messenger.words) <= 3
    later(one, passing, home, 1.1)
    assert len(home.messenger.words) <= 4
    for _ in range(3):
        later(one, passing, home, 1.1)
    assert len(home.messenger.words) == 6


def test_an_account_whose_quota_is_used_up_rests_as_long_as_it_is_told(home: House, passing: Time) -> None:
    """Nothing is sent into a wall, and the desk shows until when."""
    home.messenger.answers = [SendResult("a", 100, 120)]
    one = courier(home)
    speak(home, "a")
    work(one)
    speak(home, "b", thread=BOB)
    speak(home, "other", thread=OTHER)
    work(one)
    assert home.messenger.words == ["a", "other"]
    assert [(one.reason, one.until) for one in troubles(home)] == [("rate_limited", NOW_MS + 120_000)]
    assert home.meter.counts["needs_staff", "channel_rate_limited"] == 0
    later(one, passing, home, 121)
    assert home.messenger.words == ["a", "other", "b"]


def test_a_database_that_is_away_keeps_no_message_back(home: House, passing: Time) -> None:
    """What staff are to be told can wait; travellers cannot."""
    home.messenger.fail["m1#0"] = [stays("token")]
    home.records.away = True
    speak(home, "hello")
    one = courier(home)
    work(one)
    later(one, passing, home, PROBE_SECONDS + 2)
    assert home.messenger.words == ["hello"]


def test_what_was_on_its_way_when_a_token_expired_is_no_sign_that_it_holds(home: House, passing: Time) -> None:
    """Staff are told once, though answers to what was sent before come after the first refusal."""
    home.messenger.fail["m1#0"] = [stays("token")]
    speak(home, "refused")
    speak(home, "taken", thread=BOB)
    one = courier(home)
    work(one)
    assert home.messenger.words == ["taken"]
    assert [trouble.account for trouble in troubles(home)] == [ACCOUNT]
    later(one, passing, home, PROBE_SECONDS + 2)
    assert home.messenger.words == ["taken", "refused"]
    assert troubles(home) == ()
