"""What the demo needs to talk to Meta's simulated platform: accounts, secrets of its own, and the handshake."""

import http.client
import json
import time
from urllib.parse import urlsplit

from bot.embedded.folder import DataFolder
from bot.processes import StartError


def channel_settings(folder: DataFolder, *, host: str, web: int, simulators: int) -> dict[str, str]:
    """The settings of all roles, by the host and the ports of the web process and of the platform.

    All of them are our own, whatever the environment says: tokens of real accounts never go to a simulated platform,
    and nothing that is said to it ever reaches a real one.
    """
    platform = f"http://{host}:{simulators}"
    return {
        "SIMULATORS_PORT": str(simulators),
        "SIMULATORS_DATA": str(folder.sub("simulators") / "phones.json"),
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
        "WHATSAPP_ACCOUNT_ID": "WABA",
        "WHATSAPP_PHONE": "15550783881",
        "INSTAGRAM_ID": "17841400000000001",
        "INSTAGRAM_USERNAME": "threadfare.air",
        "INSTAGRAM_APP_SECRET": folder.secret("instagram-app"),
        "INSTAGRAM_TOKEN": folder.secret("instagram-token"),
    }


def shake_hands(platform: str, *, patience: float = 20.0) -> None:
    """Let the platform verify each channel's webhook, as Meta does when its address is saved.

    Waits some seconds for the platform to listen. Raises `StartError` when it does not, or when a webhook refuses.
    """
    deadline = time.monotonic() + patience
    while (verified := _verified(platform)) is None:
        if time.monotonic() > deadline:
            raise StartError(f"The simulated platform at {platform} does not answer.")
        time.sleep(0.1)
    refused = [channel for channel, good in verified.items() if not good]
    if refused:
        raise StartError(f"The handshake with the webhook failed for {', '.join(refused)}.")


def _verified(platform: str) -> dict[str, bool] | None:
    """Which webhooks could be verified, None while the platform does not listen."""
    connection = http.client.HTTPConnection(urlsplit(platform).netloc, timeout=30)
    try:
        connection.request("POST", "/control/handshakes")
        answer = connection.getresponse()
        told = answer.read()
    except (OSError, http.client.HTTPException):
        return None
    finally:
        connection.close()
    return dict(json.loads(told)) if answer.status == http.HTTPStatus.OK else None
