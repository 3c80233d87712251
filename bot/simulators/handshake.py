"""The handshake with which Meta verifies the address of a webhook before it delivers there."""

import hmac
from urllib.parse import urlencode

import urllib3

_PATIENCE = urllib3.Timeout(connect=3.0, read=10.0)
_OK = 200


def verify(url: str, token: str, challenge: str) -> bool:
    """Whether whoever listens at an address knows the word, and repeats the challenge and nothing else."""
    query = urlencode({"hub.mode": "subscribe", "hub.verify_token": token, "hub.challenge": challenge})
    pool = urllib3.PoolManager(retries=False, timeout=_PATIENCE)
    try:
        answer = pool.request("GET", f"{url}?{query}", redirect=False)
    except urllib3.exceptions.HTTPError:
        return False
    return answer.status == _OK and hmac.compare_digest(answer.data, challenge.encode())
