"""Talk about what was paid, at any step: the last payments as cards, one receipt again, and where a refund stands."""

from datetime import UTC, datetime
from typing import Any

from bot.domain.conversation.account_effects import FindPayments, FindReceipt
from bot.domain.conversation.account_events import PaymentsFound, ReceiptFound
from bot.domain.conversation.messages import Card, Carousel, Option, Receipt, ReceiptLine
from bot.domain.flow import run
from bot.domain.flow.hearing import Heard
from bot.domain.flow.scene import Scene
from bot.domain.money import Money
from bot.domain.payment.history import Line
from bot.domain.payment.statement import Reader

News = PaymentsFound | ReceiptFound
"""What becomes of a wish to see payments."""
SHOWN = 5
"""Payments that a thread shows: what fits one row of cards; all of them are on the page."""
RECEIPT = "receipt:"


def show(scene: Scene, _: Heard) -> Scene:
    """The scene in which the last payments are being looked for."""
    return scene.want(FindPayments())


def tapped(number: str, scene: Scene) -> Scene:
    """The scene after a tap that wants the receipt of that number again."""
    return scene.want(FindReceipt(number))


def news(scene: Scene) -> Scene:
    """The scene that shows what was found, wherever the talk stands; while a person has the thread, nothing."""
    if scene.conversation.owner != "bot":
        return scene
    event: Any = scene.event
    return _receipt(event.line, scene) if isinstance(event, ReceiptFound) else _payments(event, scene)


def _payments(event: PaymentsFound, scene: Scene) -> Scene:
    if not event.lines:
        return run.say_aside(scene, "payments_none", (Option(scene.words("trip_button"), "go:trip"),))
    cards = tuple(_card(line, scene) for line in event.lines[:SHOWN])
    told = scene.with_said(count=event.count, shown=len(cards))
    text = told.words("payments_all" if event.count == len(cards) else "payments_some")
    page = Option(told.words("payments_page_button"), "go:wallet")
    return _go_on(told.say(Carousel(text, cards, (page,))))


def _card(line: Line, scene: Scene) -> Card:
    reader = reader_of(scene)
    about = ", ".join(filter(None, (line.trip.locator, reader.route(line))))
    paid = ", ".join(filter(None, (reader.day(line.at.date()), line.method)))
    lines = (reader.word(line.status), paid, *map(reader.refund, line.refunds))
    again = (Option(scene.words("payments_receipt_button"), f"data:{RECEIPT}{line.number}"),)
    return Card(f"{reader.money(line.amount)}, {about}" if about else reader.money(line.amount), lines, again)


def _receipt(line: Line | None, scene: Scene) -> Scene:
    if line is None:
        return run.say_aside(scene, "payments_gone")
    reader = reader_of(scene)
    status = " ".join(f"{text}." for text in (reader.word(line.status), *map(reader.refund, line.refunds)))
    if not line.taken.minor:
        return run.say_aside(scene.with_said(status=status, number=line.number), "payments_not_charged")
    return _go_on(scene.say(_again(line, reader, status, at=scene.now // 1000)))


def _again(line: Line, reader: Reader, status: str, *, at: int) -> Receipt:
    people = ", ".join(line.trip.people)
    title = ", ".join(filter(None, (line.trip.locator, reader.route(line))))
    return Receipt(
        number=line.number,
        recipient=people,
        method=line.method,
        lines=(ReceiptLine(title, people, 1, line.taken),),
        total=line.taken,
        taxes=Money(0, line.taken.currency),
        at=int(line.at.timestamp()),
        again=at,
        text=status,
        language=reader.language,
    )


def reader_of(scene: Scene) -> Reader:
    """The traveller of the talk as a reader of payments."""
    language = scene.language
    now = datetime.fromtimestamp(scene.now / 1000, UTC)
    places = scene.world.places
    return Reader(language, lambda code: places.label(code, language), scene.world.brand.name, now)


def _go_on(scene: Scene) -> Scene:
    """Back to the question that was open, if there is one."""
    return run.where_we_are(scene) if run.current(scene) is not None else scene
