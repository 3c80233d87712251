"""Golden conversations as staff keep them: saved, renamed, accepted, dropped, and asked before a flow goes live."""

import msgspec
import pytest

from bot.adapters.data.catalogue import sample_flows
from bot.domain.errors import InvalidError
from bot.domain.flow.definition import parse_flow
from bot.domain.rehearsal.acts import Jumps, Opening, Says
from bot.domain.rehearsal.golden import judged, means_of
from bot.domain.rehearsal.script import Script, add
from bot.ports.rehearsal_records import GoldenTalk
from bot.services import goldens
from tests.builders.flows import document, flow
from tests.builders.house import House, house
from tests.builders.rehearsals import (
    OPENING,
    TO_OFFERS,
    TO_TICKETS,
    WISH,
    means,
    reworded,
    reworded_document,
    script,
    without_step,
)
from tests.builders.staff import EDI, acting
from tests.builders.world import book, my_trip, world, world_with


@pytest.fixture(name="home")
def _home() -> House:
    return house()


def kept(home: House, name: str = "Books") -> GoldenTalk:
    """A whole booking, kept."""
    return goldens.save(home.runtime, acting(EDI, home.runtime), script(*TO_TICKETS), name=name, draft=book())


def acts(home: House) -> list[tuple[str, str]]:
    """What the audit says was done, by whom."""
    return [(act.who, act.what) for act in home.records.audit.acts]


def test_a_rehearsal_is_kept_with_what_it_said(home: House) -> None:
    """From now on the flow has a test, and the audit says whose."""
    talk = kept(home)
    assert goldens.of_flow(home.runtime, "book") == (talk,)
    assert (talk.by, talk.at) == ("per_edi", home.clock.ms)
    assert talk.golden.steps[1].bot
    assert acts(home) == [("per_edi", "golden.keep")]
    assert goldens.going_on(talk) == script(*TO_TICKETS)


def test_a_name_is_taken_once(home: House) -> None:
    """Two of the same name could not be told apart."""
    kept(home)
    with pytest.raises(InvalidError, match="already"):
        kept(home)
    other = kept(home, "Books again")
    with pytest.raises(InvalidError, match="already"):
        goldens.rename(home.runtime, acting(EDI, home.runtime), other.id, "Books")
    assert goldens.rename(home.runtime, acting(EDI, home.runtime), other.id, "Twice").golden.name == "Twice"
    assert [talk.golden.name for talk in goldens.of_flow(home.runtime, "book")] == ["Books", "Twice"]


def test_a_draft_that_says_something_else_fails_and_says_where(home: House) -> None:
    """Each failure blocks publishing, with a sentence, and is found at the step at which the talk then stands."""
    kept(home)
    assert goldens.blocking(home.records, world(), sample_flows()[0]) == ()
    (failure,) = goldens.blocking(home.records, world(), reworded_document("ask_email", "Where to?"))
    assert (failure.rule, failure.step, failure.blocks) == (20, "ask_email", True)
    assert "“Books” does not go as it did: Act 5 (“24 July 1987”): It should say “Which e-mail" in failure.sentence


def test_a_failure_at_a_step_of_another_flow_has_no_step(home: House) -> None:
    """A link to a step that this flow does not have would lead nowhere."""
    golden = kept(home).golden
    drafted = means(reworded("ask_email", "Where to?")).world
    (failure,) = goldens.failures(my_trip(), [judged(golden, drafted)])
    assert failure.step == ""
    same = document({"ask_email": {"next": "end"}})
    (failure,) = goldens.failures(parse_flow(msgspec.json.encode(same)), [judged(golden, drafted)])
    assert failure.step == ""


