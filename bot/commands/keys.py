"""`threadfare keys`: the keys of pay pages and of the vault, for those who keep them."""

import pkgutil
import time
from contextlib import AbstractContextManager
from datetime import timedelta
from pathlib import Path

import click

from bot.adapters import keys as capture
from bot.adapters.clock import SystemClock
from bot.commands.addresses import addresses
from bot.config import Settings, load_settings
from bot.domain.errors import InvalidError
from bot.ports.vault import VaultKey, VaultKeys
from bot.services.vault_keys import rewrap_all

_LIFE = timedelta(days=365)
"""How long a key-encryption key should wrap (a cryptoperiod, PCI DSS 3.7.4)."""
_HELD_SECONDS = 0.2
"""How long those who hold a record are waited for: a store or a reveal takes milliseconds."""


@click.group()
@click.option("--data", type=click.Path(path_type=Path), help="The data folder of a demo that runs.")
@click.pass_context
def keys(context: click.Context, data: Path | None) -> None:
    """Keys: pay pages encrypt for capture keys, the vault's key-encryption keys wrap the key of each record."""
    context.obj = data


@keys.command("list")
def list_() -> None:
    """List every key with what needs it; shows no key."""
    settings = _settings()
    if settings.capture_keys_dir:
        for key in capture.capture_keys(settings.capture_keys_dir):
            state = f"opens until {key.opens_until:%Y-%m-%d %H:%M} UTC" if key.opens_until else "active"
            click.echo(f"capture  {key.kid}  made {key.made_at:%Y-%m-%d}  {state}")
    if settings.vault_keys_dir:
        with _vault(settings) as vault:
            known = vault.known()
        for number, one in enumerate(known, 1):
            state = _state(one, newest=number == len(known))
            click.echo(f"vault    {one.version}  made {one.made_at:%Y-%m-%d}  {state}, {one.records} records")


def _state(key: VaultKey, *, newest: bool) -> str:
    if key.retired_at is not None:
        return f"retired {key.retired_at:%Y-%m-%d}"
    if not key.here:
        return "MISSING from VAULT_KEYS_DIR"
    if not newest:
        return "opens"
    aged = SystemClock().now() - key.made_at > _LIFE
    return "active for more than a year: rotate it" if aged else "active"


@keys.command()
@click.argument("kind", type=click.Choice(["capture", "vault"]))
def rotate(kind: str) -> None:
    """Make a key that is used from now on; the older ones still open what was sealed under them."""
    settings = _settings()
    if kind == "capture":
        folder, public = settings.capture_keys_dir, settings.capture_public_keys
        if folder is None or public is None:
            raise InvalidError("CAPTURE_KEYS_DIR or CAPTURE_PUBLIC_KEYS is missing: there are no capture keys.")
        kid = capture.rotate_keys(folder, public, now=SystemClock().now(), at_once=True)
        click.echo(f"Pay pages encrypt for {kid} from now on.")
        return
    with _vault(settings, make=True) as vault:
        version = vault.rotate()
        left = vault.left()
    click.echo(f"Key {version} wraps what is stored from now on.")
    if left:
        click.echo(f"{left} records are under older keys: `threadfare keys rewrap` puts them under key {version}.")


@keys.command()
@click.option("--batch", type=click.IntRange(1, 10_000), default=200, help="Records in one transaction.")
def rewrap(batch: int) -> None:
    """Put every record of the vault under its newest key; may be killed, run again, and run beside everything else."""
    with _vault(_settings()) as vault, click.progressbar(length=vault.left(), label="Rewrapping") as bar:
        broken = rewrap_all(vault, most=batch, done=bar.update, pause=lambda: time.sleep(_HELD_SECONDS))
        click.echo(f"\n{bar.pos} records were put under the newest key.")
    for table, name in broken:
        click.echo(f"{table} {name} does not open: its key or its seal is damaged.", err=True)
    if broken:
        click.get_current_context().exit(1)


@keys.command()
@click.argument("key")
@click.option("--compromised", is_flag=True, help="A capture key at once: cards on their way are asked for again.")
def retire(key: str, *, compromised: bool) -> None:
    """Destroy KEY (as `list` names it) for good; refused while anything needs it."""
    settings = _settings()
    if key.isdecimal():
        with _vault(settings) as vault:
            vault.retire(int(key))
    elif settings.capture_keys_dir:
        capture.retire_key(settings.capture_keys_dir, key, now=SystemClock().now(), at_once=compromised)
    else:
        raise InvalidError("CAPTURE_KEYS_DIR is missing: there are no capture keys.")
    click.echo(f"{key} is destroyed.")


@keys.command()
@click.option("--most", type=click.IntRange(1, 10_000), default=20, help="So many, the newest first.")
def reveals(most: int) -> None:
    """Tell who had a secret of the vault revealed, and for what; shows no secret."""
    with _vault(_settings()) as vault:
        for one in vault.reveals(most=most):
            what, why = one.identity, one.why
            told = f"{one.result} {what.kind} of {what.table} {what.id} to {why.purpose} {why.subject}"
            click.echo(f"{one.at:%Y-%m-%d %H:%M:%S}  {one.role} {one.process}  {told}")


def _settings() -> Settings:
    return load_settings(addresses(click.get_current_context().find_object(Path)))


def _vault(settings: Settings, *, make: bool = False) -> AbstractContextManager[VaultKeys]:
    """Adapters are picked in one place, and that place is loaded when a command needs it."""
    opened: AbstractContextManager[VaultKeys] = pkgutil.resolve_name("bot.bootstrap_vault:vault_keys")(
        settings, make=make
    )
    return opened
