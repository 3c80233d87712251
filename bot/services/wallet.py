"""Travellers and their saved methods in SQL: what is kept after a booking, what may pay, what their threads are told.

Whoever changes a traveller or a method holds the traveller's row until the end of the transaction; a checkout's row,
where it is needed too, is locked first. What a change means to the talk is owed to every thread of the traveller in
that transaction, as the whole profile with a higher revision: what comes late or twice changes nothing.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime

import msgspec

from bot.domain.booking.order import Booked
from bot.domain.checkout_case import Checkout, Step
from bot.domain.checkout_facts import MethodRefused
from bot.domain.conversation.events import ProfileChanged
from bot.domain.conversation.profile import LinkedChat, Profile, SavedMethod
from bot.domain.conversation.state import Conversation, for_somebody_else
from bot.domain.errors import ConflictError, IllegalError
from bot.domain.ids import channel_of, digest, parse_thread
from bot.domain.moments import milliseconds
from bot.domain.money import Money
from bot.domain.payment.activity import Activity
from bot.domain.payment.consent import Consent, GivenConsent
from bot.domain.payment.instrument import KeptInstrument, has_expired, shown
from bot.domain.payment.method import Method, in_order
from bot.domain.payment.payment import Attempt, may_be_kept
from bot.domain.payment.wallet_rules import rule_of, why_not, with_replaced, without_method
from bot.ports.link_records import Parted
from bot.ports.money_records import KeptStep
from bot.ports.records import Work
from bot.ports.runtime import Runtime
from bot.ports.talk_records import Owed
from bot.ports.wallet_records import Traveller
from bot.services import activity, purposes

GONE, EXPIRED = "method_gone", "method_expired"
"""Keys of the sentences that say why a saved method does not pay."""
REMOVED, SAVED = "method_removed", "method_saved"
"""Keys of the news about a method."""


def with_profile(work: Work, talk: Conversation) -> Conversation:
    """A conversation that comes out of the archive with what SQL knows of its traveller now, or without one.

    One from before its thread changed hands comes without all that was told in it: the turn of the change is lost.
    """
    changes = (one.revision for one in work.links.partings(talk.thread) if one.is_clean_cut)
    if max(changes, default=0) > talk.profile.revision:
        talk = for_somebody_else(talk, Profile(talk.profile.revision))
    traveller = work.wallet.traveller(work.wallet.traveller_of(talk.thread))
    if traveller is None:
        nobody = Profile(max(talk.profile.revision, told_of(work, talk.thread)))
        return msgspec.structs.replace(talk, profile=nobody)
    if traveller.profile.revision <= talk.profile.revision:
        return talk
    profile = _in_thread(_shown(work, traveller), chat_id(traveller.id, talk.thread))
    return msgspec.structs.replace(talk, profile=profile)


def holding(work: Work, thread: str) -> Traveller | None:
    """The traveller of a thread, locked until the transaction ends, None when it has none.

    Raises `ConflictError` when the thread came to another traveller while this one waited: it is worth trying again.
    """
    owner = work.wallet.traveller_of(thread)
    traveller = work.wallet.traveller(owner, lock=True)
    if work.wallet.traveller_of(thread) != owner:
        raise ConflictError("The thread has just come to another traveller.")
    return traveller


def told_of(work: Work, thread: str) -> int:
    """The revision of the newest profile that a thread was told when it left a traveller."""
    return max((parted.revision for parted in work.links.partings(thread)), default=0)


def chat_id(traveller: str, thread: str) -> str:
    """The id under which a traveller's chats are told: it names neither to anybody."""
    return digest(f"{traveller}|{thread}")


def remember(runtime: Runtime, work: Work, checkout: Checkout, booked: Booked) -> tuple[KeptStep, ...]:
    """Keep who flew, and the card if that was agreed to, in the transaction that books; gives steps to store.

    A chat that nobody comes back to keeps neither. What was begun before a thread changed hands is its former
    traveller's, and nobody's if it had none. Raises `ConflictError` when that one is being merged: it is tried again.
    """
    now = runtime.clock.now()
    work.links.hold(checkout.thread)
    change = changed_since(work, checkout)
    if work.wallet.has_left(checkout.thread) or (change is not None and not change.traveller):
        return _forgotten(runtime, checkout, now)
    traveller = _former(work, change) if change is not None else enrolled(runtime, work, checkout.thread, now)
    saved, steps = "", list[KeptStep]()
    for payment in checkout.payments:
        attempt = payment.charged
        if attempt is not None and attempt.usage == "keep" and checkout.saving is not None:
            saved = payment.method
            steps += _keep(runtime, work, traveller, checkout, agreed=(attempt, checkout.saving))
        elif attempt is not None and attempt.usage == "saved":
            _note_use(work, attempt.instrument, now)
    changed = msgspec.structs.replace(traveller, profile=purposes.after(work, traveller, booked))
    tell(work, changed, at=now, besides={checkout.thread: (SAVED, saved)} if saved else None)
    return tuple(steps)


