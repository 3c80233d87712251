"""A person is one tap away wherever the bot offers a choice."""

import pytest

from bot.domain.conversation.messages import Carousel, Link, Text
from bot.domain.conversation.rating_events import RatingAsked
from tests.builders.talk import Talk
from tests.builders.ways import LANGUAGES, WAITS, talk_at

PERSON = {"en": "Talk to a person", "fr": "Parler à quelqu'un"}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("node", WAITS)
def test_every_menu_of_the_booking_has_a_person_in_it(node: str, language: str) -> None:
    """Whatever may be tapped at a step, somebody to talk to is among it, last and once."""
    talk = talk_at(node, language)
    menus = [one for one in talk.messages if isinstance(one, Text | Carousel | Link) and len(one.options) > 1]
    if menus:
        titles = [option.title for option in menus[-1].options]
        assert titles.count(PERSON[language]) == 1
        assert titles[-1] == PERSON[language]
        assert talk.tap(PERSON[language]).conversation.owner == "queue"


@pytest.mark.parametrize("words", ["my cards", "my payments", "what do you know about me?", "link my chats", "help"])
def test_menus_beside_the_booking_have_one_too(words: str) -> None:
    """Help is not only where one buys."""
    talk = Talk().say(words)
    assert "Talk to a person" in {option.title for option in talk.options} or len(talk.options) < 2


def test_while_a_person_is_awaited_the_way_back_stands_alone() -> None:
    """Nobody is offered what they have asked for already."""
    talk = Talk().to_offers().say("talk to a person")
    assert [option.title for option in talk.options] == ["Back to assistant"]


def test_how_many_stars_is_no_menu() -> None:
    """Who is asked how they were helped is asked that alone."""
    talk = Talk().say("hello")
    talk.happen(RatingAsked("cls_1", talk.now))
    assert "Talk to a person" not in {option.title for option in talk.options}
