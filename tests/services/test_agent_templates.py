"""Templates of agents: those that are approved, in the traveller's language or the nearest, filled in whole."""

import pytest

from bot.adapters.data import catalogue
from bot.domain.conversation.desk_events import MessageRepeated, TemplateChosen
from bot.domain.conversation.effects import Say
from bot.domain.conversation.entry import Said
from bot.domain.conversation.messages import Text
from bot.domain.errors import InvalidError
from bot.domain.staff.person import Person
from bot.ports.template_records import APPROVED, TemplateState
from bot.services import agent_templates, notices
from tests.builders.entries import turn
from tests.builders.house import House, house
from tests.builders.late import commit_turn, talk_of, thread_on
from tests.builders.world import NOW_MS

ANA = Person("per_ana", "Ana")
NEWS = catalogue.notices()["agent_news"].template
DAY = 24 * 3_600_000
CHOSEN = TemplateChosen(
    "desk:a", NOW_MS, "per_ana", "Ana", "agent_news", "en", {"agent": "Ana", "about": "your bag"}, "News"
)


def approve(home: House, channel: str, *languages: str, state: str = APPROVED) -> None:
    """Let a platform take the template in languages."""
    with home.records.begin() as work:
        for language in languages:
            work.templates.note(TemplateState(channel, NEWS, language, state))


def test_only_approved_ones_are_offered_in_the_nearest_language() -> None:
    """A paused template is no choice, and a Spanish traveller gets the one that there is."""
    home = house()
    approve(home, "whatsapp", "en", "fr")
    approve(home, "messenger", "en", state="PAUSED")
    with home.records.begin() as work:
        for language, wanted in (("fr", "fr"), ("es", "en")):
            [choice] = agent_templates.choices(home.runtime, work, "whatsapp:1:a", language)
            assert (choice.name, choice.language) == ("agent_news", wanted)
            assert [name for name, _ in choice.fields] == ["about"]
        assert agent_templates.choices(home.runtime, work, "messenger:1:a", "en") == ()
        assert agent_templates.choices(home.runtime, work, "instagram:1:a", "en") == ()


def test_values_are_whole_short_and_hold_no_numbers() -> None:
    """The agent's name is their own, whatever the form says."""
    choice = agent_templates.Choice("agent_news", "en", "About {{about}} by {{agent}}.", (("about", "x"),))
    told = agent_templates.values(choice, ANA, {"about": " your\n bag ", "agent": "Eve"})
    assert told == {"about": "your bag", "agent": "Ana"}
    assert agent_templates.worded(choice.body, told) == "About your bag by Ana."
    for about in ("", "4111 1111 1111 1111"):
        with pytest.raises(InvalidError):
            agent_templates.values(choice, ANA, {"about": about})


@pytest.mark.parametrize(("state", "how"), [(APPROVED, "template"), ("PAUSED", "email")])
def test_it_goes_by_the_platform_or_by_mail(state: str, how: str) -> None:
    """A template that was paused after it was chosen still tells the traveller."""
    home = house()
    approve(home, "messenger", "en", state=state)
    thread = thread_on("messenger")
    entry = commit_turn(home, talk_of(thread, heard=NOW_MS - 9 * DAY), CHOSEN, "News", author="Ana")
    said = Said("desk:a#0", Say(Text("News"), author="Ana"))
    assert notices.can_be_late(CHOSEN)
    if how == "template":
        late = notices.say_late(home.runtime, entry, said)
        assert late.how == how
        return
    with home.records.begin() as work:
        told = agent_templates.filled(home.runtime, work, thread, CHOSEN)
    assert told.templates == ()
    assert (told.name, told.facts["about"]) == ("agent_news", "your bag")


def test_who_typed_is_known_when_it_is_said_again() -> None:
    """A repetition goes the ways that its first author's words may go."""
    assert notices.is_typed(MessageRepeated("again:1", 1, "per_ana", "Ana", Text("x")))
    assert not notices.is_typed(MessageRepeated("again:1", 1, "per_ana", "bot", Text("x")))
    assert not notices.is_typed(turn().event)
