"""The table of rules, each with a check of its own."""

import pkgutil
from pathlib import Path

from bot.domain.flow import checks
from bot.domain.flow.checks.rules import RULES


def test_there_are_twenty_two_rules_and_no_two_are_the_same() -> None:
    """The numbers are those of the specification."""
    assert list(RULES) == list(range(1, 23))
    assert len({rule.check for rule in RULES.values()}) == len({rule.asks for rule in RULES.values()}) == 22


def test_every_file_of_checks_is_in_the_table() -> None:
    """A check that nobody calls checks nothing."""
    files = {info.name for info in pkgutil.iter_modules(checks.__path__)} - {"report", "rules"}
    assert {rule.check.__module__.rpartition(".")[2] for rule in RULES.values()} == files  # type: ignore[attr-defined]  # functions


def test_every_rule_stands_in_the_readme() -> None:
    """Whoever keeps flows in git looks a number up there."""
    lines = (Path(__file__).parents[4] / "README.md").read_text(encoding="utf-8").splitlines()
    told = [line for line in lines if any(line == f"| {number} | {rule.asks} |" for number, rule in RULES.items())]
    assert len(told) == len(RULES)
