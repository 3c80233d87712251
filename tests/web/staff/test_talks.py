"""The pages of golden conversations: run, told apart in words, accepted, renamed, deleted, and handed on as texts."""

from io import BytesIO

import pytest

from bot.ports.rehearsal_records import GoldenTalk
from tests.builders.flow_room import acts, worded
from tests.builders.staff import ADA
from tests.builders.try_room import TALKS, TryRoom, client_of, try_room


@pytest.fixture(name="room")
def _room() -> TryRoom:
    """A house in which two golden conversations of a flow are kept."""
    room = try_room()
    for name, step in (("Asks where from", "ask_origin"), ("Shows the review", "review")):
        path = room.begin(step=step)
        room.browser.post(f"{path}/keep", data={"name": name, "note": "since May"})
    return room


def talks(room: TryRoom) -> tuple[GoldenTalk, ...]:
    """Those that are kept."""
    with room.home.runtime.records.begin() as work:
        return work.rehearsals.golden_talks("book")


def test_each_is_listed_with_why_it_is_kept(room: TryRoom) -> None:
    """By name, with its channel, language and length; nothing is run unless somebody asks."""
    page = room.browser.get(TALKS).text
    assert page.index("Asks where from") < page.index("Shows the review")
    assert "since May" in page
    assert "webchat · en · 1 act ·" in page
    assert "Holds" not in page


def test_all_hold_until_words_change_and_the_difference_is_told(room: TryRoom) -> None:
    """Which act, what was expected, what is said instead, and the step to mend."""
    assert "All 2 hold on the draft." in room.browser.get(f"{TALKS}?run=all").text
    worded(room.home, "Start where?")
    page = room.browser.get(f"{TALKS}?run=all").text
    assert "1 of 2 fail on the draft." in page
    assert "but says “Start where?”" in page
    assert 'href="/staff/flows/book/steps/ask_origin"' in page


def test_one_is_run_alone(room: TryRoom) -> None:
    """Nobody waits for the others; one that is gone runs none."""
    worded(room.home, "Start where?")
    first, second = talks(room)
    assert "Fails" in room.browser.get(f"{TALKS}?run={first.id}").text
    alone = room.browser.get(f"{TALKS}?run={second.id}").text
    assert ("Holds" in alone, "Fails" in alone) == (True, False)
    assert room.browser.get(f"{TALKS}?run=gold_none").status_code == 200


def test_new_words_are_accepted(room: TryRoom) -> None:
    """Words that were meant to change are expected from then on, and the audit says who meant it."""
    worded(room.home, "Start where?")
    first = talks(room)[0]
    page = room.browser.post(f"{TALKS}/{first.id}/accept", follow_redirects=True).text
    assert "The new words are expected from now on." in page
    assert "Holds" in page
    assert ("per_edi", "golden.accept", first.id) in acts(room.home)


def test_talks_of_flows_that_enter_it_are_accepted_here(room: TryRoom) -> None:
    """On their own page they hold, because there the draft of this flow is not played: they would block it for ever."""
    first = talks(room)[0]
    kept = room.home.records.rehearsals.goldens
    kept[first.id] = kept[first.id].replace(b'"flow":"book","name"', b'"flow":"my_trip","name"')
    worded(room.home, "Start where?")
    page = room.browser.get(f"{TALKS}?run=all").text
    others = page.partition("Of other flows, which come through this one")[2]
    assert f'action="{TALKS}/{first.id}/accept"' in others
    assert 'href="/staff/flows/my_trip/talks"' in others
    assert "Rename" not in others
    after = room.browser.post(f"{TALKS}/{first.id}/accept", follow_redirects=True).text
    assert "The new words are expected from now on." in after
    assert "All 1 hold" not in after
    assert "Fails" not in room.browser.get(f"{TALKS}?run=all").text


def test_one_that_is_no_matter_of_words_is_not_accepted(room: TryRoom) -> None:
    """An act that cannot be done any more is played anew."""
    first = talks(room)[0]
    kept = room.home.records.rehearsals.goldens
    kept[first.id] = kept[first.id].replace(b'"step":"ask_origin"', b'"step":"gone_since"')
    assert "Play it anew from there" in room.browser.get(f"{TALKS}?run=all").text
    assert room.browser.post(f"{TALKS}/{first.id}/accept").status_code == 400


def test_it_is_renamed_and_deleted(room: TryRoom) -> None:
    """A name that is taken, or none, is refused with the reason."""
    first, second = talks(room)
    room.browser.post(f"{TALKS}/{first.id}/rename", data={"name": "Where from?"})
    assert room.browser.post(f"{TALKS}/{second.id}/rename", data={"name": "Where from?"}).status_code == 400
    assert room.browser.post(f"{TALKS}/{second.id}/rename", data={"name": " "}).status_code == 400
    assert "is gone" in room.browser.post(f"{TALKS}/{second.id}/drop", follow_redirects=True).text
    assert [talk.golden.name for talk in talks(room)] == ["Where from?"]
    assert room.browser.post(f"{TALKS}/{second.id}/drop").status_code == 400


def test_it_is_taken_out_and_in_as_text(room: TryRoom) -> None:
    """As a file or pasted; what is wrong with a text is told with its line."""
    first = talks(room)[0]
    text = room.browser.get(f"{TALKS}/{first.id}/text")
    assert text.mimetype == "text/plain"
    assert text.headers["Content-Disposition"].endswith('filename="book-asks-where-from.talk"')
    assert "note: since May" in text.text
    assert room.browser.post(TALKS, data={"text": text.text}).status_code == 400
    other = text.text.replace("Asks where from", "Asks again").encode()
    file = {"file": (BytesIO(other), "../../etc/passwd")}
    assert "is taken in" in room.browser.post(TALKS, data=file, follow_redirects=True).text
    assert talks(room)[0].golden.name == "Asks again"
    assert "Line 1 cannot be read" in room.browser.post(TALKS, data={"text": "nonsense"}).text
    assert "no text in UTF-8" in room.browser.post(TALKS, data={"file": (BytesIO(b"\xff\xfe\x00"), "a.txt")}).text


def test_who_only_reads_flows_runs_them_and_changes_none(room: TryRoom) -> None:
    """Whoever approves a draft sees whether its talks hold."""
    worded(room.home, "Start where?")
    page = client_of(room.home, room.app, ADA).get(f"{TALKS}?run=all").text
    assert "1 of 2 fail" in page
    assert "Accept the new words" not in page
    assert "Import one" not in page
