"""A link as it is opened on somebody's phone, and as a worker prints, follows and stops it."""

from datetime import timedelta
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.request import HTTPCookieProcessor, Request, build_opener

import pytest
from streamlit.runtime.context import ContextProxy
from streamlit.testing.v1 import AppTest

from components.access.navigation import PAGES
from components.access.state import cookie_name, device_cookie_name
from data.evaluations.queries.answer_links import CLOSED
from models.access import SignInAttempt
from models.columns import now
from models.drafts import Draft
from models.evaluations.questionnaires import Answer, AnswerLink, AnswerSheet, AnswerWay, Question, QuestionKind
from models.permissions import Role
from tests.benchmarks.client import Tab as Phone
from tests.benchmarks.servers import ROOT, server
from tests.factories import make_actor, make_worker, save, sign_in_as
from tests.loops import run_apart
from tests.pages.programme_tab import SHELL, Tab, rows
from tests.rows.answer_links import Link, make_link
from tests.rows.evaluations import PARENT, make_participant, make_programme, shipped_version

HELP = f"**{PARENT['help']}**"
pytestmark = pytest.mark.usefixtures("sqlite_database")


class OnPhone(Tab):
    """A tab without an account, opened by a link; `session` is of a worker whose phone it is."""

    def __init__(self, token: str, *, session: str | None = None) -> None:
        self.at = AppTest.from_file(SHELL, default_timeout=30)
        self.at.query_params["k"] = token
        if session:
            self.at.session_state["session.token"] = session
        self.at.run()
        assert not self.at.exception

    @property
    def title(self) -> str:
        (title,) = self.at.title
        return title.value.replace("\\", "")


def _group() -> Link:
    return make_link(make_programme())


def test_answers_are_kept_as_they_go_and_sent_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ContextProxy, "cookies", {device_cookie_name(): "phone"})
    programme_id = make_programme()
    person = make_participant(programme_id, name="Ada Secret")
    link = make_link(programme_id, participant_id=person)
    phone = OnPhone(link.token)
    assert phone.title == "A few questions before Madeup mornings"
    phone.tap(HELP, "4")
    phone = OnPhone(link.token)  # reloaded
    assert phone.value(HELP) == "4"
    assert "Secret" not in phone.words
    other = OnPhone(link.token)
    phone.press("Send my answers")
    assert phone.title == "Thank you!"
    other.press("Send my answers")
    assert other.title == "Thank you!"
    (sheet,) = rows(AnswerSheet)
    assert (sheet.participant_id, sheet.way, sheet.recorded_by) == (person, AnswerWay.LINK, f"link {link.id}")
    assert [answer.value for answer in rows(Answer)] == [4]
    assert [draft.answers for draft in rows(Draft)] == ["{}"]


def test_answers_to_choose_from_are_words_and_no_markup() -> None:
    asked = {"code": "bus", "position": 90, "words": "The bus?", "options": "$2 to $3\n*More*"}
    save(Question(version_id=shipped_version(), kind=QuestionKind.CHOICE, **asked))
    (bus,) = (one for one in OnPhone(_group().token).at.radio if "bus" in one.label)
    assert bus.options == ["\\$2 to \\$3", "\\*More\\*"]


def test_a_group_link_is_one_draft_for_each_phone(monkeypatch: pytest.MonkeyPatch) -> None:
    link = _group()
    for device in ("one", "two"):
        monkeypatch.setattr(ContextProxy, "cookies", {device_cookie_name(): device})
        phone = OnPhone(link.token)
        assert phone.value(HELP) is None
        phone.tap(HELP, "2")
        phone.field("text_input", "said_name").set_value(f"Jo {device}").run()
        phone.press("Send my answers")
    assert [sheet.said_name for sheet in rows(AnswerSheet)] == ["Jo one", "Jo two"]


def test_nothing_chosen_is_nothing_sent() -> None:
    phone = OnPhone(_group().token)
    phone.press("Send my answers")
    assert "no answer to send yet" in phone.words
    assert rows(AnswerSheet) == []


