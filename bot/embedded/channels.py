"""What the demo needs to talk to Meta's simulated platform: accounts, secrets of its own, and the handshake."""

import http.client
from secrets import token_hex
from urllib.parse import urlencode, urlsplit

from bot.embedded.folder import DataFolder
from bot.processes import StartError

CHANNELS = ("messenger", "whatsapp", "instagram")
"""The channels that the platform plays."""


def channel_settings(folder: DataFolder, *, host: str, web: int, simulators: int) -> dict[str, str]:
    """The settings of all roles, by the host and the ports of the web process and of the platform.

    All of them are our own, whatever the environment says: tokens of real accounts never go to a simulated platform,
    and nothing that is said to it ever reaches a real one.
    """
    platform = f"http://{host}:{simulators}"
    return {
        "SIMULATORS_PORT": str(simulators),
        "SIMULATORS_WEBHOOKS_URL": f"http://{host}:{web}/webhooks",
        "GRAPH_URL": platform,
        "INSTAGRAM_GRAPH_URL": platform,
        "META_APP_SECRET": folder.secret("meta-app"),
        "META_VERIFY_TOKEN": folder.secret("meta-verify"),
        "MESSENGER_APP_ID": "701000000000001",
        "MESSENGER_PAGE_ID": "102030405060708",
        "MESSENGER_PAGE_TOKEN": folder.secret("messenger-token"),
        "WHATSAPP_NUMBER_ID": "106540352242922",
        "WHATSAPP_TOKEN": folder.secret("whatsapp-token"),
        "INSTAGRAM_ID": "17841400000000001",
        "INSTAGRAM_APP_SECRET": folder.secret("instagram-app"),
        "INSTAGRAM_TOKEN": folder.secret("instagram-token"),
    }


def shake_hands(webhooks: str, verify_token: str) -> None:
    """Verify each channel's webhook as Meta does when its address is saved; raises `StartError` when one refuses."""
    address = urlsplit(webhooks)
    for channel in CHANNELS:
        challenge = token_hex(8)
        asked = {"hub.mode": "subscribe", "hub.verify_token": verify_token, "hub.challenge": challenge}
        connection = http.client.HTTPConnection(address.netloc, timeout=10)
        try:
            connection.request("GET", f"{address.path}/{channel}?{urlencode(asked)}")
            answer = connection.getresponse()
            told = answer.read().decode("utf-8", "replace")
        except (OSError, http.client.HTTPException) as error:
            raise StartError(f"The webhook of {channel} does not answer: {type(error).__name__}.") from error
        finally:
            connection.close()
        if (answer.status, told) != (http.HTTPStatus.OK, challenge):
            raise StartError(f"The webhook of {channel} refused the handshake with status {answer.status}.")
