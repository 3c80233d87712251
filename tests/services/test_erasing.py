"""A traveller is forgotten: at once where it is live, soon in what is written; the books stay."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import msgspec
import pytest

from bot.domain.conversation.account_effects import ChooseConsent, EraseTraveller
from bot.domain.conversation.account_events import ErasureRefused, TravellerErased
from bot.domain.conversation.events import TextReceived
from bot.domain.errors import ConflictError, UnavailableError
from bot.domain.payment.activity import Activity
from bot.domain.payment.method import in_order
from bot.domain.payment.setup import Setup
from bot.domain.staff.person import Person
from bot.ports.assignment_records import Handing, Transfer
from bot.ports.draft_records import Draft
from bot.ports.file_records import StoredFile
from bot.ports.fraud_records import Try
from bot.services import activity, erasing, history, linking, notes, privacy, trips, turns
from bot.services.fraud_names import named
from bot.services.trip_links import trip_url
from tests.builders.house import House
from tests.builders.linked import ADA, EVE, WEB, code_of, enrol, linking_house, redeem, save
from tests.builders.payments import asked_back, keep, paid, refused
from tests.builders.world import NOW_MS
from tests.fakes.live import MemoryLive

SECRET = "my aunt lives in Lyon"
WANTED = EraseTraveller()


@pytest.fixture
def home() -> House:
    """The house of Ada."""
    return house_of_ada()


def house_of_ada() -> House:
    """Ada in two chats, with people, a card, a booking, and something that she said in each chat."""
    made = linking_house()
    enrol(made, ADA, "trv_ada")
    save(made, "trv_ada", ADA, "visa")
    keep(made.records, paid("chk_1", thread=ADA))
    redeem(made, WEB, code_of(made, ADA))
    for thread in (ADA, WEB):
        turns.take(made.runtime, thread, TextReceived(f"{thread}.m1", NOW_MS, SECRET))
    archive(made)
    with made.records.begin() as work:
        picture = StoredFile(id="fil_1", thread=ADA, item="m1", author="traveller", name=SECRET, at=NOW_MS)
        work.files.keep(picture, b"x")
        handed = Handing(thread=ADA, at=NOW_MS, kind="transferred", person="per_bo", by="per_ana", note=SECRET)
        work.assignments.note(handed)
        work.assignments.keep_transfer(
            Transfer(id="trf_1", thread=ADA, sender="per_ana", note=SECRET, at=NOW_MS, due=1)
        )
    notes.write(made.runtime, Person("per_ana", "Ana"), WEB, f"Said: {SECRET}", key="a")
    return made


def test_cards_that_were_tried_are_counted_on_without_a_name(home: House) -> None:
    """Who is forgotten leaves no chat and no account beside a card; a thief wipes no slate by it."""
    secret = home.runtime.secret
    chat, who = named(secret, "thread", ADA), named(secret, "traveller", "trv_ada")
    with home.records.begin() as work:
        work.fraud.note(Try("tf:pay_1:authorize:1", home.clock.now(), chat, who, "phone", "net", "visa"))
        work.fraud.note(Try("tf:pay_2:authorize:1", home.clock.now(), "else", "else", "phone", "net", "visa"))
    assert erasing.erase(home.runtime, "mid.9#0", ADA, WANTED) is None
    first, other = home.records.fraud.tries.values()
    assert (first.thread, first.traveller, first.device, first.card) == ("", "", "phone", "visa")
    assert (other.thread, other.traveller) == ("else", "else")


def test_what_agents_were_writing_to_them_goes_at_once(home: House) -> None:
    """A draft quotes what a traveller told; one that is kept while their chat forgets goes with the transcript."""
    draft = Draft(ADA, "per_ana", "Ana", f"You said {SECRET}")
    with home.records.begin() as work:
        work.drafts.keep(draft)
        work.drafts.keep(msgspec.structs.replace(draft, thread="messenger:page:else"))
    erasing.erase(home.runtime, "mid.9#0", ADA, WANTED)
    assert [thread for thread, _ in home.records.drafts.known] == ["messenger:page:else"]
    with home.records.begin() as work:
        work.drafts.keep(draft)
    clear_up(home)
    assert [thread for thread, _ in home.records.drafts.known] == ["messenger:page:else"]


def archive(home: House) -> None:
    """What the archivist does: everything that happened is written."""
    with home.records.begin() as work:
        entries = [noted for stream in home.memory.streams.values() for noted in stream]
        told = tuple((noted.position, noted.entry) for noted in entries if hasattr(noted.entry, "event"))
        work.talk.archive_turns(told)
        talks = [(talk, "1-1") for talk in home.memory.talks.values()]
        work.talk.save_conversations(tuple(talks))


def clear_up(home: House) -> None:
    """What the sweeps and the archivist do after a while, whatever died."""
    for _ in range(3):
        for thread in (ADA, WEB):
            turns.pay_off(home.runtime, thread)
        archive(home)
        erasing.go_on_erasing(home.runtime)


def everything(home: House) -> str:
    """All that is kept of a talk, an account and what is owed, as one text; without orders and consents."""
    kept = (
        home.memory.talks,
        home.talk.rows,
        home.talk.bodies,
        home.talk.debts,
        home.records.wallet.travellers,
        home.records.privacy.asked,
        home.records.private_notes.known,
        home.records.files.known,
        home.records.assignments.open,
        dict(enumerate(home.records.assignments.written)),
    )
    return msgspec.json.encode([list(one.values()) for one in kept]).decode()


def is_forgotten(home: House) -> bool:
    """Whether nothing is left that has to go, and everything is that has to stay."""
    (done,) = home.records.privacy.asked.values()
    gone = not any(word in everything(home) for word in (SECRET, "marie@example.com", "Durand", "4242"))
    no_method = not in_order(home.records.wallet.methods_of("trv_ada"))
    stays = home.records.money.checkouts["chk_1"].order.email == "ada@example.org"
    consents = len(home.records.wallet.consents) == 1
    return gone and no_method and stays and consents and done.done_at is not None and not done.spans


def test_everything_that_has_to_go_goes(home: House) -> None:
    """Words, people, address, methods, chats and codes; the order, the consent and the audit stay."""
    assert SECRET in everything(home)
    assert erasing.erase(home.runtime, "m9#0", ADA, WANTED) is None
    assert home.records.wallet.threads_of("trv_ada") == ()
    assert not home.records.links.codes
    assert [step.step.kind for step in home.records.money.steps.values()] == ["detach"]
    clear_up(home)
    assert is_forgotten(home)
    told = [(line.before, line.after) for line in home.records.money.lines if line.kind == "erasure"]
    assert told == [("kept", "forgetting"), ("forgetting", "forgotten")]
    assert all(not choice.given for choice in home.records.privacy.chosen.values())


def erased(home: House) -> list[str]:
    """Threads of which open pages were told that what was said there is gone."""
    return [note.thread for note in home.live.notes if note.kind == "erased"]


def test_open_pages_are_told_when_it_is_gone_and_not_before(home: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each once; when the process died before it told them, the next one does."""
    erasing.erase(home.runtime, "m9#0", ADA, WANTED)
    erasing.go_on_erasing(home.runtime)
    assert erased(home) == []
    for thread in (ADA, WEB):
        turns.pay_off(home.runtime, thread)
    archive(home)
    with monkeypatch.context() as broken:
        broken.setattr(MemoryLive, "publish", lambda *_: (_ for _ in ()).throw(UnavailableError("Redis is away.")))
        with pytest.raises(UnavailableError):
            erasing.go_on_erasing(home.runtime)
    assert SECRET not in everything(home)
    assert erased(home) == []
    assert erasing.go_on_erasing(home.runtime) == 1
    assert sorted(erased(home)) == sorted((ADA, WEB))
    assert erasing.go_on_erasing(home.runtime) == 0
    assert len(erased(home)) == 2


