"""Orders about saved methods, in four languages, and words that are none."""

import pytest

from bot.domain.understanding.wallet_orders import WalletOrder, read_wallet_order


@pytest.mark.parametrize(
    ("text", "about", "name"),
    [
        ("call my Visa 'work card'", "my visa", "work card"),
        ("Please call my visa work card.", "my visa", "work card"),
        ("rename my card to Holiday", "my card", "Holiday"),
        ("appelle ma Visa « carte pro »", "ma visa", "carte pro"),
        ("nomme ma carte Vacances", "ma carte", "Vacances"),
        ('llama a mi visa "tarjeta trabajo"', "mi visa", "tarjeta trabajo"),
        ("nenne meine Visa Arbeitskarte", "meine visa", "Arbeitskarte"),
        ("llame a mi Visa tarjeta de trabajo", "mi visa", "tarjeta de trabajo"),
        ("call it Élan", "it", "Élan"),
        ("name my account Savings", "my account", "Savings"),
    ],
)
def test_a_method_is_named_as_the_traveller_writes_it(text: str, about: str, name: str) -> None:
    """Capitals and accents of a name stay; quotation marks are none of it."""
    assert read_wallet_order(text) == WalletOrder("name", about, name)


@pytest.mark.parametrize(
    ("text", "about", "channel"),
    [
        ("don't use this here", "this", ""),
        ("Don’t use my Visa here", "my visa", ""),
        ("never use my visa on WhatsApp", "my visa", "whatsapp"),
        ("n'utilise pas ma Visa ici", "ma visa", ""),
        ("n’utilisez plus ma carte sur le site", "ma carte", "webchat"),
        ("no uses mi visa aquí", "mi visa", ""),
        ("meine Visa hier nicht verwenden", "meine visa", ""),
        ("no pagar con mi visa en WhatsApp", "mi visa", "whatsapp"),
        ("don't use it in the web chat", "it", "webchat"),
    ],
)
def test_a_method_is_barred_here_or_in_a_channel_by_name(text: str, about: str, channel: str) -> None:
    """Where no channel is named, this one is meant."""
    assert read_wallet_order(text) == WalletOrder("bar", about, channel=channel, is_here=True)


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("use it here again", "it"),
        ("use my visa here again", "my visa"),
        ("allow my visa here", "my visa"),
        ("utilise de nouveau ma visa ici", "ma visa"),
        ("utilise ma visa ici à nouveau", "ma visa"),
        ("autorise ma visa ici", "ma visa"),
        ("usa mi visa aquí otra vez", "mi visa"),
    ],
)
def test_a_method_is_allowed_again(text: str, about: str) -> None:
    """The way back is as short as the way there."""
    assert read_wallet_order(text) == WalletOrder("allow", about, is_here=True)


@pytest.mark.parametrize(
    ("text", "amount", "currency", "channel"),
    [
        ("limit 300 euros here", "300", "euros", ""),
        ("limit WhatsApp to 300 euros", "300", "euros", "whatsapp"),
        ("limite Messenger à 300 €", "300", "€", "messenger"),
        ("limit my cards to €1,500 here", "1,500", "€", ""),
        ("limite 300 € ici", "300", "€", ""),
        ("plafond de 300 euros sur WhatsApp", "300", "euros", "whatsapp"),
        ("limit $200 here", "200", "$", ""),
        ("limita a 99,50 eur aquí", "99,50", "eur", ""),
        ("limit my saved cards to 300", "300", "", ""),
    ],
)
def test_a_limit_is_read_with_its_currency(text: str, amount: str, currency: str, channel: str) -> None:
    """The amount as it was written; whose money it is decides who knows what we sell in."""
    read = read_wallet_order(text)
    assert read is not None
    assert (read.what, read.amount, read.currency, read.channel) == ("limit", amount, currency, channel)


@pytest.mark.parametrize("text", ["no limit here", "remove the limit here", "plus de plafond ici", "sin limite aquí"])
def test_a_limit_is_lifted(text: str) -> None:
    """As it was set."""
    read = read_wallet_order(text)
    assert read is not None
    assert (read.what, read.is_here) == ("unlimit", True)


@pytest.mark.parametrize(
    ("text", "about", "channel"),
    [
        ("make my visa preferred", "my visa", None),
        ("make my Visa the default", "my visa", None),
        ("préfère ma visa", "ma visa", None),
        ("utilise ma visa par défaut", "ma visa", None),
        ("use my visa first here", "my visa", ""),
    ],
)
def test_a_method_is_preferred_everywhere_or_here(text: str, about: str, channel: str | None) -> None:
    """A place that is named makes it that channel's own."""
    read = read_wallet_order(text)
    assert read == WalletOrder("prefer", about, channel=channel or "", is_here=channel is not None)


@pytest.mark.parametrize("text", ["I forgot my PIN", "j'ai oublié mon code PIN", "olvidé mi PIN", "PIN vergessen"])
def test_a_forgotten_pin_is_heard(text: str) -> None:
    """Whoever is stuck is led on."""
    assert read_wallet_order(text) == WalletOrder("forgot_pin")


@pytest.mark.parametrize(
    "text",
    [
        "one way from Nice to Paris in ten days, limit 300 euros",
        "call my bank",
        "can you call me John",
        "budget 300 euros",
        "no limit",
        "my cards",
        "pay with my visa",
        "use my account here",
        "no, on 10 December",
        "limit " + "x" * 120 + " 300 here",
    ],
)
def test_other_words_are_no_order(text: str) -> None:
    """A budget, a call and a booking stay what they are."""
    assert read_wallet_order(text) is None


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("usar aquí de nuevo", "allow"),
        ("hier wieder verwenden", "allow"),
        ("sin límite aquí", "unlimit"),
        ("kein Limit hier", "unlimit"),
        ("límite 300 euros aquí", "limit"),
        ("Limit 300 Euro hier", "limit"),
        ("he olvidado mi PIN", "forgot_pin"),
        ("ich habe meine PIN vergessen", "forgot_pin"),
        ("PIN vergessen", "forgot_pin"),
        ("prefiero mi Visa", "prefer"),
        ("bevorzuge meine Visa", "prefer"),
    ],
)
def test_what_texts_tell_to_write_is_an_order_in_spanish_and_german(text: str, what: str) -> None:
    """A traveller who writes what the bot or a page put into quotation marks is understood."""
    order = read_wallet_order(text)
    assert order is not None
    assert order.what == what
