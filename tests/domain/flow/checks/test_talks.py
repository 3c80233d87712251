"""Rule 20: a golden conversation that fails stands in the way of publishing."""

from bot.domain.flow.issues import Around, Played
from tests.builders.flows import TEXTS, flow, found


def test_a_talk_that_failed_blocks_at_its_step() -> None:
    """It says which one, and what is different."""
    talks = (Played("books_and_pays"), Played("asks", "“Hello” was not said.", "a"))
    (issue,) = found(flow({}), 20, Around(texts=TEXTS, talks=talks))
    assert (issue.step, issue.blocks) == ("a", True)
    assert "“asks”" in issue.sentence
    assert "not said" in issue.sentence


def test_a_talk_of_a_flow_that_enters_this_one_says_whose_it_is() -> None:
    """Whoever publishes knows where to look."""
    talks = (Played("asks", "“Hello” was not said.", flow="welcome"),)
    (issue,) = found(flow({}), 20, Around(texts=TEXTS, talks=talks))
    assert "“asks” of the flow welcome, which comes through this one, does not go" in issue.sentence
