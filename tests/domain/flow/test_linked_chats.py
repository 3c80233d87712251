"""Talk about linked chats: which there are, unlinking one after a yes, news of them, and a number that changed."""

from typing import Any

import msgspec
import pytest

from bot.domain.conversation.agent_events import AgentTook
from bot.domain.conversation.context import Context
from bot.domain.conversation.effects import CancelCheckout, UnlinkChat
from bot.domain.conversation.events import ProfileChanged, ThreadOpened
from bot.domain.conversation.link_events import IdentityChanged
from bot.domain.conversation.profile import LinkedChat, Profile
from bot.domain.shopping.display import date_text
from tests.builders import world as builders
from tests.builders.returning import KNOWN, held, known
from tests.builders.talk import Talk
from tests.builders.ways import WAITS, talk_at

HERE = LinkedChat("c_here", "webchat", builders.NOW_MS, here=True)
WHATSAPP = LinkedChat("c_wa", "whatsapp", builders.NOW_MS)
SECOND = LinkedChat("c_wa2", "whatsapp", builders.NOW_MS)


def titles(talk: Talk) -> list[str]:
    """What the last turn gave to tap."""
    return [option.title for option in talk.options]


def linked(*chats: LinkedChat, talk: Talk | None = None, **fields: Any) -> Talk:
    """A talk whose traveller has these chats."""
    return known(talk, chats=chats or (HERE, WHATSAPP), **fields)


def told(talk: Talk, news: str, about: str = "whatsapp", **fields: Any) -> Talk:
    """The talk after news of a chat."""
    profile = msgspec.structs.replace(talk.conversation.profile, revision=9, **fields)
    return talk.happen(ProfileChanged(f"trv_1:9:{news}", talk.now, profile, news, about))


def test_linked_chats_are_told_by_channel_and_day() -> None:
    """No number, no id: a channel and since when, this one marked, each with a button that unlinks it."""
    talk = linked(HERE, WHATSAPP, SECOND).say("which chats are linked?")
    day = date_text(builders.NOW.date(), "en")
    assert talk.words.startswith(f"Linked with your account: this chat (web chat) since {day}, WhatsApp since {day}")
    assert titles(talk) == ["Unlink this chat", "Unlink WhatsApp", "Unlink WhatsApp 2", "Talk to a person"]
    assert "c_wa" not in talk.words


def test_a_chat_is_unlinked_after_a_yes() -> None:
    """What it does is said before; nothing happens before the yes, and a no keeps it."""
    talk = linked().say("my chats").tap("Unlink WhatsApp")
    assert talk.of(UnlinkChat) == ()
    assert "You lose nothing here" in talk.words
    assert talk.tap("No, keep it").words == "It stays linked."
    assert talk.say("my chats").tap("Unlink WhatsApp").say("yes").of(UnlinkChat) == (UnlinkChat("c_wa"),)


@pytest.mark.parametrize("words", ["unlink this chat", "délier cette conversation"])
def test_this_chat_is_unlinked_by_its_own_words(words: str) -> None:
    """What the others keep is said."""
    talk = linked().say(words).say("yes")
    assert talk.of(UnlinkChat) == (UnlinkChat("c_here"),)


def test_of_several_the_traveller_is_asked_which() -> None:
    """Nothing is unlinked by mistake."""
    talk = linked().say("unlink my chats")
    assert titles(talk) == ["Unlink this chat", "Unlink WhatsApp", "Talk to a person"]
    assert talk.of(UnlinkChat) == ()


@pytest.mark.parametrize(("cards", "words"), [(KNOWN.methods, "removed for good"), ((), "forgets your passengers")])
def test_the_last_chat_is_not_unlinked_without_saying_what_is_lost(cards: Any, words: str) -> None:
    """Saved cards that nobody could reach any more are removed, and that is said first."""
    talk = linked(HERE, methods=cards).say("unlink this chat")
    assert words in talk.words
    assert "only chat of your account" in talk.words
    assert talk.say("yes").of(UnlinkChat) == (UnlinkChat("c_here"),)


def test_a_button_of_a_chat_that_is_gone_says_so() -> None:
    """A tap on an old message unlinks nothing else."""
    assert linked().tap_payload("link:off:ask:c_old").words == "That chat isn't linked any more."
    assert linked().tap_payload("link:off:yes:c_old").of(UnlinkChat) == ()


def test_whoever_has_one_chat_is_told_how_to_link_another() -> None:
    """And who has none hears both ways in."""
    assert titles(linked(HERE).say("my chats")) == ["Get a code", "Unlink this chat", "Talk to a person"]
    assert "This chat doesn't know you yet" in Talk().say("my chats").words


@pytest.mark.parametrize("node", WAITS)
def test_a_link_is_told_in_the_other_chat_with_a_way_to_end_it(node: str) -> None:
    """Whatever that chat is about: "Not you? Unlink it", and the talk stands where it stood."""
    talk = told(linked(talk=talk_at(node, "en")), "chat_joined")
    assert "just linked with WhatsApp" in talk.words
    assert "Not you?" in talk.words
    assert "Unlink WhatsApp" in titles(talk)
    assert talk.node == node
    assert talk.tap("Unlink WhatsApp").say("yes").of(UnlinkChat) == (UnlinkChat("c_wa"),)


