"""A method that was set up comes into its traveller's wallet, in the transaction that ends the setup."""

from datetime import datetime

import msgspec

from bot.domain.errors import ConflictError
from bot.domain.payment.activity import Activity
from bot.domain.payment.consent import GivenConsent
from bot.domain.payment.mandate import Mandate, mandate_reference
from bot.domain.payment.method import Method
from bot.domain.payment.setup import Setup
from bot.ports.money_records import KeptStep
from bot.ports.records import Work
from bot.ports.runtime import Runtime
from bot.ports.wallet_records import Traveller
from bot.services import activity, wallet


def keep(runtime: Runtime, work: Work, setup: Setup, *, now: datetime) -> tuple[KeptStep, ...] | None:
    """Keep the method of a setup with its consent; gives the steps that let an older same one go.

    None when there is nobody to keep it for: the traveller is gone, the thread has left them meanwhile, or nobody comes
    back to it. The same card from before makes way for the new one, which takes over its name and its place, and all
    that was settled for it.
    """
    traveller = _owner(work, setup)
    if traveller is None or setup.consent is None or work.wallet.has_left(setup.thread):
        return None
    if work.wallet.traveller_of(setup.thread) != traveller.id:
        return None
    given = GivenConsent(runtime.ids.new("cns"), traveller.id, "", setup.consent)
    work.wallet.give_consent(given)
    method = Method(runtime.ids.new("mth"), traveller.id, setup.instrument, given.id, "", now)
    older = wallet.same_card(work, method)
    first = not any(one.preferred for one in work.wallet.methods_of(traveller.id))
    mandate = mandate_of(setup)
    if mandate is not None:
        work.mandates.keep(setup.instrument, mandate)
    method = msgspec.structs.replace(method, preferred=first)
    work.wallet.add_method(method)
    steps = wallet.take_place(runtime, work, method, older)
    wallet.tell(work, traveller, at=now, besides={setup.thread: (wallet.SAVED, setup.method)})
    happened = Activity(f"{setup.id}:kept", "method_added", now, setup.method, thread=setup.thread, told=True)
    activity.note(work, traveller.id, happened)
    return steps


def mandate_of(setup: Setup) -> Mandate | None:
    """The mandate that was signed for the bank account of a setup; None for a card."""
    signed = setup.consent
    if signed is None or setup.kind != "bank_account":
        return None
    network, browser = setup.origin
    reference = mandate_reference(setup.id)
    words = (signed.language, signed.version, signed.words, signed.at)
    return Mandate(reference, setup.creditor, *words, network=network, browser=browser)


def _owner(work: Work, setup: Setup) -> Traveller | None:
    """The traveller of a setup, or who they were found to be one with, locked until the transaction ends."""
    found = work.wallet.traveller(setup.traveller, lock=True)
    if found is None or not found.merged_into:
        return found
    owner = work.wallet.traveller(found.merged_into, lock=True)
    if owner is None or owner.merged_into:
        raise ConflictError("The traveller of a setup is being merged.")
    return owner
