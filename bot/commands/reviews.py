"""`threadfare reviews`: payments that a person has to look at, for staff."""

from pathlib import Path

import click
from rich.table import Table

from bot.adapters.clock import SystemClock
from bot.commands import staff
from bot.domain.checkout_case import Checkout
from bot.domain.money import decimal_string
from bot.ports.fraud_records import Decided
from bot.services import reviews as service

_BY = click.option("--by", required=True, help="Who you are, for the audit.")


@click.group()
@click.option("--data", type=click.Path(path_type=Path), help="The data folder of a demo that runs.")
@click.pass_context
def reviews(context: click.Context, data: Path | None) -> None:
    """Look at payments that are held, for a demo that runs or the stores that the environment names.

    Seats are held meanwhile; a payment at which nobody has looked when they go back costs nobody anything.
    """
    context.obj = data


@reviews.command("list")
def list_() -> None:
    """List the payments that wait, the oldest first; exits with 1 while any does."""
    found = service.waiting(staff.records(staff.settings()))
    if not found:
        click.echo("No payment waits.")
        return
    table, now = Table("id", "since", "points", "rules"), SystemClock().now()
    for review, decided in found:
        minutes = int((now - review.opened_at).total_seconds() // 60)
        score, rules = _of(decided)
        table.add_row(review.attempt, f"{minutes} min", score, rules)
    staff.show(table)
    click.get_current_context().exit(1)


@reviews.command()
@click.argument("held")
def show(held: str) -> None:
    """Show what is known of one payment (as `list` names it): the rules that held, and every fact."""
    review, decided, checkout = service.shown(staff.records(staff.settings()), held)
    table = Table("what", "is", title=held)
    table.add_row("checkout", f"{checkout.id}, {checkout.state}")
    table.add_row("said", f"{review.verdict or 'waits'} {review.by}".strip())
    for name, value in (*_of_payment(checkout, held), *zip(("points", "rules"), _of(decided), strict=True)):
        table.add_row(name, value)
    for name, fact in sorted(decided.facts.items()) if decided is not None else ():
        table.add_row(name, "not known" if fact is None else str(fact))
    staff.show(table)


@reviews.command()
@click.argument("held")
@_BY
def allow(held: str, by: str) -> None:
    """Let a payment go on: exactly that card, or that account, is asked."""
    service.decide(staff.runtime(staff.settings()), held, allowed=True, by=by)
    click.echo(f"{held} goes on.")


@reviews.command()
@click.argument("held")
@_BY
@click.option("--block", is_flag=True, help="Block what was to pay for ninety days, too.")
def reject(held: str, by: str, *, block: bool) -> None:
    """Refuse a payment; the traveller reads what is read of any decline, and may pay with something else."""
    service.decide(staff.runtime(staff.settings()), held, allowed=False, by=by, block=block)
    click.echo(f"{held} is refused{', and what was to pay is blocked' if block else ''}.")
    if not block:
        payment = held.split(":")[1]
        click.echo(f"`threadfare fraud block card {payment} --by NAME` blocks what was to pay.")


def _of(decided: Decided | None) -> tuple[str, str]:
    found = decided.assessment if decided is not None else None
    return (str(found.score), ", ".join(found.hits) or "none: the rules failed") if found is not None else ("", "")


def _of_payment(checkout: Checkout, held: str) -> list[tuple[str, str]]:
    payments = (one for one in checkout.payments if any(attempt.key == held for attempt in one.attempts))
    amounts = [f"{decimal_string(one.amount)} {one.amount.currency} by {one.method}" for one in payments]
    until = checkout.action_until
    return [("pays", ", ".join(amounts)), ("waits until", f"{until:%Y-%m-%d %H:%M} UTC" if until else "")]
