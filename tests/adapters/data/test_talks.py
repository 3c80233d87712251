"""Golden conversations that ship: they hold on the flows that ship, and are written as they are read."""

from importlib import resources

import pytest

from bot.adapters.data import talks
from bot.adapters.data.talks import sample_talks
from bot.domain.rehearsal.checks import check_act, check_opening
from bot.domain.rehearsal.golden import judged
from bot.domain.rehearsal.talk_text import format_talk
from tests.builders.rehearsals import means

TALKS = sample_talks()


@pytest.mark.parametrize("name", TALKS)
def test_a_talk_that_ships_holds_on_the_flow_that_ships(name: str) -> None:
    """Who changes a sample text reads here what it changes: `threadfare flows rehearse --accept` takes it over."""
    verdict = judged(TALKS[name], means().world)
    assert verdict.difference is None


@pytest.mark.parametrize("name", TALKS)
def test_its_file_is_written_as_it_is_read(name: str) -> None:
    """A talk that is exported and imported again shows no difference in git."""
    text = resources.files(talks).joinpath(name).read_text(encoding="utf-8")
    assert format_talk(TALKS[name]) == text
    check_opening(TALKS[name].opening, means().world)
    for done, kept in enumerate(TALKS[name].steps):
        check_act(kept.act, done=done, world=means().world)


def test_the_ways_that_matter_most_are_told() -> None:
    """Booking and paying in each language, a person, nothing found, and a booking that is looked at."""
    assert {"books_and_pays.talk", "asks_for_a_person.talk", "finds_nothing.talk", "shows_my_trip.talk"} <= set(TALKS)
    paying = {talk.opening.language for name, talk in TALKS.items() if name.startswith("books_and_pays")}
    assert paying >= set(means().world.brand.languages)
    assert len({talk.opening.channel for talk in TALKS.values()}) > 2


def test_each_has_a_title_of_its_own() -> None:
    """An installation keeps them under it: two that share one keep it from starting."""
    titles = [(talk.flow, talk.name) for talk in TALKS.values()]
    assert len(set(titles)) == len(titles)
