"""What every card opener promises, the real one with a peer's encryption and the one in memory alike."""

import json
from collections.abc import Callable, Mapping

import msgspec
import pytest
from joserfc.jwk import ECKey

from bot.adapters.card_opener import JweCardOpener
from bot.domain.errors import InvalidError
from bot.ports.gateway import CardSecret
from bot.ports.vault import CardOpener, Sealed
from tests.builders.sealing import JTI, NOW, card_inside, code_inside, encrypt, seal
from tests.fakes.vault import MemoryCardOpener, seal_in_clear

SENTENCE = "The card could not be read."
Sealer = Callable[[Mapping[str, object], Mapping[str, object]], Sealed]


class Bench(msgspec.Struct, frozen=True):
    """An opener and what seals for it."""

    opener: CardOpener
    seal: Sealer
    seal_account: Callable[[Mapping[str, object]], Sealed]

    def open(self, card: Mapping[str, object], code: Mapping[str, object], now: int = NOW) -> CardSecret:
        """Open a card for checkout chk_1 over EUR 120.50."""
        return self.opener.open(self.seal(card, code), checkout="chk_1", minor=12050, currency="EUR", now=now)


def _real() -> Bench:
    private = ECKey.generate_key("P-256", {"kid": "kid-1"})
    seen: set[str] = set()

    def first_use(jti: str) -> bool:
        fresh = jti not in seen
        seen.add(jti)
        return fresh

    keys = {"kid-1": private.as_dict(private=True)}
    public = private.as_dict(private=False)
    opener = JweCardOpener(keys.get, first_use)
    return Bench(opener, lambda card, code: seal(public, card, code), lambda one: Sealed(encrypt(public, one)))


@pytest.fixture(params=["memory", "joserfc"])
def bench(request: pytest.FixtureRequest) -> Bench:
    """Each opener in turn."""
    if request.param == "joserfc":
        return _real()
    return Bench(MemoryCardOpener(), seal_in_clear, lambda one: Sealed(json.dumps(one)))


def test_a_card_arrives_as_it_was_typed(bench: Bench) -> None:
    """A traveller may rely on the card that is charged being the one typed."""
    assert bench.open(card_inside(), code_inside()) == CardSecret("4242424242424242", 12, 2027, "123", "Ada Lovelace")


def test_american_express_has_a_code_of_four_digits(bench: Bench) -> None:
    """A traveller with an American Express card can pay."""
    assert bench.open(card_inside(pan="378282246310005"), code_inside(cvc="1234")).code == "1234"


def test_a_card_is_good_until_the_month_ends_everywhere(bench: Bench) -> None:
    """A card that expires this month pays until midnight in the last time zone."""
    half_past_eleven_utc_on_the_first = 1_767_223_800 + 12 * 3600
    good = card_inside(exp_month=12, exp_year=2025, iat=half_past_eleven_utc_on_the_first)
    code = code_inside(iat=half_past_eleven_utc_on_the_first)
    assert bench.open(good, code, now=half_past_eleven_utc_on_the_first).exp_year == 2025


REFUSED: dict[str, tuple[dict[str, object], dict[str, object]]] = {
    "another checkout": ({"chk": "chk_2"}, {"chk": "chk_2"}),
    "a code of another checkout": ({}, {"chk": "chk_2"}),
    "a code of another card": ({}, {"jti": "jti-of-another-page-2"}),
    "another amount": ({"amt": 12051}, {}),
    "another currency": ({"cur": "USD"}, {}),
    "too old": ({"iat": NOW - 601}, {}),
    "a code too old": ({}, {"iat": NOW - 601}),
    "from the future": ({"iat": NOW + 61}, {}),
    "a number that fails Luhn": ({"pan": "4242424242424241"}, {}),
    "a number too short": ({"pan": "42424242420"}, {}),
    "a number too long": ({"pan": "42424242424242424242"}, {}),
    "letters for a number": ({"pan": "not a number"}, {}),
    "an expired card": ({"exp_month": 9, "exp_year": 2025}, {}),
    "a month that is none": ({"exp_month": 13}, {}),
    "a code too short": ({}, {"cvc": "12"}),
    "a code too long": ({}, {"cvc": "1234"}),
    "a code with letters": ({}, {"cvc": "12a"}),
    "a number for a name": ({"name": "4242 4242 4242 4242"}, {}),
    "an account for a name": ({"name": "FR7630006000011234567890189"}, {}),
    "a number in other digits for a name": ({"name": "Ada ４２４２４２４２４２４２４２４２"}, {}),
}


