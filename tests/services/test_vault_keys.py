"""The whole vault comes under its newest key, whoever holds a record meanwhile."""

import pytest

from bot.domain.errors import ConflictError
from bot.domain.secret import Identity, Secret
from bot.services.vault_keys import MOST_ROUNDS, rewrap_all
from tests.fakes.clock import StandingClock
from tests.fakes.memory_vault import MemoryVault


@pytest.fixture
def vault() -> MemoryVault:
    """Seven records under a key that was replaced."""
    made = MemoryVault(StandingClock())
    made.rotate()
    for number in range(7):
        made.store(Identity("instruments", f"ins_{number}", f"trv_{number}", "card"), Secret(b"4242"))
    made.rotate()
    return made


def test_it_goes_in_batches_and_tells_each(vault: MemoryVault) -> None:
    """Who waits sees it go on, and no batch holds more records than was said."""
    sizes: list[int] = []
    assert rewrap_all(vault, most=3, done=sizes.append, pause=pytest.fail) == ()
    assert (sizes, vault.left()) == ([3, 3, 1], 0)


def test_a_record_in_use_is_come_back_to(vault: MemoryVault) -> None:
    """It ends when the last one is done, not when the list was gone through."""
    vault.held = {("instruments", "ins_2")}
    assert rewrap_all(vault, most=99, done=lambda _: None, pause=vault.held.clear) == ()
    assert vault.left() == 0


def test_what_is_never_let_go_is_told(vault: MemoryVault) -> None:
    """Who runs it is not kept waiting for ever, and does not believe that all is done."""
    vault.held = {("instruments", "ins_2")}
    pauses: list[int] = []
    with pytest.raises(ConflictError, match="run it again"):
        rewrap_all(vault, most=99, done=lambda _: None, pause=lambda: pauses.append(1))
    assert (vault.left(), len(pauses)) == (1, MOST_ROUNDS)


def test_records_that_do_not_open_are_named_and_the_others_done(vault: MemoryVault) -> None:
    """Staff get a list; a record that was in use meanwhile is come back to, and none is named twice."""
    vault.damaged, vault.held = {("instruments", "ins_4")}, {("instruments", "ins_6")}
    assert rewrap_all(vault, most=2, done=lambda _: None, pause=vault.held.clear) == (("instruments", "ins_4"),)
    assert vault.left() == 1
