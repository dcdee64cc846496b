"""Bringing files in, as the lead and the administrator do it."""

import subprocess
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import pytest
from sqlmodel import select
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Element

from data.core.db import reading
from data.importing import reading as reading_files
from models.attendance.openings import Attendance
from models.attendance.schools import School
from models.permissions import Role
from tests.factories import make_actor, make_pupil, make_school, sign_in_as

SHELL = str(Path(__file__).parents[3] / "components" / "access" / "shell.py")
SCHOOLS = b"""SEED code,School name,Sector,Postcode
8240000,Madeup Primary School,Primary,KA1 1AA
8240019,Invented Primary School,Primary,KA1 1AB
12,Short Primary School,Primary,KA1 1AC
"""
ATTENDANCE = b"""SCN,School,Total Possible,Total Attendance,Authorised Absence,Unauthorised Absence
012345674,Madeup Primary School,40,36,3,1
12345674,Madeup Primary School,40,36,3,1
051234561,Madeup PS,40,41,0,0
190001237,Nowhere Primary School,40,30,5,5
"""


def _page(role: Role) -> AppTest:
    at = AppTest.from_file(SHELL, default_timeout=30)
    at.session_state["session.token"] = sign_in_as(make_actor(role=role))
    return at.run().switch_page("../../pages/imports/imports.py").run()


@pytest.fixture
def at(sqlite_database: str) -> AppTest:
    return _page(Role.LEAD)


def _choose(at: AppTest, *files: tuple[str, bytes]) -> AppTest:
    at.file_uploader[0].set_value([(name, content, "text/csv") for name, content in files])
    return at.run()


def _press(at: AppTest, words: str) -> AppTest:
    next(button for button in at.button if words in button.label).click()
    return at.run()


def _metrics(at: AppTest) -> dict[str, str]:
    return {metric.label: metric.value for metric in at.metric}


def _words(at: AppTest) -> str:
    everything = [*at.markdown, *at.caption, *at.error, *at.warning, *at.success, *at.info]
    return " ".join(str(each.value) for each in everything).replace("\\", "")


def test_nothing_brought_in_yet_says_what_to_do(at: AppTest) -> None:
    assert "No files yet" in at.info[0].value


def test_a_dry_run_saves_nothing_and_bringing_in_saves_all(at: AppTest) -> None:
    _choose(at, ("schools.csv", SCHOOLS))
    assert not at.exception
    assert _metrics(at) == {"New": "2", "Changed": "0", "The same": "0", "Left out": "1", "To look at": "0"}
    with reading() as session:
        assert session.exec(select(School)).all() == []

    _press(at, "Bring in 2 rows")
    with reading() as session:
        assert {school.name for school in session.exec(select(School))} == {
            "Madeup Primary School",
            "Invented Primary School",
        }
    assert "2 new" in _words(at)
    assert len(at.dataframe[0].value) == 1  # the history


def test_each_row_left_out_is_listed_with_its_row_and_reason(at: AppTest) -> None:
    make_school()
    _choose(at, ("attendance_2026-02.csv", ATTENDANCE))
    problems = next(frame.value for frame in at.dataframe if "Why" in frame.value)
    assert set(problems["Row"]) >= {3, 4, 5}
    assert problems["Why"].str.len().min() > 10


def test_an_unknown_school_is_asked_for_and_remembered(at: AppTest) -> None:
    school_id = make_school()
    make_pupil(candidate_number="190001237")
    _choose(at, ("attendance_2026-02.csv", ATTENDANCE))
    question = next(box for box in at.selectbox if "Nowhere" in box.label)
    question.set_value(school_id).run()
    _press(at, "Bring in 2 rows")
    with reading() as session:
        assert {row.school_id for row in session.exec(select(Attendance))} == {school_id}
        assert len(session.exec(select(Attendance)).all()) == 2


def test_a_file_of_no_known_kind_offers_the_kinds_and_can_be_left_out(at: AppTest) -> None:
    _choose(at, ("notes.csv", b"Colour,Shape\nred,round\nblue,square\n"))
    assert "could not tell what kind" in _words(at)
    _press(at, "Leave this file out")
    assert "No files yet" in at.info[0].value


def test_the_kind_can_be_chosen_and_the_columns_mapped_and_remembered(at: AppTest) -> None:
    odd = b"Code,What we call it,Level\n8240000,Madeup Primary School,Primary\n"
    _choose(at, ("places.csv", odd))
    at.selectbox[0].set_value("schools").run()
    at.toggle[0].set_value(True).run()
    for name, heading in (("seed_code", "Code"), ("name", "What we call it"), ("sector", "Level")):
        next(box for box in at.selectbox if str(box.key).endswith(f".{name}")).set_value(heading).run()
    at.text_input[0].set_value("The odd list").run()
    _press(at, "Remember")
    assert "Remembered" in _words(at)
    _press(at, "Bring in 1 row")
    with reading() as session:
        assert session.exec(select(School.name)).all() == ["Madeup Primary School"]


