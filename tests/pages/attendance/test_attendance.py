"""The attendance page and the supported children page, as each kind of person uses them."""

import json
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from models.attendance.openings import Dimension
from models.attendance.schools import Sector
from models.permissions import Role
from tests.data.families.test_support import _support
from tests.factories import make_actor, make_pupil, make_school, make_worker, sign_in_as
from tests.rows.attendance import summary

SHELL = str(Path(__file__).parents[3] / "components" / "access" / "shell.py")
VIEWS = ("Over time", "Compare schools", "By group", "Often absent", "Reasons", "Published figures")


@pytest.fixture
def schools(sqlite_database: str) -> list[int]:
    """Four supported schools; two children of the first two are in kinship care."""
    made = []
    for number, attended in enumerate((38, 36, 34, 30)):
        sector = Sector.SECONDARY if number == 3 else Sector.PRIMARY
        school = make_school(name=f"Madeup {number}", seed_code=f"824000{number}", sector=sector)
        summary(school, 40, attended=attended, absent=10, stage="S1" if number == 3 else "P7")
        summary(school, 40, attended=attended, dimension=Dimension.QUINTILE, value=str(number + 1))
        for value, pupils in (("yes", 1 if number < 2 else 0), ("no", 39 if number < 2 else 40)):
            if pupils:
                summary(school, pupils, attended=attended, dimension=Dimension.KINSHIP, value=value)
        made.append(school)
    return made


def _open(role: Role, *, school_ids: tuple[int, ...] = (), page: str = "attendance", **address: str) -> AppTest:
    username = f"{role}-{'-'.join(map(str, school_ids))}"
    token = sign_in_as(make_actor(role=role, username=username, school_ids=school_ids))
    return _visit(token, page=page, **address)


def _visit(token: str, *, page: str = "attendance", **address: str) -> AppTest:
    """A new tab at an address."""
    at = AppTest.from_file(SHELL, default_timeout=20)
    at.session_state["session.token"] = token
    # AppTest seeds widgets from the address only on arriving at a page, so come from another one.
    at.run().switch_page("../../pages/access/my_account.py").run()
    at.switch_page(f"../../pages/{'families' if page == 'supported' else 'attendance'}/{page}.py")
    for key, value in address.items():
        at.query_params[f"{page}.{key}"] = value
    return at.run()


def _title(at: AppTest) -> str:
    """The view's title as read on screen, without the escapes that keep it text."""
    return at.subheader[0].value.replace("\\", "")


def _caption(at: AppTest) -> str:
    return at.caption[0].value.replace("\\", "")


def _spec(at: AppTest) -> dict:
    return json.loads(at.get("plotly_chart")[0].proto.spec)


def _everything(at: AppTest) -> str:
    """All that is sent to the browser, as text."""
    charts = [chart.proto.spec + chart.proto.alt for chart in at.get("plotly_chart")]
    tables = [frame.value.to_csv() for frame in at.dataframe]
    words = [element.value for kind in ("subheader", "caption", "text") for element in at.get(kind)]
    return "\n".join([*charts, *tables, *words])


def test_without_attendance_the_page_says_what_to_do(sqlite_database):
    at = _open(Role.WORKER)
    assert not at.exception
    assert "No attendance yet" in at.info[0].value


@pytest.mark.parametrize("role", [Role.WORKER, Role.LEAD, Role.VIEWER, Role.HEADTEACHER])
@pytest.mark.parametrize("view", VIEWS)
def test_every_view_opens_for_everyone_with_a_title_a_summary_and_a_table(schools, role, view):
    at = _open(role, school_ids=tuple(schools[:1]) if role is Role.HEADTEACHER else (), view=view)
    assert not at.exception
    assert at.subheader[0].value
    if view != "Published figures":
        assert at.get("plotly_chart")[0].proto.alt.startswith(_title(at)[:20])
        assert at.dataframe[0].proto.alt
        assert "openings" in _caption(at)
        assert at.text


def test_the_address_opens_the_same_view_and_unknown_values_are_ignored(schools):
    at = _open(Role.WORKER, view="Over time", schools="Madeup 2")
    assert [trace["name"] for trace in _spec(at)["data"]] == ["All 4 schools", "Madeup 2"]
    at = _visit(at.session_state["session.token"], schools="Nowhere")
    assert [trace["name"] for trace in _spec(at)["data"]] == ["All 4 schools"]


