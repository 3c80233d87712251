"""Turns: taken once, one after the other, stored whole or not at all."""

from threading import Barrier, Thread
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.adapters.redis.client import Store
from bot.adapters.redis.conversations import RedisConversations
from bot.domain import turn
from bot.domain.conversation.effects import CallAgent, Say, SearchFlights, WakeAt
from bot.domain.conversation.events import CheckoutEnded, Event, OffersFound, TextReceived
from bot.domain.conversation.messages import Text, spoken
from bot.domain.conversation.profile import Profile
from bot.domain.conversation.state import Conversation, remember
from bot.domain.errors import ConflictError, UnavailableError
from bot.domain.ids import digest, ring_name
from bot.domain.turn import Turn
from bot.domain.world import World
from bot.ports.talk_records import Owed
from bot.ports.wallet_records import Traveller
from bot.services import turns
from tests.builders.entries import THREAD, heard, search, talk
from tests.builders.house import House, house
from tests.builders.world import NOW, NOW_MS


def tiny(conversation: Conversation, event: Event, *, world: World, now: int) -> Turn:  # noqa: ARG001  as `advance`
    """A machine that writes down what it heard; "find" searches, "wake" sets a timer, "call" wants a person."""
    key = digest(event.id)
    if key in conversation.seen or event.id == "nothing":
        return Turn(conversation)
    told = getattr(event, "text", type(event).__name__)
    story = conversation.slots.get("story", "") + f"{told};"
    state = msgspec.structs.replace(
        remember(conversation, key, event.at), version=conversation.version + 1, slots={"story": story}
    )
    wants = {"find": (search(),), "wake": (WakeAt(now + 5000, "1"),), "call": (CallAgent("wish"),)}
    return Turn(state, (Say(Text(f"you said {told}")), *wants.get(told, ())))


@pytest.fixture
def home(monkeypatch: pytest.MonkeyPatch) -> House:
    """A house in memory whose talk is the tiny machine."""
    monkeypatch.setattr(turn, "advance", tiny)
    return house()


def story(home: House) -> str:
    """What the thread's conversation heard."""
    return home.memory.talks[THREAD].slots["story"]


def said(home: House) -> list[str]:
    """The ids of all that was said, in the journal's order."""
    return [said.id for stream in home.memory.streams.values() for noted in stream for said in noted.entry.said]


def test_a_turn_is_stored_with_its_words_and_its_place(home: House) -> None:
    """What a traveller hears, and where in which flow they stood, can be told afterwards."""
    made = home.take(heard("m1", "hello"))
    (noted,) = (noted for stream in home.memory.streams.values() for noted in stream)
    assert noted.entry.event == heard("m1", "hello")
    assert [(one.id, one.say.message) for one in noted.entry.said] == [("m1#0", Text("you said hello"))]
    assert (noted.entry.version, noted.entry.owner, noted.entry.at) == (1, "bot", NOW_MS)
    assert home.memory.talks[THREAD] == made.conversation


def chatty(conversation: Conversation, event: Event, *, world: World, now: int) -> Turn:  # noqa: ARG001  as `advance`
    """A machine that says eight things at once."""
    return Turn(
        msgspec.structs.replace(conversation, version=conversation.version + 1),
        tuple(Say(Text(f"Sentence {number}.")) for number in range(8)),
    )


@pytest.mark.parametrize(("channel", "ids"), [("whatsapp", ["m1#7"]), ("messenger", [f"m1#{at}" for at in range(8)])])
def test_on_whatsapp_a_turn_is_journaled_as_few_messages(
    home: House, monkeypatch: pytest.MonkeyPatch, channel: str, ids: list[str]
) -> None:
    """Each is billed there; desk and statuses speak of what goes out, whose id is that of the last sentence."""
    monkeypatch.setattr(turn, "advance", chatty)
    home.take(heard("m1", "hello"), f"{channel}:1:ada")
    assert said(home) == ids
    words = [one.say.message for stream in home.memory.streams.values() for n in stream for one in n.entry.said]
    assert "".join(spoken(message) for message in words).count("Sentence") == 8


def test_the_same_event_five_times_is_one_turn(home: House) -> None:
    """A platform that delivers again gets no second answer."""
    turns_made = [home.take(heard("m1", "hello")) for _ in range(5)]
    assert [len(made.effects) for made in turns_made] == [1, 0, 0, 0, 0]
    assert story(home) == "hello;"
    assert said(home) == ["m1#0"]


def test_an_event_older_than_memory_is_looked_up_in_the_archive(home: House) -> None:
    """A delivery that comes hours late is still recognized, and a late event that was never seen is taken."""
    for number in range(70):
        home.take(heard(f"m{number}", "x", at=NOW_MS + number))
    with home.records.begin() as work:
        work.talk.archive_turns(
            tuple((noted.position, noted.entry) for s in home.memory.streams.values() for noted in s)
        )
    assert home.take(heard("m0", "x", at=NOW_MS)).effects == ()
    assert home.take(heard("late", "new", at=NOW_MS)).effects
    assert story(home).endswith("x;new;")


