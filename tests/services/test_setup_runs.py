"""A worker's side of setups: every ending, every lost answer, and a death at every point."""

from typing import Any

import pytest

from bot.domain.conversation.effects import RemoveMethod
from bot.domain.conversation.events import ProfileChanged
from bot.domain.payment.capture import CaptureMode
from bot.domain.payment.consent import digest, wallet_consent_words
from bot.domain.payment.instrument import KeptInstrument
from bot.domain.payment.wallet_rules import rule_of, with_barred, with_preferred
from bot.ports.gateway import CardSecret
from bot.ports.link_records import Parted
from bot.ports.runtime import Runtime
from bot.sandbox.accounts import ACCOUNTS
from bot.sandbox.cards import Fault, by_name
from bot.services import capturing, saved_methods, setup_runs, setups, turns
from tests.builders.wallet_room import ADA, BRAND, THREAD, VISA, Room, faults
from tests.journeys.crash_points.fuse import Fuse

MODES: tuple[CaptureMode, ...] = ("vault", "fields", "page")
NO, SECURE = by_name("generic_decline").number, by_name("secure").number
STRANGER = "4111111111111111"


@pytest.fixture(autouse=True)
def _no_talk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "pay_off", lambda *_: 0)


def iban() -> str:
    """A bank account that the sandbox knows."""
    return next(one.iban for one in ACCOUNTS if not one.refused and one.operation is None)


@pytest.mark.parametrize("mode", MODES)
def test_a_card_is_kept_with_its_consent_and_every_thread_is_told(mode: CaptureMode) -> None:
    """Whichever way a card came, the wallet has it, with what was agreed to, and the chat says so."""
    room = Room(mode=mode)
    assert room.add().state == "kept"
    (method,) = room.methods
    assert (method.traveller, method.checkout, method.preferred) == (ADA, "", True)
    assert room.records.wallet.consents[method.consent].traveller == ADA
    (told,) = [debt.event for debt in room.talk.debts.values() if isinstance(debt.event, ProfileChanged)]
    assert (told.news, told.method) == ("method_saved", "Visa •4242")
    assert [card.shown for card in told.profile.methods] == ["Visa •4242"]
    assert faults(room) == []


def test_a_number_is_kept_only_for_words_that_say_so() -> None:
    """Who agreed to words by which the gateway keeps the card finds no number of it with us."""
    room = Room()
    setup = room.begin()
    words = digest(wallet_consent_words("en", BRAND, "page"))
    setups.submit(room.web, setup, room.sealed_card(setup), consent=words, by=room.by)
    room.rest(setup)
    (method,) = room.methods
    assert room.records.money.instruments[method.instrument].vault is None
    assert room.vault.live == frozenset()
    assert faults(room) == []


def test_only_the_vault_mode_keeps_the_number() -> None:
    """The number lies in our vault under the method's own name, and the security code nowhere."""
    room = Room()
    room.add()
    kept = room.records.money.instruments[room.methods[0].instrument]
    assert kept.vault is not None
    assert (kept.vault.table, kept.vault.id, kept.vault.traveller) == ("instruments", kept.id, ADA)
    assert {bytes(content or b"") for _, _, content in room.vault._kept.values()} == {VISA.encode()}


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize(("passed", "state"), [(True, "kept"), (False, "declined"), (None, "declined")])
def test_a_bank_that_wants_to_see_the_traveller_decides(mode: CaptureMode, state: str, *, passed: bool | None) -> None:
    """She confirms, refuses or never comes: kept in the first case alone, and nothing is left in the others."""
    room = Room(mode=mode)
    setup = room.begin()
    room.give(setup, SECURE)
    while room.setup(setup).state != "action":
        room.work() or room._wait()
    assert room.view(setup).state == "challenge"
    assert room.view(setup).url.startswith("https://bank.example/challenge/")
    room.rest(setup, challenge=passed)
    assert room.view(setup).state == state
    assert faults(room) == []


@pytest.mark.parametrize("mode", MODES)
def test_a_no_of_the_bank_keeps_nothing(mode: CaptureMode) -> None:
    """A card that its bank refuses is told so, and neither gateway nor vault keeps it."""
    room = Room(mode=mode)
    assert room.add(NO).state == "declined"
    assert room.methods == ()
    assert faults(room) == []


def test_a_number_that_the_gateway_does_not_take_leaves_the_vault() -> None:
    """A number is not kept because it was typed, but because it pays."""
    room = Room()
    assert room.add(STRANGER).state == "declined"
    assert room.vault.live == frozenset()
    assert faults(room) == []


