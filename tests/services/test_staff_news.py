"""What staff are told of: once, whoever it concerns, by the ways they want, and never what is old."""

from collections.abc import Callable
from typing import Any

import msgspec
import pytest

from bot.domain.conversation.events import ChoiceTapped, TextReceived
from bot.domain.errors import UnavailableError
from bot.domain.moments import milliseconds
from bot.domain.staff.notification import Pushed
from bot.domain.staff.person import Person
from bot.domain.staff.preferences import Preferences
from bot.domain.staff.subscription import Subscription
from bot.ports.pusher import Fate
from bot.services import desk, staff_news, turns
from tests.web.archive import Bench, bench

ANN, BEN = "webchat:TF:ann", "whatsapp:106:447700900001"
ANA = Person("per_ana", "Ana", roles=("agent",))
BO = Person("per_bo", "Bo", roles=("supervisor",))
EVE = Person("per_eve", "Eve", roles=("viewer",))


class Pusher:
    """Keeps what it is to send; answers with a fate or fails."""

    def __init__(self) -> None:
        self.sent: list[tuple[str, Pushed]] = []
        self.fate: Fate = "sent"
        self.away = False

    def push(self, to: Subscription, what: Pushed, *, seconds: int) -> Fate:
        """Send."""
        assert seconds == staff_news.PUSH_SECONDS
        if self.away:
            raise UnavailableError("The push service is away.")
        self.sent.append((to.id, what))
        return self.fate


@pytest.fixture
def pusher() -> Pusher:
    """What sends."""
    return Pusher()


@pytest.fixture
def stage(pusher: Pusher) -> Bench:
    """Three of the staff, each with a browser that takes pushes."""
    stage = bench(pusher=pusher)
    for person in (ANA, BO, EVE):
        stage.archive.people.keep(person)
        stage.archive.notifications.subscribe(
            Subscription(
                id=f"psh_{person.name}", person=person.id, endpoint=person.id, p256dh="", auth="", browser="B", at=0
            )
        )
    return stage


def wants_a_person(stage: Bench, thread: str = ANN) -> None:
    """A traveller asks for a person."""
    turns.take(stage.runtime, thread, ChoiceTapped(f"t-{thread}", 1, "go:person"))


def browsers(stage: Bench) -> list[str]:
    """To which browsers pushes are owed."""
    return sorted(name.partition(".")[2] for name in staff_news.owed_pushes(stage.runtime))


def send_all(stage: Bench) -> None:
    """What a worker does when it is rung for all of them."""
    for name in staff_news.owed_pushes(stage.runtime):
        staff_news.send_push(stage.runtime, name)


def test_a_traveller_who_waits_is_told_once_to_all_who_talk(stage: Bench, pusher: Pusher) -> None:
    """Agents and supervisors are called, viewers are not, and the next second calls nobody again."""
    wants_a_person(stage)
    assert staff_news.find(stage.runtime) == 1
    assert staff_news.find(stage.runtime) == 0
    assert browsers(stage) == ["psh_Ana", "psh_Bo"]
    wants_a_person(stage, "webchat:TF:cyd")
    send_all(stage)
    send_all(stage)
    assert [name for name, _ in pusher.sent] == ["psh_Ana", "psh_Bo"]
    assert pusher.sent[0][1] == Pushed("New in queue", "2 waiting", "/desk/notifications/1", "queue")


def test_open_pages_are_told_only_when_there_is_something_new(stage: Bench) -> None:
    """A second in which nothing happened costs open pages nothing."""
    wants_a_person(stage)
    staff_news.find(stage.runtime)
    told = [note for note in stage.archive.notes if note.kind == "staff"]
    staff_news.find(stage.runtime)
    assert len(told) == 1
    assert told[0].thread == ""
    assert [note for note in stage.archive.notes if note.kind == "staff"] == told


def test_a_reply_calls_the_agent_who_has_the_thread(stage: Bench) -> None:
    """Nobody else is disturbed, and each word of the traveller's calls once."""
    wants_a_person(stage)
    desk.take(stage.runtime, ANN, ANA)
    staff_news.find(stage.runtime)
    stage.archive.notifications.owed.clear()
    turns.take(stage.runtime, ANN, TextReceived("m1", 2, "Hello?"))
    assert staff_news.find(stage.runtime) == 1
    assert browsers(stage) == ["psh_Ana"]
    [newest, *_] = staff_news.shown(stage.runtime, ANA.id)
    assert (newest.kind, newest.thread) == ("reply", ANN)
    assert all(one.kind != "reply" for one in staff_news.shown(stage.runtime, BO.id))


def test_a_mention_is_told_in_the_transaction_in_which_it_happens(stage: Bench) -> None:
    """A note that was not kept calls nobody; the same note again calls nobody twice."""
    at = milliseconds(stage.clock.now())
    with stage.runtime.records.begin() as work:
        assert staff_news.tell(work, "mention", key="note_1", thread=ANN, person=BO.id, at=at)
        assert not staff_news.tell(work, "mention", key="note_1", thread=ANN, person=BO.id, at=at)
    assert browsers(stage) == ["psh_Bo"]


