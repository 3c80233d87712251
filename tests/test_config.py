"""Settings are read once, checked at the start, and never shown."""

from pathlib import Path

import pytest

from bot.config import Settings, SettingsError, environment_of, load_settings
from bot.variables import ROLES, VARIABLES

STORES = {
    "DATABASE_URL": "postgres://bot:pa%40ss@db/threadfare",
    "REDIS_URL": "redis://:open@kv:6379/0",
    "VOLATILE_REDIS_URL": "redis://kv:6380/0",
}
WEB = STORES | {"SECRET_KEY": "k" * 32, "SANDBOX_WEBHOOK_SECRET": "hush", "CAPTURE_PUBLIC_KEYS": "keys.json"}


def test_a_complete_environment_is_read_into_typed_settings() -> None:
    """Whoever sets the variables of the README's table gets a running web process."""
    settings = load_settings(WEB | {"PORT": "9000", "META_APP_SECRET": "new, old", "META_VERIFY_TOKEN": "v"}, "web")
    assert settings.database_url == "postgresql+psycopg://bot:pa%40ss@db/threadfare"
    assert settings.port == 9000
    assert settings.meta_app_secrets == ("new", "old")
    assert settings.capture_public_keys == Path("keys.json")


def test_all_that_is_missing_is_named_at_once() -> None:
    """Who starts a process without settings learns in one go which ones it needs."""
    with pytest.raises(SettingsError) as caught:
        load_settings({}, "web")
    for name in ("DATABASE_URL", "REDIS_URL", "VOLATILE_REDIS_URL", "SECRET_KEY", "CAPTURE_PUBLIC_KEYS"):
        assert f"{name} is missing." in str(caught.value)


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("DATABASE_URL", "mysql://db", "it must begin with postgresql://"),
        ("REDIS_URL", "http://kv", "redis://, rediss:// or unix://"),
        ("PUBLIC_URL", "air.example", "http:// or https:// address"),
        ("PUBLIC_URL", "https://air.example/?a=b", "without a query"),
        ("PORT", "0", "a whole number from 1 to 65535"),
        ("PORT", "eighty", "a whole number from 1 to 65535"),
        ("SECRET_KEY", "short", "at least 32 characters"),
        ("GRAPH_VERSION", "25", "look like v25.0"),
        ("LOG_FORMAT", "xml", "one of auto, json, pretty"),
        ("CAPTURE_KEYS_DIR", "/no/such/folder", "there is no such folder"),
        ("AIRLINE_CODE", "tfx", "look like TF"),
        ("WEBCHAT_SITES", "main", "it must be JSON like"),
        (
            "WEBCHAT_SITES",
            '{"main": {"origins": ["https://a.example"], "theme": {"brand": "#ffd400"}}}',
            "take on_brand #000000 (14.7:1)",
        ),
    ],
)
def test_what_is_wrong_is_named_with_what_would_be_right(name: str, text: str, words: str) -> None:
    """A slip in a variable stops the program with its name and what it should look like."""
    with pytest.raises(SettingsError, match=name) as caught:
        load_settings({name: text})
    assert words in str(caught.value)


def test_a_secret_in_a_file_wins_over_its_variable_and_others_are_no_files(tmp_path: Path) -> None:
    """Tokens can be moved into files one by one, and a file never tells what is none of its business."""
    (tmp_path / "META_APP_SECRET").write_text("newer, new\n")
    (tmp_path / "MESSENGER_PAGE_TOKEN").write_text("from the file")
    (tmp_path / "SECRET_KEY").write_text("x" * 40)
    told = {
        "META_SECRETS_DIR": str(tmp_path),
        "META_APP_SECRET": "old",
        "MESSENGER_PAGE_ID": "1",
        "WHATSAPP_TOKEN": "w",
    }
    settings = load_settings(told)
    assert settings.meta_app_secrets == ("newer", "new")
    assert settings.messenger_page_token == "from the file"
    assert settings.whatsapp_token == "w"
    assert settings.secret_key == ""
    assert "from the file" not in repr(settings)