def test_a_worker_who_opens_a_link_sees_what_everybody_sees() -> None:
    worker = make_actor(role=Role.WORKER, worker_id=make_worker())
    phone = OnPhone(_group().token, session=sign_in_as(worker))
    assert phone.title.startswith("A few questions before")
    assert not [button for button in phone.at.button if "Sign out" in button.label]
    assert len(phone.at.sidebar) == 0
    for page in PAGES:
        if page.url_path != "answer":
            with pytest.raises(ValueError, match="Could not find page|not found|registered"):
                phone.at.switch_page(f"../../pages/{page.path}")


def test_every_closed_link_looks_the_same() -> None:
    programme_id = make_programme()
    expired = make_link(programme_id, token="expired", expires_at=now() - timedelta(1))
    stopped = make_link(programme_id, token="stopped", revoked_at=now())
    worker = sign_in_as(make_actor(role=Role.WORKER, worker_id=make_worker()))
    shown = set()
    for token, session in (("guess", None), (expired.token, None), (stopped.token, None), ("guess", worker)):
        phone = OnPhone(token, session=session)
        assert (phone.title, len(phone.at.main)) == ("A few questions", 2)
        shown.add(phone.words)
    assert shown == {CLOSED}
    assert len(rows(SignInAttempt)) == 2, "Only what no link ever had counts as a guess, and once."


def test_a_link_stopped_meanwhile_keeps_nothing_more() -> None:
    link = _group()
    phone = OnPhone(link.token)
    worker = Tab(_worker(), "evaluations/answers", **{"programme": 1, "answers.way": "Links and QR codes"})
    next(box for box in worker.at.selectbox if box.label == "Whose link?").set_value(0)
    worker.press("Stop this link")
    assert rows(AnswerLink)[0].revoked_at
    phone.at.radio[0].set_value("3").run()
    assert phone.words == CLOSED
    assert [draft.answers for draft in rows(Draft)] == ["{}"]


def _worker() -> object:
    return make_actor(role=Role.WORKER, worker_id=make_worker())


def test_a_worker_makes_links_and_sees_who_has_answered() -> None:
    programme_id = make_programme()
    make_link(programme_id, participant_id=make_participant(programme_id, name="Ada"))
    make_link(programme_id, token="group")
    tab = Tab(_worker(), "evaluations/answers", programme=programme_id, **{"answers.way": "Links and QR codes"})
    assert "0 answered so far" in tab.words
    (table,) = (frame.value for frame in tab.at.dataframe)
    assert list(table["Name"]) == ["Ada"]
    assert list(table["Answered"]) == ["Not yet"]
    assert "Close earlier links that are still open (1)" in tab.at.checkbox[0].label
    make = tab.at.button(key="answers.link_make")
    make.click().run()
    make.click().run()
    assert len(rows(AnswerLink)) == 3, "A second press makes no second set."
    assert "New links: 1. Earlier ones that no longer work: 1." in tab.words
    (link,) = (code.value for code in tab.at.code)
    assert OnPhone(link.split("=")[1]).title.startswith("A few questions before")
    tab.at.run()
    assert [code.value for code in tab.at.code] == [link], "It stays until it is put away."
    tab.press("Put them away")
    assert not tab.at.code
    tab.press("Make the links")
    assert [code.value for code in tab.at.code] != [link]
    tab.at.radio(key="answers.link_kind").set_value(True).run()
    assert not tab.at.code, "Other links than those asked for now."
    assert not tab.at.checkbox[0].value, "A poster may hang in several places."


def test_the_phone_gets_a_cookie_of_its_own_and_the_token_is_in_no_log(tmp_path: Path) -> None:
    link, log, jar = _group(), tmp_path / "log", CookieJar()

    async def answer(port: int) -> str:
        async with Phone(port, page="answer", query=f"k={link.token}", cookie=cookie) as tab:
            await tab.rerun()
            return str((await tab.change("help", "4")).deltas)

    with server(ROOT, log=log) as port:
        asked = Request(f"http://127.0.0.1:{port}/answer?k={link.token}", headers={"accept": "text/html"})
        for _ in range(2):
            build_opener(HTTPCookieProcessor(jar)).open(asked).close()
        (stored,) = jar
        assert (stored.name, stored.path, stored.has_nonstandard_attr("HttpOnly")) == (device_cookie_name(), "/", True)
        assert cookie_name() not in [one.name for one in jar]
        cookie = f"{stored.name}={stored.value}"
        assert "Saved" in run_apart(answer(port))
    assert link.token not in log.read_text()
    assert str(stored.value) not in log.read_text()
