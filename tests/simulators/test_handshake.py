"""Proves bot/simulators/handshake.py, against the program's own door."""

from threading import Thread

from werkzeug.serving import make_server

from bot.adapters.channels.meta_signature import MetaApp, answer_handshake
from bot.simulators.handshake import verify


def test_the_door_that_knows_the_word_is_verified_and_no_other() -> None:
    """As when somebody saves the webhook's address in Meta's dashboard."""

    def door(environ, start_response):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202  a WSGI app
        query = dict(pair.split("=") for pair in environ["QUERY_STRING"].split("&"))
        challenge = answer_handshake(MetaApp(("s",), "agreed"), query)
        start_response("200 OK" if challenge else "403 FORBIDDEN", [("Content-Type", "text/plain")])
        return [(challenge or "").encode()]

    server = make_server("127.0.0.1", 0, door)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    url = f"http://127.0.0.1:{server.port}/webhooks/messenger"
    try:
        assert verify(url, "agreed", "1158201444") is True
        assert verify(url, "other", "1158201444") is False
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
    assert verify(url, "agreed", "1158201444") is False
