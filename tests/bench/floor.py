"""The floor: the least that a Flask webhook with a session in Redis can do, served as we are served.

It checks the signature over the raw bytes, parses the JSON, reads and writes a small session, and answers. Nothing is
said, so nothing is sent.
"""

import argparse
import hmac
import json
from hashlib import sha256

import redis
from flask import Flask, Response, request

from bot.config import Settings, environment
from bot.serving import serve
from tests.bench.talks import APP_SECRET, PATH

app = Flask("floor")
_store = redis.Redis.from_url(environment()["REDIS_URL"])


@app.get("/readyz")
def ready() -> Response:
    """Whether Redis answers."""
    return Response("up" if _store.ping() else "down")


@app.post(PATH)
def take() -> Response:
    """One message: its sender's session is counted one further."""
    body = request.get_data()
    signature = hmac.new(APP_SECRET.encode(), body, sha256).hexdigest()
    if not hmac.compare_digest(f"sha256={signature}", request.headers.get("X-Hub-Signature-256", "")):
        return Response("Not signed.", 403)
    item = json.loads(body)["entry"][0]["messaging"][0]
    key = f"floor:{item['sender']['id']}"
    session = json.loads(_store.get(key) or b'{"step":0}')
    session = {"step": session["step"] + 1, "said": item["message"]["text"]}
    _store.set(key, json.dumps(session))
    return Response("EVENT_RECEIVED")


def main() -> None:
    """Serve the floor with as many threads as the web process has."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--port", type=int, required=True)
    words.add_argument("--threads", type=int, required=True)
    chosen = words.parse_args()
    serve(Settings(port=chosen.port, web_threads=chosen.threads), "tests.bench.floor:app")


if __name__ == "__main__":
    main()