def test_a_role_reads_no_token_that_is_not_for_it_from_the_folder(tmp_path: Path) -> None:
    """The web process sees the app's secret and never what speaks in the airline's name."""
    for name in ("META_APP_SECRET", "MESSENGER_PAGE_TOKEN"):
        (tmp_path / name).write_text("a secret")
    settings = load_settings(WEB | {"META_SECRETS_DIR": str(tmp_path), "META_VERIFY_TOKEN": "v"}, "web")
    assert settings.meta_app_secrets == ("a secret",)
    assert settings.messenger_page_token == ""


def test_a_wrong_secret_is_not_repeated_in_the_message() -> None:
    """A password with a slip in its address does not end up in a terminal or a log."""
    with pytest.raises(SettingsError) as caught:
        load_settings({"DATABASE_URL": "mysql://bot:hunter2@db"})
    assert "hunter2" not in str(caught.value)


def test_an_empty_variable_counts_as_unset() -> None:
    """A line such as PORT= in an env file means the default."""
    assert load_settings({"PORT": "", "REDIS_URL": " "}).port == 8000


def test_doorbells_go_to_the_main_redis_unless_told_otherwise() -> None:
    """One Redis is enough to begin with."""
    assert load_settings(STORES).jobs_redis_url == STORES["REDIS_URL"]
    assert load_settings(STORES | {"JOBS_REDIS_URL": "redis://jobs"}).jobs_redis_url == "redis://jobs"


def test_the_sandbox_sends_its_webhooks_to_the_public_address_unless_told_otherwise() -> None:
    """The two processes find each other without a setting."""
    assert load_settings({"PUBLIC_URL": "https://air.example/"}).sandbox_webhook_url == (
        "https://air.example/webhooks/gateway/sandbox"
    )
    assert load_settings({"SANDBOX_WEBHOOK_URL": "http://b/hook"}).sandbox_webhook_url == "http://b/hook"


@pytest.mark.parametrize(
    ("given", "missing"), [("META_APP_SECRET", "META_VERIFY_TOKEN"), ("META_VERIFY_TOKEN", "META_APP_SECRET")]
)
def test_messenger_is_served_whole_or_not_at_all(given: str, missing: str) -> None:
    """A half-configured Messenger is refused at the start and not at the first webhook."""
    with pytest.raises(SettingsError, match=f"{missing} is missing, and Messenger needs it"):
        load_settings(WEB | {given: "x"}, "web")


@pytest.mark.parametrize(
    ("given", "missing"), [("WHATSAPP_TOKEN", "WHATSAPP_NUMBER_ID"), ("WHATSAPP_NUMBER_ID", "WHATSAPP_TOKEN")]
)
def test_whatsapp_is_served_whole_or_not_at_all(given: str, missing: str) -> None:
    """A half-configured WhatsApp is refused when the courier starts and not at the first message."""
    with pytest.raises(SettingsError, match=f"{missing} is missing, and WhatsApp needs it"):
        load_settings(STORES | {given: "1"}, "courier")


@pytest.mark.parametrize("way", [{"SMTP_URL": "smtp://mail.example"}, {"MAIL_DIR": "/mails"}])
def test_mails_do_not_go_out_without_a_sender(way: dict[str, str]) -> None:
    """What is missing is named when the courier starts and not when the first mail is due."""
    with pytest.raises(SettingsError, match="MAIL_FROM is missing, and e-mail needs it"):
        load_settings(STORES | way, "courier")
    settings = load_settings(WEB | way | {"MAIL_FROM": "tickets@airline.example"}, "courier")
    assert settings.smtp_url or settings.mail_dir


@pytest.mark.parametrize(
    ("url", "allowed"),
    [
        ("https://air.example", True),
        ("http://localhost:8000", True),
        ("http://pay.localhost", True),
        ("http://127.0.0.1:8000", True),
        ("http://127.8.8.8", True),
        ("http://[::1]:8000", True),
        ("http://air.example", False),
        ("http://192.168.1.5:8000", False),
        ("http://localhost.air.example", False),
    ],
)
def test_pay_pages_open_only_where_the_browser_can_encrypt(url: str, *, allowed: bool) -> None:
    """A traveller is never shown a card form that the browser could not protect."""
    assert load_settings({"PUBLIC_URL": url}).pay_pages_allowed is allowed