@pytest.mark.parametrize("case", REFUSED)
def test_whatever_is_wrong_the_answer_is_one_sentence(bench: Bench, case: str) -> None:
    """Whoever tampers with a sealed card learns nothing, whichever check it failed."""
    card, code = REFUSED[case]
    with pytest.raises(InvalidError, match=f"^{SENTENCE}$") as caught:
        bench.open(card_inside(**card), code_inside(**code))
    assert caught.value.say_to_traveller == "card_unreadable"


def test_a_sealed_card_opens_once(bench: Bench) -> None:
    """A copied request cannot charge a card a second time."""
    bench.open(card_inside(), code_inside())
    with pytest.raises(InvalidError, match=SENTENCE):
        bench.open(card_inside(), code_inside())


def test_a_card_for_another_page_still_opens_after_one_was_used(bench: Bench) -> None:
    """A traveller whose first card was declined can try another."""
    bench.open(card_inside(), code_inside())
    other = f"{JTI}-again"
    assert bench.open(card_inside(jti=other), code_inside(jti=other)).number == "4242424242424242"


@pytest.mark.parametrize("token", ["", "....", "not a token", "a.b.c.d.e", "é.....", "{}", "x" * 5000])
def test_nonsense_is_refused_without_a_crash(bench: Bench, token: str) -> None:
    """A worker survives whatever is posted to a pay page."""
    good = bench.seal(card_inside(), code_inside())
    for sealed in (Sealed(token, good.code), Sealed(good.card, token)):
        with pytest.raises(InvalidError, match=SENTENCE):
            bench.opener.open(sealed, checkout="chk_1", minor=12050, currency="EUR", now=NOW)


def test_a_card_in_memory_never_shows_itself(bench: Bench) -> None:
    """A card that ends in an error report by mistake shows nothing."""
    shown = repr(bench.open(card_inside(), code_inside()))
    assert "4242" not in shown
    assert "123" not in shown


def account_inside(**changes: object) -> dict[str, object]:
    """The plaintext of a good bank account for setup stp_1, with changes."""
    good = {
        "v": 1,
        "iban": "FR76 3000 6000 0112 3456 7890 189",
        "name": " Ada ",
        "chk": "stp_1",
        "iat": NOW,
        "jti": JTI,
    }
    return {**good, **changes}


def test_a_bank_account_arrives_as_it_is_written_without_spaces(bench: Bench) -> None:
    """A traveller may type an account as it stands on paper."""
    account = bench.opener.open_account(bench.seal_account(account_inside()), setup="stp_1", now=NOW)
    assert (account.iban, account.holder) == ("FR7630006000011234567890189", "Ada")
    assert "FR76" not in repr(account)


@pytest.mark.parametrize(
    "changes",
    [
        {"iban": "FR7630006000011234567890188"},
        {"iban": "FR763000600001123456789018"},
        {"iban": "XX7630006000011234567890189"},
        {"iban": "not an account"},
        {"chk": "stp_2"},
        {"iat": NOW - 601},
        {"iat": NOW + 61},
        {"name": "  "},
        {"name": "A" * 71},
        {"name": "FR76 3000 6000 0112 3456 7890 189"},
        {"name": "4242424242424242"},
    ],
)
def test_whatever_is_wrong_with_an_account_the_answer_is_one_sentence(bench: Bench, changes: dict[str, object]) -> None:
    """Wrong digits, another setup and an old page are told apart to nobody."""
    with pytest.raises(InvalidError, match=f"^{SENTENCE}$"):
        bench.opener.open_account(bench.seal_account(account_inside(**changes)), setup="stp_1", now=NOW)


def test_a_sealed_account_opens_once_and_is_no_card(bench: Bench) -> None:
    """A copied request adds nothing a second time, and an account that comes with a code is none."""
    sealed = bench.seal_account(account_inside())
    bench.opener.open_account(sealed, setup="stp_1", now=NOW)
    for again in (sealed, Sealed(bench.seal_account(account_inside(jti=f"{JTI}-2")).card, "code")):
        with pytest.raises(InvalidError, match=SENTENCE):
            bench.opener.open_account(again, setup="stp_1", now=NOW)
