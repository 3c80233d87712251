"""Rules 10 and 11: what is told in one language is told in all, and every fact in it can be filled in."""

import pytest

from bot.domain.flow.checks.report import Around, Checked
from bot.domain.flow.checks.words import share_worded
from tests.builders.flows import END, KEYS, TEXTS, ask, flow, found, sentences

PLURAL = "{trip.passengers, plural, one {# seat} other {# seats}}"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("{{ trip.moon }}", "no field 'trip.moon'"),
        ("{{ trip.origin | shout }}", "no filter 'shout'"),
        ("{{ trip.Origin }}", "Braces without a field"),
        ("{trip.passengers, plural, one {# seat}}", "not finished"),
        ("{trip.moon, plural, one {#} other {#}}", "no field 'trip.moon'"),
        ("{talk.agent, plural, one {#} other {#}}", "nothing to count"),
        ("{trip.passengers, plural, other {#}}", "lacks the form one"),
        ("{trip.passengers, plural, one {#} few {#} other {#}}", "the form few"),
    ],
)
def test_what_cannot_be_filled_in_is_told_with_its_text(text: str, told: str) -> None:
    """A typing mistake is found before a traveller reads it."""
    issues = found(flow({"a": END}, texts={"en": {"hi": text}}), 10, languages=("en",))
    assert any(told in issue.sentence for issue in issues)
    assert {(issue.text, issue.language, issue.step) for issue in issues} == {("hi", "en", "a")}


def test_a_plural_with_all_its_forms_is_fine() -> None:
    """Each language needs the forms in which people count."""
    assert sentences(flow({"a": END}, texts={"en": {"hi": PLURAL}, "fr": {"hi": PLURAL}}), 10) == []


def test_a_fact_that_one_language_leaves_out_is_told_there() -> None:
    """A French traveller is told no less than an English one."""
    texts = {"en": {"hi": "Hi {{ brand.name }}"}, "fr": {"hi": "Salut"}}
    (issue,) = found(flow({"a": END}, texts=texts), 10)
    assert (issue.language, issue.text, "brand.name" in issue.sentence) == ("fr", "hi", True)


def test_a_missing_text_blocks_and_says_where_it_is_said() -> None:
    """Nobody is ever told the name of a text."""
    (issue,) = found(flow({"a": END}, texts={"en": {"hi": "Hi"}, "fr": {}}), 11)
    assert (issue.step, issue.language, issue.text, issue.blocks) == ("a", "fr", "hi", True)


def test_another_language_may_be_named_to_stand_in() -> None:
    """That is a choice that somebody made, and not a hole."""
    texts = {"en": {"hi": "Hi"}, "fr": {}}
    named = flow({"a": END}, texts=texts, fallback={"fr": "en"})
    assert sentences(named, 11) == []
    assert named.text("hi", "fr") == named.text("hi", "en")
    assert sentences(flow({"a": END}, texts=texts, fallback={"fr": "de"}), 11) != []


def test_a_text_that_nothing_says_is_a_warning() -> None:
    """Translators need not word what nobody reads."""
    (issue,) = found(flow({"a": END}, texts={"en": {"hi": "Hi", "old": "x"}, "fr": {"hi": "x", "old": "x"}}), 11)
    assert (issue.text, issue.severity) == ("old", "warning")


def test_coverage_is_counted_by_language() -> None:
    """The bar of a language says how far its translators came."""
    checked = Checked(
        flow({"a": END}, texts={"en": {"hi": "Hi"}, "fr": {}}), ("en", "fr"), frozenset(), KEYS, Around(texts=TEXTS)
    )
    assert (share_worded(checked, "en"), share_worded(checked, "fr")) == ((1, 1), (0, 1))


def test_a_text_of_the_catalogue_counts_where_the_flow_words_it_itself() -> None:
    """Its own yes has to be worded in every language, the program's is."""
    texts = {"en": {"hi": "Hi", "yes_button": "Yes, hold them"}, "fr": {"hi": "Salut"}}
    own = Checked(flow({"a": ask()}, texts=texts), ("en", "fr"), frozenset(), KEYS, Around(texts=TEXTS))
    assert (share_worded(own, "en"), share_worded(own, "fr")) == ((2, 2), (1, 2))