def test_a_headteacher_sees_their_school_beside_the_average_of_the_others(schools):
    at = _open(Role.HEADTEACHER, school_ids=(schools[0],))
    names = [trace["name"].replace("<br>", " ") for trace in _spec(at)["data"]]
    assert names == ["Madeup 0", "Average of 3 other supported schools"]
    assert _title(at).startswith("Attendance at Madeup 0 was 95.0% in October 2025")


@pytest.mark.parametrize("view", VIEWS)
def test_no_other_school_is_named_to_a_headteacher(schools, view):
    at = _open(Role.HEADTEACHER, school_ids=(schools[0],), view=view, schools="Madeup 3")
    sent = _everything(at)
    assert not any(f"Madeup {other}" in sent for other in (1, 2, 3))


def test_small_numbers_reach_a_worker_but_not_a_viewer(schools):
    for role, rows in ((Role.WORKER, 2), (Role.VIEWER, 0)):
        at = _open(role, view="By group", by="Kinship care")
        table = at.dataframe[0].value.dropna()
        assert len(table) == rows
        assert (2 in at.dataframe[0].value["Pupils"].tolist()) is (role is Role.WORKER)
        assert ("cannot be" in _everything(at) or "Too few" in _everything(at)) is (role is Role.VIEWER)
        assert ("are hidden" in _everything(at)) is (role is Role.VIEWER)


def test_two_people_of_different_scope_never_share_what_is_kept(schools):
    head = _open(Role.HEADTEACHER, school_ids=(schools[0],), view="Compare schools")
    worker = _open(Role.WORKER, view="Compare schools")
    other = _open(Role.HEADTEACHER, school_ids=(schools[3],), view="Compare schools")
    assert "Madeup 0" in _everything(head)
    assert "Madeup 3" in _everything(worker)
    assert "Madeup 0" not in _everything(other)
    assert "Madeup 3" in _everything(other)


def test_only_those_who_may_download_are_offered_it(schools):
    assert _open(Role.WORKER).get("download_button")
    assert not _open(Role.VIEWER).get("download_button")


def test_filters_are_said_in_words(schools):
    at = _open(Role.WORKER, view="Compare schools", sector="secondary")
    assert "Only secondary." in _caption(at)
    assert "Attendance at Madeup 3 was 75.0%" in _title(at)


def test_a_hostile_school_name_is_only_text(sqlite_database):
    summary(make_school(name="![x](http://evil.example/x.png) <b>School</b>"), 40)
    at = _open(Role.WORKER)
    assert not at.exception
    assert "![x](" not in at.subheader[0].value
    assert "<b>" not in at.get("plotly_chart")[0].proto.spec


def test_many_schools_make_no_crowd(sqlite_database):
    for number in range(60):
        summary(make_school(name=f"Madeup {number:02d}", seed_code=f"8{number:06d}"), 20)
    at = _open(Role.LEAD, view="Compare schools")
    assert len(_spec(at)["data"][0]["x"]) == 40
    assert len(at.get("plotly_chart")[0].proto.spec) < 10_000
    assert "shows 40 of 60" in _caption(at)
    assert len(at.dataframe[0].value) == 60


def test_supported_children_of_the_own_school_only(schools):
    worker = make_worker()
    _support(make_pupil(), schools[0], worker=worker)
    _support(make_pupil(candidate_number="051234561"), schools[1], worker=worker, reference="F2")
    at = _open(Role.HEADTEACHER, school_ids=(schools[0],), page="supported")
    assert at.dataframe[0].value["School"].tolist() == ["Madeup 0"]
    assert "1 child at 1 school" in _caption(at)
    lead = _open(Role.LEAD, page="supported", schools="Madeup 1")
    assert lead.dataframe[0].value["School"].tolist() == ["Madeup 1"]
    lead.multiselect(key="supported.status").set_value(["waiting"]).run()
    assert "No child matches" in lead.info[0].value


def test_no_supported_children_yet(sqlite_database):
    assert "tracker" in _open(Role.WORKER, page="supported").info[0].value