@pytest.mark.parametrize(
    ("role", "given", "missing"),
    [
        ("web", {"INSTAGRAM_ID": "1"}, {"META_VERIFY_TOKEN", "INSTAGRAM_APP_SECRET"}),
        ("web", {"INSTAGRAM_ID": "1", "META_APP_SECRET": "x"}, {"META_VERIFY_TOKEN"}),
        ("web", {"INSTAGRAM_APP_SECRET": "x", "META_VERIFY_TOKEN": "v"}, {"INSTAGRAM_ID"}),
        ("web", {"INSTAGRAM_ID": "1", "INSTAGRAM_APP_SECRET": "x", "META_VERIFY_TOKEN": "v"}, set()),
        ("web", {"INSTAGRAM_ID": "1", "META_APP_SECRET": "x", "META_VERIFY_TOKEN": "v"}, set()),
        ("courier", {"INSTAGRAM_ID": "1"}, {"INSTAGRAM_TOKEN"}),
        ("courier", {"INSTAGRAM_TOKEN": "t"}, {"INSTAGRAM_ID"}),
        ("courier", {"INSTAGRAM_TOKEN": "t", "INSTAGRAM_ID": "1"}, set()),
        ("archivist", {"INSTAGRAM_ID": "1"}, set()),
    ],
)
def test_instagram_is_served_whole_or_not_at_all(role: str, given: dict[str, str], missing: set[str]) -> None:
    """It needs no Messenger beside it, and what it does need is named at the start."""
    try:
        load_settings(WEB | given, role)
    except SettingsError as error:
        said = {line.split()[0] for line in str(error).splitlines()}
    else:
        said = set()
    assert said == missing


def test_secrets_are_in_no_picture_of_the_settings() -> None:
    """Settings may be printed, logged or shown in a traceback without giving a secret away."""
    settings = load_settings(WEB | {"META_APP_SECRET": "alpha,beta", "META_VERIFY_TOKEN": "gamma"})
    pictures = repr(settings) + str(settings) + str(settings.__rich_repr__())
    for secret in ("pa%40ss", "open@", "kkkk", "hush", "alpha", "beta", "gamma"):
        assert secret not in pictures
    assert "port=8000" in pictures


def test_every_secret_is_known_to_whoever_cleans_the_logs() -> None:
    """The redactor learns each secret, of an address its password in both spellings."""
    found = load_settings(WEB | {"META_APP_SECRET": "alpha,beta"}).secrets()
    assert {"pa%40ss", "pa@ss", "open", "k" * 32, "hush", "alpha", "beta"} <= set(found)
    assert "" not in found


def test_the_web_process_holds_no_key_that_opens_a_card_or_moves_money(tmp_path: Path) -> None:
    """A web process that is taken over finds no gateway key, no vault key, no capture key and no Page token."""
    everything = WEB | {
        "SANDBOX_GATEWAY_KEY": "g",
        "CAPTURE_KEYS_DIR": str(tmp_path),
        "VAULT_KEYS_DIR": str(tmp_path),
        "VAULT_FINGERPRINT_KEY": str(tmp_path / "key"),
        "MESSENGER_PAGE_TOKEN": "t",
        "INSTAGRAM_TOKEN": "t",
        "WHATSAPP_TOKEN": "t",
        "HOME": "/home/bot",
    }
    for role in ("web", "live"):
        seen = environment_of(everything, role)
        powers = {
            "SANDBOX_GATEWAY_KEY",
            "CAPTURE_KEYS_DIR",
            "VAULT_KEYS_DIR",
            "VAULT_FINGERPRINT_KEY",
            "MESSENGER_PAGE_TOKEN",
            "INSTAGRAM_TOKEN",
            "WHATSAPP_TOKEN",
        }
        assert not powers & set(seen)
        assert seen["HOME"] == "/home/bot"
        settings = load_settings(everything, role)
        assert (settings.sandbox_gateway_key, settings.messenger_page_token, settings.whatsapp_token) == ("", "", "")
        assert (settings.capture_keys_dir, settings.vault_keys_dir, settings.vault_fingerprint_key) == (None,) * 3