def test_news_of_a_chat_is_told_while_a_person_has_the_thread() -> None:
    """A traveller hears at once that somebody was linked."""
    talk = linked().to_offers()
    talk.happen(AgentTook("a1", talk.now, "agt_1", "Ida"))
    assert "just linked with WhatsApp" in told(talk, "chat_joined").words


def test_an_unlinked_chat_knows_nobody_at_once() -> None:
    """Neither people nor cards nor the address are left in the talk, and the next booking begins from nothing."""
    talk = linked().to_offers().tap("Choose").tap("Marie Durand")
    talk.happen(ProfileChanged("trv_1:9:parted", talk.now, Profile(9), "chat_unlinked", "webchat"))
    assert "This chat is unlinked" in talk.words
    left = msgspec.json.encode(talk.conversation).decode()
    assert "Durand" not in left
    assert "marie@example.com" not in left
    assert "Welcome back" not in talk.say("hello").words
    assert talk.say("my cards").words.startswith("No card is saved")


def test_an_older_profile_does_not_come_back() -> None:
    """What was owed before the chat was unlinked, and is handed over late, brings nothing back."""
    talk = linked()
    talk.happen(ProfileChanged("trv_1:9:parted", talk.now, Profile(9), "chat_unlinked", "webchat"))
    talk.happen(ProfileChanged("trv_1:8:0", talk.now, msgspec.structs.replace(KNOWN, revision=8)))
    assert not talk.conversation.profile.is_known


def test_unlinking_while_paying_keeps_the_checkout_and_takes_the_card() -> None:
    """The seats stay held and the page still pays; no button offers the saved card any more."""
    talk = linked()
    held(talk)
    assert "Pay with Visa •4242" in titles(talk)
    talk.happen(ProfileChanged("trv_1:9:parted", talk.now, Profile(9), "chat_unlinked", "webchat"))
    assert "Pay securely" in [getattr(message, "title", "") for message in talk.messages]
    assert not any(title.startswith("Pay with") for title in titles(talk))


def change(talk: Talk) -> Talk:
    """The talk after its number changed."""
    return talk.happen(IdentityChanged("wamid.system", talk.now))


@pytest.mark.parametrize("node", WAITS)
def test_a_chat_whose_number_changed_says_nothing_and_keeps_nothing(node: str) -> None:
    """Whoever holds the number now may be a stranger: no word goes out, and no name is left in the talk."""
    talk = change(linked(talk=talk_at(node, "en")))
    assert talk.messages == ()
    left = msgspec.json.encode(talk.conversation).decode()
    assert "Durand" not in left
    assert "example.com" not in left
    assert talk.node == ""


def test_the_next_word_is_answered_with_why_and_how_to_come_back() -> None:
    """Once; the rightful owner links again, by a code from another chat or by e-mail."""
    talk = change(linked()).say("my cards")
    assert "Another number or name stands behind this chat" in talk.words
    assert "Link my chats" in titles(talk)
    assert "No card is saved" in talk.words
    assert "Another number" not in talk.say("my cards").words


def test_a_stranger_to_whom_nothing_was_shown_is_told_nothing() -> None:
    """A chat that knew nobody goes on as if nothing had been."""
    talk = change(Talk().say("hello"))
    assert "Another number" not in talk.say("hello").words


def test_a_chat_that_never_began_is_not_begun_by_it() -> None:
    """The event changes nothing, and makes no empty talk."""
    talk = Talk()
    assert change(talk).conversation.version == 0


def test_what_was_being_bought_is_given_up_and_told_to_nobody() -> None:
    """Tickets and receipts of whoever wrote before are not shown to whoever writes now."""
    talk = linked()
    checkout = held(talk)
    change(talk)
    assert talk.of(CancelCheckout) == (CancelCheckout(checkout),)
    talk.happen(builders.issued(checkout))
    assert talk.messages == ()


def test_what_was_being_bought_stays_another_s_when_the_change_is_told_twice() -> None:
    """WhatsApp tells of a new number and of the new id that comes with it, by two deliveries with two ids."""
    talk = linked()
    checkout = held(talk)
    change(talk).happen(IdentityChanged("user_id_update:FR.2:1", talk.now))
    talk.happen(builders.issued(checkout))
    assert talk.messages == ()


def test_what_two_before_were_buying_is_told_to_neither_of_their_heirs() -> None:
    """A number may change hands twice while banks are still thinking."""
    talk = linked()
    first = held(talk)
    change(talk)
    second = talk.to_checkout()
    talk.happen(IdentityChanged("wamid.again", talk.now))
    for checkout in (first, second):
        talk.happen(builders.issued(checkout))
        assert talk.messages == ()


def test_by_which_link_somebody_came_is_forgotten_with_them() -> None:
    """What the next one books counts for no link that they never saw."""
    talk = Talk().happen(ThreadOpened("o1", builders.NOW_MS, context=Context(link="abcd1234")))
    assert talk.conversation.link == "abcd1234"
    assert change(talk).conversation.link == ""
