"""The wellbeing web as it is filled in, read and put right, without a browser."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import select
from streamlit.testing.v1 import AppTest

from data.access.passwords import hash_password
from data.access.queries.accounts import current_visit
from data.core.actions.drafts import expire_drafts, start_draft
from data.core.db import transaction
from data.core.queries.drafts import find_draft
from data.wellbeing.actions.tablet import lend_tablet
from data.wellbeing.actions.webs import CORRECTION_FORM, correct_web
from data.wellbeing.queries import list_webs
from models.access import Account, AuthSession
from models.columns import now
from models.drafts import UNTOUCHED_LIMIT, Draft
from models.permissions import Actor, Role
from models.wellbeing.web import Indicator, SpokeEntry, Voice, WebReading, WebStage
from tests.factories import PASSWORD, make_actor, sign_in_as
from tests.rows.webs import draft_of, make_web, make_worker_with_child

SHELL = str(Path(__file__).parents[3] / "components" / "access" / "shell.py")

pytestmark = pytest.mark.usefixtures("sqlite_database")


class Tab:
    """One tab at one page about one child."""

    def __init__(self, token: str, page: str, pupil_id: int | None) -> None:
        self.at = AppTest.from_file(SHELL, default_timeout=20)
        self.at.session_state["session.token"] = token
        self.at.run()
        if pupil_id is not None:
            self.at.query_params["pupil"] = str(pupil_id)
        self.at.switch_page(f"../../pages/wellbeing/{page}.py").run()
        assert not self.at.exception

    def field(self, kind: str, name: str) -> object:
        return next(each for each in self.at.get(kind) if str(each.key).endswith(f".{name}"))

    def fill(self, kind: str, **values: object) -> None:
        for name, value in values.items():
            self.field(kind, name.replace("_of_", ".")).set_value(value).run()
            assert not self.at.exception

    def press(self, label: str) -> None:
        next(button for button in self.at.button if button.label == label).click().run()
        assert not self.at.exception

    @property
    def words(self) -> str:
        kinds = ("text", "caption", "info", "warning", "error", "success", "title", "header", "subheader", "markdown")
        return "\n".join(str(each.value) for kind in kinds for each in self.at.get(kind)).replace("\\", "")


@pytest.fixture
def at_work(sqlite_database: str) -> tuple[Actor, str, int]:
    """A worker, the token of their session, and a child they support."""
    worker, pupil_id = make_worker_with_child()
    return worker, sign_in_as(worker), pupil_id


def _answers(worker: Actor, pupil_id: int) -> dict:
    draft = find_draft(actor=worker, form="web", subject=f"pupil:{pupil_id}")
    return draft.answers if draft else {}


def test_a_web_is_filled_in_and_saved(at_work: tuple[Actor, str, int]) -> None:
    worker, token, pupil_id = at_work
    tab = Tab(token, "web", pupil_id)
    assert tab.field("radio", "score.safe").value is None, "There is no default."
    tab.fill("radio", voice="child", stage="baseline", scale="1-5", score_of_safe="4", score_of_active="none")
    tab.fill("text_input", words_of_safe="I like my room")
    tab.fill("text_area", matters="Rex")
    assert "highest Safe (4)" in tab.words
    assert "Not answered yet: Healthy, Achieving, Nurtured" in tab.words
    tab.press("Save this web")
    (web,) = list_webs(actor=worker, pupil_id=pupil_id)
    assert (web.voice, web.stage, web.lowest, web.highest) == (Voice.CHILD, WebStage.BASELINE, 1, 5)
    assert (web.reading.scores, web.spokes[Indicator.SAFE].words) == ({Indicator.SAFE: 4}, "I like my room")
    assert (web.spokes[Indicator.ACTIVE].is_talked_about, web.matters_to_me) == (False, "Rex")


def test_a_mistake_is_said_and_every_answer_stays(at_work: tuple[Actor, str, int]) -> None:
    worker, token, pupil_id = at_work
    tab = Tab(token, "web", pupil_id)
    tab.fill("radio", score_of_safe="4")
    tab.fill("text_area", matters="Rex")
    tab.press("Save this web")
    assert [each.value for each in tab.at.error] == [
        "Please say who is speaking.",
        "Please say when in the support this is.",
        "Not sent yet. What to mend stands beside each field above; everything is kept.",
    ]
    tab.fill("radio", voice="worker", stage="review")
    assert (tab.field("radio", "score.safe").value, tab.field("text_area", "matters").value) == ("4", "Rex")
    assert not list_webs(actor=worker, pupil_id=pupil_id)
    assert _answers(worker, pupil_id)["score.safe"] == "4"


def test_a_fresh_tab_goes_on_and_two_tabs_do_not_undo_each_other(at_work: tuple[Actor, str, int]) -> None:
    worker, token, pupil_id = at_work
    stale = Tab(token, "web", pupil_id)
    fresh = Tab(token, "web", pupil_id)
    fresh.fill("radio", voice="child", score_of_safe="4")
    stale.fill("radio", score_of_healthy="2")
    answers = _answers(worker, pupil_id)
    assert (answers["score.safe"], answers["score.healthy"], answers["voice"]) == ("4", "2", "child")
    assert stale.field("radio", "score.safe").value == "4", "The tab shows what the other one kept."


def test_the_next_person_never_sees_the_last_ones_answers(at_work: tuple[Actor, str, int]) -> None:
    _, token, pupil_id = at_work
    tab = Tab(token, "web", pupil_id)
    tab.fill("text_area", matters="Told me in confidence")
    tab.press("Sign out")
    tab.at.session_state["session.token"] = sign_in_as(make_actor(role=Role.LEAD))
    tab.at.run()
    tab.at.switch_page("../../pages/wellbeing/web.py").run()
    assert tab.field("text_area", "matters").value == ""
    assert "confidence" not in tab.words


def test_a_session_that_ended_keeps_what_was_said_to_be_saved(at_work: tuple[Actor, str, int]) -> None:
    worker, token, pupil_id = at_work
    tab = Tab(token, "web", pupil_id)
    tab.fill("radio", score_of_safe="4")
    with transaction() as session:
        session.exec(select(AuthSession)).one().last_seen_at = now() - timedelta(days=2)
    tab.field("radio", "score.healthy").set_value("9").run()
    assert not tab.at.exception
    assert "Sign in" in [button.label for button in tab.at.button]
    assert not tab.at.get("radio"), "Nothing of the form stays on the screen."
    assert _answers(worker, pupil_id)["score.safe"] == "4"
    with transaction() as session:
        session.exec(select(AuthSession)).one().last_seen_at = now()  # as a new sign-in would
    assert Tab(token, "web", pupil_id).field("radio", "score.safe").value == "4"


def test_an_untouched_draft_goes_after_thirty_days(at_work: tuple[Actor, str, int]) -> None:
    worker, token, pupil_id = at_work
    Tab(token, "web", pupil_id).fill("radio", score_of_safe="4")
    assert expire_drafts() == 0
    with transaction() as session:
        draft = session.exec(select(Draft)).one()
        draft.started_at = draft.saved_at = now() - UNTOUCHED_LIMIT - timedelta(minutes=1)
    assert expire_drafts() == 1
    assert Tab(token, "web", pupil_id).field("radio", "score.safe").value is None
    assert _answers(worker, pupil_id) == {}


def test_the_childs_page_leads_to_the_webs(at_work: tuple[Actor, str, int]) -> None:
    _, token, pupil_id = at_work
    at = AppTest.from_file(SHELL, default_timeout=20)
    at.session_state["session.token"] = token
    at.run()
    at.query_params["id"] = str(pupil_id)
    at.switch_page("../../pages/attendance/pupil.py").run()
    assert not at.exception
    asked = f"pupil={pupil_id}"
    assert {each.proto.label for each in at.get("page_link") if asked in each.proto.query_string} == {
        "Wellbeing webs",
        "Fill in a new web",
    }


@pytest.mark.parametrize("page", ["web", "webs"])
def test_a_child_that_is_not_theirs_looks_like_none(at_work: tuple[Actor, str, int], page: str) -> None:
    _, token, pupil_id = at_work
    other, _ = make_worker_with_child(name="HLW 02", number="012345675")
    refused, missing = Tab(sign_in_as(other), page, pupil_id), Tab(token, page, 4711)
    assert [each.value for each in refused.at.warning] == [each.value for each in missing.at.warning] != []
    assert not refused.at.get("radio")
    assert "Find a child first" in Tab(token, page, None).words


def test_what_was_recorded_is_shown_compared_and_put_right(at_work: tuple[Actor, str, int]) -> None:
    worker, token, pupil_id = at_work
    first = make_web(pupil_id, worker)
    tab = Tab(token, "webs", pupil_id)
    assert "1 reading, of " in tab.words
    assert f"Recorded by {worker.display_name}, " in tab.words
    make_web(pupil_id, worker, stage=WebStage.REVIEW)
    tab = Tab(token, "webs", pupil_id)
    assert "0 higher, 0 lower, 2 the same, 6 not compared" in tab.words
    tab.at.selectbox(key="webs.correct").set_value(first).run()
    tab.fill("selectbox", what="details")
    tab.fill("radio", voice="parent")
    tab.press("Save the change")
    assert "The change is saved." in tab.words
    assert list_webs(actor=worker, pupil_id=pupil_id)[0].voice is Voice.PARENT


def test_a_complete_reading_is_amended_with_a_reason_only(at_work: tuple[Actor, str, int]) -> None:
    worker, token, pupil_id = at_work
    web_id = make_web(pupil_id, worker)
    with transaction() as session:
        session.get_one(WebReading, web_id).recorded_at = now() - timedelta(days=8)
    tab = Tab(token, "webs", pupil_id)
    tab.at.selectbox(key="webs.correct").set_value(web_id).run()
    tab.fill("selectbox", what="safe")
    assert (tab.field("radio", "new.safe").value, tab.field("text_input", "new_words.safe").value) == (
        "4",
        "It is fine",
    )
    tab.fill("radio", new_of_safe="6")
    tab.press("Save the change")
    assert "a change needs a reason" in tab.words
    assert tab.field("radio", "new.safe").value == "6"
    tab.fill("text_input", reason="Misheard the child")
    tab.press("Save the change")
    assert "Safe: It was “4: It is fine” and is now “6: It is fine”. Reason: Misheard the child" in tab.words


def test_of_two_who_put_it_right_the_second_sees_both(at_work: tuple[Actor, str, int]) -> None:
    worker, token, pupil_id = at_work
    web_id, lead = make_web(pupil_id, worker), make_actor(role=Role.LEAD)
    tab = Tab(token, "webs", pupil_id)
    tab.at.selectbox(key="webs.correct").set_value(web_id).run()
    tab.fill("selectbox", what="safe")
    tab.fill("radio", new_of_safe="6")
    key = start_draft(form=CORRECTION_FORM, subject=f"web:{web_id}", by=lead).key
    theirs = SpokeEntry(score=2, words="It is fine")
    rest = {"indicator": Indicator.SAFE, "reason": "Misheard", "version": 1, "draft_key": key, "by": lead}
    correct_web(reading_id=web_id, spoke=theirs, **rest)
    tab.press("Save the change")
    assert "Somebody else changed this" in tab.words
    both = next(frame.value for frame in tab.at.dataframe if "Yours" in frame.value)
    assert both.to_numpy().tolist() == [["Safe", "2", "6"]]
    tab.press("Save the change")
    assert list_webs(actor=worker, pupil_id=pupil_id)[0].spokes[Indicator.SAFE].score == 6


def test_a_child_answers_alone_and_the_worker_takes_the_tablet_back(at_work: tuple[Actor, str, int]) -> None:
    worker, token, pupil_id = at_work
    Tab(token, "web", pupil_id).fill("radio", scale="1-5")
    with transaction() as session:
        session.get_one(Account, worker.account_id).password_hash = hash_password(PASSWORD)
    visit = current_visit(token=token)
    assert visit is not None
    lend_tablet(draft_key=draft_of(pupil_id, worker), by=visit.actor)
    at = AppTest.from_file(SHELL, default_timeout=20)
    at.session_state["session.token"] = token
    at.run()
    assert [title.value for title in at.title] == ["Do you feel safe?"]
    assert "Madeup" not in "".join(each.value for each in at.main if hasattr(each, "value") and each.value)
    for label in ("Mostly", "Next"):
        next(button for button in at.button if button.label == label).click().run()
    assert [title.value for title in at.title] != ["Do you feel safe?"]
    at.text_input(key="child_web.password").set_value("a guess")
    at.button(key="child_web.take_back").click().run()
    assert "That password is not right" in at.error[0].value
    at.text_input(key="child_web.password").set_value(PASSWORD)
    at.button(key="child_web.take_back").click().run()
    assert not at.exception
    assert [title.value for title in at.title] == ["My week"], "The worker's own pages are back."
    assert _answers(worker, pupil_id)["score.safe"] == "4"
