"""Which saved method words mean."""

import pytest

from bot.domain.conversation.naming import named, said
from bot.domain.conversation.profile import SavedMethod

VISA = SavedMethod("mth_v", "Visa •4242", 12, 2031, name="work card")
OTHER = SavedMethod("mth_o", "Visa •0001", 12, 2031)
MASTER = SavedMethod("mth_m", "Mastercard •4444", 12, 2031)
BANK = SavedMethod("mth_b", "IBAN •2606", kind="bank_account", name="Épargne")
ALL = (VISA, OTHER, MASTER, BANK)


@pytest.mark.parametrize(
    ("about", "found"),
    [
        ("my work card", (VISA,)),
        ("ma épargne", (BANK,)),
        ("the one ending 4444", (MASTER,)),
        ("•0001", (OTHER,)),
        ("my visa", (VISA, OTHER)),
        ("my MASTERCARD", (MASTER,)),
        ("my bank account", (BANK,)),
        ("mon compte", (BANK,)),
        ("ma carte", (VISA, OTHER, MASTER)),
        ("it", ALL),
        ("", ALL),
        ("cela", ALL),
        ("my seat", ()),
        ("my amex", ()),
    ],
)
def test_words_mean_what_their_narrowest_sign_fits(about: str, found: tuple[SavedMethod, ...]) -> None:
    """A name goes before digits, digits before a brand, a brand before a kind; words of something else mean none."""
    assert named(about, ALL) == found


def test_words_without_a_sign_name_nothing() -> None:
    """Whoever asks for the time does not ask for a card."""
    assert said("how much is left?", ALL) is None
    assert said("pay with my work card", ALL) == (VISA,)
