"""Keeps the token of Instagram Login alive: it holds for 60 days and can be refreshed once it is a day old.

Meta, Instagram API with Instagram Login, "Refresh access token". The new token is written to its file, whole or not at
all; whoever sends reads it from there.
"""

from bot.adapters.channels.meta import words
from bot.adapters.channels.meta_graph import Graph
from bot.adapters.channels.meta_signature import MetaApp
from bot.adapters.http_client import HttpClient
from bot.adapters.secret_files import SecretFile
from bot.domain.errors import UnavailableError

DAY = 24 * 3600.0
"""Seconds that a token must be old before it can be refreshed."""
WEEK = 7 * DAY
"""How old a token grows with us: many tries are left before it would expire."""
_PATH = "refresh_access_token?grant_type=ig_refresh_token"


class InstagramTokenKeeper:
    """Refreshes one token; several processes may do so at once, any of their tokens is good."""

    def __init__(self, client: HttpClient, *, root: str, token: SecretFile) -> None:
        self._token = token
        self._graph = Graph(client, root=root, token=token, app=MetaApp(()))

    def refresh(self, now: float, *, older_than: float = WEEK) -> bool:
        """Replace the token if it is older than so many seconds; `now` is since 1970, UTC. Gives whether it did.

        Raises `SendFailedError` when Instagram refuses, and `UnavailableError` when the file cannot be written.
        """
        if self._token.age(now) < max(DAY, older_than):
            return False
        fresh = words(self._graph.get(_PATH).document, "access_token")
        if not fresh:
            raise UnavailableError("Instagram answered a refresh without a token.")
        try:
            self._token.replace(fresh)
        except OSError as error:
            raise UnavailableError("The refreshed token of Instagram cannot be written to its file.") from error
        return True
