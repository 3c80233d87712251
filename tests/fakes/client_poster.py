"""Delivers webhooks to a Flask test client."""

from typing import Any

from bot.simulators.wire import Poster


def client_poster(client: Any, path: str = "/webhooks/messenger") -> Poster:
    """Posts to a path of the app."""

    def post(body: bytes, headers: dict[str, str]) -> int:
        return int(client.post(path, data=body, headers=headers).status_code)

    return post
