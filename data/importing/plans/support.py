"""Families, workers and periods of support, as the tracker tells of them."""

import re
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlmodel import Session, select

from data.importing.fields import Row, Severity
from data.importing.plans.people import repeated
from data.importing.plans.plan import ImportPlan, missing_words
from models.families.family import Family, FamilyChild, SupportPeriod, SupportStatus, Worker

_COLUMNS = ("family_id", "worker_id", "ended_on", "status")


@dataclass(slots=True)
class SupportBook:
    """What is held of families and support, and what a tracker adds to it."""

    plan: ImportPlan
    today: date
    workers: dict[str, int]
    families: dict[str, int]
    family_of: dict[int, tuple[int, int]]  # pupil: id of the link, id of the family
    held: dict[tuple[int, date], tuple[int, dict[str, Any]]]
    seen: dict[tuple[str, date | None], Row] = field(default_factory=dict)
    in_file: set[tuple[int, date]] = field(default_factory=set)
    workers_in_file: set[int] = field(default_factory=set)

    def read(self, row: Row, number: str | None) -> dict[str, Any] | None:
        """The support a row tells of, or None with the reason noted. The same child and start twice is rejected."""
        values = row.values
        started_on, ended_on = values.get("started_on"), values.get("ended_on")
        if started_on and ended_on and ended_on < started_on:
            row.say("ended_on", "Support cannot end before it starts.")
        if number is not None and not row.is_rejected and not repeated(row, self.seen.get((number, started_on))):
            self.seen[number, started_on] = row
        if row.is_rejected:
            return None
        status = self._status(row, started_on, ended_on)
        return self._whole(row, status) if status else None

    def _status(self, row: Row, started_on: date | None, ended_on: date | None) -> SupportStatus | None:
        """The status given, or the one the dates show; None when the row tells of no support."""
        given: SupportStatus | None = row.values.get("status")
        if started_on is None:
            if given or ended_on or row.values.get("worker"):
                row.say(
                    "started_on",
                    "There is no start date, so we kept the child but not the support.",
                    severity=Severity.DOUBTFUL,
                )
            return None
        is_over = ended_on is not None and ended_on <= self.today
        if given is None:
            return SupportStatus.CLOSED if is_over else SupportStatus.ACTIVE
        if given is SupportStatus.CLOSED and ended_on is None:
            row.say(
                "ended_on",
                "Support is closed but has no end date, so we kept the child but not the support.",
                severity=Severity.DOUBTFUL,
            )
            return None
        if given is not SupportStatus.CLOSED and is_over:
            row.say(
                "status",
                "The end date has passed, but the status does not say closed. We kept both as they are.",
                severity=Severity.DOUBTFUL,
            )
        return given

    def _whole(self, row: Row, status: SupportStatus) -> dict[str, Any] | None:
        values = row.values
        if values.get("worker") is None:
            row.say(
                "worker", "There is no worker, so we kept the child but not the support.", severity=Severity.DOUBTFUL
            )
            return None
        return {"started_on": values["started_on"], "ended_on": values.get("ended_on"), "status": status}

    def keep(self, row: Row, pupil_id: int, support: dict[str, Any] | None) -> bool:
        """Plan the family, the worker and the support; say whether the support is new."""
        family_id = self._family(row, pupil_id)
        if support is None:
            return False
        if family_id is None:
            row.say(
                "family", "There is no family, so we kept the child but not the support.", severity=Severity.DOUBTFUL
            )
            return False
        worker_id = _named(self.plan, Worker, "name", row.values["worker"], self.workers)
        started_on = support.pop("started_on")
        values = {"family_id": family_id, "worker_id": worker_id, **support}
        self.workers_in_file.add(worker_id)
        self.in_file.add((pupil_id, started_on))
        held = self.held.get((pupil_id, started_on))
        if held is None:
            self.plan.add(SupportPeriod, {"pupil_id": pupil_id, "started_on": started_on, **values})
            return True
        self.plan.altered += self.plan.change(SupportPeriod, held[0], held[1], values)
        return False

    def _family(self, row: Row, pupil_id: int) -> int | None:
        """The id of the family the row names, planned when new, else of the one the child is already in."""
        link_id, held_id = self.family_of.get(pupil_id, (0, None))
        reference = row.values.get("family")
        if reference is None:
            return held_id
        family_id = _named(self.plan, Family, "reference", reference, self.families)
        if held_id is None:
            self.plan.add(FamilyChild, {"family_id": family_id, "pupil_id": pupil_id})
            self.family_of[pupil_id] = (0, family_id)
        elif held_id != family_id and link_id:
            row.say(
                "family", "The child was in another family before; we went by this file.", severity=Severity.DOUBTFUL
            )
            self.plan.change(FamilyChild, link_id, {"family_id": held_id}, {"family_id": family_id})
            self.family_of[pupil_id] = (link_id, family_id)
        return family_id

    def missing_words(self) -> list[str]:
        """The sentence for open support of this file's workers that the file leaves out, if unusually much."""
        known = {
            key
            for key, (_, values) in self.held.items()
            if values["worker_id"] in self.workers_in_file and values["status"] is not SupportStatus.CLOSED
        }
        return missing_words(known, self.in_file, "children these workers support")


def _named(plan: ImportPlan, model: type[Worker] | type[Family], column: str, text: str, known: dict[str, int]) -> int:
    """The id of the worker or family of this name, planned when new. `HLW01` and `hlw 01` are one."""
    key = _key(text)
    if key not in known:
        known[key] = plan.add(model, {column: text}, has_id=True)
    return known[key]


def _key(text: str) -> str:
    return re.sub(r"[\W_]+", "", text.casefold()) or text


def support_book(session: Session, plan: ImportPlan, *, today: date) -> SupportBook:
    """Everything held of families, workers and support."""
    periods = session.exec(select(SupportPeriod)).all()
    return SupportBook(
        plan=plan,
        today=today,
        workers={_key(worker.name): worker.id or 0 for worker in session.exec(select(Worker))},
        families={_key(family.reference): family.id or 0 for family in session.exec(select(Family))},
        family_of={link.pupil_id: (link.id or 0, link.family_id) for link in session.exec(select(FamilyChild))},
        held={
            (period.pupil_id, period.started_on): (period.id or 0, {name: getattr(period, name) for name in _COLUMNS})
            for period in periods
        },
    )
