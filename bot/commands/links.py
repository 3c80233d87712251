"""`threadfare links`: addresses and QR codes that open a booking with its trip filled in, and what came of them."""

import pkgutil
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from bot.adapters import qr
from bot.adapters.clock import SystemClock, SystemIds
from bot.commands.addresses import addresses
from bot.config import Settings, load_settings
from bot.domain.errors import InvalidError
from bot.domain.moments import milliseconds
from bot.domain.money import format_money
from bot.domain.shopping.links import Link, LinkCounts
from bot.domain.shopping.refs import Wish, check_wish
from bot.domain.understanding.places import Gazetteer
from bot.ports.records import Records
from bot.services import links as service

_DAY = click.DateTime(["%Y-%m-%d"])


@click.group()
@click.option("--data", type=click.Path(path_type=Path), help="The data folder of a demo that runs.")
@click.pass_context
def links(context: click.Context, data: Path | None) -> None:
    """Make, list, show and retire links to a trip, for a demo that runs or the stores that the environment names.

    A link may also name its trip itself, without being made here: ref=to-NYC, or ref=from-PAR_to-NYC_on-2026-12-04
    (and _back-2026-12-12, _oneway). Such links are not counted.
    """
    context.obj = data


@links.command()
@click.option("--to", "destination", default="", help="IATA code of the airport or city to fly to.")
@click.option("--from", "origin", default="", help="IATA code of the airport or city to leave from.")
@click.option("--on", "depart", type=_DAY, help="Day of departure, as 2026-12-04.")
@click.option("--back", type=_DAY, help="Day of the way back.")
@click.option("--one-way", is_flag=True, help="No way back.")
@click.option("--name", default="", help='What staff call it, such as "Autumn ad"; the trip when not given.')
@click.option("--ad", default="", help="Id of an advertisement or post of Meta's that stands for the link.")
@click.option("--story", default="", help="Id of an Instagram story that stands for the link.")
def create(  # the options of the command line, each of which click hands over by its name
    *, destination: str, origin: str, depart: datetime | None, back: datetime | None, one_way: bool, **named: str
) -> None:
    """Make a link and print its addresses."""
    settings, now = _settings(), SystemClock().now()
    places = _places(settings)
    wish = Wish(
        origin=origin.strip().upper(),
        destination=destination.strip().upper(),
        depart=depart.date() if depart else None,
        back=back.date() if back else None,
        one_way=one_way,
    )
    zone = places.zone(wish.origin) if wish.origin in places.places else "UTC"
    check_wish(wish, places=places, today=now.astimezone(ZoneInfo(zone)).date())
    ends = (wish.origin, wish.destination)
    name = named["name"].strip() or " – ".join(places.label(code, "en") for code in ends if code) or "Link"
    stands_for = {"ad": named["ad"].strip(), "story": named["story"].strip()}
    at = milliseconds(now)
    link = service.create(_records(settings), SystemIds(), wish, name=name, stands_for=stands_for, now=at)
    click.echo(f"{link.id}  {link.name}")
    _tell_addresses(link, settings, places)


@links.command("list")
def list_() -> None:
    """List every link with how often it was opened, and what was booked by those who came by it."""
    for link, counts in service.listed(_records(_settings())):
        click.echo(f"{link.id}  {link.name}{' (retired)' if link.retired else ''}: {_counted(counts)}")


@links.command()
@click.argument("link")
@click.option("--qr", "folder", type=click.Path(file_okay=False, path_type=Path), help="Write QR codes as SVG there.")
def show(link: str, folder: Path | None) -> None:
    """Print a link's addresses and what came of it; with --qr write a QR code for each."""
    settings = _settings()
    found, counts = service.found(_records(settings), link)
    click.echo(f"{found.id}  {found.name}{' (retired)' if found.retired else ''}")
    click.echo(f"trip: {found.ref or 'any'}")
    for what, value in (("ad", found.ad), ("story", found.story)):
        if value:
            click.echo(f"{what}: {value}")
    click.echo(_counted(counts))
    places = _places(settings)
    _tell_addresses(found, settings, places)
    if folder is not None:
        folder.mkdir(parents=True, exist_ok=True)
        for channel, address in _addresses(found, settings, places):
            path = folder / f"{found.id}-{channel}.svg"
            path.write_text(qr.svg(address), encoding="utf-8")
            click.echo(f"written: {path}")


@links.command()
@click.argument("link")
def retire(link: str) -> None:
    """Take a link out of use: it greets from now on, and is counted no more."""
    service.retire(_records(_settings()), link, now=milliseconds(SystemClock().now()))
    click.echo(f"{link} is retired.")


def _counted(counts: LinkCounts) -> str:
    paid = ", ".join(format_money(total, "en") for total in counts.revenue)
    told = f"{counts.opens} opened, {counts.talks} talks, {counts.offers} saw offers, {counts.bookings} booked"
    return f"{told} ({paid})" if paid else told


def _tell_addresses(link: Link, settings: Settings, places: Gazetteer) -> None:
    for channel, address in _addresses(link, settings, places):
        click.echo(f"{channel}: {address}")


def _addresses(link: Link, settings: Settings, places: Gazetteer) -> tuple[tuple[str, str], ...]:
    accounts = service.Accounts(
        page=settings.messenger_page_id,
        instagram=settings.instagram_username,
        phone=settings.whatsapp_phone,
        web=settings.public_url.rstrip("/"),
    )
    return service.addresses(link, accounts, places, settings.airline_language)


def _settings() -> Settings:
    return load_settings(addresses(click.get_current_context().find_object(Path)), "release")


def _records(settings: Settings) -> Records:
    """Adapters are picked in one place, and that place is loaded when a command needs it."""
    opened: Records = pkgutil.resolve_name("bot.bootstrap:open_records")(settings)
    return opened


def _places(settings: Settings) -> Gazetteer:
    opened: Gazetteer = pkgutil.resolve_name("bot.bootstrap:open_places")(settings)
    if not opened.served:
        raise InvalidError("No flight is sold yet: a link leads to a place that is flown to.")
    return opened
