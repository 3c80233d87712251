"""The page of a flow's test travellers: given by a thread's address, renewed, taken off."""

import pytest
from flask.testing import FlaskClient

from bot.domain.flow.operations import SetNext
from bot.services import flow_trials
from bot.services.thread_refs import ref_of
from bot.web.staff.flow_testers import thread_in
from tests.builders.flow_room import acts, do, worded
from tests.builders.house import House
from tests.builders.staff import ANA, BO, EDI
from tests.web.flow_rooms import entered, flow_editor, flow_home, text_of

__all__ = ["flow_editor", "flow_home"]
HERE = "/staff/flows/book/testers"
TESS, OLGA = "whatsapp:page:49151000001", "messenger:page:olga"


def address(home: House, thread: str = TESS) -> str:
    """The address of a thread's page on the desk."""
    return f"https://tickets.example/desk/t/{ref_of(home.runtime, thread)}?filter=mine#last"


def test_a_thread_is_given_the_draft_by_the_address_of_its_page(home: House, edi: FlaskClient) -> None:
    """Pasted as it stands in the browser; neither the page nor the audit names the traveller."""
    worded(home, "Whence?")
    assert "No thread tries this draft." in edi.get(HERE).text
    page = edi.post(HERE, data={"thread": address(home)}, follow_redirects=True).text
    assert "From its next talk on" in page
    assert [trial.thread for trial in flow_trials.listed(home.runtime)] == [TESS]
    assert ref_of(home.runtime, TESS)[:16] in page
    assert "49151000001" not in page
    assert "49151000001" not in str(home.records.audit.acts)
    assert acts(home)[-1] == (EDI.id, "flow.try", "book")


def test_a_trial_is_renewed_and_taken_off(home: House, edi: FlaskClient) -> None:
    """By one button each."""
    worded(home, "Whence?")
    for thread in (TESS, OLGA):
        edi.post(HERE, data={"thread": ref_of(home.runtime, thread)})
    first = flow_trials.listed(home.runtime)[0].snapshot
    worded(home, "From which town?")
    assert "All test travellers get" in edi.post(f"{HERE}/renew", follow_redirects=True).text
    assert flow_trials.listed(home.runtime)[0].snapshot != first
    page = edi.post(f"{HERE}/take-off", data={"thread": ref_of(home.runtime, TESS)}, follow_redirects=True).text
    assert "begin on the live revision again" in page
    assert [trial.thread for trial in flow_trials.listed(home.runtime)] == [OLGA]
    assert acts(home)[-1] == (EDI.id, "flow.untry", "book")


@pytest.mark.parametrize("pasted", ["", "not a thread", "https://tickets.example/desk/t/", "/desk/t/zzzz"])
def test_what_names_no_thread_is_refused(home: House, edi: FlaskClient, pasted: str) -> None:
    """With the reason, and what was pasted still there."""
    worded(home, "Whence?")
    answer = edi.post(HERE, data={"thread": pasted})
    assert answer.status_code == 400
    assert "thread" in text_of(answer)
    assert f'value="{pasted}"' in answer.text


def test_a_draft_with_faults_or_about_money_is_tried_by_nobody(home: House, edi: FlaskClient) -> None:
    """The reasons are listed."""
    worded(home, "Your seats are held.", key="holding")
    assert "is tried in the simulator" in edi.post(HERE, data={"thread": address(home)}).text
    do(home, SetNext("hello_long", "nowhere"))
    answer = edi.post(HERE, data={"thread": address(home)})
    assert (answer.status_code, "hello_long" in answer.text) == (400, True)


def test_the_desk_leads_here_with_its_thread(edi: FlaskClient) -> None:
    """The field is filled in, and what it holds is text."""
    assert 'value="&#34;&gt;&lt;b&gt;"' in edi.get(f"{HERE}?thread=%22%3E%3Cb%3E").text


def test_who_reads_flows_sees_trials_and_gives_none(home: House, edi: FlaskClient) -> None:
    """Supervisors open the thread from here; agents do not come here at all."""
    worded(home, "Whence?")
    edi.post(HERE, data={"thread": address(home)})
    reader = entered(home, BO)
    page = reader.get(HERE).text
    assert f'href="/desk/t/{ref_of(home.runtime, TESS)}"' in page
    assert "Take off" not in page.replace('<span class="unseen">Take off</span>', "")
    for path in ("", "/renew", "/take-off"):
        assert reader.post(f"{HERE}{path}", data={"thread": address(home)}).status_code == 403
    assert entered(home, ANA).get(HERE).status_code == 403
    assert edi.get("/staff/flows/nothing/testers").status_code == 404


@pytest.mark.parametrize(
    ("pasted", "thread"),
    [
        ("https://a.example/desk/t/abc?x=1", "abc"),
        ("/desk/t/abc/reply", "abc"),
        (" abc ", "abc"),
        ("webchat:TF:marie", "webchat:TF:marie"),
        ("https://a.example/desk/t/webchat%3ATF%3Amarie", "webchat:TF:marie"),
    ],
)
def test_a_thread_is_read_from_what_is_pasted(pasted: str, thread: str) -> None:
    """An address of any of its pages, or what names it."""
    assert thread_in(pasted) == thread
