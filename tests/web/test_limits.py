"""A visitor may write much at once, and not for ever."""

from datetime import timedelta

from flask.testing import FlaskClient

from bot.web.limits import MESSAGES_A_MINUTE, Limiter
from tests.builders.world import NOW
from tests.web.archive import Bench


def _later(seconds: float) -> timedelta:
    return timedelta(seconds=seconds)


def test_so_many_a_minute_all_at_once_if_one_likes() -> None:
    """The bucket is full at first, and fills again while nothing is taken."""
    limiter = Limiter(30)
    assert [limiter.wait("ada", NOW) for _ in range(31)] == [0] * 30 + [2]
    assert limiter.wait("ada", NOW + _later(1)) == 1
    assert [limiter.wait("ada", NOW + _later(2)) for _ in range(2)] == [0, 2]
    assert [limiter.wait("ada", NOW + _later(3600)) for _ in range(31)] == [0] * 30 + [2]


def test_nobody_waits_for_somebody_else() -> None:
    """Each visitor has a bucket."""
    limiter = Limiter(1)
    assert (limiter.wait("ada", NOW), limiter.wait("bob", NOW)) == (0, 0)
    assert limiter.wait("ada", NOW) == 60


def test_buckets_do_not_pile_up() -> None:
    """A million visitors do not fill the memory: who was quiet longest is forgotten."""
    limiter = Limiter(1, most_names=2)
    for name in ("ada", "bob", "cyd"):
        limiter.wait(name, NOW)
    assert len(limiter._full_at) == 2
    assert limiter.wait("ada", NOW) == 0


def test_a_flood_is_told_when_to_go_on(stage: Bench, browser: FlaskClient) -> None:
    """The page learns the seconds; nothing of what was too much is taken, and it may be sent again."""
    browser.get("/chat")

    def say(number: int) -> int:
        name = "".join(chr(97 + int(digit)) for digit in f"{number:04d}")
        return int(browser.post("/chat/messages", json={"client_id": name, "text": "Help"}).status_code)

    assert {say(number) for number in range(MESSAGES_A_MINUTE)} == {202}
    answer = browser.post("/chat/messages", json={"client_id": "toomuch", "text": "Help"})
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "2")
    assert "wait a moment" in answer.json["problem"]
    stage.clock.pass_time(seconds=2)
    assert browser.post("/chat/messages", json={"client_id": "toomuch", "text": "Help"}).status_code == 202
