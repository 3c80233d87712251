"""Codes that link chats: who gets one, who may use it, how often, and what follows."""

import logging

import msgspec
import pytest

from bot.domain.conversation.effects import SendLinkCode
from bot.domain.conversation.link_events import ChatLinked, LinkCodeMade, LinkRefused
from bot.domain.errors import SendFailedError
from bot.domain.money import Money
from bot.domain.payment.pin import Pin
from bot.domain.payment.wallet_rules import ChannelRule
from bot.domain.understanding.link_codes import read_code, show_code
from bot.ports.link_records import Parted
from bot.services import linking, trips
from bot.services.linking import ACCOUNT_LIMIT, MAIL_LIMITS, MAKING_LIMIT
from tests.builders.checkouts import paid_checkout
from tests.builders.house import House, house
from tests.builders.linked import ADA, EVE, PHONE, WEB, code_of, enrol, linking_house, newest, redeem, save, told
from tests.services.test_trips import FIND

MARIE = "marie@example.com"
ANOTHER = "BCDFGHJK"


@pytest.fixture
def home() -> House:
    """Ada has booked in her thread on Messenger, with a saved card."""
    made = linking_house()
    enrol(made, ADA, "trv_ada")
    save(made, "trv_ada", ADA, "ada")
    made.records.money.add(paid_checkout())
    return made


def mail(home: House, thread: str = WEB, to: str = MARIE, effect: str = "mail#0") -> LinkRefused | None:
    """A code is wanted by e-mail."""
    return linking.send(home.runtime, effect, thread, SendLinkCode(to, "en"))


def sent(home: House) -> str:
    """The code in the newest mail."""
    text = list(home.runtime.mailer.sent.values())[-1].text
    return read_code(text.partition(".")[0], awaited=True)


def test_a_code_typed_in_another_chat_brings_everything_along(home: House) -> None:
    """Profile, cards and bookings: the newcomer's chat knows them, and shows the trip."""
    assert redeem(home, WEB, code_of(home, ADA)) == ChatLinked(
        f"type1{code_of(home, ADA)}{WEB}#0", home.clock.ms, "messenger"
    )
    profile = newest(home, WEB).profile
    assert [person.family for person in profile.people] == ["Durand"]
    assert [card.id for card in profile.methods] == ["mth_ada"]
    assert [(chat.channel, chat.here) for chat in profile.chats] == [("messenger", False), ("webchat", True)]
    assert [trip.locator for trip in trips.find(home.runtime, "f#0", WEB, FIND).trips] == ["ABC234"]


def test_the_other_chats_are_told_by_which_channel(home: House) -> None:
    """Ada hears of it where she is, at once, and with the new chat in her list."""
    redeem(home, WEB, code_of(home, ADA))
    news = newest(home, ADA)
    assert (news.news, news.method) == ("chat_joined", "webchat")
    assert [chat.channel for chat in news.profile.chats] == ["messenger", "webchat"]
    assert newest(home, WEB).news == ""


def test_a_code_is_good_once(home: House) -> None:
    """The same code in a third chat is worth nothing; the same effect again is answered as before."""
    code = code_of(home, ADA)
    first = redeem(home, WEB, code, "w#0")
    assert redeem(home, WEB, code, "w#0") == first
    assert len(told(home, WEB)) == 1
    assert redeem(home, PHONE, code).reason == "wrong"
    assert redeem(home, WEB, code, "w#1").reason == "wrong"


def test_two_threads_whose_events_have_one_id_get_codes_of_their_own(home: House) -> None:
    """A code is its thread's: nobody is shown another one's account because two platforms count alike."""
    enrol(home, EVE, "trv_eve")
    mine, other = (linking.make(home.runtime, "m1#0", thread) for thread in (ADA, EVE))
    assert isinstance(mine, LinkCodeMade)
    assert isinstance(other, LinkCodeMade)
    assert mine.code != other.code


