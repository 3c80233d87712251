"""The postman between a gateway and our door is honest, unless told otherwise."""

import requests

from tests.fakes.webhook_postman import postman
from tests.fakes.webhook_receiver import webhook_receiver


def test_the_postman_hands_on_what_he_is_given_and_says_how_it_was_taken() -> None:
    """Headers and body arrive as they were sent, and the gateway hears our door's own answer."""
    with webhook_receiver() as receiver, postman() as carrier:
        carrier.target = receiver.url
        receiver.answers = [503]
        answers = [requests.post(carrier.url, data=b"{}", headers={"X-Signed": "yes"}, timeout=5) for _ in range(2)]
        assert [answer.status_code for answer in answers] == [503, 200]
        ((headers, body), _) = receiver.received
        assert (headers["X-Signed"], body) == ("yes", b"{}")


def test_a_postman_who_loses_webhooks_says_that_all_is_well() -> None:
    """A gateway whose webhook is lost does not know it, and does not send it again."""
    with webhook_receiver() as receiver, postman() as carrier:
        carrier.target, carrier.loses = receiver.url, True
        assert requests.post(carrier.url, data=b"{}", timeout=5).status_code == 200
        assert receiver.received == []


def test_a_door_that_is_away_is_no_delivery() -> None:
    """The gateway sends again what nobody took."""
    with postman() as carrier:
        carrier.target = "http://127.0.0.1:9/"
        assert requests.post(carrier.url, data=b"{}", timeout=5).status_code == 503