def test_the_chat_that_asked_is_told_and_the_others_forget_in_silence(home: House) -> None:
    """Both know nobody any more; the other says why when its traveller writes next."""
    erasing.erase(home.runtime, "m9#0", ADA, WANTED)
    news = [owed.event for owed in home.talk.debts.values() if isinstance(owed.event, TravellerErased)]
    assert sorted(event.asked for event in news) == [False, True]
    for thread in (ADA, WEB):
        talk = home.memory.talks[thread]
        assert not talk.profile.is_known
        assert talk.profile.revision > 1
    assert home.memory.talks[WEB].slots["unverified"] == "erased"


def test_bookings_are_not_shown_any_more_and_links_to_them_are_dead(home: House) -> None:
    """They are found by reference and surname alone; a link that is made later works."""
    link = trip_url(home.runtime, "chk_1", "en", now=home.clock.now()).rpartition("/")[2]
    assert trips.of_link(home.runtime, link) is not None
    erasing.erase(home.runtime, "m9#0", ADA, WANTED)
    assert trips.of_link(home.runtime, link) is None
    assert history.of_thread(home.runtime, ADA) == ()
    home.clock.move(milliseconds=25 * 3600 * 1000)
    fresh = trip_url(home.runtime, "chk_1", "en", now=home.clock.now()).rpartition("/")[2]
    assert trips.of_link(home.runtime, fresh) is not None