def test_talks_of_flows_that_enter_it_are_played_too(home: House) -> None:
    """A talk of the welcome says what the flow says that it enters: who changes that is told whose talk fails."""
    outer = flow({"a": {"do": [{"do": "enter_flow", "flow": "inner"}], "next": "end"}}, name="outer")
    quiet, loud = (document({}, name="inner", texts={"en": {"hi": hi}, "fr": {"hi": "x"}}) for hi in ("Hi", "HI!"))
    airline = world_with(outer, parse_flow(msgspec.json.encode(quiet), revision=1))
    there = msgspec.structs.replace(home.runtime, world=lambda: airline)
    begun, _ = add(Script("outer", OPENING), Jumps("outer", "a"), means_of(airline))
    goldens.save(there, acting(EDI, there), begun, name="Greets", draft=outer)
    assert goldens.blocking(home.records, airline, msgspec.json.encode(quiet)) == ()
    (failure,) = goldens.blocking(home.records, airline, msgspec.json.encode(loud))
    assert "“Greets” of the flow outer, which comes through this one, does not go as it did" in failure.sentence
    shouting = parse_flow(msgspec.json.encode(loud))
    (played,) = goldens.run(there, shouting)
    assert (played.talk.golden.flow, played.verdict.difference is not None) == ("outer", True)


def test_talks_into_which_the_program_itself_leads_the_flow_are_played_too(home: House) -> None:
    """No step enters the welcome, and yet all talks begin with it; what fails whatever the draft says is not its."""
    welcome = document({}, name="welcome", texts={"en": {"hi": "Welcome"}, "fr": {"hi": "x"}})
    airline = world_with(book(), parse_flow(msgspec.json.encode(welcome), revision=1))
    there = msgspec.structs.replace(home.runtime, world=lambda: airline)
    for name, words in (("Greets", "Hello"), ("Greets otherwise", "Paris")):
        begun, _ = add(Script("book", OPENING), Says(words), means_of(airline))
        goldens.save(there, acting(EDI, there), begun, name=name, draft=book())
    other = next(one for one in goldens.of_flow(there, "book") if one.golden.name == "Greets otherwise")
    goldens.accept(there, acting(EDI, there), other.id, reworded("ask_origin", "Whence?"))
    louder = parse_flow(msgspec.json.encode(welcome).replace(b"Welcome", b"WELCOME"))
    (failure,) = goldens.blocking(home.records, airline, msgspec.json.encode(welcome).replace(b"Welcome", b"WELCOME"))
    assert "“Greets” of the flow book, which comes through this one" in failure.sentence
    (played,) = goldens.run(there, louder)
    goldens.accept(there, acting(EDI, there), played.talk.id, louder)
    assert goldens.run(there, louder) == ()


def test_new_words_that_were_meant_are_accepted(home: House) -> None:
    """One act, and the draft passes; the audit keeps what was different."""
    talk, draft = kept(home), reworded("ask_email", "Where to?")
    after = goldens.accept(home.runtime, acting(EDI, home.runtime), talk.id, draft)
    assert [one.verdict.difference for one in goldens.run(home.runtime, draft)] == [None]
    assert after.golden.name == "Books"
    assert acts(home)[-1] == ("per_edi", "golden.accept")
    assert "Where to?" in home.records.audit.acts[-1].after
    (played,) = goldens.run(home.runtime, book())
    assert played.talk == after
    assert played.verdict.difference is not None


def test_a_talk_that_cannot_go_on_is_not_accepted(home: House) -> None:
    """What is missing is no matter of words: half a talk would test nothing."""
    talk = kept(home)
    with pytest.raises(InvalidError, match="Play it anew"):
        goldens.accept(
            home.runtime, acting(EDI, home.runtime), talk.id, without_step("review", instead="offers_expired")
        )
    assert goldens.of_flow(home.runtime, "book") == (talk,)


def test_a_golden_conversation_is_dropped_once(home: House) -> None:
    """Gone is gone, and each act on it says so."""
    talk, who = kept(home), acting(EDI, home.runtime)
    goldens.drop(home.runtime, who, talk.id)
    assert goldens.of_flow(home.runtime, "book") == ()
    for act in (
        lambda: goldens.drop(home.runtime, who, talk.id),
        lambda: goldens.rename(home.runtime, who, talk.id, "New"),
        lambda: goldens.accept(home.runtime, who, talk.id, book()),
    ):
        with pytest.raises(InvalidError, match="gone"):
            act()
    assert acts(home)[-1] == ("per_edi", "golden.drop")


