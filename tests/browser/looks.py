"""Sizes and schemes in which pages are looked at: each size and each scheme; the long form all pairs.

What a size breaks does not depend on the colours, and what a scheme breaks does not depend on the size.
"""

from itertools import cycle, product
from typing import Any

import pytest

from tests.long import LONG

SCHEMES = ("light", "dark")


def looks(*sizes: Any) -> list[Any]:
    """Parameters of size and scheme; a size is a width, or a width and a height."""
    pairs = product(sizes, SCHEMES) if LONG else zip(sizes, cycle(SCHEMES), strict=False)
    return [pytest.param(size, scheme, id=f"{_width(size)}-{scheme}") for size, scheme in pairs]


def _width(size: Any) -> Any:
    return size if isinstance(size, int) else size[0]