def test_a_thread_that_is_given_to_somebody_and_a_reply_that_is_due_call_them(stage: Bench) -> None:
    """What the desk notes of a thread is enough: nobody has to send anything."""
    now = milliseconds(stage.clock.now())
    stage.archive.desk.change(BEN, offered_to=BO.id, offered_at=now, next_due=now + 60_000)
    staff_news.find(stage.runtime)
    assert [one.kind for one in staff_news.shown(stage.runtime, BO.id)] == ["due", "assigned"]
    assert [one.kind for one in staff_news.shown(stage.runtime, ANA.id)] == ["due"]


def test_who_does_not_want_pushes_gets_none_and_reads_it_on_the_page(stage: Bench) -> None:
    """Each kind and each way is a choice of its own."""
    stage.archive.notifications.keep_preferences(ANA.id, Preferences(silent=("queue.push",)))
    wants_a_person(stage)
    staff_news.find(stage.runtime)
    assert browsers(stage) == ["psh_Bo"]
    assert len(staff_news.shown(stage.runtime, ANA.id)) == 1


@pytest.mark.parametrize(
    "change",
    [
        lambda stage: stage.archive.people.keep(msgspec.structs.replace(ANA, active=False)),
        lambda stage: stage.archive.people.keep(msgspec.structs.replace(ANA, roles=("viewer",))),
        lambda stage: stage.archive.people.known.pop(ANA.id),
        lambda stage: stage.archive.notifications.keep_preferences(ANA.id, Preferences(silent=("queue.push",))),
        lambda stage: stage.clock.pass_time(seconds=staff_news.PUSH_SECONDS + 1),
    ],
    ids=["shut out", "lost the right", "unknown", "unwanted", "late"],
)
def test_what_changed_since_is_heeded_when_a_push_is_sent(
    stage: Bench, pusher: Pusher, change: Callable[[Bench], object]
) -> None:
    """Whose rights were taken away gets no push that waited, nor does anybody who is late for it."""
    wants_a_person(stage)
    staff_news.find(stage.runtime)
    change(stage)
    staff_news.send_push(stage.runtime, "1.psh_Ana")
    assert pusher.sent == []
    assert "psh_Ana" not in browsers(stage)


@pytest.mark.parametrize(
    ("fate", "left"),
    [("sent", ["browser"]), ("gone", []), ("refused", ["browser"]), ("later", ["push", "browser"])],
)
def test_what_a_push_service_says_is_heeded(stage: Bench, pusher: Pusher, fate: Any, left: list[str]) -> None:
    """A browser that is gone is forgotten; a service in trouble is asked again."""
    pusher.fate = fate
    wants_a_person(stage)
    staff_news.find(stage.runtime)
    staff_news.send_push(stage.runtime, "1.psh_Ana")
    assert ("psh_Ana" in browsers(stage)) is ("push" in left)
    assert ("psh_Ana" in stage.archive.notifications.browsers) is ("browser" in left)
    assert ("pushes", {"result": fate}) in stage.quiet.counted


def test_a_service_that_is_away_leaves_the_push_to_be_sent(stage: Bench, pusher: Pusher) -> None:
    """The ring comes again."""
    wants_a_person(stage)
    staff_news.find(stage.runtime)
    pusher.away = True
    with pytest.raises(UnavailableError):
        staff_news.send_push(stage.runtime, "1.psh_Ana")
    assert "psh_Ana" in browsers(stage)


def test_after_a_standstill_nobody_is_called_for_what_is_old(stage: Bench) -> None:
    """People find the list, not an hour of alarms."""
    wants_a_person(stage)
    stage.clock.pass_time(minutes=11)
    assert staff_news.find(stage.runtime) == 0


def test_a_notification_leads_only_those_whom_it_concerns(stage: Bench) -> None:
    """A number that is guessed tells nothing of a colleague's thread."""
    with stage.runtime.records.begin() as work:
        staff_news.tell(work, "mention", key="n", thread=BEN, person=BO.id, at=milliseconds(stage.clock.now()))
    assert staff_news.thread_of(stage.runtime, 1, BO) == BEN
    assert staff_news.thread_of(stage.runtime, 1, ANA) == ""
    assert staff_news.thread_of(stage.runtime, 99, BO) == ""


def test_what_is_a_week_old_is_forgotten(stage: Bench) -> None:
    """The table does not grow for ever."""
    wants_a_person(stage)
    staff_news.find(stage.runtime)
    stage.clock.pass_time(days=8)
    assert staff_news.forget_old(stage.runtime) == 1
    assert staff_news.shown(stage.runtime, ANA.id) == ()


def test_what_concerns_one_person_is_told_to_their_pages_alone(stage: Bench) -> None:
    """Each of two hundred agents has travellers who write: that draws one page each, and not all of them."""
    wants_a_person(stage)
    staff_news.find(stage.runtime)
    desk.take(stage.runtime, ANN, ANA)
    turns.take(stage.runtime, ANN, TextReceived("m9", 9, "Hello?"))
    stage.archive.notes.clear()
    assert staff_news.find(stage.runtime) == 1
    assert [note.who for note in stage.archive.notes if note.kind == "staff"] == [ANA.id]
    staff_news.redraw(stage.runtime, frozenset({"", BO.id}))
    assert stage.archive.notes[-1].who == ""
