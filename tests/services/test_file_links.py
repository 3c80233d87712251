"""Addresses of files: nobody reads one or makes one, and each says until when it opens by itself."""

import pytest

from bot.domain.errors import InvalidError
from bot.services import file_links
from tests.web.archive import bench


def test_an_address_names_nobody_and_comes_back() -> None:
    """The file's id, which is made from the thread's name, is sealed in it."""
    stage = bench()
    path = file_links.path_of(stage.runtime, "fil_marie")
    assert path.startswith("/files/")
    assert "marie" not in path
    assert file_links.read(stage.runtime, path.rpartition("/")[2]) == file_links.FileLink("fil_marie", 0)


def test_what_was_sent_opens_by_its_address_for_a_week() -> None:
    """Long enough for the platform to fetch it, and for the traveller to look at it again."""
    stage = bench()
    link = file_links.read(stage.runtime, file_links.url_of(stage.runtime, "fil_1").rpartition("/")[2])
    now = int(stage.clock.now().timestamp() * 1000)
    assert link.until - now == 7 * 24 * 3600 * 1000


@pytest.mark.parametrize("token", ["", "x", "é", "AAAA", "=" * 20])
def test_what_we_did_not_make_is_no_address(token: str) -> None:
    """Nor is one that was changed."""
    stage = bench()
    good = file_links.path_of(stage.runtime, "fil_1").rpartition("/")[2]
    for wrong in (token, f"{good}A", good[:-2]):
        with pytest.raises(InvalidError):
            file_links.read(stage.runtime, wrong)
