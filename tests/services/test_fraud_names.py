"""Names are kept as keyed hashes where fraud is watched for."""

from bot.services.fraud_names import named, plain_address


def test_a_name_is_told_apart_by_kind_and_by_secret() -> None:
    """The same value as a chat and as a card are two names, and a database without the secret tells none."""
    names = {named(secret, kind, "x") for secret in (b"a" * 32, b"b" * 32) for kind in ("thread", "card")}
    assert len(names) == 4
    assert {len(name) for name in names} == {32}
    assert named(b"a" * 32, "card", "x") == named(b"a" * 32, "card", "x")


def test_nobody_has_no_name() -> None:
    """What is not known is not counted."""
    assert named(b"a" * 32, "card", "") == ""


def test_capitals_and_blanks_make_no_other_address() -> None:
    """Who is blocked cannot come back in capitals."""
    assert plain_address(" Eve@Example.ORG ") == "eve@example.org"