def test_effects_are_due_and_rung_after_the_commit(home: House) -> None:
    """Work begins as soon as the turn is stored."""
    home.take(heard("m1", "find"))
    assert home.jobs.rung == [ring_name(THREAD, "m1#1")]
    assert home.memory.scores == {(THREAD, "m1#1"): NOW_MS}


@pytest.mark.usefixtures("home")
def test_a_quick_effect_is_performed_here_and_any_other_rings() -> None:
    """A search of our own timetable does not pay for a queue; when too many wait, a worker is rung."""
    taken: list[str] = []

    class Quick:
        def submit(self, due: Any) -> bool:
            quick = isinstance(due.effect, SearchFlights) and not taken
            return quick and not taken.append(due.id)

    with_quick = house(quick=Quick())
    for number, word in enumerate(("find", "find", "call")):
        with_quick.take(heard(f"m{number}", word))
    assert taken == ["m0#1"]
    assert with_quick.jobs.rung == [ring_name(THREAD, "m1#1"), ring_name(THREAD, "m2#1")]


def test_a_ring_that_is_lost_loses_no_work(home: House) -> None:
    """Killed between commit and ring, the effect is found by the sweep."""
    home.jobs.deaf = True
    home.take(heard("m1", "find"))
    late = [
        pair
        for shard in home.memory.streams
        for pair in home.runtime.journal.late_effects(shard, before_ms=NOW_MS, most=9)
    ]
    assert late == [(THREAD, "m1#1")]


def test_a_thread_has_one_timer(home: House) -> None:
    """A reminder that was set again rings once, at the later time, and nobody is rung before."""
    home.take(heard("m1", "wake"))
    home.clock.move(seconds=1)
    home.take(heard("m2", "wake"))
    assert home.memory.scores == {(THREAD, turns.WAKE): NOW_MS + 6000}
    assert home.jobs.rung == []


def test_an_answer_settles_its_effect_even_when_it_changes_nothing(home: House) -> None:
    """An offer that nobody waits for any more is not searched for again."""
    home.take(heard("m1", "find"))
    turns.take(home.runtime, THREAD, OffersFound("m1#1", NOW_MS, ()), settles="m1#1")
    assert home.memory.effects == {}
    home.take(heard("m2", "find"))
    turns.take(home.runtime, THREAD, OffersFound("nothing", NOW_MS, ()), settles="m2#1")
    assert home.memory.effects == {}


def test_who_was_slower_advances_again_on_the_newest_state(home: House) -> None:
    """Two messages at once are answered one after the other, each knowing what came before."""
    commit = home.runtime.conversations.commit
    interfering = iter([True, False])

    def late(one: Any) -> bool:
        if next(interfering, False):
            home.take(heard("m2", "second"))
        return commit(one)

    home.runtime.conversations.commit = late
    home.take(heard("m1", "first"))
    assert story(home) == "second;first;"
    assert home.meter.counts["turn_conflicts",] == 1


def test_a_flooded_thread_gives_up_and_is_delivered_again(home: House) -> None:
    """One traveller's flood cannot hold a web process for ever."""
    home.runtime.conversations.commit = lambda _: False
    with pytest.raises(ConflictError) as caught:
        home.take(heard("m1", "hello"))
    assert caught.value.retryable


def test_nothing_is_taken_while_the_store_is_away(home: House) -> None:
    """A webhook that could not be stored is answered 503, never 200."""
    home.memory.away = True
    with pytest.raises(UnavailableError):
        home.take(heard("m1", "hello"))


def test_after_a_loss_a_thread_goes_on_from_the_archive_and_says_so(home: House) -> None:
    """Nobody starts from zero because Redis was emptied; who may have lost a message is told to say it again."""
    with home.records.begin() as work:
        work.talk.save_conversations(((msgspec.structs.replace(talk(7), slots={"story": "before;"}), "1-1"),))
    home.memory.forget()
    made = home.take(heard("m1", "hello"))
    assert story(home) == "before;hello;"
    assert made.conversation.version == 8
    assert made.effects[0] == Say(Text("you said hello"))
    assert len(made.effects) == 2
    assert len(home.take(heard("m2", "again")).effects) == 1


@pytest.mark.parametrize("body", [None, talk(7)])
def test_who_was_known_is_known_to_the_first_turn_after_a_loss(home: House, body: Conversation | None) -> None:
    """A traveller whose thread is not even archived is a returning one all the same."""
    known = Profile(revision=4, email="marie@example.com")
    with home.records.begin() as work:
        work.talk.save_conversations(((body, "1-1"),) if body else ())
        work.wallet.enroll("messenger:page:ada", Traveller("trv_1", NOW, known))
    home.memory.forget()
    profile = home.take(heard("m1", "hello")).conversation.profile
    assert msgspec.structs.replace(profile, chats=()) == known
    assert [(chat.channel, chat.here) for chat in profile.chats] == [("messenger", True)]


