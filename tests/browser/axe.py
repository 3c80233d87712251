"""What axe finds on a page: its automatic rules of WCAG 2.2, A and AA."""

from typing import Any

from axe_playwright_python.sync_playwright import Axe

_AXE = Axe()
_RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"], "resultTypes": ["violations"]}
"""What is well is not gathered: it is most of a report, and takes half of the time."""


def barriers(page: Any) -> str:
    """What bars somebody from a page as it stands, in sentences; "" when nothing does."""
    found = _AXE.run(page, options=_RULES)
    return str(found.generate_report()) if found.violations_count else ""
