"""Rules of fraud watch as staff keep them: published as revisions, shown, and tried on what was decided before."""

from collections import Counter
from datetime import datetime, timedelta

import msgspec

from bot.domain.errors import InvalidError
from bot.domain.flow.conditions import to_data
from bot.domain.payment.fraud import Outcome, RuleSet, assess, rules_from
from bot.ports.money_records import Audit
from bot.ports.records import Records, Work

MOST = 10_000
"""Decisions on which rules are tried, the newest."""


class Trial(msgspec.Struct, frozen=True):
    """What rules would have made of payments: how many went from which outcome to which, and how often a rule held."""

    tried: int
    moved: Counter[tuple[Outcome, Outcome]]
    hits: Counter[str]


def read(document: object) -> RuleSet:
    """Rules from the plain data of a document; raises `InvalidError` with a sentence that names what is wrong."""
    try:
        return rules_from(document)
    except msgspec.ValidationError as error:
        raise InvalidError(str(error)) from None


def plain(rules: RuleSet) -> dict[str, object]:
    """The plain data of rules, as a document has them."""
    kept = [{**msgspec.structs.asdict(rule), "when": to_data(rule.when)} for rule in rules.rules]
    borders = {name: getattr(rules, name) for name in ("challenge_at", "review_at", "block_at")}
    return {**borders, "rules": [{name: value for name, value in one.items() if value != ""} for one in kept]}


def publish(records: Records, document: object, *, by: str, note: str, now: datetime) -> int:
    """Put rules in force from the next payment on; gives the number of their revision."""
    with records.begin() as work:
        return put_in_force(work, document, by=by, note=note, now=now)


def put_in_force(work: Work, document: object, *, by: str, note: str, now: datetime) -> int:
    """Do what `publish` does inside somebody else's transaction."""
    read(document)
    revision = work.fraud.publish(msgspec.json.encode(document), by=by, note=note, at=now)
    work.money.audit(Audit(now, "fraud_rules", str(revision), str(revision - 1), "published", f"by {by}"))
    return revision


def in_force(records: Records) -> tuple[int, object] | None:
    """The revision that is in force and its document, None while the rules with which we begin are."""
    with records.begin() as work:
        found = work.fraud.rules()
    return (found[0], msgspec.json.decode(found[1])) if found is not None else None


def trial(records: Records, rules: RuleSet, *, days: int, now: datetime) -> Trial:
    """Try rules on what was decided in so many days; nothing is changed, and a payment that was not weighed is left."""
    with records.begin() as work:
        found = work.fraud.decisions(since=now - timedelta(days=days), most=MOST)
    moved, hits = Counter[tuple[Outcome, Outcome]](), Counter[str]()
    weighed = [one for one in found if one.facts]
    for one in weighed:
        again = assess(rules, one.facts)
        moved[one.assessment.outcome, again.outcome] += 1
        hits.update((*again.hits, *again.shadow))
    return Trial(len(weighed), moved, hits)
