"""The ways in which cards reach us: one table, and a sentence for what a gateway cannot do."""

import pytest

from bot.domain.errors import InvalidError
from bot.domain.payment.capture import CAPTURE_MODES, capture_mode


def test_the_sandbox_takes_the_vault_unless_told_otherwise() -> None:
    """Who tries the program sees the vault at work; each way can be asked for."""
    assert capture_mode("sandbox", "") == "vault"
    assert [capture_mode("sandbox", mode) for mode in CAPTURE_MODES["sandbox"]] == list(CAPTURE_MODES["sandbox"])


def test_a_gateway_that_moves_real_money_shows_its_own_page() -> None:
    """No card number comes near us unless a gateway has allowed it."""
    assert capture_mode("of_tomorrow", "") == "page"


@pytest.mark.parametrize("asked", ["vault", "telepathy"])
def test_what_a_gateway_cannot_do_is_refused_with_a_sentence(asked: str) -> None:
    """Who runs the program reads what would work."""
    with pytest.raises(InvalidError, match=f"CARD_CAPTURE is {asked}, but the of_tomorrow gateway can do page only"):
        capture_mode("of_tomorrow", asked)