def test_what_cannot_be_read_is_lost() -> None:
    """A card that was encrypted for another setup, or whose ciphertext is gone, is asked for again."""
    room = Room()
    other, setup = room.begin(), room.begin()
    room.submit(setup, given=room.sealed_card(other))
    room.rest(setup)
    assert room.view(setup).state == "lost"
    third = room.begin()
    room.submit(third)
    room.sealed.lose_everything()
    room.rest(third)
    assert room.view(third).state == "lost"
    assert faults(room) == []


def test_an_amount_in_what_was_encrypted_is_refused() -> None:
    """What was typed to be kept cannot be turned into a payment, nor the other way round."""
    room = Room()
    setup = room.begin()
    room.submit(setup, given=room.sealed_card(setup, amt=12050, cur="EUR"))
    room.rest(setup)
    assert room.view(setup).state == "lost"


def test_a_page_that_the_traveller_closes_is_lost() -> None:
    """Cancelling on the gateway's page adds nothing."""
    room = Room(mode="page")
    setup = room.begin()
    room.submit(setup)
    room.work()
    assert room.view(setup).state == "challenge"
    room.gateway.type_on_page(room.view(setup).url, None)
    room.rest(setup)
    assert room.view(setup).state == "lost"
    assert faults(room) == []


def test_nobody_comes_back_from_the_page() -> None:
    """A page that is left open ends with the setup."""
    room = Room(mode="page")
    setup = room.begin()
    room.submit(setup)
    room.rest(setup)
    assert room.view(setup).state == "expired"
    assert faults(room) == []


@pytest.mark.parametrize("fault", ["timeout_before", "timeout_after", "error_before", "error_after", "conflict"])
def test_an_answer_that_is_lost_is_looked_up(fault: Fault) -> None:
    """A broken line to the gateway keeps a card once, under one key."""
    room = Room()
    room.gateway.fail("authorize", fault)
    assert room.add().state == "kept"
    assert len({key for operation, key in room.gateway.calls if operation == "authorize"}) == 1
    assert faults(room) == []


def test_a_gateway_that_is_away_is_waited_for() -> None:
    """While the gateway cannot be reached nothing is decided; then it goes on."""
    room = Room(mode="fields")
    setup = room.begin()
    room.give(setup)
    room.gateway.down = True
    room.work()
    assert room.view(setup).state == "working"
    room.gateway.down = False
    room.rest(setup)
    assert room.view(setup).state == "kept"


def test_a_gateway_that_stays_away_ends_it() -> None:
    """Nobody waits longer than the quarter of an hour that the page told."""
    room = Room(mode="fields")
    setup = room.begin()
    room.give(setup)
    room.gateway.down = True
    room.rest(setup)
    assert room.view(setup).state == "expired"


def test_a_vault_that_is_away_costs_nobody_her_card() -> None:
    """The card is kept by the gateway's token alone, and staff are told."""
    room = Room()
    setup = room.begin()
    room.submit(setup)
    room.vault.away = True
    room.rest(setup)
    assert room.view(setup).state == "kept"
    assert room.records.money.instruments[room.methods[0].instrument].vault is None
    assert room.meter.counts["needs_staff", "vault"] == 1


def test_the_same_card_twice_is_kept_once() -> None:
    """A traveller who adds her card again has one card, with the name and the place that it had."""
    room = Room()
    room.add()
    room.add("5555555555554444")
    first = next(one for one in room.methods if one.preferred)
    with room.records.begin() as work:
        work.wallet.save_method(type(first)(**{**_fields(first), "name": "Mine"}))
    room.add()
    assert len(room.methods) == 2
    again = next(one for one in room.methods if one.preferred)
    assert (again.name, again.id != first.id) == ("Mine", True)
    assert len(room.vault.live) == 2
    assert faults(room) == []


def test_a_card_that_is_added_again_keeps_what_was_settled_for_it() -> None:
    """Nobody gets around a bar by typing the same number once more; it stays first where it was, too."""
    room = Room()
    room.add()
    first = room.methods[0]
    with room.records.begin() as work:
        rules = with_barred((), "whatsapp", first.id)
        work.wallet.save_rules(ADA, with_preferred(rules, "webchat", first.id))
    room.add()
    (again,) = room.methods
    assert again.id != first.id
    with room.records.begin() as work:
        rules = work.wallet.rules(ADA)
    assert rule_of(rules, "whatsapp").barred == (again.id,)
    assert rule_of(rules, "webchat").preferred == again.id


