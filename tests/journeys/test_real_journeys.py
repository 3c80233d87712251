"""The same talks over real HTTP, Valkey, PostgreSQL and RQ, through signed Messenger webhooks."""

import pytest

from tests.journeys import talk_file
from tests.journeys.real_stage import RealStage
from tests.journeys.runner import play
from tests.journeys.town import Town
from tests.long import LONG

pytestmark = pytest.mark.real

_WORDS_ALONE = frozenset(
    {
        "asks_beside_a_trip",
        "asks_in_the_middle",
        "change_d_avis",
        "changes_her_mind",
        "corrects_the_origin",
        "finds_her_way",
        "impossible_wishes",
        "nonsense",
        "other_languages",
        "pose_des_questions",
        "something_else",
    }
)
"""Talks that are about understanding, which is the same function on every stage."""
_OTHER_LANGUAGES = ("_in_french", "_in_spanish", "_in_german")
NAMES = [n for n in talk_file.names() if LONG or not (n in _WORDS_ALONE or n.endswith(_OTHER_LANGUAGES))]
"""What is played: the long form plays those of words alone, and those in other languages, too."""


@pytest.mark.parametrize("name", NAMES)
def test_a_talk_goes_on_messenger_as_its_file_tells(name: str, town: Town) -> None:
    """A traveller on Messenger hears the words of the file, and is charged what it says, by the gateway's records."""
    play(talk_file.read(name), RealStage(town))