def test_only_the_worker_sees_the_keys_of_cards_and_vault() -> None:
    """Card numbers can be opened in one kind of process only."""
    for name in ("CAPTURE_KEYS_DIR", "VAULT_KEYS_DIR", "VAULT_FINGERPRINT_KEY", "VAULT_REVEALS_PER_MINUTE"):
        assert next(v for v in VARIABLES if v.name == name).roles == {"worker"}


@pytest.mark.parametrize(("told", "missing"), [("KEYS_DIR", "FINGERPRINT_KEY"), ("FINGERPRINT_KEY", "KEYS_DIR")])
def test_half_a_vault_is_none(tmp_path: Path, told: str, missing: str) -> None:
    """Who sets one key of the vault is told that the other is missing; who sets neither has no vault."""
    with pytest.raises(SettingsError, match=f"VAULT_{missing} is missing, and the vault needs it"):
        load_settings({f"VAULT_{told}": str(tmp_path)})
    assert load_settings({}).vault_keys_dir is None


@pytest.mark.parametrize("told", ["OIDC_ISSUER", "OIDC_CLIENT_ID", "OIDC_ROLES"])
def test_half_an_identity_provider_is_none(told: str) -> None:
    """Staff who set one variable of the provider are told the others at the start, and not when somebody signs in."""
    values = {"OIDC_ISSUER": "https://id.example", "OIDC_CLIENT_ID": "x", "OIDC_ROLES": '{"groups": {"a": ["agent"]}}'}
    with pytest.raises(SettingsError, match="OIDC_CLIENT_SECRET is missing, and signing in by OIDC needs it"):
        load_settings({told: values[told]})
    assert load_settings({**values, "OIDC_CLIENT_SECRET": "s"}).oidc_roles == {"groups": {"a": ("agent",)}}
    with pytest.raises(SettingsError, match=r"OIDC_ROLES .* must be JSON like"):
        load_settings({"OIDC_ROLES": "desk=agent"})


def test_every_variable_has_a_field_of_the_settings_and_every_field_a_variable() -> None:
    """The table and the settings cannot drift apart."""
    fields = set(Settings.__struct_fields__) - {"role"}
    assert {variable.attribute for variable in VARIABLES} == fields


def test_every_variable_says_what_it_means_and_who_reads_it() -> None:
    """The README's table leaves no question open."""
    for variable in VARIABLES:
        assert variable.meaning.endswith("."), variable.name
        assert variable.roles <= ROLES, variable.name
        assert variable.required <= variable.roles, variable.name
        assert variable.default is None or not variable.required, variable.name


def test_every_default_is_itself_allowed() -> None:
    """The program starts with its defaults."""
    for variable in VARIABLES:
        if variable.default is not None:
            variable.parse(variable.default)


def test_a_worker_without_a_vault_is_not_started_to_keep_numbers(tmp_path: Path) -> None:
    """Travellers agree that we keep a number in our vault only where there is one."""
    told = {name: str(tmp_path) for name in ("CAPTURE_KEYS_DIR", "VAULT_KEYS_DIR")}
    worker = WEB | {"SANDBOX_GATEWAY_KEY": "g", "CAPTURE_KEYS_DIR": told["CAPTURE_KEYS_DIR"]}
    with pytest.raises(SettingsError, match="CARD_CAPTURE is vault, which needs VAULT_KEYS_DIR"):
        load_settings(worker, "worker")
    assert load_settings(worker | {"CARD_CAPTURE": "page"}, "worker").card_capture == "page"
    whole = worker | told | {"VAULT_FINGERPRINT_KEY": str(tmp_path / "key")}
    assert load_settings(whole, "worker").vault_keys_dir == tmp_path
