"""What people may type without it staying anywhere: card numbers, account numbers, security codes."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.ids import passes_luhn
from bot.domain.redaction import (
    ACCOUNT_REMOVED,
    CARD_REMOVED,
    CODE_REMOVED,
    find,
    find_account_number,
    find_card_number,
    redact,
)

CARDS = {
    "Visa": "4242424242424242",
    "Visa of 19 digits": "4242424242424242427",
    "Mastercard": "5555555555554444",
    "Mastercard of the 2 series": "2223003122003222",
    "American Express": "378282246310005",
    "Diners Club": "30569309025904",
    "Diners Club of 36": "36227206271667",
    "Discover": "6011111111111117",
    "JCB": "3566002020360505",
    "UnionPay": "6200000000000005",
    "Maestro": "6759649826438453",
    "MIR": "2200000000000004",
    "Troy": "9792000000000001",
}


def _with_check_digit(start: str) -> str:
    return next(start + digit for digit in "0123456789" if passes_luhn(start + digit))


@pytest.mark.parametrize("network", CARDS)
def test_a_card_of_every_network_is_taken_out(network: str) -> None:
    """Whatever card a traveller has, its number does not stay in the thread."""
    number = _with_check_digit(CARDS[network][:-1])
    assert redact(f"here: {number}, thanks") == (f"here: {CARD_REMOVED}, thanks", 1)


@pytest.mark.parametrize(
    "typed",
    [
        "4242 4242 4242 4242",
        "4242-4242-4242-4242",
        "4242.4242.4242.4242",
        "4242/4242/4242/4242",
        "4242\n4242\n4242\n4242",
        "4242 - 4242 - 4242 - 4242",
        "4242\u00a04242\u20094242\u202f4242",
        "4242\u200b4242\u200b4242\u200b4242",
        "4242‑4242–4242—4242",
        "4 2 4 2 4 2 4 2 4 2 4 2 4 2 4 2",
        "４２４２ ４２４２ ４２４２ ４２４２",
        "٤٢٤٢٤٢٤٢٤٢٤٢٤٢٤٢",
        "४२४२४२४२४२४२४२४२",
        "𝟒𝟐𝟒𝟐𝟒𝟐𝟒𝟐𝟒𝟐𝟒𝟐𝟒𝟐𝟒𝟐",
        "④②④②④②④②④②④②④②④②",
    ],
)
def test_a_card_is_found_however_its_digits_are_written(typed: str) -> None:
    """Spaces, dashes, line ends, other scripts and invisible characters hide nothing."""
    assert redact(typed) == (CARD_REMOVED, 1)


def test_digits_written_as_emoji_are_found() -> None:
    """Keycap emoji are digits, too."""
    assert redact("here 4️⃣2️⃣" + "4️⃣2️⃣" * 7 + "!") == (f"here {CARD_REMOVED}!", 1)


@pytest.mark.parametrize(
    ("typed", "clean"),
    [
        ("4242424242424242 12/27 123", f"{CARD_REMOVED} 12/27 {CODE_REMOVED}"),
        ("4242424242424242, 12/2027, cvv: 123", f"{CARD_REMOVED}, 12/2027, cvv: {CODE_REMOVED}"),
        ("4242 4242 4242 4242 code 999 please", f"{CARD_REMOVED} code {CODE_REMOVED} please"),
        ("3782 822463 10005 1234", f"{CARD_REMOVED} {CODE_REMOVED}"),
        ("my CVC is 321", f"my CVC is {CODE_REMOVED}"),
        ("Sicherheitscode 4321", f"Sicherheitscode {CODE_REMOVED}"),
        ("Prüfziffer: 321", f"Prüfziffer: {CODE_REMOVED}"),
    ],
)
def test_a_security_code_goes_with_its_card_and_when_it_is_named(typed: str, clean: str) -> None:
    """The code that proves a card is in hand is not kept, not even alone."""
    assert redact(typed) == (clean, 1)


def test_two_cards_in_one_message_are_both_taken_out() -> None:
    """A traveller who offers a choice of cards keeps neither in the thread."""
    assert redact("4242424242424242, 5555 5555 5555 4444") == (f"{CARD_REMOVED}, {CARD_REMOVED}", 2)


@pytest.mark.parametrize(
    "typed",
    [
        "DE89 3704 0044 0532 0130 00",
        "de89370400440532013000",
        "GB82-WEST-1234-5698-7654-32",
        "NL91ABNA0417164300",
        "FR14 2004 1010 0505 0001 3M02 606",
        "NO93 8601 1117 947",
        "MT84MALT011000012345MTLCAST001S",
    ],
)
def test_a_bank_account_number_is_taken_out(typed: str) -> None:
    """An IBAN of any country is not kept either."""
    assert redact(f"refund to {typed} please") == (f"refund to {ACCOUNT_REMOVED} please", 1)


def test_an_account_behind_a_flight_number_is_found() -> None:
    """Two letters and two digits before it do not hide it."""
    assert redact("TF101 DE89370400440532013000") == (f"TF101 {ACCOUNT_REMOVED}", 1)


def test_what_is_a_card_and_an_account_at_once_is_taken_out_once() -> None:
    """An account of Mauritius may hold a card number: everything goes, and nothing twice."""
    text = next(
        account
        for check in range(100)
        for account in (f"MU{check:02d} BOMM 4242 4242 4242 4242 000M UR",)
        if "account" in {item.kind for item in find(account)}
    )
    clean, count = redact(text)
    assert count == 1
    assert "4242" not in clean


@pytest.mark.parametrize(
    "typed",
    [
        "Paris to New York next Friday, back on the 12th, 2 adults",
        "+49 1512 3456789012",
        "+4242424242424242",
        "0049 4242 4242 4242 42",
        "my ticket is 999-2400000017",
        "ticket 9992400000017",
        "30.12.2026 - 04.01.2027",
        "30/12/2026 04/01/2027",
        "2026-12-30 2027-01-04",
        "born 30 12 1985 and 04 01 1990",
        "4242424242424241",
        "DE88 3704 0044 0532 0130 00",
        "DE89 3704 0044 0532",
        "flights TF12 and TF34 at 1234 5678 9012",
        "424242424242424242424242424242",
        "a total of 1234567890123456",
        "code 1234",
        "",
        "👍",
    ],
)
def test_what_is_no_card_stays_as_it_was_typed(typed: str) -> None:
    """Phones, tickets, dates and numbers with a wrong check digit are the traveller's words and stay."""
    assert redact(typed) == (typed, 0)