def test_a_code_is_good_for_ten_minutes(home: House) -> None:
    """A second before they are over it works, then it does not."""
    code = code_of(home, ADA)
    home.clock.move(minutes=10)
    assert redeem(home, WEB, code).reason == "wrong"
    code = code_of(home, ADA, "get#1")
    home.clock.move(minutes=9, seconds=59)
    assert isinstance(redeem(home, WEB, code), ChatLinked)


def test_a_newer_code_takes_the_place_of_the_older(home: House) -> None:
    """One code a chat: what was read over somebody's shoulder ends with the next one."""
    older = code_of(home, ADA)
    newer = code_of(home, ADA, "get#1")
    assert redeem(home, WEB, older).reason == "wrong"
    assert isinstance(redeem(home, WEB, newer), ChatLinked)


def test_performed_twice_a_code_is_the_same(home: House) -> None:
    """Whoever dies after storing it gives the same code when run again; it lasts no longer for it."""
    first = linking.make(home.runtime, "get#0", ADA)
    home.clock.move(minutes=1)
    again = linking.make(home.runtime, "get#0", ADA)
    assert isinstance(first, LinkCodeMade)
    assert isinstance(again, LinkCodeMade)
    assert (first.code, first.until) == (again.code, again.until)


def test_the_code_itself_is_stored_nowhere(home: House, caplog: pytest.LogCaptureFixture) -> None:
    """Whoever reads the tables or the log has a keyed hash, which opens nothing."""
    caplog.set_level(logging.DEBUG)
    code = code_of(home, ADA)
    redeem(home, WEB, ANOTHER)
    stored = repr(home.records.links.codes) + repr(home.records.tries.wrong) + caplog.text
    assert code not in stored
    assert show_code(code) not in stored
    assert ANOTHER not in stored


def test_another_secret_makes_other_codes(home: House) -> None:
    """Who knows how codes are made and not the secret can make none."""
    other = msgspec.structs.replace(home.runtime, secret=b"t" * 32)
    made = linking.make(other, "get#0", ADA)
    assert isinstance(made, LinkCodeMade)
    assert made.code != code_of(home, ADA)


def test_a_chat_that_knows_nobody_gets_no_code(home: House) -> None:
    """There is nothing that it could open."""
    refused = linking.make(home.runtime, "get#0", WEB)
    assert isinstance(refused, LinkRefused)
    assert refused.reason == "alone"


def test_the_code_of_this_very_chat_is_said_to_be_for_another(home: House) -> None:
    """It is neither used up nor counted as a wrong one."""
    code = code_of(home, ADA)
    assert redeem(home, ADA, code).reason == "same"
    assert isinstance(redeem(home, WEB, code), ChatLinked)


def test_five_wrong_codes_close_the_thread_for_a_quarter_of_an_hour(home: House) -> None:
    """The sixth try is not looked at, not even with the right code; another thread is not touched."""
    code = code_of(home, ADA)
    answers = [redeem(home, WEB, f"BCDFGHJ{sign}") for sign in "23456"]
    assert [answer.reason for answer in answers] == ["wrong"] * 4 + ["locked"]
    assert redeem(home, WEB, code).reason == "locked"
    assert isinstance(redeem(home, PHONE, code), ChatLinked)
    home.clock.move(minutes=15, seconds=1)
    assert isinstance(redeem(home, WEB, code_of(home, ADA, "get#1")), ChatLinked)


def test_a_wrong_try_that_is_performed_twice_counts_once(home: House) -> None:
    """A worker that dies costs the traveller no try."""
    for _ in range(9):
        assert redeem(home, WEB, ANOTHER, "w#0").reason == "wrong"


def test_a_crowd_of_threads_closes_the_account(home: House) -> None:
    """Fresh threads gain a robot nothing."""
    code = code_of(home, ADA)
    for number in range(ACCOUNT_LIMIT.most):
        redeem(home, f"messenger:page:robot{number}", ANOTHER)
    assert redeem(home, EVE, code).reason == "locked"
    assert isinstance(redeem(home, WEB, code), ChatLinked)


