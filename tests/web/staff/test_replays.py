"""A real thread is replayed from the simulator's page: by its address, masked, and with a line in the audit."""

import pytest

from bot.domain.conversation.events import TextReceived
from bot.domain.errors import InvalidError
from bot.services import turns
from bot.services.thread_refs import ref_of
from bot.web.staff.replays import reference
from tests.builders.flow_room import acts
from tests.builders.staff import ADA
from tests.builders.try_room import WISH, TryRoom, client_of, lines, try_room
from workers.archivist import Archivist

REPLAY = "/staff/flows/book/replay"
THREAD = "webchat:TF:marie00001"


@pytest.fixture(name="room")
def _room() -> TryRoom:
    """A house in which somebody has written."""
    room = try_room()
    for number, text in enumerate((WISH, "my mail is pippa@villa.example")):
        turns.take(room.home.runtime, THREAD, TextReceived(f"m{number}", number + 1, text))
    Archivist(room.home.runtime, owner="archivist").step(wait_ms=0)
    return room


def test_a_thread_is_replayed_by_its_address(room: TryRoom) -> None:
    """What was written is heard on the draft, without who wrote it, and the audit says who looked."""
    ref = ref_of(room.home.runtime, THREAD)
    answer = room.browser.post(REPLAY, data={"thread": f"http://localhost/desk/t/{ref}#newest"}, follow_redirects=True)
    told = " ".join(lines(answer.text))
    assert "Paris to New York" in told
    assert "pippa" not in answer.text
    assert ("per_edi", "flow.replay", ref) in acts(room.home)


def test_it_ends_at_a_step(room: TryRoom) -> None:
    """The tester stands where the traveller stood."""
    ref = ref_of(room.home.runtime, THREAD)
    answer = room.browser.post(REPLAY, data={"thread": ref, "until": "offers"}, follow_redirects=True)
    assert answer.status_code == 200


def test_what_names_no_thread_is_refused_on_the_page(room: TryRoom) -> None:
    """With the reason, and the page to try again."""
    for told in ("", "nonsense", "http://localhost/desk/t/", ref_of(room.home.runtime, "webchat:TF:nobody0001")):
        answer = room.browser.post(REPLAY, data={"thread": told})
        assert answer.status_code == 400
        assert "Replay a real thread" in answer.text
        assert not told or f'value="{told}"' in answer.text


def test_who_may_not_edit_flows_replays_nothing(room: TryRoom) -> None:
    """Whoever only reads flows has no business in threads."""
    assert client_of(room.home, room.app, ADA).post(REPLAY, data={"thread": "x"}).status_code == 403


def test_an_address_is_read_as_people_paste_it() -> None:
    """With or without the host, what stands behind, and spaces."""
    for told in ("abc", " abc ", "/desk/t/abc", "https://a.example/desk/t/abc/panel?x=1#y", "/desk/t/a%62c"):
        assert reference(told) == "abc"
    with pytest.raises(InvalidError):
        reference("  ")
