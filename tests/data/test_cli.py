"""The command line from the outside: what it prints, its JSON, its exit codes."""

import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any, get_args

import pytest
from click.testing import Result
from sqlalchemy import text
from typer.testing import CliRunner

from data.__main__ import app
from data.cli.accounts import RoleName
from data.cli.figures import Grouping
from data.cli.files import KindName
from data.core.db import transaction
from models.attendance.figures import GroupBy
from models.imports import ImportKind
from models.permissions import ASSIGNABLE_ROLES
from tests.factories import make_school, make_worker

ROOT = Path(__file__).parents[2]
SCHOOLS = "seed_code,name,sector,postcode,supported\n8240001,Madeup Primary School,Primary,KA1 1AA,Y\n"
PUPILS = (
    "SCN,Forename,Surname,DOB,Year Group,Postcode,ASN,FSM,Gender,School,SEED\n"
    "012345674,Test,Madeup,01/03/2015,P6,KA1 1AA,N,Y,F,Madeup Primary School,8240001\n"
    "123456785,Ann,Madeup,01/03/2016,P5,KA1 1AA,N,N,F,Madeup Primary School,8240001\n"
)
ATTENDANCE = (
    "SCN,School,Total Possible,Total Attendance,Authorised Absence,Unauthorised Absence\n"
    "012345674,Madeup Primary School,40,30,6,4\n"
    "123456785,Madeup Primary School,40,38,2,0\n"
    "123456789,Madeup Primary School,40,38,2,0\n"
)

pytestmark = pytest.mark.usefixtures("sqlite_database", "_files")


def _run(*words: str, typed: str | None = None) -> Result:
    return CliRunner().invoke(app, list(words), input=typed)


def _json(*words: str, typed: str | None = None, code: int = 0) -> Any:
    result = _run(*words, "--json", typed=typed)
    assert result.exit_code == code, result.output
    return json.loads(result.stdout)


@pytest.fixture
def _files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name, content in (
        ("schools.csv", SCHOOLS),
        ("pupils_2026-01.csv", PUPILS),
        ("attendance_2026-02.csv", ATTENDANCE),
    ):
        Path(name).write_text(content)


def _bring_everything() -> Any:
    return _json("import", "attendance_2026-02.csv", "pupils_2026-01.csv", "schools.csv")


def test_the_choices_are_those_of_the_product() -> None:
    assert get_args(KindName) == tuple(kind.value for kind in ImportKind)
    assert set(get_args(RoleName)) == {role.value for role in ASSIGNABLE_ROLES}
    assert get_args(Grouping) == tuple(group.value for group in GroupBy)


@pytest.mark.parametrize(
    "words",
    [
        "",
        "migrate",
        "demo",
        "check",
        "import",
        "imports",
        "undo",
        "attendance",
        "account",
        "account add",
        "account list",
        "account deactivate",
    ],
)
def test_every_command_explains_itself(words: str) -> None:
    result = _run(*words.split(), "--help")
    assert result.exit_code == 0
    assert "Usage: " in result.output