def changed_since(work: Work, checkout: Checkout) -> Parted | None:
    """How the thread first changed hands since a checkout was begun in it; None while it is still the same person's."""
    changes = (one for one in work.links.partings(checkout.thread) if one.is_clean_cut)
    return min((one for one in changes if one.at >= checkout.began_at), key=lambda one: one.at, default=None)


def _former(work: Work, change: Parted) -> Traveller:
    """The traveller whom a thread left, locked until the transaction ends."""
    traveller = work.wallet.traveller(change.traveller, lock=True)
    if traveller is None or traveller.merged_into:
        raise ConflictError("The former traveller of a thread is being merged.")
    return traveller


def _forgotten(runtime: Runtime, checkout: Checkout, now: datetime) -> tuple[KeptStep, ...]:
    """Steps that make the gateway forget what it kept for a chat that was left, or that changed hands, meanwhile."""
    charged = (payment.charged for payment in checkout.payments)
    kept = [attempt for attempt in charged if attempt is not None and attempt.usage == "keep"]
    return tuple(
        KeptStep(runtime.ids.new("step"), checkout.id, Step("detach", now, attempt.instrument)) for attempt in kept
    )


def let_go(runtime: Runtime, work: Work, checkout: Checkout) -> tuple[KeptStep, ...]:
    """Forget the cards of a checkout that is over, but those that are saved or that the gateway has yet to forget.

    Gives the steps that let go of those whose number is in the vault, or that the gateway's own page may have kept.
    """
    steps, now = list[KeptStep](), runtime.clock.now()
    for attempt in (attempt for payment in checkout.payments for attempt in payment.attempts):
        if not attempt.instrument or attempt.usage == "saved" or may_be_kept(attempt):
            continue
        card = work.money.instrument(attempt.instrument)
        if card is not None and (card.vault is not None or checkout.pages):
            steps.append(KeptStep(runtime.ids.new("step"), checkout.id, Step("detach", now, card.id)))
        else:
            work.money.forget_instrument(attempt.instrument)
    return tuple(steps)


def usable(work: Work, thread: str, method: str, *, total: Money, now: datetime) -> KeptInstrument | str:
    """The instrument of a method that may pay a sum for a thread now, or the key of the sentence that says why not.

    The traveller's row is locked, so that a removal, or a change of what may pay in the thread's channel, comes
    wholly before or wholly after.
    """
    owner = holding(work, thread)
    found = work.wallet.method(method)
    if found is None or owner is None or found.traveller != owner.id or found.state != "active":
        return GONE
    instrument = work.money.instrument(found.instrument)
    if instrument is None or not instrument.token:
        return GONE
    if has_expired(instrument.exp_month, instrument.exp_year, now):
        return EXPIRED
    return why_not(rule_of(work.wallet.rules(owner.id), channel_of(thread)), found.id, total) or instrument


def refused(work: Work, checkout: Checkout, key: str, *, now: datetime) -> MethodRefused | None:
    """Why an attempt that has never left may not leave any more: its saved method was removed, or may not pay now."""
    payment = checkout.paying(key)
    attempt = payment.open_attempt if payment is not None else None
    if attempt is None or attempt.usage != "saved" or attempt.sends:
        return None
    method = work.wallet.method_of(attempt.instrument)
    found = usable(work, checkout.thread, method.id if method else "", total=checkout.order.offer.total, now=now)
    return MethodRefused(found, key) if isinstance(found, str) else None


def drop(runtime: Runtime, work: Work, method: Method) -> KeptStep:
    """Take a method out of use at once; the step that is given makes the gateway forget it, and then us."""
    work.wallet.save_method(msgspec.structs.replace(method, state="removed", preferred=False))
    work.wallet.save_rules(method.traveller, without_method(work.wallet.rules(method.traveller), method.id))
    step = Step("detach", runtime.clock.now(), method.instrument)
    return KeptStep(runtime.ids.new("step"), method.checkout, step)


def tell(
    work: Work,
    traveller: Traveller,
    *,
    at: datetime,
    news: str = "",
    method: str = "",
    besides: Mapping[str, tuple[str, str]] | None = None,
) -> Traveller:
    """Store what is known of a traveller as its next revision, and owe it to every thread of theirs; gives it.

    `besides` has other news, and what that is about, for some of the threads.
    """
    revision = traveller.profile.revision + 1
    kept = msgspec.structs.replace(traveller, profile=msgspec.structs.replace(traveller.profile, revision=revision))
    work.wallet.save_traveller(kept)
    profile, moment = _shown(work, kept), milliseconds(at)
    for number, thread in enumerate(work.wallet.threads_of(traveller.id)):
        name = f"{traveller.id}:{revision}:{number}"
        key, about = (besides or {}).get(thread, (news, method))
        mine = _in_thread(profile, chat_id(traveller.id, thread))
        work.talk.owe(Owed(name, thread, ProfileChanged(name, moment, mine, key, about)))
    return kept


