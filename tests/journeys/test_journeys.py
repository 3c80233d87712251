"""Whole talks, told through the terminal with everything in memory, word by word and cent by cent."""

import pytest

from tests.journeys import talk_file
from tests.journeys.fake_stage import FakeStage
from tests.journeys.runner import play


@pytest.mark.parametrize("name", talk_file.names())
def test_a_talk_goes_as_its_file_tells(name: str, update_talks: bool) -> None:  # noqa: FBT001  a fixture
    """A traveller hears these words at these steps, and is charged what the file says, by the gateway's records."""
    played = play(talk_file.read(name), FakeStage(), update=update_talks)
    if update_talks:
        talk_file.write(played)
