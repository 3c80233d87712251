"""The wallet in the thread: changed in words and by taps, told as it is true then, and taken back at a tap."""

import msgspec
import pytest

from bot.domain.conversation.agent_events import AgentTook
from bot.domain.conversation.effects import ChangeWallet, OpenWallet
from bot.domain.conversation.events import ProfileChanged
from bot.domain.conversation.messages import Link
from bot.domain.conversation.profile import Profile, SavedMethod
from bot.domain.conversation.wallet_events import WalletLinkMade
from bot.domain.money import Money
from bot.domain.payment.wallet_rules import ChannelRule
from tests.builders.returning import KNOWN, MASTERCARD, VISA, known
from tests.builders.talk import Talk

EURO = Money(30000, "EUR")
BANK = SavedMethod("mth_bank", "IBAN •2606", kind="bank_account")


def titles(talk: Talk) -> list[str]:
    """What the last turn gave to tap."""
    return [option.title for option in talk.options]


def changed(talk: Talk, news: str, about: str = "Visa •4242", **fields: object) -> Talk:
    """SQL made a change: the profile after it, with its news."""
    profile: Profile = msgspec.structs.replace(
        talk.conversation.profile, revision=talk.conversation.profile.revision + 1, **fields
    )
    return talk.happen(ProfileChanged(f"trv_1:{profile.revision}:0", talk.now, profile, news, about))


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("call my Visa 'work card'", ChangeWallet("name", "mth_visa", name="work card")),
        ("call my visa card Blue", ChangeWallet("name", "mth_visa", name="Blue")),
        ("appelle ma Visa « carte pro »", ChangeWallet("name", "mth_visa", name="carte pro")),
        ("make my visa preferred", ChangeWallet("prefer", "mth_visa")),
        ("use my visa first here", ChangeWallet("prefer_in", "mth_visa", "terminal")),
        ("don't use this here", ChangeWallet("bar", "mth_visa", "terminal")),
        ("n'utilise pas ma visa sur WhatsApp", ChangeWallet("bar", "mth_visa", "whatsapp")),
        ("use it here again", ChangeWallet("allow", "mth_visa", "terminal")),
        ("limit 300 euros here", ChangeWallet("limit", channel="terminal", limit=EURO)),
        (
            "limit my cards to €1,500.50 on Instagram",
            ChangeWallet("limit", channel="instagram", limit=Money(150050, "EUR")),
        ),
        ("limite 1.500 euros ici", ChangeWallet("limit", channel="terminal", limit=Money(150000, "EUR"))),
        ("no limit here", ChangeWallet("limit", channel="terminal")),
    ],
)
def test_words_change_the_wallet(words: str, wanted: ChangeWallet) -> None:
    """One sentence, one change, and an answer at once."""
    talk = known().say(words)
    assert talk.of(ChangeWallet) == (wanted,)
    assert talk.words in {"All right, one moment…", "Entendu, un instant…"}


@pytest.mark.parametrize(
    ("news", "about"),
    [("limit_lifted", ""), ("method_named", "Visa •4242"), ("method_allowed_here", "Visa •4242")],
)
def test_what_was_settled_before_is_said_without_a_gap(news: str, about: str) -> None:
    """Who lifts a limit that never was, or gives a name again, reads a whole sentence."""
    talk = changed(known().say("no limit here"), news, about)
    assert talk.words.startswith("That is how your wallet is set now.")


def test_an_order_in_the_middle_of_a_booking_leaves_it_where_it_was() -> None:
    """The answer comes, and the question stands."""
    talk = known().to_offers().tap("Choose").say("call my visa work card")
    node = talk.node
    changed(talk, "method_named", methods=(msgspec.structs.replace(VISA, name="work card"),))
    assert talk.words.startswith("From now on I call Visa •4242 “work card”. Passenger 1")
    assert talk.node == node
    assert titles(talk)[-2:] == ["Undo", "Talk to a person"]


