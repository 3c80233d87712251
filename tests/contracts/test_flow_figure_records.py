"""What every store of figures of flows promises, in memory and in a real PostgreSQL alike."""

from typing import Any

from bot.domain.flow.conversion import Taken, Took
from bot.domain.flow.footfall import NOWHERE, Passed, Stand, Step

TABLES = "flow_stands, flow_steps, flow_takers"
ADA, BEN = "messenger:page:ada", "messenger:page:ben"
ASK, PAY, DRAFT = Step("book", 2, "ask_origin"), Step("book", 2, "pay"), Step("book", -7, "ask_origin")


def keep(records: Any, *stands: Stand, **passed: Passed) -> None:
    """Keep a batch."""
    steps = {"ask": ASK, "pay": PAY, "draft": DRAFT}
    with records.begin() as work:
        work.flow_figures.keep(stands, {steps[name]: one for name, one in passed.items()})


def test_nothing_is_known_before_somebody_talked(records: Any) -> None:
    """A new revision has no figures, and an empty batch changes nothing."""
    keep(records)
    with records.begin() as work:
        assert work.flow_figures.stands((ADA,)) == {}
        assert work.flow_figures.steps("book", 2) == {}
        assert work.flow_figures.threads() == {}
        assert work.flow_figures.silent("book", 2, before=100) == {}


def test_what_passes_a_step_adds_up(records: Any) -> None:
    """Each revision, and each draft that is tried, by itself."""
    keep(records, ask=Passed(came=3, on=1), draft=Passed(came=1))
    keep(records, ask=Passed(came=1, on=1, left=1, handed=1), pay=Passed(came=2))
    with records.begin() as work:
        assert work.flow_figures.steps("book", 2) == {"ask_origin": Passed(4, 2, 1, 1), "pay": Passed(2)}
        assert work.flow_figures.steps("book", -7) == {"ask_origin": Passed(1)}
        assert work.flow_figures.threads() == {("book", 2): 3, ("book", -7): 1}
        assert work.flow_figures.threads("bags") == {}


def test_a_thread_stands_where_its_newest_turn_left_it(records: Any) -> None:
    """An older turn that comes late changes nothing."""
    keep(records, Stand(ADA, 5, PAY, 50), Stand(BEN, 1, ASK, 10))
    keep(records, Stand(ADA, 4, ASK, 40), Stand(BEN, 2, NOWHERE, 20))
    with records.begin() as work:
        found = work.flow_figures.stands((ADA, BEN, "messenger:page:nobody"))
        assert found == {ADA: Stand(ADA, 5, PAY, 50), BEN: Stand(BEN, 2, NOWHERE, 20)}
        assert work.flow_figures.silent("book", 2, before=51) == {"pay": 1}
        assert work.flow_figures.silent("book", 2, before=50) == {}


def test_who_takes_part_in_a_trial_counts_once_and_pays_once(records: Any) -> None:
    """Each trial by itself; who paid without taking part is no part of it."""
    with records.begin() as work:
        work.flow_figures.take([Took("hi", ADA, "short", 1), Took("hi", BEN, "long", 1), Took("bye", ADA, "b", 1)])
        work.flow_figures.take([Took("hi", ADA, "long", 2)])
        work.flow_figures.pay({ADA: 5, "messenger:page:nobody": 6})
        work.flow_figures.pay({ADA: 7})
        work.flow_figures.take([])
        work.flow_figures.pay({})
    with records.begin() as work:
        assert work.flow_figures.taken(["hi"]) == {("hi", "short"): Taken(1, 1), ("hi", "long"): Taken(1, 0)}
        assert work.flow_figures.taken(["bye", "hi"])["bye", "b"] == Taken(1, 1)
        assert work.flow_figures.taken(["other"]) == {}
