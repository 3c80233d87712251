"""The web process as a whole: which addresses exist, and what it can do without."""

from tests.builders.door import door


def test_every_promised_address_exists() -> None:
    """What the README names is served."""
    rules = {rule.rule for rule in door().app.url_map.iter_rules()}
    for path in (
        "/",
        "/chat",
        "/webhooks/messenger",
        "/webhooks/gateway/sandbox",
        "/livez",
        "/readyz",
        "/metrics",
        "/pay/<token>",
    ):
        assert path in rules, path
    assert any(rule.startswith("/desk") for rule in rules)
    assert any(rule.startswith("/live/") for rule in rules)


def test_the_web_process_needs_no_gateway_and_no_key() -> None:
    """A web process that is taken over cannot open a card or move money."""
    hall = door()
    assert hall.runtime.gateway is None
    assert hall.runtime.card_opener is None
    assert hall.app.test_client().get("/livez").status_code == 200


def test_no_session_is_kept_in_the_browser() -> None:
    """Flask's own session needs a key, which the application does not have."""
    assert door().app.secret_key is None
