"""A second person decides: once, never their own, and all of it in one transaction with what is done."""

from datetime import timedelta
from typing import Any

import msgspec
import pytest

from bot.domain.errors import ConflictError, InvalidError, UnavailableError
from bot.domain.staff.approval import LASTS, Approval, Question, Said
from bot.services import approvals, approved, audited
from tests.builders.house import House, house
from tests.builders.staff import ADA, ALL_RIGHTS, ANA, BO, CY, acting, deciding, yes


@pytest.fixture(name="home")
def _home() -> House:
    return house()


def ask(home: House, name: str = "apr_1") -> Approval:
    """Ana asks for a refund."""
    with home.records.begin() as work:
        question = Question("refund", "chk_1", "{}", "her bag was late")
        return approvals.ask(work, question, acting(ANA, home.runtime), approval=name)


class Done:
    """An executor that counts."""

    def __init__(self, fails: Exception | None = None) -> None:
        self.times, self.fails = 0, fails

    def __call__(self, runtime: Any, approval: Approval, then: Any) -> None:
        """Do it."""
        assert approval.wish == "{}"
        with runtime.records.begin() as work:
            self.times += 1
            then(work)
            if self.fails:
                raise self.fails


def whats(home: House) -> list[tuple[str, str, str]]:
    """What the audit has: who, what, to what."""
    return [(act.who, act.what, act.subject) for act in home.records.audit.acts]


def test_a_question_waits_and_is_noted_once(home: House) -> None:
    """A form that is sent twice asks once; open pages are told."""
    assert ask(home) == ask(home)
    assert approvals.waiting(home.records, ALL_RIGHTS) == (ask(home),)
    assert whats(home) == [(ANA.id, "approval.ask", "apr_1")]
    (act,) = home.records.audit.acts
    assert (act.reason, act.request, ask(home).digest in act.after) == ("her bag was late", "req_test", True)
    assert [approvals.count_waiting(home.records, person) for person in (ANA, BO)] == [0, 1]


def test_a_form_that_asks_for_something_else_is_told_so(home: House) -> None:
    """A key that was used belongs to what was asked with it: another amount is another form."""
    ask(home)
    other = Question("refund", "chk_1", '{"amount":1}', "her bag was late")
    with home.records.begin() as work, pytest.raises(ConflictError, match="Open it anew"):
        approvals.ask(work, other, acting(ANA, home.runtime), approval="apr_1")


def test_what_is_approved_is_done_once_and_noted(home: House) -> None:
    """The slower of two is told that it was approved before, and nothing is done again."""
    one, done = ask(home), Done()
    after = approvals.decide(home.runtime, one.id, yes(one), deciding(BO, home.runtime), execute=done)
    assert (after.state, after.decided_by, done.times) == ("approved", BO.id, 1)
    for said in (yes(one), Said("refuse", why="no")):
        with pytest.raises(ConflictError, match="approved before"):
            approvals.decide(home.runtime, one.id, said, deciding(CY, home.runtime), execute=done)
    assert (done.times, whats(home)[1:]) == (1, [(BO.id, "approval.approve", one.id)])
    assert approvals.decided(home.records, ALL_RIGHTS) == (after,)
    assert home.live.newest() != "0-0", "open pages are told"


def test_two_who_approve_in_the_same_moment_do_it_once(home: House) -> None:
    """The other one's transaction is over between the look and the deed: ours leaves nothing behind."""
    one = ask(home)

    class Race(Done):
        def __call__(self, runtime: Any, approval: Approval, then: Any) -> None:
            """Somebody was faster."""
            approvals.decide(home.runtime, one.id, yes(one), deciding(CY, home.runtime), execute=other)
            super().__call__(runtime, approval, then)

    other, slow = Done(), Race()
    with pytest.raises(ConflictError, match="approved before"):
        approvals.decide(home.runtime, one.id, yes(one), deciding(BO, home.runtime), execute=slow)
    assert whats(home)[1:] == [(CY.id, "approval.approve", one.id)]