@pytest.mark.parametrize("kind", ["collecting", "refunding"])
def test_nobody_is_forgotten_while_money_is_under_way(home: House, kind: str) -> None:
    """It is said, nothing changes, and when the money has come to rest the same wish is granted."""
    begun = refused("chk_2", thread=WEB) if kind == "collecting" else asked_back(paid("chk_2", thread=WEB))
    keep(home.records, begun)
    before = everything(home)
    answer = erasing.erase(home.runtime, "m9#0", ADA, WANTED)
    assert isinstance(answer, ErasureRefused)
    assert answer.id == "m9#0"
    assert everything(home) == before
    home.records.money.checkouts["chk_2"] = paid("chk_2", thread=WEB)
    assert erasing.erase(home.runtime, "m9#0", ADA, WANTED) is None


def test_the_same_wish_again_changes_nothing(home: House) -> None:
    """Performed twice, or asked for once more after all is done."""
    for _ in range(2):
        erasing.erase(home.runtime, "m9#0", ADA, WANTED)
        clear_up(home)
    assert len(home.records.privacy.asked) == 1
    assert is_forgotten(home)


def test_who_has_no_account_is_forgotten_too(home: House) -> None:
    """A chat in which nothing was booked has a transcript all the same."""
    turns.take(home.runtime, EVE, TextReceived("eve.m1", NOW_MS, SECRET))
    archive(home)
    erasing.erase(home.runtime, "m9#0", EVE, WANTED)
    turns.pay_off(home.runtime, EVE)
    archive(home)
    assert erasing.go_on_erasing(home.runtime) == 1
    assert not any(SECRET in line.body for line in home.talk.rows.values() if line.thread == EVE)
    assert any(SECRET in line.body for line in home.talk.rows.values() if line.thread == ADA)


def test_transcripts_wait_for_the_turn_in_which_the_chat_forgot(home: House) -> None:
    """What was said a moment before may be archived a moment after: nothing is called blank before that."""
    erasing.erase(home.runtime, "m9#0", ADA, WANTED)
    assert erasing.go_on_erasing(home.runtime) == 0
    archive(home)
    assert erasing.go_on_erasing(home.runtime) == 1
    assert erasing.go_on_erasing(home.runtime) == 0


def test_who_comes_back_is_somebody_new(home: House) -> None:
    """A code from before opens nothing, and what is chosen then begins anew."""
    code = code_of(home, ADA, "get2#0")
    erasing.erase(home.runtime, "m9#0", ADA, WANTED)
    assert redeem(home, EVE, code).__class__.__name__ == "LinkRefused"
    assert linking.make(home.runtime, "m10#0", ADA).__class__.__name__ == "LinkRefused"
    assert privacy.known(home.runtime, ADA).count("consents") == 0


class Died(BaseException):
    """The process was killed."""


