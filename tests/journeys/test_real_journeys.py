"""The same talks over real HTTP, Valkey, PostgreSQL and RQ, through signed Messenger webhooks."""

import pytest

from tests.journeys import talk_file
from tests.journeys.real_stage import RealStage
from tests.journeys.runner import play
from tests.journeys.town import Town

pytestmark = pytest.mark.real


@pytest.mark.parametrize("name", talk_file.names())
def test_a_talk_goes_on_messenger_as_its_file_tells(name: str, town: Town) -> None:
    """A traveller on Messenger hears the words of the file, and is charged what it says, by the gateway's records."""
    play(talk_file.read(name), RealStage(town))
