"""A wallet with a card, an expired card and a bank account, for tests of its pages, and how a browser uses them."""

import re
from collections.abc import Callable
from typing import Any

import msgspec
from flask.testing import FlaskClient

from bot.domain.conversation.effects import OpenWallet
from bot.domain.conversation.profile import Profile
from bot.domain.payment.consent import Consent, GivenConsent
from bot.domain.payment.instrument import KeptInstrument
from bot.domain.payment.method import Method
from bot.domain.world import World
from bot.ports.runtime import Runtime
from bot.ports.wallet_records import Traveller
from bot.services import wallet_links
from tests.builders.house import House, house
from tests.builders.world import world
from tests.fakes.channel import FakeChannel

ADA = "messenger:page:ada"
WEB = "webchat:TF:ada"
OWNER = "trv_ada"
CREDITOR = "DE98ZZZ09999999999"
VISA = KeptInstrument("ins_visa", "sandbox", "tok_visa", "visa", "4242", 12, 2031, "print_visa", "FR", "credit")
AMEX = KeptInstrument("ins_amex", "sandbox", "tok_amex", "amex", "0005", 1, 2025, "print_amex", "FR", "credit")
IBAN = KeptInstrument("ins_iban", "sandbox", "tok_iban", "", "2606", 0, 0, "print_iban", "FR", kind="bank_account")


def rich(**parts: Any) -> House:
    """A house in which Ada has two linked chats, a card that she prefers, one that has expired and a bank account."""
    made = debiting(house(**parts))
    channels = {**made.runtime.channels, "whatsapp": FakeChannel("whatsapp")}
    made = msgspec.structs.replace(made, runtime=msgspec.structs.replace(made.runtime, channels=channels))
    with made.runtime.records.begin() as work:
        work.wallet.enroll(ADA, Traveller(OWNER, made.clock.now(), Profile()))
        work.links.link(WEB, OWNER, at=made.clock.now())
    for kept in (VISA, AMEX, IBAN):
        save(made, kept, preferred=kept is VISA)
    return made


def debiting(made: House) -> House:
    """The house of an airline that may debit bank accounts."""
    known: World = world()
    brand = msgspec.structs.replace(known.brand, creditor=CREDITOR)
    there: Callable[[], World] = lambda: msgspec.structs.replace(known, brand=brand)  # noqa: E731  a World is asked for
    return msgspec.structs.replace(made, runtime=msgspec.structs.replace(made.runtime, world=there))


def save(made: House, kept: KeptInstrument, *, owner: str = OWNER, preferred: bool = False) -> str:
    """Keep an instrument as a method of somebody; gives its id."""
    name, now = kept.id.replace("ins_", "mth_"), made.clock.now()
    with made.runtime.records.begin() as work:
        work.money.keep_instrument(kept, checkout="")
        work.wallet.give_consent(GivenConsent(f"cns_{name}", owner, "", Consent("saved_card", "en", 1, "Words.", now)))
        work.wallet.add_method(Method(name, owner, kept.id, f"cns_{name}", "", now, preferred=preferred))
    return name


def link(runtime: Runtime, thread: str = ADA, *, effect: str = "e#0", language: str = "en") -> str:
    """The path of a page that was asked for in a thread."""
    made = wallet_links.make(runtime, effect, thread, OpenWallet(language))
    return made.url.removeprefix(runtime.public_url)


def enter(browser: FlaskClient, path: str) -> str:
    """Open a wallet with a press of the button; gives the path below which its pages lie."""
    browser.get(path)
    assert browser.post(path).status_code == 303
    return path


def hidden(page: str, action: str) -> dict[str, str]:
    """What the form of an action has that nobody sees."""
    form = page.split(f'action="{action}"', 1)[1].split("</form>", 1)[0]
    return dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form))


def send(browser: FlaskClient, path: str, action: str, **fields: Any) -> Any:
    """Fill in a form of the first page and send it."""
    page = browser.get(f"{path}/home").text
    return browser.post(f"{path}/{action}", data={**hidden(page, f"{path}/{action}"), **fields})