class Killer:
    """Kills the process at the n-th touch of a store; counts them, too."""

    def __init__(self, home: House, at: int) -> None:
        self.home, self.at, self.touches = home, at, 0
        self._begin, self._commit = home.records.begin, home.runtime.conversations.commit

    def touch(self) -> None:
        """One more touch."""
        self.touches += 1
        if self.touches == self.at:
            raise Died

    @contextmanager
    def begin(self) -> Iterator[Any]:
        """A transaction that may die before it begins, before it commits, and after that."""
        self.touch()
        with self._begin() as work:
            yield work
            self.touch()
        self.touch()

    def commit(self, wanted: Any) -> bool:
        """A turn that may die before it is stored and after that."""
        self.touch()
        stored = self._commit(wanted)
        self.touch()
        return bool(stored)


def journey(home: House) -> None:
    """The whole way: the effect, the news to both chats, and the sweep."""
    erasing.erase(home.runtime, "m9#0", ADA, WANTED)
    for thread in (ADA, WEB):
        turns.pay_off(home.runtime, thread)
    erasing.go_on_erasing(home.runtime)


def killed(home: House, monkeypatch: pytest.MonkeyPatch, at: int) -> int:
    """Go the way until it dies at a touch; gives how many touches there were."""
    killer = Killer(home, at)
    with monkeypatch.context() as patch:
        patch.setattr(home.records, "begin", killer.begin)
        patch.setattr(home.runtime.conversations, "commit", killer.commit)
        with suppress(Died):
            journey(home)
    return killer.touches


def test_killed_anywhere_it_comes_to_the_same_end(home: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """Before, between and after every touch of a store: the wish is performed again, and the sweeps do the rest."""
    touches = killed(home, monkeypatch, at=0)
    assert touches > 20
    for at in range(1, touches + 1):
        fresh = house_of_ada()
        killed(fresh, monkeypatch, at)
        erasing.erase(fresh.runtime, "m9#0", ADA, WANTED)
        clear_up(fresh)
        assert is_forgotten(fresh), at
        assert len([line for line in fresh.records.money.lines if line.after == "forgotten"]) == 1, at
        news = [owed for owed in fresh.talk.debts if owed.startswith("ers_")]
        assert len(news) == 2, at


def test_a_card_that_is_on_its_way_goes_when_its_setup_has_ended(home: House) -> None:
    """What was typed while she was forgotten is not kept, and nothing is written of it in the end."""
    mine = Setup("set_1", "trv_ada", ADA, "card", "vault", "en", home.clock.now(), home.clock.now())
    with home.records.begin() as work:
        work.setups.add(mine)
    erasing.erase(home.runtime, "m9#0", ADA, WANTED)
    clear_up(home)
    (waiting,) = home.records.privacy.asked.values()
    assert waiting.done_at is None
    with home.records.begin() as work:
        work.setups.save(msgspec.structs.replace(mine, state="declined"))
    clear_up(home)
    assert is_forgotten(home)
    assert not home.records.setups.setups


def test_nothing_is_written_of_who_was_forgotten(home: House) -> None:
    """A bank's dispute comes months later: staff have it, and no account does."""
    erasing.erase(home.runtime, "m9#0", ADA, WANTED)
    with home.records.begin() as work:
        activity.note(work, "trv_ada", Activity("act_1", "dispute_opened", home.clock.now()))
    assert not home.records.activity.known


def test_a_page_of_somebody_else_forgets_nobody(home: House) -> None:
    """Her chat came to a stranger while the page was open: neither of them is forgotten, nor a consent taken back."""
    off = ChooseConsent("saved_card", given=False, language="en")
    with pytest.raises(ConflictError):
        erasing.erase(home.runtime, "page:1", ADA, WANTED, whose="trv_eve")
    with pytest.raises(ConflictError):
        privacy.choose(home.runtime, "page:2", ADA, off, traveller="trv_eve")
    with pytest.raises(ConflictError):
        erasing.erase(home.runtime, "page:3", EVE, WANTED, whose="trv_ada")
    assert not home.records.privacy.asked
    assert not home.records.privacy.chosen
    assert erasing.erase(home.runtime, "page:4", ADA, WANTED, whose="trv_ada") is None
