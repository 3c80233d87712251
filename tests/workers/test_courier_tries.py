"""How often the courier tries, and what it learns of a message while it waits to try again."""

from bot.domain.conversation.entry import FateEntry
from bot.domain.errors import Again, SendFailedError
from bot.services.outbox import ECHO_SECONDS
from tests.builders.entries import THREAD
from tests.builders.house import House
from tests.builders.world import NOW_MS
from tests.fakes.channel import failure
from tests.workers.test_courier import Time, courier, fates, home, is_over, passing, speak, work
from workers.lanes import Lanes

__all__ = ["home", "passing"]  # fixtures


def maybe_blocked() -> SendFailedError:
    """What WhatsApp says of somebody who blocked us, and of passing trouble."""
    return SendFailedError("?", reason="transient", retryable=True, retry_after=1, again=Again(1, 1, "unavailable"))


def test_waiting_for_the_account_is_no_try_of_the_message(home: House, passing: Time) -> None:
    """Whoever was waited for behind a full quota is still asked once more before we call them gone."""
    home.messenger.fail["m1#0"] = [failure("rate_limited", retryable=True), maybe_blocked()]
    speak(home, "hello")
    one = courier(home)
    for _ in range(5):
        work(one)
        passing.now += 3
    assert home.messenger.words == ["hello"]
    assert is_over(home)


def test_what_the_platform_has_after_all_is_not_tried_again(home: House, passing: Time) -> None:
    """A platform in trouble may refuse what it took: when its echo comes before the next try, there is none."""
    home.messenger.fail["m1#0"] = [failure("transient", retryable=True)]
    speak(home, "hello", "again")
    one = courier(home)
    work(one)
    home.runtime.journal.note((FateEntry(THREAD, "sent", "m1#0", "mid.1", at=NOW_MS),))
    work(one)
    passing.now += 5
    work(one)
    assert home.messenger.words == ["again"]
    assert [(message, fate) for message, fate, _ in fates(home)] == [("m1#0", "sent"), ("m1#1", "sent")]
    assert is_over(home)
    assert len(one._dispatch._doubts) == 0


def test_an_echo_of_the_first_part_does_not_stand_for_the_second(home: House, passing: Time) -> None:
    """A long message is several on the platform, which repeats one key for all of them."""
    real, parts = home.messenger.send, []

    def send(thread: object, request: dict[str, str], *, key: str) -> object:
        parts.append(request["text"])
        if len(parts) == 2:
            raise failure("unknown_outcome")
        return real(thread, request, key=key)  # type: ignore[arg-type]  # as it came

    home.messenger.send = send  # type: ignore[method-assign,assignment]  # only for this test
    speak(home, "first part\n---\nsecond part", "after it")
    one = courier(home)
    work(one)
    assert parts == ["first part", "second part"]
    home.runtime.journal.note((FateEntry(THREAD, "sent", "m1#0", "mid.m1#0", at=NOW_MS),))
    work(one)
    assert parts == ["first part", "second part"]
    passing.now += ECHO_SECONDS + 1
    work(one)
    assert parts == ["first part", "second part", "second part", "after it"]
    assert is_over(home)


def test_a_person_is_kept_in_mind_only_where_persons_are_paced(home: House) -> None:
    """Memory does not grow with everybody on Messenger who was ever written to too fast."""
    lanes = Lanes()
    speak(home, "hello")
    one = courier(home)
    one.pull(wait_ms=0)
    home.messenger.fail["m1#0"] = [failure("too_fast", retryable=True)]
    one.step()
    one.step()
    assert len(one._dispatch._lanes._people) == len(lanes._people) == 0