def test_nobody_is_given_codes_without_end(home: House) -> None:
    """A thread that wants one after another is closed for a while."""
    made = [linking.make(home.runtime, f"get#{number}", ADA) for number in range(MAKING_LIMIT.most + 1)]
    assert isinstance(made[-2], LinkCodeMade)
    assert isinstance(made[-1], LinkRefused)
    assert made[-1].reason == "locked"


def test_a_code_comes_by_e_mail_and_links_that_chat(home: House) -> None:
    """To the address of the booking, in the language of the talk, saying where it works and what it does."""
    assert mail(home) is None
    (letter,) = home.runtime.mailer.sent.values()
    assert letter.to == MARIE
    assert "Threadfare Air" in letter.subject
    assert "only in the chat (web chat)" in letter.text
    assert "saved cards" in letter.text
    answer = redeem(home, WEB, sent(home))
    assert answer == ChatLinked(answer.id, home.clock.ms, "")
    assert newest(home, WEB).profile.email == MARIE
    assert (newest(home, ADA).news, newest(home, ADA).method) == ("chat_joined", "webchat")


def test_an_address_that_nobody_has_is_answered_alike(home: House) -> None:
    """No mail goes out, and nothing in the thread tells the one from the other."""
    assert mail(home, to="nobody@example.com") is None
    assert home.runtime.mailer.sent == {}
    assert mail(home, effect="mail#1", to="MARIE@example.com") is None
    assert len(home.runtime.mailer.sent) == 1


def test_a_mailed_code_works_in_the_chat_that_asked_and_nowhere_else(home: House) -> None:
    """A code that somebody was talked into passing on is worth nothing in the other's chat."""
    mail(home)
    assert redeem(home, EVE, sent(home)).reason == "wrong"
    assert isinstance(redeem(home, WEB, sent(home)), ChatLinked)


def test_a_mailed_code_dies_of_five_wrong_tries(home: House) -> None:
    """Even when the thread is open again, before its ten minutes are over or after."""
    mail(home)
    code = sent(home)
    for sign in "23456":
        redeem(home, WEB, f"BCDFGHJ{sign}")
    (kept,) = [one for one in home.records.links.codes.values() if one.purpose == "mail"]
    assert kept.tries == 5
    home.records.tries.wrong.clear()
    assert redeem(home, WEB, code).reason == "wrong"


@pytest.mark.parametrize("by", ["thread", "address"])
def test_nobody_s_mailbox_is_flooded(home: House, by: str) -> None:
    """A thread causes three mails an hour, an address gets five, whoever asks; it is told that it is too much."""
    most = MAIL_LIMITS[0 if by == "thread" else 1].most
    for number in range(most):
        thread = WEB if by == "thread" else f"webchat:TF:v{number}"
        to = f"m{number}@example.com" if by == "thread" else MARIE
        assert mail(home, thread, to, f"mail#{number}") is None
    refused = mail(home, WEB, MARIE, "mail#last")
    assert refused is not None
    assert refused.reason == "locked"


def test_a_mail_is_sent_again_under_its_key_and_with_its_code(home: House) -> None:
    """A relay that is away for a moment costs nobody the code, and who is run again writes no second mail."""
    home.runtime.mailer.failures.append(SendFailedError("away", reason="transient", retryable=True))
    with pytest.raises(SendFailedError):
        mail(home)
    assert mail(home) is None
    assert mail(home) is None
    assert list(home.runtime.mailer.sent) == [f"{WEB}|mail#0"]
    assert isinstance(redeem(home, WEB, sent(home)), ChatLinked)


def test_a_mailbox_that_refuses_is_no_secret_told(home: House) -> None:
    """Nothing is said in the thread; staff see it in the metrics."""
    home.runtime.mailer.failures.append(SendFailedError("no such box", reason="unavailable", retryable=False))
    assert mail(home) is None
    assert home.meter.counts["chat_links", "unsent"] == 1


def test_where_no_mails_go_out_it_is_said() -> None:
    """Nobody waits for a code that cannot come."""
    refused = linking.send(house(mailer=None).runtime, "mail#0", WEB, SendLinkCode(MARIE, "en"))
    assert refused is not None
    assert refused.reason == "failed"


