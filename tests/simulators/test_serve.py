"""Proves bot/simulators/serve.py: the platform as its process runs it."""

from bot.simulators.serve import build
from bot.simulators.settings import SimulatorSettings


def test_no_id_is_told_twice_by_any_product() -> None:
    """The airline takes an id that it knows for the same message: products do not share them, as Meta's do not."""
    server, _ = build(SimulatorSettings(brand="Test Air"))
    ids = [product.new_id() for product in server.platform.products for _ in range(3)]
    assert len(set(ids)) == len(ids)
    server._server.server_close()


def test_the_page_of_the_phones_lies_beside_the_graph_api() -> None:
    """One address serves both, and what the platform does not know is still answered as Meta answers it."""
    server, _ = build(SimulatorSettings(brand="Test Air"))
    page = server.answer("GET", "/phones", {}, b"")
    assert page is not None
    assert b"Test Air" in page.body
    refused = server.answer("GET", "/v25.0/phonesx/messages", {}, b"")
    assert refused is not None
    assert b"OAuthException" in refused.body
    server._server.server_close()
