"""Files that share the town are known, so that it is started once."""

from tests.dealing import shares_town


def test_what_shares_the_town_is_kept_together() -> None:
    """Real talks do, and what runs in memory does not."""
    assert shares_town("tests/journeys/test_real_journeys.py")
    assert shares_town("tests/journeys/test_canaries_of_wallets.py")
    assert not shares_town("tests/test_dealing.py")
