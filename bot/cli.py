"""The command `threadfare`: a table of commands, each loaded when it is asked for and not before."""

import pkgutil
import sys
from collections.abc import Mapping

import click

from bot.domain.errors import InvalidError, ThreadfareError

WRONG_INPUT = 2
"""The exit code for settings and arguments that are missing or wrong."""

COMMANDS: Mapping[str, tuple[str, str]] = {
    "demo": ("bot.commands.demo:demo", "Start everything on this machine, with a sample airline."),
    "web": ("bot.commands.roles:web", "Serve webhooks, pages and the chat."),
    "live": ("bot.commands.roles:live", "Serve server-sent events apart from webhooks."),
    "sandbox": ("bot.commands.roles:sandbox", "Serve the sandbox payment gateway."),
    "simulators": ("bot.commands.simulators:simulators", "Serve Meta's platform, simulated."),
    "worker": ("bot.commands.roles:worker", "Perform effects: gateway, suppliers, vault."),
    "courier": ("bot.commands.roles:courier", "Send what was said to the channels."),
    "archivist": ("bot.commands.roles:archivist", "Write the journal to PostgreSQL."),
    "clock": ("bot.commands.roles:clock", "Ring what is late: sweeps, expiries, reminders."),
    "migrate": ("bot.commands.migrate:migrate", "Bring the database to the newest schema."),
    "release": ("bot.commands.migrate:migrate", "The same, by the name of the Procfile."),
    "chat": ("bot.commands.chat:chat", "Talk to the bot in this terminal."),
    "flows": ("bot.commands.flows:flows", "Check, compare, publish, list, show and export flows."),
    "templates": ("bot.commands.templates:templates", "Have templates approved at Meta, and say how they stand."),
    "links": (
        "bot.commands.links:links",
        "Make links that open a booking, with QR codes, and count what came of them.",
    ),
    "profile": ("bot.commands.profile:profile", "Show and set the menu, the greeting and the ice breakers."),
    "keys": ("bot.commands.keys:keys", "List, rotate and retire keys of pay pages and vault; rewrap the vault."),
    "books": ("bot.commands.books:books", "Reconcile, prove and export the books; list the cases."),
    "fraud": ("bot.commands.fraud:fraud", "Try and publish fraud rules; block cards and addresses."),
    "people": ("bot.commands.people:people", "Add staff, make one-time links, end sessions, shut somebody out."),
    "reviews": ("bot.commands.reviews:reviews", "List payments that wait for a person; allow or reject them."),
    "audit": ("bot.commands.audit:audit", "Search, export and verify the audit of staff."),
    "diagram": ("bot.commands.diagram:diagram", "Print the machines, or a flow, as Mermaid diagrams."),
    "understand": ("bot.commands.understand:understand", "Say what was understood of JSON lines."),
    "parse": ("bot.commands.parse:parse", "Say what is in the body of a webhook."),
    "config": ("bot.commands.config:config", "Show every setting, and whether it is right."),
    "channels": ("bot.commands.channels:channels", "Show whether each channel's account can send."),
    "bench": ("bot.commands.bench:bench", "Measure this machine, from a checkout."),
}
"""Commands by name: where each one is, and its help."""


class Commands(click.Group):
    """Lists commands without loading them, and turns our errors into a sentence and an exit code."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  click's signature
        """Every command in the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002  click's signature
        """Load one command."""
        if cmd_name not in COMMANDS:
            return None
        found = pkgutil.resolve_name(COMMANDS[cmd_name][0])
        return found if isinstance(found, click.Command) else None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002  as above
        """Show the table's help, so that --help loads nothing."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in COMMANDS.items()])

    def invoke(self, ctx: click.Context) -> object:
        """Run the command; what goes wrong on purpose is said in one sentence, without a traceback."""
        try:
            return super().invoke(ctx)
        except ThreadfareError as error:
            click.echo(error.say_to_staff, err=True)
            sys.exit(WRONG_INPUT if isinstance(error, InvalidError) else 1)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="threadfare")
def main() -> None:
    """Airline tickets, found, booked, paid for and looked after inside the chat thread."""


if __name__ == "__main__":
    main(prog_name="threadfare")
