"""A rehearsal as it is drawn: as the channel shows it, with buttons that can be tapped and fields that can be read."""

import pytest

from bot.adapters.channels.previews import preview
from bot.domain.errors import InvalidError, UnavailableError
from bot.domain.rehearsal.acts import Opening, Taps
from bot.services import rehearsal_view, rehearsals
from tests.builders.house import house
from tests.builders.rehearsals import TO_OFFERS, script, stage
from tests.builders.staff import EDI
from tests.builders.world import NOW_MS, book


@pytest.mark.parametrize(("channel", "shown"), [("messenger", "cards"), ("whatsapp", "rows"), ("webchat", "cards")])
def test_messages_are_drawn_as_their_channel_shows_them(channel: str, shown: str) -> None:
    """The editor sees the list of WhatsApp and the cards of Messenger, and can tap them."""
    home = house(preview=preview)
    opening = Opening("en", channel, NOW_MS)
    held = rehearsals.start(home.runtime, EDI, book(), script(*TO_OFFERS, opening=opening))
    drawn = rehearsal_view.drawn(home.runtime, held)
    assert [one.line for one in drawn] == list(held.stage.lines)
    assert drawn[0].bubbles == ()
    parts = getattr(drawn[-1].bubbles[-1], shown)
    button = parts[0].buttons[0] if shown == "cards" else parts[0]
    assert rehearsal_view.tapped(held, button.payload) == Taps("Choose", "offer 1")


def test_what_nobody_offered_is_not_tapped() -> None:
    """A payload that somebody made up is refused."""
    held = rehearsals.Held("reh_1", script(*TO_OFFERS), stage(*TO_OFFERS))
    with pytest.raises(InvalidError, match="not offered"):
        rehearsal_view.tapped(held, "offer:none")


def test_the_inspector_reads_the_draft() -> None:
    """Step and fields are those of the talk as it stands."""
    held = rehearsals.Held("reh_1", script(*TO_OFFERS), stage(*TO_OFFERS))
    told = rehearsal_view.inspected(house().runtime, book(), held)
    assert (told.step, told.waits_for) == ("offers", "offer")


def test_a_process_that_shows_no_channel_says_so() -> None:
    """A page is not drawn half."""
    held = rehearsals.Held("reh_1", script(), stage())
    with pytest.raises(UnavailableError):
        rehearsal_view.drawn(house().runtime, held)
