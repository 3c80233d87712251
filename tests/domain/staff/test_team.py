"""Which team fits a traveller best, and what a team can be."""

import pytest

from bot.domain.errors import InvalidError
from bot.domain.staff.team import LONGEST_ANSWER, MOST_WORDS, Team, Wish, best_team, checked

ALL = Team(id="all", name="Everybody")
FRENCH = Team(id="fr", name="French", languages=("fr",))
PAY = Team(id="pay", name="Payments", topics=("payment", "window_closed"))
PAY_FR = Team(id="pay_fr", name="Paiements", topics=("payment",), languages=("fr",))
GOLD = Team(id="gold", name="Gold", tiers=("gold",))
TEAMS = (ALL, FRENCH, PAY, PAY_FR, GOLD)


@pytest.mark.parametrize(
    ("wish", "team"),
    [
        (Wish(language="en", topic="asked"), "all"),
        (Wish(language="fr", topic="asked"), "fr"),
        (Wish(language="en", topic="payment"), "pay"),
        (Wish(language="fr", topic="payment"), "pay_fr"),
        (Wish(language="en", tier="Gold", topic="asked"), "gold"),
        (Wish(language="fr", tier="gold", topic="asked"), "fr"),
        (Wish(language="en", tier="gold", topic="payment"), "pay"),
        (Wish(language="fr", tier="gold", topic="payment"), "pay_fr"),
        (Wish(), "all"),
    ],
)
def test_the_team_that_names_most_of_a_traveller_has_them(wish: Wish, team: str) -> None:
    """A topic counts before a language, a language before a tier; who fits nowhere else goes to the team for all."""
    assert best_team(TEAMS, wish) == team


def test_who_fits_no_team_has_none() -> None:
    """Then anybody may take them."""
    assert best_team((FRENCH, PAY, GOLD), Wish(language="de", topic="asked")) == ""
    assert best_team((), Wish(language="de")) == ""


def test_of_two_that_fit_alike_the_first_by_name_is_chosen() -> None:
    """The same traveller goes to the same team each time."""
    later = Team(id="a", name="Zeta", languages=("fr",))
    assert best_team((later, FRENCH), Wish(language="fr")) == "fr"


def test_a_team_is_kept_as_it_is_compared() -> None:
    """Words are small and stand once each; members stand in one order."""
    team = checked(Team(id="t", name="  Gold   desk ", tiers=("Gold", "gold", ""), members=("b", "a", "b")))
    assert (team.name, team.tiers, team.members) == ("Gold desk", ("gold",), ("a", "b"))


@pytest.mark.parametrize(
    ("team", "told"),
    [
        (Team(id="t", name=" "), "A team has a name"),
        (Team(id="t", name="x" * 61), "A team has a name"),
        (Team(id="t", name="x", answer_minutes=-1), "Minutes are a whole number"),
        (Team(id="t", name="x", answer_minutes=LONGEST_ANSWER + 1), "Minutes are a whole number"),
        (Team(id="t", name="x", languages=("french",)), "A language has two letters"),
        (Team(id="t", name="x", tiers=("x" * 41,)), "Name at most"),
        (Team(id="t", name="x", topics=tuple(map(str, range(MOST_WORDS + 1)))), "Name at most"),
    ],
)
def test_a_team_that_cannot_be_is_refused(team: Team, told: str) -> None:
    """With a sentence for whoever wrote it."""
    with pytest.raises(InvalidError, match=told):
        checked(team)