def _shown(work: Work, traveller: Traveller) -> Profile:
    """What threads are told: the profile, with methods, what was settled about them, and the chats that share it."""
    methods = []
    for method in in_order(work.wallet.methods_of(traveller.id)):
        kept = work.money.instrument(method.instrument)
        if kept is not None:
            told = (method.id, shown(kept), kept.exp_month, kept.exp_year, kept.kind, method.name, method.preferred)
            methods.append(SavedMethod(*told))
    chats = tuple(
        LinkedChat(chat_id(traveller.id, thread), parse_thread(thread).channel, milliseconds(since))
        for thread, since in work.links.linked(traveller.id)
    )
    rules, pin = work.wallet.rules(traveller.id), work.pins.pin(traveller.id) is not None
    return msgspec.structs.replace(traveller.profile, methods=tuple(methods), chats=chats, rules=rules, pin=pin)


def _in_thread(profile: Profile, chat: str) -> Profile:
    chats = tuple(msgspec.structs.replace(one, here=one.id == chat) for one in profile.chats)
    return msgspec.structs.replace(profile, chats=chats)


def enrolled(runtime: Runtime, work: Work, thread: str, now: datetime) -> Traveller:
    """The traveller of a thread, who is made if it has none, locked until the transaction ends."""
    if not work.wallet.traveller_of(thread):
        fresh = Traveller(runtime.ids.new("trv"), now, Profile(told_of(work, thread)))
        work.wallet.enroll(thread, fresh)
    traveller = holding(work, thread)
    if traveller is None:
        raise IllegalError("A thread is linked to a traveller who is not there.")
    return traveller


def _keep(
    runtime: Runtime, work: Work, traveller: Traveller, checkout: Checkout, *, agreed: tuple[Attempt, Consent]
) -> tuple[KeptStep, ...]:
    """Keep the card of an attempt with its consent; the same card from before makes way for it, with its settings."""
    attempt, consent = agreed
    given = GivenConsent(runtime.ids.new("cns"), traveller.id, checkout.id, consent)
    work.wallet.give_consent(given)
    name, now = runtime.ids.new("mth"), runtime.clock.now()
    method = Method(name, traveller.id, attempt.instrument, given.id, checkout.id, now)
    twins, about = same_card(work, method), work.money.instrument(attempt.instrument)
    work.wallet.add_method(method)
    steps = take_place(runtime, work, method, twins)
    what = shown(about) if about is not None else ""
    added = Activity(
        f"{method.id}:added", "method_added", now, what, checkout=checkout.id, thread=checkout.thread, told=True
    )
    activity.note(work, traveller.id, added)
    return steps


def take_place(runtime: Runtime, work: Work, method: Method, twins: Iterable[Method]) -> tuple[KeptStep, ...]:
    """Drop methods that are the same card or account as one; what was settled for them holds for that one now.

    Its name and its being preferred go over, too; gives the steps that make the gateway forget the others.
    """
    steps = list[KeptStep]()
    for twin in twins:
        rules = with_replaced(work.wallet.rules(twin.traveller), {twin.id: method.id})
        steps.append(drop(runtime, work, twin))
        work.wallet.save_rules(method.traveller, rules)
        method = msgspec.structs.replace(
            method, name=method.name or twin.name, preferred=method.preferred or twin.preferred
        )
        work.wallet.save_method(method)
    return tuple(steps)


def same_card(work: Work, method: Method) -> tuple[Method, ...]:
    """The other methods of the traveller that are the same card, as far as the gateway tells them apart."""
    new = work.money.instrument(method.instrument)
    if new is None or not new.fingerprint:
        return ()
    return tuple(
        other
        for other in in_order(work.wallet.methods_of(method.traveller))
        if other.id != method.id
        and (old := work.money.instrument(other.instrument)) is not None
        and (old.fingerprint == new.fingerprint or (new.vault is not None and old.vault == new.vault))
    )


def _note_use(work: Work, instrument: str, now: datetime) -> None:
    method = work.wallet.method_of(instrument)
    if method is None:
        return
    card = work.money.instrument(instrument)
    if card is not None and card.renewed_for:
        work.money.save_instrument(msgspec.structs.replace(card, renewed_for=""))
    work.wallet.save_method(msgspec.structs.replace(method, last_used=now))
