"""Files that share the town are known, so that it is started once, and what takes long begins first."""

from typing import Any

from tests.dealing import long_first, shares_town


class Dealt:
    """What is asked of a test when it is dealt out."""

    def __init__(self, nodeid: str, marker: str = "") -> None:
        self.nodeid = nodeid
        self._marker = marker

    def get_closest_marker(self, name: str) -> bool:
        """Whether it has that marker."""
        return name == self._marker


def test_what_shares_the_town_is_kept_together() -> None:
    """Real talks do, and what runs in memory does not."""
    assert shares_town("tests/journeys/test_real_journeys.py")
    assert shares_town("tests/journeys/test_canaries_of_wallets.py")
    assert not shares_town("tests/test_dealing.py")


def test_what_takes_long_begins_first_and_files_stay_together() -> None:
    """At the end short files are left, of which each process finds some."""
    town = "tests/journeys/test_real_journeys.py::test_a"
    short = [
        "tests/domain/test_money.py::test_a",
        "tests/domain/test_redaction.py::test_a",
        "tests/domain/test_redaction.py::test_b",
    ]
    browser = "tests/browser/test_desk.py::test_a"
    items: list[Any] = [*map(Dealt, short), Dealt(browser, "browser"), Dealt(town)]
    assert [item.nodeid for item in long_first(items)] == [town, browser, *short[1:], short[0]]
