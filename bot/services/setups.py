"""Adding a card or a bank account without buying anything: the traveller's side. No gateway, no key.

A page begins a setup, shows its form, submits what came of it and asks how it stands; a worker does the rest
(`bot.services.setup_runs`). The traveller is told in every chat when the method is kept.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Literal

import msgspec

from bot.domain.errors import InvalidError, LimitError
from bot.domain.payment import setup as machine
from bot.domain.payment.capture import CaptureMode
from bot.domain.payment.consent import Consent, agreed
from bot.domain.payment.declines import public_code
from bot.domain.payment.instrument import InstrumentKind
from bot.domain.payment.mandate import network_of, signed
from bot.domain.payment.setup import LASTS, Setup, Submitted
from bot.ports.records import Work
from bot.ports.runtime import Runtime
from bot.ports.vault import Sealed
from bot.services.capturing import TICKET
from bot.services.pay_links import GIVEN

MOST_A_DAY = 20
"""Setups of one traveller within a day: enough for every mistake, and too few to try stolen numbers out."""
_DAY = timedelta(days=1)
_LONGEST_BROWSER = 300

SetupStateName = Literal["waiting", "working", "challenge", "kept", "declined", "lost", "expired"]
_SHOWN: Mapping[str, SetupStateName] = {
    "created": "waiting",
    "submitted": "working",
    "tokenized": "working",
    "verifying": "working",
    "visiting": "challenge",
    "action": "challenge",
    "kept": "kept",
    "declined": "declined",
    "lost": "lost",
    "expired": "expired",
}


class SetupView(msgspec.Struct, frozen=True):
    """What a page may know of a setup.

    `until` is seconds since 1970, UTC; `url` is where the traveller must go while `state` is "challenge"; `reason` is
    the code of a no, if it may be told apart; `method` is what was kept ("Visa •4242").
    """

    id: str
    kind: InstrumentKind
    mode: CaptureMode
    state: SetupStateName
    until: int
    url: str = ""
    reason: str = ""
    method: str = ""


class Submitter(msgspec.Struct, frozen=True):
    """Who sends a form: the traveller, and from where, which the mandate of a bank account notes."""

    traveller: str
    address: str = ""
    browser: str = ""


def begin(runtime: Runtime, traveller: str, thread: str, *, kind: InstrumentKind, language: str, back: str = "") -> str:
    """Begin a setup for a traveller, in a thread of theirs; gives its id. `back` is where the bank's pages lead to.

    A card comes as `runtime.capture` says, a bank account always through our own fields. Raises `InvalidError` for
    nobody, `LimitError` when too many were begun, `UnavailableError`: nothing has happened.
    """
    now = runtime.clock.now()
    mode: CaptureMode = runtime.capture if kind == "card" else "vault"
    if kind == "bank_account" and not runtime.world().brand.creditor:
        raise InvalidError("Without a creditor identifier no bank account is taken.")
    with runtime.records.begin() as work:
        owner = work.wallet.traveller(traveller)
        owner = work.wallet.traveller(owner.merged_into) if owner is not None and owner.merged_into else owner
        if owner is None:
            raise InvalidError("A method is added to a traveller's wallet, and this is none.")
        if work.setups.count(owner.id, since=now - _DAY) >= MOST_A_DAY:
            raise LimitError("A traveller has tried to add too many methods within a day.")
        fresh = Setup(runtime.ids.new("stp"), owner.id, thread, kind, mode, language, now, now + LASTS)
        fresh = msgspec.structs.replace(fresh, back=back, creditor=runtime.world().brand.creditor)
        work.setups.add(machine.begin(fresh))
    return fresh.id


def submit(runtime: Runtime, setup: str, given: Sealed | str | None, *, consent: str, by: Submitter) -> SetupView:
    """Take what the form of a setup gave, and let a worker go on; gives how the setup stands now.

    `given` is what the browser encrypted for us (a bank account has no code), the ticket of the gateway's fields, or
    nothing when the card is typed on the gateway's page. `consent` is the digest of the words that were agreed to.
    Submitting a second time changes nothing.

    Raises:
        InvalidError: there is no such setup of theirs, its time is over, nobody agreed to words of ours, or what was
            given is not what this setup takes.
        UnavailableError: a store is away; nothing was taken.
    """
    with runtime.records.begin() as work:
        before = _theirs(work, setup, by.traveller)
    if before.state != "created":
        return _view(before)
    name = _name(runtime, before, given)
    if isinstance(given, Sealed):
        runtime.sealed_cards.put(name, given)
    origin = (network_of(by.address), by.browser[:_LONGEST_BROWSER])
    fact = Submitted(name, _agreed(runtime, before, consent), runtime.ids.new("ins"), origin)
    with runtime.records.begin() as work:
        before = _theirs(work, setup, by.traveller, lock=True)
        after = machine.advance(before, fact, now=runtime.clock.now())
        if after is not before:
            work.setups.save(after)
    if after.state == "created":
        raise InvalidError("The time to add a method is over.")
    ring(runtime, after.id)
    return _view(after)


def state(runtime: Runtime, setup: str, *, traveller: str) -> SetupView | None:
    """How a setup stands; None when this traveller has none of that id. Changes nothing."""
    with runtime.records.begin() as work:
        try:
            return _view(_theirs(work, setup, traveller))
        except InvalidError:
            return None


def ring(runtime: Runtime, setup: str) -> None:
    """Wake a worker for a setup; whatever is not heard, a sweep finds."""
    runtime.jobs.ring(f"setup|{setup}")


def _theirs(work: Work, setup: str, traveller: str, *, lock: bool = False) -> Setup:
    """A setup of a traveller, also one that was begun before they were found to be one with another."""
    found = work.setups.setup(setup, lock=lock)
    owner = work.wallet.traveller(found.traveller) if found is not None else None
    if found is None or owner is None or not traveller or traveller not in {owner.id, owner.merged_into}:
        raise InvalidError("There is no such setup of this traveller.")
    return found


def _name(runtime: Runtime, setup: Setup, given: Sealed | str | None) -> str:
    """Under which name what was given waits: ciphertext elsewhere, a ticket in its own name, a page nowhere."""
    whole = not isinstance(given, Sealed) or (bool(given.card) and bool(given.code) == (setup.kind == "card"))
    if not isinstance(given, GIVEN[setup.mode]) or not whole or given == "":
        raise InvalidError("This setup takes what it asked for, and nothing else.")
    return f"{TICKET}{given}" if isinstance(given, str) else runtime.ids.new("card") if given else ""


def _agreed(runtime: Runtime, setup: Setup, shown: str) -> Consent:
    """What was agreed to: that a card is kept, or the mandate of a bank account, whose signature is a consent."""
    brand, now = runtime.world().brand, runtime.clock.now()
    if setup.kind == "card":
        found = agreed(shown, brand=brand.name, at=now)
    else:
        mandate = signed(shown, brand=brand.name, creditor=brand.creditor, reference=setup.id, at=now)
        found = mandate.consent if mandate is not None else None
    if found is None:
        raise InvalidError("A method is kept for words that we showed, and for no others.")
    return found


def _view(setup: Setup) -> SetupView:
    return SetupView(
        id=setup.id,
        kind=setup.kind,
        mode=setup.mode,
        state=_SHOWN[setup.state],
        until=int(setup.until.timestamp()),
        url=setup.url,
        reason=public_code(setup.code) if setup.state == "declined" else "",
        method=setup.method,
    )