def test_what_cannot_be_done_stays_asked(home: House) -> None:
    """Whoever approves reads why, and may still refuse."""
    one = ask(home)
    failing = Done(InvalidError("That is more than is left."))
    with pytest.raises(InvalidError, match="more than is left"):
        approvals.decide(home.runtime, one.id, yes(one), deciding(BO, home.runtime), execute=failing)
    assert approvals.waiting(home.records, ALL_RIGHTS) == (one,)
    assert len(whats(home)) == 1


def test_refusing_and_taking_back_do_nothing_else(home: House) -> None:
    """Each with its name and reason in the audit."""
    one, two, done = ask(home), ask(home, "apr_2"), Done()
    approvals.decide(home.runtime, one.id, Said("refuse", why="twice"), deciding(BO, home.runtime), execute=done)
    approvals.decide(home.runtime, two.id, Said("withdraw"), deciding(ANA, home.runtime), execute=done)
    assert done.times == 0
    assert whats(home)[2:] == [(BO.id, "approval.refuse", one.id), (ANA.id, "approval.withdraw", two.id)]
    assert home.records.audit.acts[2].reason == "twice"


def test_nobody_decides_what_they_asked_or_what_is_not_there(home: House) -> None:
    """And nothing is done."""
    one, done = ask(home), Done()
    for name, person in ((one.id, ANA), ("apr_none", BO)):
        with pytest.raises(InvalidError):
            approvals.decide(home.runtime, name, yes(one), deciding(person, home.runtime), execute=done)
    with pytest.raises(InvalidError, match="no such request"):
        approved.decide(home.runtime, "apr_none", yes(one), deciding(BO, home.runtime))
    assert done.times == 0


def test_what_nobody_decides_ends_by_itself(home: House) -> None:
    """Once, with a line in the audit, and not a moment early."""
    one = ask(home)
    home.clock.move(seconds=(LASTS - timedelta(seconds=1)).total_seconds())
    assert approvals.expire(home.runtime) == 0
    home.clock.move(seconds=2)
    assert [approvals.expire(home.runtime), approvals.expire(home.runtime)] == [1, 0]
    assert approvals.shown(home.records, one.id, ALL_RIGHTS).state == "expired"
    assert whats(home)[1:] == [("threadfare", "approval.expire", one.id)]


def test_a_database_that_is_away_decides_nothing(home: House) -> None:
    """Whoever pressed may press again."""
    one = ask(home)
    home.records.away = True
    with pytest.raises(UnavailableError):
        approved.decide(home.runtime, one.id, yes(one), deciding(BO, home.runtime))


def test_an_account_that_was_made_or_opened_today_approves_nothing(home: House) -> None:
    """Otherwise an administrator would make the second person; a day later others have seen it in the audit."""
    one, done = ask(home), Done()
    with home.records.begin() as work:
        work.people.keep(ADA)
        audited.note(work, acting(ADA, home.runtime), "second_factor.take_away", BO.id)
    with pytest.raises(InvalidError, match="less than a day ago"):
        approvals.decide(home.runtime, one.id, yes(one), deciding(BO, home.runtime), execute=done)
    home.clock.move(days=1, seconds=1)
    assert (
        approvals.decide(home.runtime, one.id, yes(one), deciding(BO, home.runtime), execute=done).state == "approved"
    )


def test_accounts_that_nobody_of_the_staff_made_may_approve_at_once(home: House) -> None:
    """The first people come from the command line or a provider, and somebody has to be the second."""
    one = ask(home)
    with home.records.begin() as work:
        acted = msgspec.structs.replace(acting(ADA, home.runtime), who="command line")
        audited.note(work, acted, "person.invite", BO.id)
    assert (
        approvals.decide(home.runtime, one.id, yes(one), deciding(BO, home.runtime), execute=Done()).state == "approved"
    )
