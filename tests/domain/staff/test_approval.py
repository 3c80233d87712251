"""A second person: who asked never decides, who decides may, and what is approved is what was asked."""

from datetime import timedelta

import msgspec
import pytest

from bot.domain.errors import ConflictError, InvalidError
from bot.domain.staff import approval as approvals
from bot.domain.staff.approval import RIGHTS, Approval, Question, Said, asked, decided, expired, is_whole, may_decide
from bot.domain.staff.person import Person
from tests.builders.world import NOW

AGENT = Person("per_ana", "Ana", roles=("agent",))
BOSS = Person("per_bo", "Bo", roles=("supervisor",))
BOTH = Person("per_cy", "Cy", roles=("finance",))
QUESTION = Question("refund", "chk_1", '{"minor": 20000}', "late  bag\n")


def waits(by: Person = AGENT) -> Approval:
    """A refund that waits."""
    return asked(QUESTION, approval="apr_1", by=by.id, now=NOW)


def yes(approval: Approval) -> Said:
    """A yes to what was read."""
    return Said("approve", approval.digest)


def test_somebody_else_with_the_right_approves() -> None:
    """Who, when, and a state from which nothing leads on."""
    done = decided(waits(), BOSS, yes(waits()), now=NOW)
    assert (done.state, done.decided_by, done.decided_at, done.reason) == ("approved", BOSS.id, NOW, "late bag")
    for said in (yes(done), Said("refuse", why="no"), Said("withdraw")):
        with pytest.raises(ConflictError, match="approved before"):
            decided(done, BOTH, said, now=NOW)


@pytest.mark.parametrize("trigger", ["approve", "refuse"])
def test_who_asked_never_decides(trigger: approvals.Trigger) -> None:
    """Also not with every right."""
    own = waits(by=BOTH)
    assert not may_decide(own, BOTH)
    with pytest.raises(InvalidError, match="somebody else"):
        decided(own, BOTH, Said(trigger, own.digest, "because"), now=NOW)


@pytest.mark.parametrize("kind", RIGHTS)
def test_who_has_not_the_right_of_that_kind_does_not_decide(kind: approvals.Kind) -> None:
    """Rights are looked up when they decide; who was shut out has none."""
    one = asked(Question(kind, "x", "{}", "why"), approval="apr_2", by="per_else", now=NOW)
    everybody = Person("per_all", "All", roles=("finance", "admin", "supervisor"))
    assert may_decide(one, everybody)
    for person in (AGENT, msgspec.structs.replace(everybody, active=False)):
        assert not may_decide(one, person)
        with pytest.raises(InvalidError, match="may not decide"):
            decided(one, person, yes(one), now=NOW)


def test_only_who_asked_takes_it_back() -> None:
    """Without a reason, also when the week is over."""
    late = NOW + approvals.LASTS
    assert decided(waits(), AGENT, Said("withdraw"), now=late).state == "withdrawn"
    with pytest.raises(InvalidError, match="Only who asked"):
        decided(waits(), BOSS, Said("withdraw"), now=NOW)


def test_a_refusal_says_why() -> None:
    """Who asked learns it."""
    done = decided(waits(), BOSS, Said("refuse", why=" twice  already "), now=NOW)
    assert (done.state, done.answer) == ("refused", "twice already")
    for why in ("", "  \n"):
        with pytest.raises(InvalidError, match="Say why"):
            decided(waits(), BOSS, Said("refuse", why=why), now=NOW)
    with pytest.raises(InvalidError, match="Say why"):
        asked(Question("refund", "x", "{}", " "), approval="a", by="b", now=NOW)


def test_nobody_approves_another_thing_than_they_read() -> None:
    """Neither on an old page, nor when somebody has changed what is kept."""
    with pytest.raises(InvalidError, match="not what was asked"):
        decided(waits(), BOSS, Said("approve", "another hash"), now=NOW)
    everybody = Person("per_all", "All", roles=("finance", "admin"))
    for field in ("id", "kind", "subject", "wish", "reason", "asked_by"):
        forged = msgspec.structs.replace(waits(), **{field: "flow.publish"})
        assert not is_whole(forged)
        with pytest.raises(InvalidError, match="not what was asked"):
            decided(forged, everybody, yes(forged), now=NOW)


def test_what_nobody_decides_in_a_week_is_over() -> None:
    """A second before it may be decided, then not any more."""
    one, last = waits(), NOW + approvals.LASTS - timedelta(seconds=1)
    assert expired(one, now=last) is one
    assert decided(one, BOSS, yes(one), now=last).state == "approved"
    over = NOW + approvals.LASTS
    assert one.expires_at == over
    with pytest.raises(ConflictError, match="within a week"):
        decided(one, BOSS, yes(one), now=over)
    gone = expired(one, now=over)
    assert (gone.state, gone.decided_at, gone.decided_by) == ("expired", over, "")
    assert expired(gone, now=over + approvals.LASTS) is gone