@pytest.mark.parametrize(
    ("fields", "news", "words", "undo"),
    [
        (
            {"methods": (msgspec.structs.replace(VISA, name="work card"),)},
            "method_named",
            "From now on I call Visa •4242 “work card”.",
            ChangeWallet("name", "mth_visa"),
        ),
        (
            {"methods": (msgspec.structs.replace(VISA, preferred=True),)},
            "method_preferred",
            "Visa •4242 is offered first now.",
            ChangeWallet("prefer"),
        ),
        (
            {"rules": (ChannelRule("whatsapp", ("mth_visa",)),)},
            "method_barred_here",
            "Visa •4242 isn't offered and can't pay on WhatsApp any more.",
            ChangeWallet("allow", "mth_visa", "whatsapp"),
        ),
        (
            {"rules": (ChannelRule("terminal", preferred="mth_visa"),)},
            "method_preferred_here",
            "Visa •4242 is offered first here now.",
            ChangeWallet("prefer_in", "", "terminal"),
        ),
        (
            {"rules": (ChannelRule("webchat", limit=EURO),)},
            "limit_set",
            "Saved methods now pay up to €300.00 a purchase on web chat.",
            ChangeWallet("limit", channel="webchat"),
        ),
    ],
)
def test_what_is_true_now_is_told_and_taken_back_at_a_tap(
    fields: dict[str, object], news: str, words: str, undo: ChangeWallet
) -> None:
    """Read from the profile before and the one after, so that the way back is always the right one."""
    talk = changed(known(), news, **fields)
    assert talk.words.startswith(words)
    assert titles(talk) == ["Undo"]
    assert talk.tap("Undo").of(ChangeWallet) == (undo,)


def test_a_lifted_rule_can_be_put_back() -> None:
    """Undo leads to what was before, whatever that was."""
    rules = (ChannelRule("terminal", ("mth_visa",), limit=EURO),)
    talk = changed(known(rules=rules), "limit_lifted", rules=(ChannelRule("terminal", ("mth_visa",)),))
    assert talk.tap("Undo").of(ChangeWallet) == (ChangeWallet("limit", channel="terminal", limit=EURO),)
    talk = changed(known(rules=rules), "method_allowed_here", rules=(ChannelRule("terminal", limit=EURO),))
    assert talk.tap("Undo").of(ChangeWallet) == (ChangeWallet("bar", "mth_visa", "terminal"),)


def test_what_was_refused_has_no_way_back() -> None:
    """Nothing was changed, so nothing can be undone; late news of an older profile neither."""
    talk = changed(known(), "name_taken", about="")
    assert (talk.words, titles(talk)) == ("Another of your saved methods has that name already.", [])
    talk.happen(ProfileChanged("late", talk.now, KNOWN, "method_preferred", "Visa •4242"))
    assert titles(talk) == []


def test_of_several_methods_she_is_asked_which() -> None:
    """A tap on one of them makes the change that was asked for."""
    talk = known(methods=(VISA, MASTERCARD, BANK)).say("don't use this here")
    assert (talk.words, titles(talk)) == (
        "Which one do you mean?",
        ["Visa •4242", "Mastercard •4444", "IBAN •2606", "Talk to a person"],
    )
    assert talk.tap("IBAN •2606").of(ChangeWallet) == (ChangeWallet("bar", "mth_bank", "terminal"),)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("make my seat preferred", "I know no saved card or account of that name."),
        ("limit $300 here", "We sell in euros, so a limit is in euros, too"),
        ("limit 0 euros here", "A limit is an amount in euros"),
        ("I forgot my PIN", "Your wallet has no PIN."),
    ],
)
def test_what_cannot_be_done_is_said(words: str, told: str) -> None:
    """Nothing is changed by a guess."""
    talk = known().say(words)
    assert talk.of(ChangeWallet) == ()
    assert talk.words.startswith(told)


def test_without_a_saved_method_there_is_nothing_to_change() -> None:
    """And it is said so."""
    talk = known(methods=()).say("don't use this here")
    assert talk.words.startswith("No card is saved in this chat.")