@pytest.mark.parametrize("reason", ["unlinked", "erased"])
def test_a_method_whose_chat_left_meanwhile_is_not_kept(reason: Any) -> None:
    """Who was forgotten, or unlinked the chat, while the bank was asked has no card that nobody could remove."""
    room = Room()
    setup = room.begin()
    room.submit(setup)
    with room.records.begin() as work:
        work.links.part(Parted(THREAD, "evt_1", ADA, room.clock.now(), reason, 2))
    room.rest(setup)
    assert room.setup(setup).state == "declined"
    assert room.methods == ()
    assert faults(room) == []


def _fields(method: Any) -> dict[str, Any]:
    return {name: getattr(method, name) for name in method.__struct_fields__}


def test_a_removed_card_leaves_the_gateway_and_the_vault() -> None:
    """Nobody pays with a removed card, and its number is destroyed, however often either was away."""
    room = Room()
    room.add()
    room.vault.away = True
    saved_methods.remove(room.runtime, "mid.1#0", THREAD, RemoveMethod(room.methods[0].id))
    room.work()
    assert room.methods == ()
    assert len(room.vault.live) == 1
    room.vault.away = False
    room.rest()
    assert room.vault.live == frozenset()
    assert faults(room) == []


@pytest.mark.parametrize("point", range(1, 13))
def test_a_removal_ends_wherever_a_process_dies(point: int) -> None:
    """Vault first or gateway first: whatever dies in between, both have forgotten in the end."""
    room = Room()
    room.add()
    room.fuse.points = frozenset({len(room.fuse.passed) + point})
    try:
        saved_methods.remove(room.runtime, "mid.1#0", THREAD, RemoveMethod(room.methods[0].id))
    except BaseException:  # noqa: BLE001  the process died
        saved_methods.remove(room.web, "mid.1#0", THREAD, RemoveMethod(next(iter(room.records.wallet.methods))))
    room.rest()
    assert room.methods == ()
    assert room.vault.live == frozenset()
    assert faults(room) == []


def test_a_token_that_was_made_anew_during_a_removal_is_let_go_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """A payment that is under way when its card is removed leaves nothing at the gateway that could pay."""
    room = Room()
    room.add()
    (method,) = room.methods
    money, free = room.records.money, capturing.free_number

    def renewed_meanwhile(runtime: Runtime, kept: KeptInstrument) -> None:
        said = room.gateway.tokenize(CardSecret(VISA, 12, 2029, "123", "Ada"), key="renew")
        fresh = capturing.tokenized(money.instruments[kept.id], said)
        money.instruments[kept.id] = fresh
        tokens.append(fresh.token)
        free(runtime, kept)

    tokens = [money.instruments[method.instrument].token]
    monkeypatch.setattr(capturing, "free_number", renewed_meanwhile)
    let_go: list[str] = []
    monkeypatch.setattr(room.gateway, "detach", lambda token, **_: let_go.append(token))
    saved_methods.remove(room.runtime, "mid.1#0", THREAD, RemoveMethod(method.id))
    room.rest()
    assert tokens[0] != tokens[1]
    assert let_go == [tokens[1]]


@pytest.mark.parametrize("left", ["thread", "traveller"])
def test_a_method_for_nobody_is_not_kept(left: str) -> None:
    """A chat that nobody comes back to gets no card that nobody could remove."""
    room = Room()
    setup = room.begin()
    room.submit(setup)
    if left == "thread":
        with room.records.begin() as work:
            work.wallet.leave(THREAD, at=room.clock.now())
    else:
        del room.records.wallet.travellers[ADA]
    room.rest(setup)
    assert room.setup(setup).state == "declined"
    assert room.methods == ()
    assert room.vault.live == frozenset()


def test_a_bank_account_is_kept_under_its_mandate() -> None:
    """An IBAN goes into the vault, the mandate says from where it was signed, and no page of a bank is needed."""
    room = Room()
    assert room.add_account(iban()).state == "kept"
    (method,) = room.methods
    kept = room.records.money.instruments[method.instrument]
    with room.records.begin() as work:
        mandate = work.mandates.of(kept.id)
    assert kept.kind == "bank_account"
    assert kept.vault is not None
    assert kept.vault.kind == "iban"
    assert mandate is not None
    assert (mandate.network, mandate.browser, mandate.consent) == (
        "203.0.113.0/24",
        "Firefox",
        room.records.wallet.consents[method.consent].consent,
    )
    assert faults(room) == []
    assert iban() not in repr(vars(room.records.money)) + repr(vars(room.records.setups))


