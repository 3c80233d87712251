"""Tests of pages run where a browser is, and never go missing silently where they have to run."""

from pathlib import Path

import pytest

from tests.browser.conftest import without_chromium

NOWHERE = Path("/nowhere/chromium")


def test_with_a_browser_nothing_stands_in_the_way(tmp_path: Path) -> None:
    """Whoever has Chromium runs the tests of pages."""
    assert without_chromium(tmp_path, {}) == ""


def test_without_a_browser_the_reason_is_told() -> None:
    """A newcomer without Chromium reads what to install."""
    assert "install Debian's package chromium-headless-shell or chromium" in without_chromium(NOWHERE, {})
    assert "install" in without_chromium(NOWHERE, {"THREADFARE_BROWSER": "wanted"})


def test_where_a_browser_is_required_its_absence_fails() -> None:
    """A build that must look at pages cannot pass without having looked."""
    with pytest.raises(pytest.fail.Exception, match="have to run"):
        without_chromium(NOWHERE, {"THREADFARE_BROWSER": "required"})