@pytest.mark.parametrize("payload", ["card:bar:mth_gone:terminal", "card:prefer:mth_gone", "card:name:mth_gone:x"])
def test_a_button_of_a_method_that_is_gone_says_so(payload: str) -> None:
    """An old button changes nothing."""
    talk = known().tap_payload(payload)
    assert (talk.of(ChangeWallet), talk.words) == ((), "That payment method isn't saved here any more.")


@pytest.mark.parametrize(
    ("payload", "told"), [("card:bar:mth_visa:telegram", "I don't know that"), ("card:limit:webchat:x", "A limit is")]
)
def test_a_forged_button_changes_nothing(payload: str, told: str) -> None:
    """What no button of ours says is answered and left."""
    talk = known().tap_payload(payload)
    assert talk.of(ChangeWallet) == ()
    assert talk.words.startswith(told)


def test_the_list_tells_marks_and_limit() -> None:
    """What is preferred, barred, about to end, and how much may be spent; here and elsewhere."""
    soon = msgspec.structs.replace(MASTERCARD, exp_month=12, exp_year=2026, preferred=True)
    work = msgspec.structs.replace(VISA, name="work card")
    rules = (ChannelRule("whatsapp", ("mth_bank",)), ChannelRule("terminal", ("mth_visa",), "mth_bank", EURO))
    talk = known(methods=(soon, work, BANK), rules=rules)
    talk.now += 10 * 86_400_000
    talk.say("my wallet")
    assert talk.words == (
        "Saved in this chat: Mastercard •4444 (ends 12/26, soon; preferred), "
        "work card (Visa •4242; 12/31; not used here), IBAN •2606 (not used on WhatsApp; preferred here). "
        "They pay up to €300.00 a purchase here."
    )
    assert titles(talk)[3:] == [
        "Prefer work card",
        "Prefer IBAN •2606",
        "Here too: work card",
        "Open my wallet",
        "Talk to a person",
    ]


def test_a_forgotten_pin_goes_with_everything_after_a_yes() -> None:
    """What that costs is said before; a no keeps all."""
    talk = known(pin=True).say("I forgot my PIN")
    assert talk.words.startswith("Nobody can read or reset a PIN.")
    assert talk.of(ChangeWallet) == ()
    talk.say("no")
    assert talk.words == "Your PIN stays as it is."
    talk.say("I forgot my PIN").say("yes")
    assert talk.of(ChangeWallet) == (ChangeWallet("forget_pin"),)
    changed(talk, "pin_forgotten", about="", methods=(), pin=False)
    assert talk.words == "Your PIN is removed, and every saved card and account with it."


@pytest.mark.parametrize("words", ["open my wallet", "ouvre mon portefeuille", "change my PIN"])
def test_the_page_of_the_wallet_is_opened_by_a_link(words: str) -> None:
    """In the language of the talk; the link says how long it works, and that it is nobody else's."""
    talk = known().say(words)
    (wanted,) = talk.of(OpenWallet)
    assert wanted.language in {"en", "fr"}
    talk.happen(WalletLinkMade("w#0", talk.now, "https://pay.example/wallet/token", talk.now // 1000 + 900))
    link = next(message for message in talk.messages if isinstance(message, Link))
    assert link.url == "https://pay.example/wallet/token"
    assert "15 minutes" in link.text


def test_a_link_that_could_not_be_made_is_told() -> None:
    """In the middle of a booking the question stands; while a person has the talk it is only told."""
    talk = known().to_offers().tap("Choose").happen(WalletLinkMade("w#0", 0))
    assert "just now. Please try again, or ask for a person. Passenger 1" in talk.words
    talk.happen(AgentTook("a#1", talk.now, "agent", "Lou")).happen(WalletLinkMade("w#1", 0))
    assert talk.words == "I couldn't make a link to your wallet just now. Please try again, or ask for a person."