@pytest.mark.parametrize("changes", [{"iban": "DE89370400440532013001"}, {"chk": "stp_other"}, {"name": " "}])
def test_an_account_that_cannot_be_is_lost(changes: dict[str, str]) -> None:
    """Swapped digits, another setup's ciphertext and an account of nobody are asked for again."""
    room = Room()
    assert room.add_account(**{"iban": iban(), **changes}).state == "lost"
    assert faults(room) == []


def test_an_account_that_the_gateway_refuses_leaves_the_vault() -> None:
    """An IBAN of a bank that the gateway does not know is told as a no."""
    room = Room()
    assert room.add_account("FR7630006000011234567890189").state == "declined"
    assert faults(room) == []


@pytest.mark.parametrize("fault", ["timeout_before", "error_before", "conflict"])
def test_an_account_whose_answer_is_lost_again_and_again_is_asked_about_until_it_is_known(fault: Fault) -> None:
    """A gateway that stumbles for a minute costs nobody the form that she has filled in."""
    room = Room()
    for _ in range(7):
        room.gateway.fail("tokenize", fault)
    assert room.add_account(iban()).state == "kept"
    assert faults(room) == []


def test_an_account_waits_for_a_gateway_that_is_away() -> None:
    """While the gateway cannot be reached nothing is decided, and the number waits in the vault."""
    room = Room()
    setup = room.begin_account(iban())
    room.gateway.down = True
    for _ in range(9):
        room.work()
    assert room.view(setup).state == "working"
    room.gateway.down = False
    room.rest(setup)
    assert room.view(setup).state == "kept"
    assert faults(room) == []


def test_an_account_that_nobody_knows_of_in_its_time_is_given_up_and_staff_are_told() -> None:
    """The gateway may keep what it never told us of: a person has it removed there. The vault keeps nothing."""
    room = Room()
    setup = room.begin_account(iban())
    room.gateway.down = True
    room.rest(setup)
    assert room.view(setup).state == "lost"
    assert room.meter.counts["needs_staff", "detach"] == 1
    assert room.meter.counts["needs_staff", "vault"] == 0
    assert room.vault.live == frozenset()
    assert faults(room) == []


@pytest.mark.parametrize("number", [VISA, SECURE, NO])
@pytest.mark.parametrize("mode", MODES)
def test_a_setup_ends_well_wherever_a_process_dies(mode: CaptureMode, number: str) -> None:
    """One card or none, and gateway and vault agree with the wallet, whatever instant a process of ours dies in."""
    whole = Room(mode=mode)
    whole.add(number)
    for point in range(1, len(whole.fuse.passed) + 1):
        room = Room(Fuse(point), mode=mode)
        seen = room.add(number)
        assert faults(room) == [], f"killed at {point}: {whole.fuse.passed[point - 1]}"
        assert seen.state in {"kept", "lost", "declined"}
        assert len(room.methods) == int(seen.state == "kept")


def test_a_bank_account_ends_well_wherever_a_process_dies() -> None:
    """One account or none, with its mandate at the gateway only if we have it."""
    whole = Room()
    whole.add_account(iban())
    for point in range(1, len(whole.fuse.passed) + 1):
        room = Room(Fuse(point))
        room.add_account(iban())
        assert faults(room) == [], f"killed at {point}: {whole.fuse.passed[point - 1]}"


def test_a_second_death_is_no_worse_than_the_first() -> None:
    """Two deaths in one setup leave nothing that nobody owns."""
    whole = Room()
    whole.add(SECURE)
    points = len(whole.fuse.passed)
    for first in range(1, points + 1, 2):
        for second in range(first + 1, points + 4, 3):
            room = Room(Fuse(first, second))
            room.add(SECURE)
            assert faults(room) == [], f"killed at {first} and {second}"


def test_a_hint_about_somebody_else_does_nothing() -> None:
    """A webhook about a stranger's payment, or about a setup that is over, wakes nobody."""
    room = Room()
    seen = room.add()
    before = dict(room.records.setups.setups)
    room.gateway.type_on_page(room.gateway.open_page(seen.id, key="k", return_url="https://pay.example").url, None)
    room.deliver()
    assert room.records.setups.setups == before


def test_a_process_without_a_gateway_wakes_a_worker() -> None:
    """The web process rings and asks nobody outside."""
    room = Room()
    setup = room.begin()
    room.submit(setup)
    room.jobs.rung.clear()
    setup_runs.run(room.web, setup)
    assert room.jobs.rung == [f"setup|{setup}"]
    assert setup_runs.due(room.web) == (setup,)
