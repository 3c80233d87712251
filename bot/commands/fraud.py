"""`threadfare fraud`: the rules that watch payments, tried and published, and what may not pay, for staff."""

from pathlib import Path

import click
import msgspec
from rich.table import Table

from bot.adapters.clock import SystemClock, SystemIds
from bot.adapters.data.catalogue import first_fraud_rules, to_yaml
from bot.adapters.data.plain import plain_yaml
from bot.commands import staff
from bot.domain.payment.fraud import SEVERITY, RuleSet
from bot.services import fraud_lists, fraud_proposals, fraud_rules
from bot.services.audited import Acting

_FILE = click.argument("path", type=click.Path(exists=True, dir_okay=False, path_type=Path))
_BY = click.option("--by", required=True, help="Who you are, for the audit.")
_DAYS = click.option(
    "--days", type=click.IntRange(1, 730), default=fraud_lists.LASTS.days, show_default=True, help="For so long."
)
_WHY = click.option("--why", default="by hand", show_default=True, help="Why, in a few words; staff see it.")


@click.group()
@click.option("--data", type=click.Path(path_type=Path), help="The data folder of a demo that runs.")
@click.pass_context
def fraud(context: click.Context, data: Path | None) -> None:
    """Watch payments for fraud, for a demo that runs or the stores that the environment names."""
    context.obj = data


@fraud.command()
@_FILE
def check(path: Path) -> None:
    """Check rules in YAML or JSON and list them; asks no store. Exits with 2 and a sentence when one is wrong."""
    _list(fraud_rules.read(plain_yaml(path.read_bytes())), str(path))


@fraud.command()
@_FILE
@_BY
@click.option("--note", default="by a file", show_default=True, help="What has changed, in a few words.")
@click.option("--alone", is_flag=True, help="Put them in force at once, without a second person; the audit says so.")
def publish(path: Path, by: str, note: str, *, alone: bool) -> None:
    """Propose rules: they are in force when a second person has approved them at /staff/approvals.

    With --alone the next payment is weighed by them. Every revision is kept.
    """
    document, records = plain_yaml(path.read_bytes()), staff.records(staff.settings())
    acting = Acting(staff.known_as(records, by), SystemClock().now(), note)
    if alone:
        click.echo(f"Revision {fraud_proposals.publish_alone(records, document, acting)} is in force.")
        return
    made = fraud_proposals.propose(records, document, acting, approval=SystemIds().new("apr"))
    click.echo(f"{made.id} waits for a second person.")


@fraud.command()
def show() -> None:
    """Print the rules that are in force as YAML, ready to be edited and published."""
    found = fraud_rules.in_force(staff.records(staff.settings()))
    click.echo(f"# revision {found[0]}" if found is not None else "# the rules with which an airline begins")
    click.echo(to_yaml(msgspec.json.encode(found[1])) if found is not None else first_fraud_rules().decode())


@fraud.command("try")
@_FILE
@click.option("--days", type=click.IntRange(1, 730), default=30, show_default=True, help="So many days back.")
def try_(path: Path, days: int) -> None:
    """Say what rules would have made of payments that were weighed before; changes nothing."""
    rules = fraud_rules.read(plain_yaml(path.read_bytes()))
    found = fraud_rules.trial(staff.records(staff.settings()), rules, days=days, now=SystemClock().now())
    table = Table("decided", *(f"now {outcome}" for outcome in SEVERITY), title=f"{found.tried} payments")
    for then in SEVERITY:
        table.add_row(then, *(str(found.moved[then, now]) for now in SEVERITY))
    staff.show(table)
    hits = Table("rule", "mode", "name", "held")
    for rule in rules.rules:
        hits.add_row(rule.id, rule.mode, rule.name, str(found.hits[rule.id]))
    staff.show(hits)


@fraud.group()
def block() -> None:
    """Block a card, an account or an address for a time; a rule says what becomes of it."""


@block.command()
@click.argument("payment")
@_BY
@_DAYS
@_WHY
def card(payment: str, by: str, days: int, why: str) -> None:
    """Block the card, or the account, with which PAYMENT was last tried."""
    wish = fraud_lists.Wish(days, by, why, SystemClock().now())
    fraud_lists.block_card(staff.records(staff.settings()), payment, wish)
    click.echo(f"What paid {payment} is blocked for {days} days.")


@block.command()
@click.argument("address")
@_BY
@_DAYS
@_WHY
def email(address: str, by: str, days: int, why: str) -> None:
    """Block the ADDRESS of a receipt; it is kept as a hash, and shown by none."""
    found, wish = staff.settings(), fraud_lists.Wish(days, by, why, SystemClock().now())
    fraud_lists.block_email(staff.records(found), staff.secret(found), address, wish)
    click.echo(f"The address is blocked for {days} days.")


@fraud.command()
@click.argument("name")
@_BY
def unblock(name: str, by: str) -> None:
    """Block NAME no more: what `blocked` shows of it, or the address itself."""
    found = staff.settings()
    fraud_lists.unblock(staff.records(found), staff.secret(found), name, by=by, now=SystemClock().now())
    click.echo("It is not blocked any more.")


@fraud.command()
def blocked() -> None:
    """List what is blocked now, what ends first first; names are hashes."""
    found = fraud_lists.blocked(staff.records(staff.settings()), now=SystemClock().now())
    table = Table("kind", "name", "until (UTC)", "by", "why")
    for one in found:
        table.add_row(one.kind, one.value, f"{one.until:%Y-%m-%d %H:%M}", one.by, one.why)
    staff.show(table) if found else click.echo("Nothing is blocked.")


def _list(rules: RuleSet, title: str) -> None:
    table = Table("rule", "mode", "points", "asks for", "name", title=title)
    for rule in rules.rules:
        table.add_row(rule.id, rule.mode, str(rule.score or ""), rule.outcome.replace("allow", ""), rule.name)
    staff.show(table)
    borders = f"{rules.challenge_at} points ask for the bank's look, {rules.review_at} for a person's"
    click.echo(f"{borders}, {rules.block_at} block.")
