"""Fraud rules take two people: one proposes, another puts exactly that in force."""

import msgspec
import pytest

from bot.domain.errors import ConflictError, InvalidError
from bot.domain.payment.fraud import RuleSet
from bot.domain.staff.approval import Approval
from bot.services import approvals, approved, fraud_proposals, fraud_rules
from bot.services.audited import Acting
from tests.builders.house import House, house
from tests.builders.staff import ALL_RIGHTS, CY, DEE, acting, deciding, yes

DEAR = {"id": "dear", "name": "Dear", "when": {"field": "payment.minor", "op": "at_least", "value": 9}, "score": 90}
RULES = {"rules": [DEAR], "review_at": 70}


@pytest.fixture(name="home")
def _home() -> House:
    return house()


def propose(home: House, name: str = "apr_1", document: object = RULES) -> Approval:
    """Cy proposes rules."""
    act = acting(CY, home.runtime, "dear trips")
    return fraud_proposals.propose(home.records, document, act, approval=name)


def test_rules_are_in_force_when_somebody_else_has_approved_them(home: House) -> None:
    """The very document, in the name of who proposed it; the history says who and why."""
    one = propose(home)
    assert fraud_rules.in_force(home.records) is None
    with pytest.raises(InvalidError, match="somebody else"):
        approved.decide(home.runtime, one.id, yes(one), deciding(CY, home.runtime))
    approved.decide(home.runtime, one.id, yes(one), deciding(DEE, home.runtime))
    assert fraud_rules.in_force(home.records) == (1, RULES)
    (revision,) = home.records.fraud.published(most=9)
    assert (revision.by, revision.note) == (CY.id, "dear trips")


def test_rules_on_top_of_older_ones_are_proposed_again(home: House) -> None:
    """An approval never takes back what was published since."""
    one = propose(home)
    fraud_proposals.publish_alone(home.records, {"rules": []}, Acting("command line: Ida", home.clock.now(), "empty"))
    with pytest.raises(ConflictError, match="Propose it again"):
        approved.decide(home.runtime, one.id, yes(one), deciding(DEE, home.runtime))
    assert fraud_rules.in_force(home.records) == (1, {"rules": []})
    assert approvals.waiting(home.records, ALL_RIGHTS) == (one,)
    act = home.records.audit.acts[-1]
    assert (act.what, act.who) == ("fraud.publish_alone", "command line: Ida")


@pytest.mark.parametrize(
    ("document", "said"), [({"rules": [{"id": "x"}]}, "'id', 'name' and 'when'"), ("no", "a list named 'rules'")]
)
def test_wrong_rules_are_not_even_proposed(home: House, document: object, said: str) -> None:
    """With the sentence that names what is wrong."""
    with pytest.raises(InvalidError, match=said):
        propose(home, document=document)
    assert approvals.waiting(home.records, ALL_RIGHTS) == ()


def test_rules_that_are_in_force_already_need_nobody(home: House) -> None:
    """A second person is not asked for nothing; other rules on top of them are compared with them."""
    first = RuleSet()
    assert fraud_proposals.rules_before(home.records, fraud_proposals.proposal_of(propose(home)), first) is first
    fraud_rules.publish(home.records, RULES, by="Ida", note="", now=home.clock.now())
    with pytest.raises(InvalidError, match="in force already"):
        propose(home, "apr_2")
    other = propose(home, "apr_3", {"rules": []})
    before = fraud_proposals.rules_before(home.records, fraud_proposals.proposal_of(other), first)
    assert [rule.id for rule in before.rules] == ["dear"]
    assert msgspec.json.decode(other.wish)["base"] == 1
