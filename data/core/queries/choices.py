"""The team's lists, for forms and for reading old records."""

from dataclasses import dataclass

from sqlmodel import col, select

from data.core.db import reading
from models.choices import Choice, ChoiceList, ChoiceUpdate
from models.permissions import Actor, Permission, check


@dataclass(frozen=True, slots=True)
class ChoiceRow:
    """One entry of a list; one no longer offered stays, so that old records can be read."""

    id: int
    code: str
    label: str
    position: int
    is_offered: bool

    @property
    def changeable(self) -> ChoiceUpdate:
        """Label, place and whether it is offered, as a form begins with them; the code never changes."""
        return ChoiceUpdate(label=self.label, position=self.position, is_offered=self.is_offered)


def list_choices(*, actor: Actor, list_name: ChoiceList) -> tuple[ChoiceRow, ...]:
    """Every entry of a list in its order, the retired ones last."""
    check(actor, Permission.ACCOUNT_READ_OWN)
    with reading() as session:
        rows = session.exec(
            select(Choice)
            .where(Choice.list_name == list_name)
            .order_by(col(Choice.is_offered).desc(), col(Choice.position), col(Choice.id))
        ).all()
    return tuple(ChoiceRow(row.id or 0, row.code, row.label, row.position, row.is_offered) for row in rows)


def offered(*, actor: Actor, list_name: ChoiceList) -> dict[str, str]:
    """Labels by code of the entries a form offers, in the team's order."""
    return {row.code: row.label for row in list_choices(actor=actor, list_name=list_name) if row.is_offered}


def labels(*, actor: Actor, list_name: ChoiceList) -> dict[str, str]:
    """Labels by code of every entry, retired ones too, for reading old records."""
    return {row.code: row.label for row in list_choices(actor=actor, list_name=list_name)}
