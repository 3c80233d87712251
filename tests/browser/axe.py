"""What axe finds on a page: its automatic rules of WCAG 2.2, A and AA."""

from typing import Any

from axe_playwright_python.sync_playwright import Axe

_AXE = Axe()
_RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"], "resultTypes": ["violations"]}
"""What is well is not gathered: it is most of a report, and takes half of the time."""


_AT_REST = """() => Promise.allSettled(document.getAnimations()
    .filter((one) => one.effect?.getComputedTiming().endTime < Infinity).map((one) => one.finished))"""


def barriers(page: Any) -> str:
    """What bars somebody from a page when it has come to rest, in sentences; "" when nothing does.

    A color that is on its way to another may be too pale for the moment.
    """
    page.evaluate(_AT_REST)
    found = _AXE.run(page, options=_RULES)
    return str(found.generate_report()) if found.violations_count else ""