def test_an_old_card_of_thirteen_digits_counts_beside_its_expiry_date_alone() -> None:
    """E-tickets have thirteen digits, too: only what stands beside an expiry date is a card."""
    assert redact("4222222222222") == ("4222222222222", 0)
    assert redact("4222222222222 12/27") == (f"{CARD_REMOVED} 12/27", 1)


def test_a_card_behind_a_plus_is_a_card_when_a_code_stands_beside_it() -> None:
    """What looks like a telephone is not believed when it comes with a security code."""
    assert redact("+4242424242424242 cvv 123")[1] == 1


@given(st.text(max_size=300))
def test_redacting_never_fails_and_never_adds_a_number(text: str) -> None:
    """Whatever is typed, the rest of it is still there to be answered."""
    clean, count = redact(text)
    assert find(clean) == () or count > 0 or clean == text
    assert (clean == text) == (count == 0)


@given(
    before=st.text(alphabet="abc ,é👍", max_size=20),
    middle=st.text(alphabet="0123456789", min_size=12, max_size=12),
    after=st.text(alphabet="abc ,é👍", max_size=20),
)
def test_any_visa_number_in_any_words_is_taken_out(before: str, middle: str, after: str) -> None:
    """No surrounding words keep a card in the thread."""
    number = _with_check_digit(f"453{middle}")
    clean, count = redact(f"{before} {number} {after}")
    assert count == 1
    assert number not in clean


@pytest.mark.parametrize(
    "body",
    [
        b'{"number":"4242424242424242"}',
        b'{"number":4242424242424242}',
        b"number=4242+4242+4242+4242",
        b"number=4242%204242%204242%204242",
        b"number=%34%3242424242424242",
        rb'{"number":"\u0034242424242424242"}',
        "４２４２４２４２４２４２４２４２".encode(),
        b"\xff\xfe4242424242424242",
        "name=Ada&card=5555-5555-5555-4444",
    ],
)
def test_a_card_in_a_request_is_found_behind_every_way_of_writing_it(body: bytes | str) -> None:
    """A page that was tampered with cannot send a card in clear past the web process."""
    assert find_card_number(body)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b'{"at":1790000000100,"id":"evt_01"}',
        b'{"hash":"3a4111111111111111ab12345678901234567890ab12345678901234567890ffee"}',
        b'{"thread":"messenger:1001:4242424242424242"}',
        b"thread=messenger%3A1001%3A4242424242424242",
        b'{"thread":"whatsapp:106540352242922:GB.4242424242424242"}',
        b"thread=whatsapp%3A106%3AGB.ENT.4242424242424242",
        b'{"text":"2 adults, 30.12.2026 to 04.01.2027"}',
        b"%%%%",
    ],
)
def test_ids_hashes_and_threads_are_not_taken_for_cards(body: bytes) -> None:
    """Our own pages keep working: what a machine made is not mistaken for a card."""
    assert not find_card_number(body)


def test_a_long_text_of_digits_is_looked_through_in_no_time() -> None:
    """Nobody can keep the program busy by typing numbers."""
    hostile = "4 2 " * 25_000
    started = time.process_time()
    redact(hostile)
    redact("DE89" * 25_000)
    redact("DE89 " * 25_000)
    assert time.process_time() - started < 3


@pytest.mark.parametrize(
    "body",
    [
        b'{"iban":"FR7630006000011234567890189"}',
        b"iban=fr76+3000+6000+0112+3456+7890+189",
        b"iban=FR76%203000%206000%200112%203456%207890%20189&name=Ada",
        rb'{"name":"\u0044E89 3704 0044 0532 0130 00"}',
        "nom=ＤＥ８９３７０４００４４０５３２０１３０００".encode(),
        "q=NL91-ABNA-0417-1643-00",
    ],
)
def test_an_account_in_a_request_is_found_behind_every_way_of_writing_it(body: bytes | str) -> None:
    """A page that was tampered with cannot send a bank account in clear past the web process."""
    assert find_account_number(body)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b'{"iban":"FR7630006000011234567890188"}',
        b'{"consent":"de89370400440532013000deadbeef00"}',
        b"ticket=tkt_de89370400440532013000deadbeef00",
        b'{"card":"' + b"a" * 40 + b'..DE89370400440532013000.ciphertext.tag"}',
        b"text=flight TF12 to JFK on 2026-12-04",
    ],
)
def test_tokens_and_ciphertext_are_not_taken_for_accounts(body: bytes) -> None:
    """Our own pages keep working: what a machine made is not mistaken for a bank account."""
    assert not find_account_number(body)


def test_a_long_body_is_looked_through_for_accounts_in_no_time() -> None:
    """Nobody can keep a web process busy with what looks like ciphertext."""
    started = time.process_time()
    find_account_number(b"a" * 128_000)
    find_account_number(b"DE89 " * 25_000)
    find_account_number(b"a.b." * 32_000)
    assert time.process_time() - started < 3
