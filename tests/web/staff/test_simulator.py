"""The simulator: staff talk to a draft as a traveller of any channel, and see what the talk knows."""

import pytest

from bot.domain.flow.operations import SetWait
from bot.domain.staff.person import Person
from bot.services import flow_drafts
from tests.builders.flow_room import do, worded
from tests.builders.staff import ADA, ANA, EDI
from tests.builders.try_room import TRY, WISH, TryRoom, client_of, lines, payload_of, try_room


@pytest.fixture(name="room", scope="module")
def _room() -> TryRoom:
    """A house in which flows are edited, and Edi's browser: each test has a talk of its own."""
    return try_room()


@pytest.fixture(name="own")
def _own() -> TryRoom:
    """The same, of one test alone, which changes the draft or what is kept with it."""
    return try_room()


def test_a_talk_is_begun_in_any_channel_and_language(room: TryRoom) -> None:
    """Who tests French on WhatsApp reads French, as WhatsApp shows it."""
    page = room.browser.get(TRY).text
    assert 'value="whatsapp"' in page
    path = room.begin(channel="whatsapp", language="fr")
    said = room.act(path, "says", text="bonjour")
    assert 'data-channel="whatsapp"' in said.text
    assert 'lang="fr"' in said.text
    assert "Bonjour" in " ".join(lines(said.text))


def test_words_are_said_to_the_draft_and_not_to_the_live_flow(own: TryRoom) -> None:
    """What was worded a minute ago is what is heard."""
    worded(own.home, "Which airport do you start from?")
    path = own.begin(step="ask_origin")
    assert "Which airport do you start from?" in lines(own.browser.get(path).text)[-1]


def test_what_is_shown_can_be_tapped(room: TryRoom) -> None:
    """Cards, buttons and lists are those of the channel, and each is a button of a form."""
    path = room.to_offers()
    page = room.browser.get(path).text
    answer = room.act(path, "taps", 2, payload=payload_of(page, "Choose"))
    assert "Choose" in " ".join(lines(answer.text))
    assert "basket.offer" in answer.text
    stale = room.act(path, "taps", 3, payload="go:nowhere")
    assert stale.status_code == 400
    assert "This is not offered in the talk." in stale.text


def test_a_list_of_whatsapp_is_a_list(room: TryRoom) -> None:
    """The word that opens it is shown, and its rows can be tapped."""
    page = room.browser.get(room.to_offers(channel="whatsapp")).text
    assert '<details class="try-rows" open>' in page


def test_a_form_is_filled_in_where_the_channel_has_one(room: TryRoom) -> None:
    """Web chat asks names in fields; what was sent stands in the talk."""
    path = room.to_offers()
    page = room.act(path, "taps", 2, payload=payload_of(room.browser.get(path).text, "Choose")).text
    assert 'name="field.given"' in page
    told = room.act(path, "fills", 3, field__given="Marie", field__family="Durand", field__born="1987-07-24")
    assert "Marie" in " ".join(lines(told.text))
    assert "basket.given" in told.text


def test_time_passes_and_timers_ring(room: TryRoom) -> None:
    """A price that runs out in a quarter of an hour is waited for in a second."""
    path = room.to_offers()
    assert "no timer is set" in room.browser.get(path).text
    later = room.act(path, "waits", 2, number="2", unit="days")
    assert "2 days later" in " ".join(lines(later.text))
    for number, unit in (("", "days"), ("x", "days"), ("1", "years"), ("999999999", "days")):
        assert room.act(path, "waits", 3, number=number, unit=unit).status_code == 400


def test_one_can_go_on_to_the_moment_at_which_the_timer_rings(own: TryRoom) -> None:
    """Nobody counts seconds; without a timer that is said."""
    draft = flow_drafts.shown(own.home.runtime, "book")
    wait = {**draft.document["nodes"]["ask_origin"]["wait"], "timeout": 900, "ring": True}
    do(own.home, SetWait("ask_origin", wait, seen=draft.stamp("step:ask_origin").version))
    path = own.begin(step="ask_origin")
    assert "a timer rings in 15 minutes" in own.browser.get(path).text
    rung = own.act(path, "rings", 1)
    assert "15 minutes later" in " ".join(lines(rung.text))
    assert "Answer: wait expired" in " ".join(lines(rung.text))
    fresh = own.begin()
    assert "No timer is set." in own.act(fresh, "rings", 0).text


