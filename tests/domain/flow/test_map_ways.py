"""What the map of a flow draws and what it tells in words: nobody gets lost among arrows."""

from bot.domain.flow.map_ways import FAR, MANY, Arrow, drawn

MENU = tuple((f"ask_{number}", (("answered", "menu"), ("no match", f"ask_{number}"))) for number in range(MANY + 2))


def test_ways_to_one_step_are_one_arrow_with_all_words() -> None:
    """Two exits to the same step are not two lines over one another; a way without a word adds none."""
    found = drawn("a", (("a", (("yes", "b"), ("no", "b"))), ("b", (("", "c"),)), ("c", ())))
    assert found.arrows == (Arrow("a", "b", ("yes", "no")), Arrow("b", "c"))
    assert found.told == {}
    assert found.layers == {"a": 0, "b": 1, "c": 2}


def test_a_step_that_many_lead_to_is_told_in_words_but_for_its_first_way() -> None:
    """The menu of a flow is not buried under arrows, and is still tied to the step from which one comes first."""
    ways = tuple((str(number), f"ask_{number}") for number in range(MANY + 2))
    found = drawn("hello", (("hello", (("", "menu"),)), ("menu", ways), *MENU))
    assert Arrow("hello", "menu") in found.arrows
    assert not any(arrow.to == "menu" for arrow in found.arrows if arrow.source != "hello")
    assert found.told["ask_0"] == (Arrow("ask_0", "menu", ("answered",)), Arrow("ask_0", "ask_0", ("no match",)))
    assert len(found.told) == len(MENU)


def test_a_way_to_no_step_is_told() -> None:
    """A draft with a fault has a map, too."""
    found = drawn("nowhere", (("a", (("", "gone"),)),))
    assert found.arrows == ()
    assert found.told == {"a": (Arrow("a", "gone"),)}


def test_what_leads_far_down_or_back_up_is_told_unless_it_is_the_only_way() -> None:
    """Arrows stay short enough to be followed with the eyes."""
    chain = [(f"s{number}", (("", f"s{number + 1}"),)) for number in range(FAR + 3)]
    last = f"s{FAR + 3}"
    found = drawn("s0", (*chain, (last, (("again", "s1"), ("far", "away"))), ("away", (("", "s2"),))))
    assert found.told == {last: (Arrow(last, "s1", ("again",)),), "away": (Arrow("away", "s2"),)}
    assert Arrow(last, "away", ("far",)) in found.arrows


def test_a_short_circle_is_an_arrow_back_up() -> None:
    """Asking again is seen."""
    found = drawn("a", (("a", (("", "b"),)), ("b", (("again", "a"),))))
    assert (found.arrows, found.layers) == ((Arrow("a", "b"), Arrow("b", "a", ("again",))), {"a": 0, "b": 1})


def test_what_no_path_reaches_is_on_the_map() -> None:
    """With all that it leads to: the check complains of it, and the map shows where it is."""
    found = drawn("a", (("a", ()), ("lost", (("", "more"),)), ("more", ())))
    assert found.layers == {"a": 0, "lost": 0, "more": 1}
    assert found.arrows == (Arrow("lost", "more"),)