def test_it_goes_out_as_a_text_and_comes_back(home: House) -> None:
    """Who keeps flows in git keeps their tests beside them."""
    talk, who = kept(home), acting(EDI, home.runtime)
    text = goldens.text_of(talk)
    goldens.drop(home.runtime, who, talk.id)
    assert goldens.take_in(home.runtime, who, text, book()).golden == talk.golden
    for wrong, problem in (
        (text.replace("flow: book", "flow: bags"), "one of the flow 'bags'"),
        (text.replace("plan: search = sample", "plan: search = magic"), "search: timetable"),
        (text.replace("# Books", "# "), "needs a name"),
        (text.replace("channel: webchat", "channel: fax"), "The channel"),
    ):
        with pytest.raises(InvalidError, match=problem):
            goldens.take_in(home.runtime, who, wrong, book())


def test_a_flow_has_so_many_golden_conversations_and_no_more(home: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """Publishing plays them all: it shall not take minutes."""
    monkeypatch.setattr(goldens, "MOST_TALKS", 1)
    kept(home)
    with pytest.raises(InvalidError, match="1 golden"):
        kept(home, "One more")


def test_those_that_ship_are_kept_in_the_words_of_this_airline(home: House) -> None:
    """An airline of another name begins with tests that hold; who begins with a flow of its own has none of ours."""
    samples = [kept(home).golden]
    goldens.drop(home.runtime, acting(EDI, home.runtime), goldens.of_flow(home.runtime, "book")[0].id)
    draft = means(reworded("ask_email", "Hi")).world
    with home.records.begin() as work:
        goldens.seed(work, samples, draft, ids=home.runtime.ids, at=5)
        (talk,) = work.rehearsals.golden_talks()
        assert goldens.failures(book(), [judged(talk.golden, draft)]) == ()
        assert talk.by == "threadfare"
        assert goldens.failures(book(), [judged(one, draft) for one in samples])


def test_openings_of_every_channel_can_be_kept(home: House) -> None:
    """A test of what is said on WhatsApp is another than one of the web chat."""
    for channel in ("whatsapp", "instagram", "messenger"):
        made = script(*TO_OFFERS, WISH, opening=Opening("fr", channel, 1_795_514_400_000))
        goldens.save(home.runtime, acting(EDI, home.runtime), made, name=channel, draft=book())
    assert all(one.verdict.difference is None for one in goldens.run(home.runtime, book()))


def test_why_one_is_kept_stands_beside_its_name(home: House) -> None:
    """The note goes with the text into git and back, in one line, and no longer than can be read at a glance."""
    by = acting(EDI, home.runtime)
    talk = goldens.save(home.runtime, by, script(*TO_OFFERS), name="Offers", draft=book(), remark=" since\n May ")
    assert talk.golden.note == "since May"
    text = goldens.text_of(goldens.found(home.runtime, talk.id))
    assert "\nnote: since May\n" in text
    assert goldens.take_in(home.runtime, by, text.replace("# Offers", "# Again"), book()).golden.note == "since May"
    for remark in ("x" * 301, "a\x00b"):
        with pytest.raises(InvalidError, match="300"):
            goldens.save(home.runtime, by, script(*TO_OFFERS), name="More", draft=book(), remark=remark)
    with pytest.raises(InvalidError, match="gone"):
        goldens.found(home.runtime, "gold_none")


def test_one_is_played_alone(home: House) -> None:
    """Who mends one does not wait for all of them."""
    talk = kept(home)
    assert goldens.play(home.runtime, book(), talk.id).verdict.difference is None
    assert goldens.play(home.runtime, reworded("holding", "Wait…"), talk.id).verdict.difference is not None