def test_faults_are_put_in_from_outside(room: TryRoom) -> None:
    """A supplier that is down, a search that finds nothing: the flow is heard with each."""
    path = room.begin()
    assert "from now on, search: down" in " ".join(lines(room.act(path, "plans", 0, plan__search="down").text))
    said = room.act(path, "says", 1, text=WISH)
    assert "answer just now" in " ".join(lines(said.text))
    assert "It answers so already." in room.act(path, "plans", 2, plan__search="down").text
    assert room.act(path, "happens", 2, what="paid").status_code == 400


def test_a_payment_is_declined_and_paid_from_outside(room: TryRoom) -> None:
    """What becomes of a checkout is a button while one is open."""
    path = room.begin(step="review")
    page = room.browser.get(path).text
    assert "No checkout is open." in page
    page = room.act(path, "taps", 1, payload=payload_of(page, "Yes, hold them")).text
    assert "No checkout is open." not in page
    declined = room.act(path, "happens", 2, what="declined")
    assert "payment: declined" in " ".join(lines(declined.text))
    paid = room.act(path, "happens", 3, what="paid")
    assert "ticketed" in " ".join(lines(paid.text))


def test_a_person_takes_the_thread_and_gives_it_back(room: TryRoom) -> None:
    """The hand-over is heard from both sides."""
    path = room.begin()
    assert "<dd>human</dd>" in room.act(path, "person", 0, what="takes").text
    assert "How can I help?" in room.act(path, "person", 1, what="says", text="How can I help?").text
    assert "<dd>bot</dd>" in room.act(path, "person", 2, what="returns").text
    assert "Nothing was written." in room.act(path, "person", 3, what="says").text
    assert room.act(path, "person", 3, what="sings").status_code == 400


def test_links_are_opened_and_things_that_are_no_words_are_sent(room: TryRoom) -> None:
    """The first word of many talks is a link, and of some a picture."""
    path = room.begin()
    assert "opens the chat" in " ".join(lines(room.act(path, "opens", 0, ref="").text))
    assert "sends something: image" in " ".join(lines(room.act(path, "sends", 1, kind="image").text))
    assert room.act(path, "sends", 2, kind="elephant").status_code == 400
    assert room.act(path, "dances", 2).status_code == 400


def test_the_inspector_lists_fields_with_kind_and_value(room: TryRoom) -> None:
    """Where the talk stands, what it waits for, and every field that has a value."""
    page = room.browser.get(room.to_offers()).text
    assert "<code>trip.origin</code>" in page
    assert "<td>date</td>" in page
    assert "fields without a value" in page
    assert "Waits for" in page


def test_each_bubble_leads_to_its_step_in_the_editor(room: TryRoom) -> None:
    """Who reads a slip mends it with one click."""
    page = room.browser.get(room.begin(step="ask_origin")).text
    assert 'href="/staff/flows/book/steps/ask_origin"' in page


def test_one_jumps_to_a_step_of_any_flow(room: TryRoom) -> None:
    """What the step needs is made up; a step that does not exist is said."""
    path = room.begin()
    page = room.act(path, "jumps", 0, place="book.review").text
    assert ">book.review</a>" in page
    assert "There is no step" in room.act(path, "jumps", 1, place="book.nowhere").text


def test_a_turn_is_taken_back_and_all_is_begun_anew(room: TryRoom) -> None:
    """Back is the talk as it was; starting over may be in another language."""
    path = room.to_offers()
    before = lines(room.browser.get(path).text)
    room.act(path, "says", 2, text="help")
    assert lines(room.browser.post(f"{path}/back", follow_redirects=True).text) == before
    fresh = room.browser.post(
        f"{path}/reset", data={"channel": "messenger", "language": "fr", "returning": "1"}, follow_redirects=True
    )
    assert lines(fresh.text) == []
    assert 'data-channel="messenger"' in fresh.text
    assert room.browser.post(f"{path}/reset", data={"channel": "fax", "language": "de"}).status_code == 400


