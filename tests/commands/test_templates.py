"""`threadfare templates` has templates approved, keeps what Meta says, and names what is wrong."""

import sys
from types import ModuleType
from typing import Any

import pytest
from click.testing import CliRunner

from bot.adapters.channels.template_account import TemplateAccount
from bot.adapters.data.catalogue import notices
from bot.adapters.http_client import HttpClient
from bot.cli import main
from tests.fakes.records import MemoryRecords
from tests.fakes.template_registry import TOKEN, TemplateRegistry

COUNT = sum(len(form.texts) for form in notices().values())
FIRST = next(iter(notices().values())).template


class Meta:
    """Both accounts, and our records."""

    def __init__(self) -> None:
        self.records = MemoryRecords()
        self.registries = {"messenger": TemplateRegistry("101"), "whatsapp": TemplateRegistry("104")}

    def accounts(self, _: Any) -> dict[str, TemplateAccount]:
        """Our side of them."""
        return {
            channel: TemplateAccount(
                HttpClient(registry),
                channel=channel,
                node=registry.node,
                token=TOKEN,
                graph="https://graph.example/v25.0",
                secret="",
            )
            for channel, registry in self.registries.items()
        }


@pytest.fixture(autouse=True)
def meta(monkeypatch: pytest.MonkeyPatch) -> Meta:
    """What the command finds."""
    found = Meta()
    module: Any = ModuleType("bot.bootstrap")
    module.open_records = lambda _: found.records
    module.template_accounts = found.accounts
    monkeypatch.setitem(sys.modules, "bot.bootstrap", module)
    return found


def run(*arguments: str) -> tuple[int, str]:
    """Exit code and output."""
    environ = {"DATABASE_URL": "postgresql://db/x", "PUBLIC_URL": "https://tickets.example"}
    result = CliRunner(env=environ).invoke(main, ["templates", *arguments])
    return result.exit_code, result.output


def test_create_asks_for_what_is_missing_and_no_more(meta: Meta) -> None:
    """Run twice, it creates each template once; the address in the button is ours."""
    code, output = run("create")
    assert (code, output.count("created, APPROVED")) == (0, 2 * COUNT)
    assert run("create")[1].count("created") == 0
    for registry in meta.registries.values():
        assert len(registry.kept) == COUNT
        buttons = registry.kept[0]["components"][1]["buttons"]
        assert buttons[0]["url"] == "https://tickets.example/trip/{{1}}"
    with meta.records.begin() as work:
        assert work.templates.approved("whatsapp", FIRST) == ("de", "en", "es", "fr")


def test_what_meta_refuses_is_said_and_the_others_are_created(meta: Meta) -> None:
    """One channel's trouble does not keep the other's templates away."""
    meta.registries["messenger"].refuse_new = {"code": 100, "error_user_msg": "The Page may not create templates."}
    output = run("create")[1]
    assert f"messenger {FIRST} en: Meta refuses (code 100, subcode None): The Page may not create templates." in output
    assert [len(registry.kept) for registry in meta.registries.values()] == [0, COUNT]


def test_status_says_what_is_wrong_and_fails(meta: Meta) -> None:
    """A monitor runs it; the courier knows at once."""
    assert run("status")[0] == 1
    run("create")
    assert run("status")[0] == 0
    paused = meta.registries["messenger"].kept[0]
    paused["status"] = "PAUSED"
    code, output = run("status")
    assert code == 1
    assert f"- messenger {FIRST} en PAUSED: is paused because travellers reported it" in output
    assert f"+ whatsapp {FIRST} en APPROVED: is sent" in output
    with meta.records.begin() as work:
        assert work.templates.approved("messenger", FIRST) == ("de", "es", "fr")


def test_list_shows_the_words_and_asks_nobody(meta: Meta) -> None:
    """Staff read what travellers will, and what was said last."""
    code, output = run("list")
    assert code == 0
    assert f"{FIRST} en  (tickets_issued; messenger MISSING, whatsapp MISSING)" in output
    assert "[See my trip] /trip/" in output
    assert all(not registry.asked for registry in meta.registries.values())


def test_a_token_that_is_wrong_is_said_in_a_sentence(meta: Meta) -> None:
    """Without a traceback, and without the token."""
    meta.registries["messenger"].refuse = {"code": 190, "message": "Invalid OAuth access token."}
    code, output = run("status")
    assert code == 2
    assert "Meta refuses (code 190" in output


def test_without_an_account_it_says_what_to_set(meta: Meta) -> None:
    """Four settings."""
    meta.registries.clear()
    code, output = run("create")
    assert code == 2
    assert "WHATSAPP_ACCOUNT_ID" in output
