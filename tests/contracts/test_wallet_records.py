"""What every store of wallets promises, in memory and in PostgreSQL alike."""

from datetime import timedelta
from itertools import count
from typing import Any

import msgspec
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from bot.adapters.sql.engine import make_engine
from bot.domain.conversation.profile import Profile, after_booking
from bot.domain.errors import ConflictError, IllegalError
from bot.domain.money import Money
from bot.domain.payment.consent import Consent, GivenConsent
from bot.domain.payment.instrument import KeptInstrument
from bot.domain.payment.method import Method
from bot.domain.payment.wallet_rules import ChannelRule
from bot.ports.wallet_records import Traveller
from tests.builders.checkouts import NOW, new_checkout
from tests.builders.world import booked

_NUMBERS = count(101)
LATER = NOW + timedelta(minutes=1)


@pytest.fixture
def ada(records: Any) -> Traveller:
    """A traveller whom nobody else has, in a thread of her own."""
    number = next(_NUMBERS)
    known = Traveller(f"trv_{number}", NOW, after_booking(Profile(revision=1), booked()))
    with records.begin() as work:
        assert work.wallet.enroll(f"messenger:page:wallet{number}", known) == known.id
    return known


def saved(records: Any, ada: Traveller, *, preferred: bool = False) -> Method:
    """A method of hers, with everything below it."""
    number = next(_NUMBERS)
    checkout = new_checkout(f"chk_wallet{number}", thread=f"messenger:page:wallet{number}")
    card = KeptInstrument(f"ins_{number}", "sandbox", "tok_1", "visa", "4242", 12, 2029, "print", "FR", "credit")
    method = Method(f"mth_{number}", ada.id, card.id, f"cns_{number}", checkout.id, NOW, preferred=preferred)
    with records.begin() as work:
        work.money.add(checkout)
        work.money.keep_instrument(card, checkout=checkout.id)
        work.wallet.give_consent(agreed(method))
        work.wallet.add_method(method)
    return method


def agreed(method: Method) -> GivenConsent:
    """What she agreed to."""
    consent = Consent("saved_card", "fr", 1, "Les mots exacts.", NOW)
    return GivenConsent(method.consent, method.traveller, method.checkout, consent)


def test_a_thread_has_one_traveller(records: Any, ada: Traveller) -> None:
    """Whoever comes second to enroll a thread finds the traveller who is there, with all that is known of her."""
    thread = f"messenger:page:{ada.id}"
    with records.begin() as work:
        assert work.wallet.traveller_of(thread) == ""
        first = work.wallet.enroll(thread, Traveller(f"{ada.id}_first", NOW))
        assert work.wallet.enroll(thread, Traveller(f"{ada.id}_second", NOW)) == first == f"{ada.id}_first"
    with records.begin() as work:
        assert work.wallet.traveller_of(thread) == first
        assert work.wallet.threads_of(first) == (thread,)
        assert work.wallet.traveller(f"{ada.id}_second") is None
        assert work.wallet.traveller(ada.id) == work.wallet.traveller(ada.id, lock=True) == ada


def test_a_thread_that_was_left_stays_left(records: Any, ada: Traveller) -> None:
    """Leaving it twice is no harder than once, whoever's it was; another thread is not touched."""
    thread = f"messenger:page:left{ada.id}"
    for moment in (NOW, LATER):
        with records.begin() as work:
            assert work.wallet.has_left(thread) == (moment == LATER)
            work.wallet.leave(thread, at=moment)
    with records.begin() as work:
        assert work.wallet.has_left(thread)
        assert not work.wallet.has_left(f"{thread}2")


def test_what_is_remembered_is_the_newest(records: Any, ada: Traveller) -> None:
    """People and e-mail of the last booking are those that the next one is offered."""
    newer = msgspec.structs.replace(ada, profile=msgspec.structs.replace(ada.profile, revision=2, email="new@b.org"))
    with records.begin() as work:
        work.wallet.save_traveller(newer)
    with records.begin() as work:
        assert work.wallet.traveller(ada.id) == newer


def test_what_was_never_stored_is_not_found(records: Any) -> None:
    """A made-up id leads nowhere, and nobody is made up by saving."""
    with records.begin() as work:
        work.wallet.save_traveller(Traveller("trv_never", NOW))
        assert work.wallet.traveller("trv_never") is None
        assert work.wallet.method("mth_never") is None
        assert work.wallet.method_of("ins_never") is None
        assert work.wallet.methods_of("trv_never") == work.wallet.consents_of("trv_never") == ()
        assert work.wallet.threads_of("trv_never") == ()