def test_the_first_who_had_an_address_is_meant(home: House) -> None:
    """Whoever later books under somebody else's address gets into nobody's account by it, nor in its way."""
    enrol(home, EVE, "trv_eve", minutes=5)
    mail(home)
    redeem(home, WEB, sent(home))
    with home.records.begin() as work:
        assert work.wallet.traveller_of(WEB) == "trv_ada"


def test_two_travellers_become_one(home: House) -> None:
    """Both had booked: people, cards and trips of both are known in both, under the name that came first."""
    enrol(home, WEB, "trv_web", email="", minutes=5)
    save(home, "trv_web", WEB, "card")
    home.records.money.add(paid_checkout("chk_web", thread=WEB))
    assert isinstance(redeem(home, WEB, code_of(home, ADA)), ChatLinked)
    for thread in (ADA, WEB):
        profile = newest(home, thread).profile
        assert {card.id for card in profile.methods} == {"mth_ada", "mth_card"}
        assert profile.email == MARIE
        assert {trip.id for trip in trips.find(home.runtime, "f#0", thread, FIND).trips} == {"chk_1", "chk_web"}
    with home.records.begin() as work:
        assert work.wallet.traveller("trv_web").merged_into == "trv_ada"
        assert not work.wallet.traveller("trv_web").profile.is_known
        assert [given.id for given in work.wallet.consents_of("trv_ada")] == ["cns_ada", "cns_card"]
        assert sum(method.preferred for method in work.wallet.methods_of("trv_ada")) == 1


def test_a_card_that_both_had_is_kept_once(home: House) -> None:
    """The gateway is told to forget the other, whose consent stays as it was given."""
    enrol(home, WEB, "trv_web", minutes=5)
    save(home, "trv_web", WEB, "twin", fingerprint="print_ada")
    redeem(home, WEB, code_of(home, ADA))
    assert [card.id for card in newest(home, WEB).profile.methods] == ["mth_ada"]
    assert [rung for rung in home.jobs.rung if rung.startswith("step|")]
    with home.records.begin() as work:
        assert work.wallet.method("mth_twin").state == "removed"
        assert len(work.wallet.consents_of("trv_ada")) == 2


def test_linking_what_is_linked_changes_nothing_but_the_code(home: House) -> None:
    """A code of one's own, typed in a chat of one's own."""
    redeem(home, WEB, code_of(home, ADA))
    assert isinstance(redeem(home, WEB, code_of(home, ADA, "get#1")), ChatLinked)
    with home.records.begin() as work:
        assert work.wallet.threads_of("trv_ada") == (ADA, WEB)


def test_a_code_of_somebody_who_was_merged_still_works(home: House) -> None:
    """It was made a moment before; it opens the account that they have now."""
    enrol(home, EVE, "trv_eve", minutes=5)
    code = code_of(home, EVE, "get#eve")
    redeem(home, EVE, code_of(home, ADA))
    assert isinstance(redeem(home, WEB, code), ChatLinked)
    with home.records.begin() as work:
        assert work.wallet.traveller_of(WEB) == "trv_ada"


@pytest.mark.parametrize("kind", ["chat", "mail"])
def test_the_last_code_that_is_allowed_is_given_also_when_its_worker_died(home: House, kind: str) -> None:
    """An effect that is performed again is no further wish: it is answered as it was, and its mail goes out."""
    if kind == "chat":
        for number in range(MAKING_LIMIT.most):
            first = linking.make(home.runtime, f"get#{number}", ADA)
        assert linking.make(home.runtime, f"get#{MAKING_LIMIT.most - 1}", ADA) == first
        return
    for number in range(MAIL_LIMITS[0].most - 1):
        mail(home, effect=f"mail#{number}")
    home.runtime.mailer.failures.append(SendFailedError("away", reason="transient", retryable=True))
    with pytest.raises(SendFailedError):
        mail(home, effect="mail#last")
    assert mail(home, effect="mail#last") is None
    assert f"{WEB}|mail#last" in home.runtime.mailer.sent
    for _ in range(2):
        assert mail(home, PHONE, "nobody@example.com", "mail#nobody") is None