def test_help_comes_quickly_because_heavy_libraries_wait(tmp_path: Path) -> None:
    heavy = "import sys, data.__main__; print([n for n in ('pandas', 'sqlmodel', 'streamlit') if n in sys.modules])"
    started = time.monotonic()
    found = subprocess.run([sys.executable, "-c", heavy], cwd=ROOT, capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"
    assert time.monotonic() - started < 10


def test_migrate_can_be_run_again() -> None:
    assert "up to date" in _run("migrate").output
    assert _run("migrate").exit_code == 0


def test_a_newer_database_is_refused() -> None:
    with transaction() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    result = _run("imports")
    assert result.exit_code == 1
    assert "newer version" in result.stderr


def test_a_database_out_of_reach_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    from sqlalchemy.exc import OperationalError

    def fail() -> None:
        raise OperationalError("SELECT 1", {}, Exception("no route"))

    monkeypatch.setattr("data.core.db.migrate", fail)
    result = _run("check")
    assert result.exit_code == 1
    assert "no route" in result.stderr


def test_files_are_taken_in_the_order_that_suits_them() -> None:
    report = _bring_everything()
    assert report["done"] is True
    assert [(file["kind"], file["new"], file["rejected"]) for file in report["files"]] == [
        ("schools", 1, 0),
        ("pupils", 2, 0),
        ("attendance", 2, 1),
    ]
    (problem,) = report["files"][2]["problems"]
    assert (problem["row"], problem["value"], problem["severity"]) == (4, "123456789", "rejected")
    assert problem["reason"]
    again = _bring_everything()
    assert [(file["import_id"], file["same"]) for file in again["files"]] == [(None, 1), (None, 2), (None, 2)]


def test_a_file_in_words() -> None:
    result = _run("import", "schools.csv")
    assert result.exit_code == 0
    assert "1 rows, 1 new" in result.stdout
    _run("import", "pupils_2026-01.csv")
    assert "rejected: row 4, SCN: '123456789'" in _run("import", "attendance_2026-02.csv").stdout


def test_a_dry_run_saves_nothing() -> None:
    report = _json("import", "schools.csv", "--dry-run", "--kind", "schools")
    assert (report["dry_run"], report["files"][0]["new"], report["files"][0]["import_id"]) == (True, 1, None)
    assert _json("imports") == []
    assert "Nothing has been brought in" in _run("imports").stdout


def test_the_first_file_refused_stops_the_command() -> None:
    report = _json("import", "pupils_2026-01.csv", "attendance_2026-02.csv", code=1)
    assert report["done"] is False
    assert len(report["files"]) == 1
    assert report["reasons"][0].startswith("pupils_2026-01.csv: ")
    dry = _run("import", "pupils_2026-01.csv", "attendance_2026-02.csv", "--dry-run")
    assert dry.exit_code == 1
    assert dry.stderr.count("Refused: ") == 2


def test_what_is_no_file_of_ours_is_refused() -> None:
    Path("notes.csv").write_text("hello\nworld\n")
    Path("notes.txt").write_text("hello")
    assert _json("import", "notes.txt", code=1)["files"][0]["kind"] is None
    assert "notes.txt: not read" in _run("import", "notes.txt").stdout
    assert _json("import", "schools.csv", "notes.csv", code=1)["reasons"][0].startswith("notes.csv: ")


def test_the_period_can_be_given() -> None:
    Path("attendance_2026-02.csv").rename("summary.csv")
    _run("import", "schools.csv", "pupils_2026-01.csv")
    report = _json("import", "summary.csv", "--period", "2026-02-01", "28/02/2026", "--no-repair")
    assert report["files"][0]["period"] == ["2026-02-01", "2026-02-28"]
    report = _json("import", "pupils_2026-01.csv", "--as-of", "2026-01-05")
    assert report["files"][0]["kind"] == "pupils"


@pytest.mark.parametrize(
    "words",
    [
        "import",
        "import absent.csv",
        "import schools.csv --kind rolls",
        "undo",
        "undo three",
        "account add x",
        "import schools.csv pupils_2026-01.csv --period 2026-02-01 2026-02-28",
        "attendance",
        "attendance --by shoe",
        "import schools.csv --as-of yesterday",
        "account add x --role lead --generate --password-stdin",
        "dance",
    ],
)
def test_wrong_use_ends_with_two(words: str) -> None:
    assert _run(*words.split()).exit_code == 2


def test_an_import_is_listed_and_undone() -> None:
    _bring_everything()
    (newest, *_) = rows = _json("imports")
    assert len(rows) == 3
    assert (newest["kind"], newest["filename"]) == ("attendance", "attendance_2026-02.csv")
    undone = _json("undo", str(newest["id"]))
    assert (undone["done"], undone["kept"]) == (True, [])
    assert "undone 20" in _run("imports").stdout
    assert _json("undo", str(newest["id"]), code=1)["reasons"] == ["This file was already undone."]
    assert "removed" in _run("undo", str(rows[1]["id"])).stdout
    assert _run("undo", "999").exit_code == 1


def test_attendance_is_reported_by_its_own_name() -> None:
    assert "no attendance" in _run("attendance", "--by", "month").stdout
    _bring_everything()
    (row,) = _json("attendance", "--by", "school")
    assert row == {
        "school": "Madeup Primary School",
        "openings": 80,
        "attended": 68,
        "rate": 85.0,
        "pupils": 2,
        "authorised": 8,
        "unauthorised": 4,
        "persistently_absent": 1,
    }
    assert [(row["stage"], row["rate"]) for row in _json("attendance", "--by", "stage")] == [("P5", 95.0), ("P6", 75.0)]
    assert [row["quintile"] for row in _json("attendance", "--by", "quintile")] == ["not known"]
    assert _json("attendance", "--by", "month", "--from", "2026-03-01", "--to", "2026-04-01") == []
    assert "2026-02: 85.00%, 68 of 80 openings, 2 pupils" in _run("attendance", "--by", "month").stdout


def test_accounts_are_added_listed_and_closed() -> None:
    make_school()
    make_worker(name="HLW 01")
    made = _json("account", "add", "one", "--role", "worker", "--worker", "hlw 01", "--generate")
    assert len(made["password"].split("-")) == 3
    typed = "marmalade under bridges\n"
    _json("account", "add", "two", "--role", "headteacher", "--school", "8240001", "--password-stdin", typed=typed)
    shown = _run("account", "add", "three", "--role", "lead", "--name", "Third", typed=typed * 2)
    assert shown.exit_code == 0, shown.output
    assert "marmalade" not in shown.output
    rows = {row["username"]: row for row in _json("account", "list")}
    assert rows["one"]["worker"] == "HLW 01"
    assert rows["two"]["schools"] == ["Madeup Primary School"]
    assert (rows["three"]["name"], rows["three"]["role"], rows["three"]["active"]) == ("Third", "lead", True)
    assert _json("account", "deactivate", "one") == {"done": True, "username": "one"}
    assert "Closed two" in _run("account", "deactivate", "two").stdout
    assert "one: one, worker, closed" in _run("account", "list").stdout


def test_a_generated_password_is_shown_once() -> None:
    assert "The first password is: " in _run("account", "add", "one", "--role", "lead", "--generate").stdout
    assert _run("account", "list").stdout == "one: one, lead\n"


@pytest.mark.parametrize(
    "words",
    [
        ["add", "one", "--role", "headteacher", "--school", "1234567", "--generate"],
        ["add", "one", "--role", "worker", "--worker", "Nobody", "--generate"],
        ["add", "one", "--role", "worker", "--password-stdin"],
        ["add", "o", "--role", "worker", "--generate"],
        ["deactivate", "nobody"],
    ],
)
def test_an_account_that_cannot_be_is_refused(words: list[str]) -> None:
    answer = _json("account", *words, typed="short\n", code=1)
    assert answer["done"] is False
    assert answer["reasons"][0]
    assert "There are no accounts yet." in _run("account", "list").stdout


def test_check_passes_and_fails() -> None:
    _bring_everything()
    sound = _json("check")
    assert (sound["ok"], sound["problems"], sound["events"]) == (True, [], 3)
    assert "All is well" in _run("check").stdout
    with transaction() as session:
        session.execute(text("UPDATE attendance_summary SET attended = attended - 1"))
    assert "does not agree" in _json("check", code=1)["problems"][0]
    result = _run("check")
    assert result.exit_code == 1
    assert "does not agree" in result.stderr