def test_a_method_is_read_as_it_was_written(records: Any, ada: Traveller) -> None:
    """A saved card, its consent word by word and its use survive a restart in every detail."""
    method = saved(records, ada)
    used = msgspec.structs.replace(method, state="removed", last_used=LATER)
    with records.begin() as work:
        assert work.wallet.method(method.id) == work.wallet.method_of(method.instrument) == method
        assert work.wallet.consents_of(ada.id) == (agreed(method),)
        work.wallet.save_method(used)
    other = saved(records, ada)
    with records.begin() as work:
        assert work.wallet.methods_of(ada.id) == (used, other)


def test_one_method_is_offered_first(records: Any, ada: Traveller) -> None:
    """Two workers cannot make two cards the preferred one."""
    saved(records, ada, preferred=True)
    second = saved(records, ada)
    with pytest.raises(ConflictError), records.begin() as work:
        work.wallet.save_method(msgspec.structs.replace(second, preferred=True))


def test_nothing_is_kept_without_a_consent(records: Any, ada: Traveller) -> None:
    """A card for which nobody said yes cannot even be stored."""
    method = saved(records, ada)
    bare = msgspec.structs.replace(method, id=f"{method.id}_bare", consent="cns_never")
    with pytest.raises((IllegalError, ConflictError)), records.begin() as work:
        work.wallet.add_method(bare)
    with records.begin() as work:
        assert work.wallet.methods_of(ada.id) == (method,)


def test_an_instrument_is_kept_once(records: Any, ada: Traveller) -> None:
    """One card with the gateway is one saved card with us."""
    method = saved(records, ada)
    with pytest.raises(ConflictError), records.begin() as work:
        work.wallet.add_method(msgspec.structs.replace(method, id=f"{method.id}_twin"))


def test_of_a_card_that_is_forgotten_history_keeps_four_digits(records: Any, ada: Traveller) -> None:
    """A removed card leaves brand and last four digits for receipts, and neither token nor fingerprint nor expiry."""
    method = saved(records, ada)
    with records.begin() as work:
        work.money.forget_instrument(method.instrument)
        work.money.forget_instrument("ins_never")
    with records.begin() as work:
        left = work.money.instrument(method.instrument)
    assert left == KeptInstrument(method.instrument, "sandbox", "", "visa", "4242", 0, 0, "")


@pytest.mark.real
@pytest.mark.parametrize(
    "statement", ["UPDATE consents SET words = 'others'", "DELETE FROM consents", "TRUNCATE consents CASCADE"]
)
def test_nobody_changes_what_was_agreed_to(postgres: str, statement: str) -> None:
    """A consent can be shown as it was given, whoever would like it otherwise."""
    engine = make_engine(postgres)
    with pytest.raises(DBAPIError, match="append-only"), engine.begin() as connection:
        connection.execute(text(statement))
    engine.dispose()


def test_rules_come_back_as_they_were_settled(records: Any, ada: Traveller) -> None:
    """Of one traveller alone, the newest in place of the older; who settled nothing has none."""
    first = (ChannelRule("whatsapp", ("mth_1", "mth_2"), "mth_3", Money(30000, "EUR")),)
    for rules in (first, (ChannelRule("webchat", limit=Money(1, "EUR")),), ()):
        with records.begin() as work:
            work.wallet.save_rules(ada.id, rules)
        with records.begin() as work:
            assert work.wallet.rules(ada.id) == rules
            assert work.wallet.rules(f"{ada.id}x") == ()


def test_cards_that_end_soon_are_found_until_somebody_was_warned(records: Any, ada: Traveller) -> None:
    """By the month in which they end; neither a removed one, nor one that has been told, nor one that never ends."""
    method = saved(records, ada)

    def found(month: str) -> list[str]:
        with records.begin() as work:
            return [one.id for one in work.wallet.expiring(month, most=1000) if one.traveller == ada.id]

    assert (found("2029-11"), found("2029-12"), found("2030-01")) == ([], [method.id], [method.id])
    with records.begin() as work:
        work.wallet.save_method(msgspec.structs.replace(method, expiry_told="2029-12", name="work card"))
        assert work.wallet.method(method.id).name == "work card"
    assert found("2030-01") == []
    with records.begin() as work:
        work.wallet.save_method(msgspec.structs.replace(method, expiry_told="2026-12"))
    assert found("2030-01") == [method.id]
    with records.begin() as work:
        work.wallet.save_method(msgspec.structs.replace(method, state="removed"))
    assert found("2030-01") == []


def test_an_account_never_ends(records: Any, ada: Traveller) -> None:
    """Nobody is warned of a bank account."""
    method = saved(records, ada)
    number = next(_NUMBERS)
    account = KeptInstrument(f"ins_{number}", "sandbox", "tok", "", "2606", 0, 0, "print", "FR", kind="bank_account")
    with records.begin() as work:
        work.money.keep_instrument(account, checkout="")
        bank = msgspec.structs.replace(method, id=f"mth_{number}", instrument=account.id)
        work.wallet.add_method(bank)
        assert bank.id not in {one.id for one in work.wallet.expiring("9999-12", most=1000)}
