"""A traveller learns what is kept, allows or takes back each purpose, and that has its effect at once."""

import pytest

from bot.domain.conversation.account_effects import ChooseConsent
from bot.domain.errors import InvalidError
from bot.domain.payment.method import in_order
from bot.domain.privacy import MAIL, PEOPLE, SAVED_METHODS, can_be_given
from bot.services import privacy, purposes, wallet
from tests.builders.checkouts import paid_checkout
from tests.builders.house import House
from tests.builders.linked import ADA, EVE, WEB, code_of, enrol, linking_house, newest, redeem, save
from tests.builders.payments import keep, paid
from tests.builders.world import booked


@pytest.fixture
def home() -> House:
    """Ada, who flew with somebody, saved a card, and paid once."""
    made = linking_house()
    enrol(made, ADA, "trv_ada")
    save(made, "trv_ada", ADA, "visa")
    keep(made.records, paid("chk_1", thread=ADA))
    return made


def choose(home: House, purpose: str, *, given: bool, thread: str = ADA, effect: str = "m1#0") -> None:
    """A purpose is chosen."""
    answer = privacy.choose(home.runtime, effect, thread, ChooseConsent(purpose, given, "en"))
    assert (answer.id, answer.purpose, answer.given) == (effect, purpose, given)


def active(home: House) -> int:
    """How many methods may pay."""
    return len(in_order(home.records.wallet.methods_of("trv_ada")))


def test_what_is_kept_is_counted_by_kind(home: House) -> None:
    """For a traveller with a past, and for somebody who only came."""
    known = privacy.known(home.runtime, ADA)
    counts = {one.kind: one.count for one in known.kept}
    assert counts["people"] == len(booked().passengers)
    assert (counts["email"], counts["trips"], counts["payments"], counts["methods"]) == (1, 1, 1, 1)
    assert (counts["consents"], counts["chats"], counts["devices"]) == (1, 0, 0)
    assert all(one.count == 0 for one in privacy.known(home.runtime, EVE).kept)


def test_the_thread_is_told_numbers_and_no_long_words(home: House) -> None:
    """The words of a consent are for the page, where there is room."""
    told = privacy.tell_known(home.runtime, "m1#0", ADA)
    (agreed,) = told.known.agreed
    assert agreed.words == ""
    assert privacy.known(home.runtime, ADA).agreed[0].words.startswith("Threadfare Air keeps")


def test_methods_go_with_their_consent(home: House) -> None:
    """At once, here and at the gateway; the consent stays in the list, with the day on which it was taken back."""
    choose(home, SAVED_METHODS, given=False)
    assert active(home) == 0
    assert [step.step.kind for step in home.records.money.steps.values()] == ["detach"]
    assert newest(home, ADA).profile.methods == ()
    (agreed,) = privacy.known(home.runtime, ADA).agreed
    assert agreed.withdrawn == home.clock.now()


def test_people_are_forgotten_and_not_remembered_again(home: House) -> None:
    """Neither names nor address nor route, now or after the next booking; until that is allowed again."""
    choose(home, PEOPLE, given=False)
    with home.records.begin() as work:
        assert not purposes.may_remember(work, "trv_ada")
        wallet.remember(home.runtime, work, paid_checkout("chk_2", thread=ADA), booked())
    profile = home.records.wallet.travellers["trv_ada"].profile
    assert (profile.people, profile.email, profile.origin) == ((), "", "")
    choose(home, PEOPLE, given=True, effect="m2#0")
    with home.records.begin() as work:
        wallet.remember(home.runtime, work, paid_checkout("chk_3", thread=ADA), booked())
    assert home.records.wallet.travellers["trv_ada"].profile.people


def test_notices_by_mail_are_asked_for_by_whoever_sends_them(home: House) -> None:
    """Allowed until it is taken back, for every chat of the traveller."""
    redeem(home, WEB, code_of(home, ADA))
    with home.records.begin() as work:
        assert purposes.may_mail(work, "trv_ada")
    choose(home, MAIL, given=False, thread=WEB)
    with home.records.begin() as work:
        assert not purposes.may_mail(work, "trv_ada")
    assert MAIL not in privacy.known(home.runtime, ADA).allowed


def test_each_choice_is_a_row_of_its_own(home: House) -> None:
    """With its words and version; the same effect again is no second row, and the audit tells each."""
    for effect in ("m1#0", "m1#0", "m2#0"):
        choose(home, PEOPLE, given=effect != "m1#0", effect=effect)
    off, on = home.records.privacy.chosen.values()
    assert (off.given, on.given, on.version) == (False, True, 1)
    assert on.words.startswith("Threadfare Air remembers")
    told = [(line.before, line.after, line.cause) for line in home.records.money.lines if line.kind == "consent"]
    assert told == [("on", "off", PEOPLE), ("off", "on", PEOPLE)]
    withdrawn = [one.withdrawn for one in privacy.known(home.runtime, ADA).agreed if one.purpose == PEOPLE]
    assert withdrawn == [None]


def test_who_never_booked_may_choose_too(home: House) -> None:
    """What they said holds for what comes."""
    choose(home, PEOPLE, given=False, thread=EVE)
    with home.records.begin() as work:
        assert not purposes.may_remember(work, work.wallet.traveller_of(EVE))


@pytest.mark.parametrize(("purpose", "given"), [("marketing", False), (SAVED_METHODS, True), ("", True)])
def test_what_is_no_purpose_is_refused(home: House, purpose: str, given: bool) -> None:  # noqa: FBT001  a row of cases
    """Nothing changes; a card is saved with its own yes where it is entered."""
    assert not can_be_given(purpose)
    with pytest.raises(InvalidError):
        privacy.choose(home.runtime, "m1#0", ADA, ChooseConsent(purpose, given, "en"))
    assert not home.records.privacy.chosen
