"""Linking on a real PostgreSQL, where two may want the same at once: one account in the end, and nothing lost."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import count
from threading import Barrier
from typing import Any

import msgspec
import pytest

from bot.adapters.sql.engine import make_engine
from bot.adapters.sql.unit_of_work import SqlRecords
from bot.domain.checkout_case import Checkout
from bot.domain.conversation.effects import RedeemLinkCode, UnlinkChat
from bot.domain.conversation.link_events import ChatLinked, IdentityChanged, LinkCodeMade
from bot.domain.errors import ConflictError, UnavailableError
from bot.services import linking, unlinking, wallet
from tests.builders.cards import PRICE
from tests.builders.checkouts import NOW, paid_checkout
from tests.builders.entries import talk
from tests.builders.house import House, house
from tests.builders.linked import enrol, save
from tests.builders.world import booked, passenger
from tests.fakes.mailer import MemoryMailer

pytestmark = pytest.mark.real
_NUMBERS = count(1)
AGAIN = 20


@pytest.fixture(autouse=True, params=range(5))
def _round() -> None:
    """Races are run a few times over."""


@pytest.fixture
def home(postgres: str) -> Iterator[House]:
    """A house on PostgreSQL."""
    engine = make_engine(postgres)
    made = house(records=SqlRecords(engine), mailer=MemoryMailer())
    yield House(**{name: getattr(made, name) for name in made.__struct_fields__} | {"records": made.runtime.records})
    engine.dispose()


def newcomer(home: House, name: str) -> tuple[str, str]:
    """A traveller with a saved card in a thread of their own: thread and id."""
    number = next(_NUMBERS)
    thread, traveller = f"messenger:page:pg{name}{number}", f"trv_pg{number:04d}"
    enrol(home, thread, traveller, email=f"{name}{number}@example.com", minutes=number)
    save(home, traveller, thread, f"pg{number}")
    return thread, traveller


def a_code(home: House, thread: str) -> str:
    """A code that a thread was given."""
    made = linking.make(home.runtime, f"get{next(_NUMBERS)}#0", thread)
    assert isinstance(made, LinkCodeMade)
    return made.code


def persistent(act: Callable[[], Any]) -> Any:
    """What a worker does with an effect: again when somebody else was faster."""
    for _ in range(AGAIN):
        try:
            return act()
        except (ConflictError, UnavailableError):
            continue
    raise AssertionError("It never came to an end.")


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """Everything at once, each until it came to an end."""
    start = Barrier(len(acts))

    def begin(act: Callable[[], Any]) -> Any:
        start.wait()
        return persistent(act)

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(begin, acts))


def effect() -> str:
    """The id of an effect that nobody else has."""
    return f"type{next(_NUMBERS)}#0"


def redeem(home: House, thread: str, code: str, name: str) -> Any:
    """What becomes of a code that is typed in a thread."""
    return linking.redeem(home.runtime, name, thread, RedeemLinkCode(code))


def usable(home: House, thread: str, method: str) -> Any:
    """The card of a method for a thread, or why it may not pay."""
    with home.runtime.records.begin() as work:
        return wallet.usable(work, thread, method, total=PRICE, now=home.clock.now())


def remember(home: House, paid: Checkout) -> None:
    """What a booking leaves, as the step that books does it."""
    sold = msgspec.structs.replace(booked(), passengers=(passenger("Ada", "Ng"),))
    with home.runtime.records.begin() as work:
        wallet.remember(home.runtime, work, paid, sold)


def cards(home: House, traveller: str) -> set[str]:
    """The saved cards of a traveller."""
    with home.runtime.records.begin() as work:
        return {method.id for method in work.wallet.methods_of(traveller) if method.state == "active"}


def owner(home: House, thread: str) -> str:
    """The traveller of a thread."""
    with home.runtime.records.begin() as work:
        return work.wallet.traveller_of(thread)


def test_two_who_link_each_other_at_once_become_one(home: House) -> None:
    """A's code is typed at B's while B's is typed at A's: one account with both cards, and nobody hangs."""
    (first, one), (second, other) = newcomer(home, "a"), newcomer(home, "b")
    codes = a_code(home, first), a_code(home, second)
    at_once(
        partial(redeem, home, second, codes[0], effect()),
        partial(redeem, home, first, codes[1], effect()),
    )
    assert owner(home, first) == owner(home, second) == min(one, other)
    assert len(cards(home, min(one, other))) == 2
    assert cards(home, max(one, other)) == set()


def test_one_code_typed_in_two_chats_at_once_links_one_of_them(home: House) -> None:
    """A code is good once, whoever is faster."""
    thread, traveller = newcomer(home, "c")
    chats = [f"webchat:TF:pg{next(_NUMBERS)}" for _ in range(2)]
    code = a_code(home, thread)
    answers = at_once(*(partial(redeem, home, chat, code, effect()) for chat in chats))
    assert sorted(isinstance(answer, ChatLinked) for answer in answers) == [False, True]
    assert sorted(owner(home, chat) for chat in chats) == ["", traveller]


def test_the_same_effect_performed_by_two_workers_links_once(home: House) -> None:
    """Both are answered alike, and nobody is told twice."""
    thread, _ = newcomer(home, "d")
    chat, code, name = f"webchat:TF:pg{next(_NUMBERS)}", a_code(home, thread), effect()
    answers = at_once(*(partial(redeem, home, chat, code, name) for _ in range(2)))
    assert all(isinstance(answer, ChatLinked) for answer in answers)
    with home.runtime.records.begin() as work:
        assert len(work.wallet.threads_of(owner(home, thread))) == 2


def test_a_chat_that_is_unlinked_while_it_links_ends_in_one_or_the_other(home: House) -> None:
    """Unlinking comes wholly before or wholly after: a chat never has half an account."""
    thread, traveller = newcomer(home, "e")
    chat = f"webchat:TF:pg{next(_NUMBERS)}"
    redeem(home, chat, a_code(home, thread), effect())
    code, away = a_code(home, thread), UnlinkChat(wallet.chat_id(traveller, chat))
    at_once(
        partial(redeem, home, chat, code, effect()),
        partial(unlinking.unlink, home.runtime, effect(), thread, away),
    )
    with home.runtime.records.begin() as work:
        assert thread in work.wallet.threads_of(traveller)
        assert [one.thread for one in work.links.former(traveller)] == [chat]
    assert owner(home, chat) in ("", traveller)
    assert cards(home, traveller)


def test_a_card_that_is_asked_for_while_accounts_unite_pays_or_is_tried_again(home: House) -> None:
    """No moment says of a card that is there that it is gone."""
    (first, _), (second, _) = newcomer(home, "f"), newcomer(home, "g")
    method = f"mth_pg{second.removeprefix('messenger:page:pgg')}"
    answers = at_once(
        partial(redeem, home, second, a_code(home, first), effect()),
        partial(usable, home, second, method),
    )
    assert not isinstance(answers[1], str)


def test_a_booking_that_is_paid_while_accounts_unite_is_remembered(home: House) -> None:
    """Who flew is known to the account that stays, whichever of the two came first."""
    (first, one), (second, other) = newcomer(home, "h"), newcomer(home, "i")
    paid = msgspec.structs.replace(paid_checkout(f"chk_{other}", thread=second), payments=())
    at_once(
        partial(redeem, home, second, a_code(home, first), effect()),
        partial(remember, home, paid),
    )
    with home.runtime.records.begin() as work:
        kept = work.wallet.traveller(min(one, other))
    assert {person.family for person in kept.profile.people} == {"Durand", "Ng"}


@pytest.mark.parametrize("what", ["paid", "linked"])
def test_a_number_that_changes_hands_at_that_moment_takes_nobody_along(home: House, what: str) -> None:
    """A chat that knew nobody yet is paid in, or linked, just then: it is nobody's in the end."""
    thread, _ = newcomer(home, "j")
    for _ in range(8):
        chat = f"whatsapp:106540352242922:FR.{next(_NUMBERS)}"
        begun = msgspec.structs.replace(paid_checkout(f"chk_{chat}", thread=chat), payments=(), began_at=NOW)
        with home.runtime.records.begin() as work:
            work.talk.save_conversations(((talk(3, thread=chat), "1-1"),))
        pay, link = partial(remember, home, begun), partial(redeem, home, chat, a_code(home, thread), effect())
        at_once(
            pay if what == "paid" else link,
            partial(unlinking.identity_changed, home.runtime, chat, IdentityChanged(effect(), 0)),
        )
        with home.runtime.records.begin() as work:
            parted = work.links.partings(chat)
        assert [one.reason for one in parted] == ["changed"]
        assert owner(home, chat) == ""
