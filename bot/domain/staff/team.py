"""A team of agents, and which team fits a traveller who waits best."""

from collections.abc import Iterable

import msgspec

from bot.domain.errors import InvalidError

LONGEST_NAME = 60
LONGEST_WORD = 40
MOST_WORDS = 40
ANSWER_MINUTES = 10
"""How long whoever was assigned a thread of no team has to take it up."""
LONGEST_ANSWER = 24 * 60
"""A day of open minutes: who is silent for longer is not asked."""
_LANGUAGE_SIGNS = 2


class Team(msgspec.Struct, frozen=True, kw_only=True):
    """A team of agents: `members` are ids of people; empty `languages`, `tiers` and `topics` mean any.

    `automatic` hands its threads out by itself; `answer_minutes` is how many minutes of its business hours an assignee
    has to take one up, 0 for as long as they like.
    """

    id: str
    name: str
    languages: tuple[str, ...] = ()
    tiers: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    members: tuple[str, ...] = ()
    automatic: bool = False
    answer_minutes: int = ANSWER_MINUTES


class Wish(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of a traveller who waits; "" where nothing is. `topic` is why they were handed over."""

    language: str = ""
    tier: str = ""
    topic: str = ""


def best_team(teams: Iterable[Team], wish: Wish) -> str:
    """The id of the team that fits best, "" when none does.

    A team fits when everything that it names holds. Of those the one that names most is the best: its topics count
    before its languages, and those before its tiers. A team that names nothing takes whoever no other team is for.
    """
    fitting = [team for team in teams if _fits(team, wish)]
    return min(fitting, key=_generality).id if fitting else ""


def checked(team: Team) -> Team:
    """The team, if it can be kept; raises `InvalidError` with a sentence for whoever wrote it."""
    name = " ".join(team.name.split())
    if not 0 < len(name) <= LONGEST_NAME:
        raise InvalidError(f"A team has a name of 1 to {LONGEST_NAME} characters.")
    if not 0 <= team.answer_minutes <= LONGEST_ANSWER:
        raise InvalidError(f"Minutes are a whole number from 0 (never) to {LONGEST_ANSWER}.")
    languages = _words(team.languages)
    if not all(len(one) == _LANGUAGE_SIGNS and one.isascii() and one.isalpha() for one in languages):
        raise InvalidError("A language has two letters, as en or fr.")
    return msgspec.structs.replace(
        team,
        name=name,
        languages=languages,
        tiers=_words(team.tiers),
        topics=_words(team.topics),
        members=tuple(sorted(set(team.members))),
    )


def _words(given: tuple[str, ...]) -> tuple[str, ...]:
    """Words as they are compared: small, each once, in order of their letters."""
    found = tuple(sorted({" ".join(one.split()).casefold() for one in given} - {""}))
    if len(found) > MOST_WORDS or any(len(one) > LONGEST_WORD for one in found):
        raise InvalidError(f"Name at most {MOST_WORDS}, each of at most {LONGEST_WORD} characters.")
    return found


def _fits(team: Team, wish: Wish) -> bool:
    wanted = ((team.languages, wish.language), (team.tiers, wish.tier), (team.topics, wish.topic))
    return all(not named or known.casefold() in named for named, known in wanted)


def _generality(team: Team) -> tuple[int, bool, bool, bool, str, str]:
    named = (team.topics, team.languages, team.tiers)
    return (-sum(map(bool, named)), not team.topics, not team.languages, not team.tiers, team.name, team.id)