def test_two_windows_do_not_act_over_each_other(room: TryRoom) -> None:
    """Who was slower sees the talk as it is, and why nothing was done."""
    path = room.begin()
    room.act(path, "says", 0, text="hello")
    late = room.act(path, "says", 0, text="goodbye")
    assert late.status_code == 409
    assert "goodbye" not in " ".join(lines(late.text))
    assert room.act(path, "says", -1, text="goodbye").status_code == 409


def test_a_talk_that_is_gone_or_anothers_leads_to_a_new_one(room: TryRoom) -> None:
    """The page says so, and offers to begin."""
    path = room.begin()
    for answer in (
        client_of(room.home, room.app, ADA).get(path),
        room.browser.get(f"{TRY}/reh_none"),
        room.browser.post(f"{TRY}/reh_none/back"),
    ):
        assert answer.status_code == 400
        assert "This rehearsal is over. Begin a new one." in answer.text
        assert "Begin a talk" in answer.text


def test_a_talk_that_the_draft_left_is_shown_as_far_as_it_goes(own: TryRoom) -> None:
    """Who edits beside the simulator reads where the talk now ends."""
    path = own.begin(step="ask_origin")
    kept = own.home.records.rehearsals.rehearsals
    (name,) = kept
    kept[name] = kept[name].replace(b"ask_origin", b"gone_since")
    page = own.browser.get(path).text
    assert "The draft has changed since" in page


def test_a_talk_is_kept_as_a_golden_conversation(own: TryRoom) -> None:
    """With its name and why it is kept; a name that is taken is said where it was given."""
    path = own.to_offers()
    form = {"name": "Shows offers", "note": "They went missing in May"}
    assert "kept as a golden conversation" in own.browser.post(f"{path}/keep", data=form, follow_redirects=True).text
    with own.home.runtime.records.begin() as work:
        (talk,) = work.rehearsals.golden_talks("book")
    assert (talk.golden.name, talk.golden.note, talk.by) == ("Shows offers", "They went missing in May", EDI.id)
    again = own.browser.post(f"{path}/keep", data=form)
    assert again.status_code == 400
    assert "already" in again.text
    assert 'value="Shows offers"' in again.text


def test_a_golden_conversation_is_gone_on_with(own: TryRoom) -> None:
    """The page on which a talk is begun offers those that are kept."""
    path = own.to_offers()
    own.browser.post(f"{path}/keep", data={"name": "Shows offers"})
    page = own.browser.get(TRY).text
    assert "Shows offers" in page
    with own.home.runtime.records.begin() as work:
        (talk,) = work.rehearsals.golden_talks("book")
    opened = own.browser.post(TRY, data={"talk": talk.id}, follow_redirects=True)
    assert lines(opened.text) == lines(own.browser.get(path).text)
    assert own.browser.post(TRY, data={"talk": "gold_none"}).status_code == 400


@pytest.mark.parametrize("person", [ANA])
def test_who_may_not_read_flows_tries_none(room: TryRoom, person: Person) -> None:
    """An agent has no business in drafts."""
    assert client_of(room.home, room.app, person).get(TRY).status_code == 403


def test_who_only_reads_flows_tries_them_and_keeps_nothing(room: TryRoom) -> None:
    """Whoever approves a draft may hear it first."""
    ada = client_of(room.home, room.app, ADA)
    page = ada.post(TRY, data={"channel": "webchat", "language": "en"}, follow_redirects=True)
    assert page.status_code == 200
    assert "Keep this talk" not in page.text
    assert "Replay a real thread" not in ada.get(TRY).text


def test_a_flow_that_does_not_exist_is_refused(room: TryRoom) -> None:
    """With a page that says so, not with a fault."""
    for path in ("try", "talks", "try/reh_1"):
        answer = room.browser.get(f"/staff/flows/nowhere/{path}")
        assert answer.status_code == 404
        assert "There is no flow" in answer.text
