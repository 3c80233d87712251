"""Words that stand in for facts: enough like them to be judged by."""

from bot.domain.flow.filters import FILTERS
from bot.domain.flow.samples import filled, longest, usual
from bot.domain.flow.texts import Hole, compile_text
from tests.builders.flows import TEXTS, shipped


def test_every_fact_that_ships_has_a_sample() -> None:
    """Staff see a price where a price goes, in their reader's language."""
    english, french = usual("en"), usual("fr")
    assert (english(Hole("basket.total", ("money",))), french(Hole("basket.total", ("money",)))) == (
        "€612.40",
        "612,40\xa0€",
    )
    assert (english(Hole("basket.given")), english(Hole("said.other"))) == ("Marie", "…")


def test_the_longest_fact_is_no_shorter_than_a_usual_one() -> None:
    """What fits then fits always."""
    told = usual("en")
    templates = [text for one in shipped().values() for text in one.texts["en"].values()]
    for template in (*templates, *TEXTS["en"].values()):
        for hole in template.holes():
            assert len(longest(hole)) >= len(told(hole)) or told(hole) in {"…", "Threadfare Air"}, hole


def test_filters_change_what_stands_for_a_field() -> None:
    """The same place as a city and as an airport."""
    text = compile_text("{{ trip.origin | city }}, {{ trip.origin | airport }}, {{ trip.origin }}")
    told = filled(text, usual("en"), "en", {"trip.origin | city": "Lyon", "trip.origin": "LYS"})
    assert told == "Lyon, LYS, LYS"


def test_a_plural_takes_the_sample_of_its_number() -> None:
    """And many, where there is none."""
    text = compile_text("{trip.passengers, plural, one {# seat} other {# seats for {{ basket.given }}}}")
    assert filled(text, usual("en"), "en") == "3 seats for Marie"
    assert filled(text, usual("en"), "en", {"trip.passengers": "1"}) == "1 seat"
    assert filled(text, lambda _: "…", "en") == "9 seats for …"


def test_every_filter_of_ours_has_a_length() -> None:
    """A new filter is thought of here, too, or counts as words of usual length."""
    assert {name for name in FILTERS if len(longest(Hole("x", (name,)))) > 100} >= {"trip", "people", "flights"}
