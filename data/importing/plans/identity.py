"""Who a row is about: names, date of birth and sex, and the day a list speaks of."""

from datetime import date, timedelta
from typing import Any

from sqlmodel import Session

from data.core.tables import held_rows
from data.importing.fields import Row, Severity
from data.importing.parsing import titles
from data.importing.periods import day_in
from data.importing.plans.plan import ImportPlan, PlanRequest
from models.attendance.pupils import Pupil
from models.text import search_key

YOUNGEST, OLDEST = timedelta(days=2 * 365), timedelta(days=25 * 366)
_COLUMNS = ("forename", "surname", "born_on", "sex")


def observed_on(request: PlanRequest, plan: ImportPlan) -> date:
    """The day a list speaks of: as stated, else in its name or title, else today. Said when it was not stated."""
    if request.observed_on:
        return request.observed_on
    lines = [request.filename, *(line for one in request.parsed.recognised.sheets for line in titles(one))]
    found = next((day for line in lines if (day := day_in(line))), None)
    source = "as its name or title says" if found else "today, as the file gives no date"
    day = found or request.today
    plan.notes.append(f"We take this file to say how things stood on {day:%d/%m/%Y}, {source}.")
    return day


def held_identities(session: Session) -> dict[int, dict[str, Any]]:
    """What is held of each pupil's identity, by id."""
    names = (*_COLUMNS, "search_key")
    return {row[0]: dict(zip(names, row[1:], strict=True)) for row in held_rows(session, Pupil, "id", *names)}


def identity_of(row: Row, day: date) -> dict[str, Any]:
    """Names, date of birth and sex as the row gives them. An unlikely date of birth is left out, and said."""
    values = row.values
    forename, surname = values.get("forename"), values.get("surname")
    if not (forename or surname) and values.get("name"):
        forename, surname = _split_name(values["name"])
    born_on = values.get("born_on")
    if born_on is not None and not YOUNGEST <= day - born_on <= OLDEST:
        row.say(
            "born_on", "This is not likely for a pupil's date of birth; we left it out.", severity=Severity.DOUBTFUL
        )
        born_on = None
    return {"forename": forename, "surname": surname, "born_on": born_on, "sex": values.get("sex")}


def _split_name(name: str) -> tuple[str | None, str]:
    """`Madeup, Test` or `Test Madeup`; one word alone is a surname."""
    if "," in name:
        surname, _, forename = (part.strip() for part in name.partition(","))
        return forename or None, surname
    forename, _, surname = name.rpartition(" ")
    return forename.strip() or None, surname


def with_search_key(identity: dict[str, Any]) -> dict[str, Any]:
    """The identity with the text it is found by."""
    return {**identity, "search_key": search_key(identity["forename"], identity["surname"])}
