"""Which airports are served where no database is asked: those of the sample airline."""

import pkgutil


def served_airports() -> frozenset[str]:
    """The IATA codes of the sample airline's airports."""
    return frozenset(pkgutil.resolve_name("bot.adapters.data.sample_airline:AIRPORTS"))