@pytest.mark.parametrize("body", [None, talk(7)])
def test_what_only_the_transcript_remembers_is_not_taken_again(home: House, body: Conversation | None) -> None:
    """A body may be older than the transcript: what reached SQL is never done twice, however Redis was lost."""
    made = home.take(heard("m1", "hello"))
    (noted,) = [noted for stream in home.memory.streams.values() for noted in stream]
    with home.records.begin() as work:
        work.talk.archive_turns(((noted.position, noted.entry),))
        work.talk.save_conversations(((body, "1-1"),) if body else ())
    home.memory.forget()
    assert made.effects
    assert home.take(heard("m1", "hello")).effects == ()
    if body:
        home.runtime.conversations.restore((turns.restored(body, now=NOW_MS),))
        home.runtime.conversations.declare_whole()
        assert home.take(heard("m1", "hello")).effects == ()


def test_a_stranger_is_not_looked_up_while_the_store_is_whole(home: House) -> None:
    """The first message of a new talk costs no query of the database."""
    home.records.away = True
    assert home.take(heard("m1", "hello")).conversation.version == 1


def owe(home: House, *numbers: int, thread: str = THREAD) -> None:
    """Owe events to a thread."""
    with home.records.begin() as work:
        for number in numbers:
            event = CheckoutEnded(f"c{number}:end", NOW_MS, f"c{number}", "expired")
            work.talk.owe(Owed(event.id, thread, event))


def test_what_is_owed_is_handed_over_in_order_and_once(home: House) -> None:
    """A ticket is told right after it was decided, and not again."""
    owe(home, 1, 2)
    owe(home, 3, thread="messenger:page:bob")
    assert turns.pay_off(home.runtime, THREAD) == 2
    assert turns.pay_off(home.runtime, THREAD) == 0
    assert said(home) == ["c1:end#0", "c2:end#0"]


def test_who_dies_between_the_turn_and_the_receipt_tells_nobody_twice(home: House) -> None:
    """Killed after the turn and before SQL knew of it, the event is handed over again and changes nothing."""
    owe(home, 1)
    home.take(home.talk.debts["c1:end"].event)
    assert turns.pay_off(home.runtime, THREAD) == 1
    assert said(home) == ["c1:end#0"]


def test_what_cannot_be_handed_over_stays_owed(home: House) -> None:
    """While Redis is away nothing that SQL decided is forgotten."""
    owe(home, 1)
    home.memory.away = True
    with pytest.raises(UnavailableError):
        turns.pay_off(home.runtime, THREAD)
    home.memory.away = False
    assert turns.pay_off(home.runtime, THREAD) == 1


words = st.lists(st.tuples(st.integers(0, 9), st.sampled_from(["a", "b", "find", "wake"])), min_size=1, max_size=20)


@given(words)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_delivery_order_with_repeats_equals_a_sequential_run(
    monkeypatch: pytest.MonkeyPatch, deliveries: list[tuple[int, str]]
) -> None:
    """However often platforms repeat themselves, the talk is the one that each event makes once."""
    monkeypatch.setattr(turn, "advance", tiny)
    home, first = house(), {}
    for number, word in deliveries:
        home.take(heard(f"m{number}", word))
        first.setdefault(number, word)
    assert story(home) == "".join(f"{word};" for word in first.values())
    assert home.memory.talks[THREAD].version == len(first)
    assert len(said(home)) == len(first)


@pytest.mark.real
def test_threads_that_race_over_a_real_valkey_take_every_event_once(
    monkeypatch: pytest.MonkeyPatch, valkey: str
) -> None:
    """Eight web threads, each event delivered three times: every event is in the story once, and none is lost."""
    monkeypatch.setattr(turn, "advance", tiny)
    store = Store(valkey)
    runtime = house(conversations=RedisConversations(store)).runtime
    runtime.conversations.declare_whole()
    barrier, failed = Barrier(8), []

    def deliver(worker: int) -> None:
        barrier.wait()
        for number in range(12):
            if (number + worker) % 8 < 3:
                try:
                    turns.take(runtime, THREAD, TextReceived(f"m{number}", NOW_MS, f"w{number}"))
                except ConflictError as error:
                    failed.append(error)

    workers = [Thread(target=deliver, args=(worker,)) for worker in range(8)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    state = runtime.conversations.load(THREAD)
    store.close()
    assert state is not None
    heard_words = state.slots["story"].strip(";").split(";")
    assert sorted(heard_words) == sorted(f"w{number}" for number in range(12))
    assert failed == []
    assert state.version == 12
