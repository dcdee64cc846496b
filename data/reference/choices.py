"""The lists as shipped. Codes never change; the team may reword, reorder, retire and add."""

from pathlib import Path

from sqlalchemy import Connection, insert, inspect, select
from sqlmodel import col

from data.reference.files import read_lines
from models.choices import Choice, ChoiceList

_LINES = [cells for _, cells in read_lines(Path(__file__).parent / "lists" / "choice.csv")]
SHIPPED: dict[ChoiceList, dict[str, str]] = {
    list_name: {cells["code"]: cells["label"] for cells in _LINES if cells["list_name"] == list_name}
    for list_name in ChoiceList
}


def ensure_choices(connection: Connection) -> None:
    """Add the shipped entries that are not there yet; what the team has changed stays as they left it."""
    if not inspect(connection).has_table("choice"):  # a migration before the one that makes the table
        return
    known = connection.execute(select(col(Choice.list_name), col(Choice.code)))
    here = {(list_name, code) for list_name, code in known}
    missing = [
        {"list_name": list_name, "code": code, "label": label, "position": position, "is_offered": True}
        for list_name, entries in SHIPPED.items()
        for position, (code, label) in enumerate(entries.items())
        if (list_name, code) not in here
    ]
    if missing:
        connection.execute(insert(Choice), missing)