def test_a_code_of_a_chat_that_has_left_the_account_is_worth_nothing(home: House) -> None:
    """Made at the very moment in which the chat was unlinked, it would let the chat in again."""
    assert isinstance(redeem(home, WEB, code_of(home, ADA)), ChatLinked)
    code = code_of(home, WEB, "get#web")
    with home.records.begin() as work:
        work.links.part(Parted(WEB, "off#0", "trv_ada", home.clock.now(), "unlinked", 9))
    assert redeem(home, WEB, code).reason == "same"
    assert redeem(home, EVE, code).reason == "wrong"


def test_a_code_is_worth_nothing_in_a_chat_that_has_changed_hands_since(home: House) -> None:
    """It was typed by whoever had the number before, and is looked at only now; a newer one is good."""
    code = code_of(home, ADA)
    with home.records.begin() as work:
        work.links.part(Parted(PHONE, "wamid.system", "", home.clock.now(), "changed", 0))
    assert redeem(home, PHONE, code).reason == "wrong"
    home.clock.move(seconds=1)
    assert isinstance(redeem(home, PHONE, code_of(home, ADA, "get#1")), ChatLinked)


def guard(home: House, traveller: str, pin: str = "hash") -> None:
    """A traveller has a PIN."""
    with home.records.begin() as work:
        work.pins.save(Pin(traveller, pin, home.clock.now(), wrong=3))


@pytest.mark.parametrize("owner", ["trv_ada", "trv_web"])
def test_the_pin_of_either_guards_all(home: House, owner: str) -> None:
    """With its count: whoever links two chats gets around no PIN, and gets no fresh tries."""
    enrol(home, WEB, "trv_web", minutes=5)
    save(home, "trv_web", WEB, "card")
    guard(home, owner)
    assert isinstance(redeem(home, WEB, code_of(home, ADA)), ChatLinked)
    with home.records.begin() as work:
        kept = work.pins.pin("trv_ada")
        assert work.pins.pin("trv_web") is None
    assert (kept.hash, kept.wrong) == ("hash", 3)
    assert newest(home, WEB).profile.pin
    assert newest(home, ADA).profile.pin


def test_two_pins_are_not_joined_and_the_code_stays_good(home: House) -> None:
    """Neither opens what the other guards; once one is removed the same code links."""
    enrol(home, WEB, "trv_web", minutes=5)
    guard(home, "trv_ada")
    guard(home, "trv_web", "other")
    code = code_of(home, ADA)
    refused = redeem(home, WEB, code)
    assert isinstance(refused, LinkRefused)
    assert refused.reason == "pins"
    with home.records.begin() as work:
        assert (work.pins.pin("trv_ada").hash, work.pins.pin("trv_web").hash) == ("hash", "other")
        assert work.wallet.traveller_of(WEB) == "trv_web"
        work.pins.forget("trv_web")
    assert isinstance(redeem(home, WEB, code, effect="again#0"), ChatLinked)


def test_whatever_either_forbade_stays_forbidden(home: House) -> None:
    """Rules of both hold; of a card that both had the stricter ones hold for the one that is kept, with its name."""
    enrol(home, WEB, "trv_web", minutes=5)
    twin = save(home, "trv_web", WEB, "twin", fingerprint="print_ada")
    low, high = Money(10000, "EUR"), Money(50000, "EUR")
    with home.records.begin() as work:
        work.wallet.save_method(msgspec.structs.replace(twin, name="work card"))
        work.wallet.save_rules("trv_ada", (ChannelRule("whatsapp", limit=high),))
        work.wallet.save_rules("trv_web", (ChannelRule("whatsapp", ("mth_twin",), limit=low),))
    redeem(home, WEB, code_of(home, ADA))
    with home.records.begin() as work:
        assert work.wallet.rules("trv_ada") == (ChannelRule("whatsapp", ("mth_ada",), limit=low),)
        assert work.wallet.rules("trv_web") == ()
        assert work.wallet.method("mth_ada").name == "work card"