def test_several_files_are_taken_one_after_the_other_schools_first(at: AppTest) -> None:
    _choose(at, ("attendance_2026-02.csv", ATTENDANCE), ("schools.csv", SCHOOLS))
    assert at.subheader[0].value.replace("\\", "") == "schools.csv"
    _press(at, "Bring in 2 rows")
    assert at.subheader[0].value.replace("\\", "") == "attendance_2026-02.csv"


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """One entry for each child process that read a file."""
    started: list[int] = []

    class Counted(subprocess.Popen):
        def __init__(self, *args: object, **kwargs: object) -> None:
            super().__init__(*args, **kwargs)
            started.append(self.pid)

    monkeypatch.setattr(reading_files.subprocess, "Popen", Counted)
    return started


def test_a_file_is_read_once_and_planned_as_often_as_an_answer_changes(at: AppTest, started: list[int]) -> None:
    make_school()
    zero_lost = b"51234561,Madeup Primary School,40,40,0,0"
    _choose(at, ("attendance_2026-02.csv", b"\n".join((*ATTENDANCE.splitlines()[:2], zero_lost))))
    first = _metrics(at)
    at.checkbox(key=_key(at.checkbox, "imports.repair.")).uncheck().run()
    assert _metrics(at) != first, "The answer counts."
    at.toggle[0].set_value(True).run()
    next(box for box in at.selectbox if str(box.key).endswith(".authorised")).set_value("").run()
    at.date_input[0].set_value((date(2026, 3, 2), date(2026, 3, 27))).run()
    assert "Mar 2026" in _words(at)
    _press(at, "Bring in")
    assert not at.exception
    with reading() as session:
        assert [row.authorised for row in session.exec(select(Attendance))] == [None]
    assert len(started) == 1


def test_what_was_read_is_let_go_of_with_the_file_and_with_the_page(at: AppTest, started: list[int]) -> None:
    def held() -> dict[str, object]:
        return at.session_state["session.on_page"]

    _choose(at, ("schools.csv", SCHOOLS))
    assert held()
    at.switch_page("../../pages/access/my_account.py").run()
    assert not held()
    at.switch_page("../../pages/imports/imports.py").run()
    _choose(at, ("schools.csv", SCHOOLS))
    assert held()
    _press(at, "Bring in 2 rows")
    assert not held()
    assert len(started) == 2


def _key(elements: Iterable[Element], start: str) -> str:
    return next(str(one.key) for one in elements if str(one.key).startswith(start))


def test_undo_takes_a_whole_import_back(at: AppTest) -> None:
    _choose(at, ("schools.csv", SCHOOLS))
    _press(at, "Bring in")
    box = next(box for box in at.selectbox if "taken back" in box.label)
    box.select_index(0).run()
    _press(at, "Undo this import")
    assert "The import was undone" in _words(at)
    with reading() as session:
        assert session.exec(select(School)).all() == []


def test_an_administrator_sees_no_names_of_children(sqlite_database: str) -> None:
    at = _page(Role.ADMINISTRATOR)
    make_school()
    _choose(
        at, ("pupils_2026-10.csv", b"SCN,Forename,Surname,Year Group,School\n012345674,Canary,Madeup,P1,Madeup PS\n")
    )
    shown = " ".join(frame.value.to_string() for frame in at.dataframe) + _words(at)
    assert "Canary" not in shown
    assert "hidden" in shown


def test_the_choice_to_accept_unusual_numbers_stays_as_chosen(at: AppTest) -> None:
    make_school()
    odd = b"SCN,School,Possible,Attended\n240000017,Madeup PS,40,36\n012345674,Madeup PS,40,36\n"
    _choose(at, ("attendance_2026-02.csv", odd))

    def tick():
        return next(box for box in at.checkbox if "check digit" in box.label)

    assert _metrics(at)["Left out"] == "1"
    tick().check().run()
    assert (tick().value, _metrics(at)["Left out"]) == (True, "0")
    at.run()
    assert (tick().value, _metrics(at)["Left out"]) == (True, "0")
    tick().uncheck().run()
    assert (tick().value, _metrics(at)["Left out"]) == (False, "1")
    tick().check().run()
    _press(at, "Bring in 2 rows")
    with reading() as session:
        assert len(session.exec(select(Attendance)).all()) == 2
