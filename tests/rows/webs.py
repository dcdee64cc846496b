"""Webs for tests: a worker with a child on their caseload, and readings of it."""

from datetime import date
from typing import Any

from data.core.actions.drafts import start_draft
from data.wellbeing.actions.webs import FORM, record_web
from models.families.family import Family, FamilyChild, SupportPeriod, SupportStatus
from models.permissions import Actor, Role
from models.wellbeing.web import Indicator, SpokeEntry, Voice, WebEntry, WebStage
from tests.factories import make_actor, make_pupil, make_worker, save

TAKEN_ON = date(2026, 3, 2)


def make_worker_with_child(*, name: str = "HLW 01", number: str = "012345674") -> tuple[Actor, int]:
    """A signed-in worker and the id of a child they support."""
    worker = make_actor(role=Role.WORKER, username=name.lower().replace(" ", ""), worker_id=make_worker(name=name))
    pupil_id = make_pupil(candidate_number=number)
    family_id = save(Family(reference=f"F{pupil_id}")).id
    save(FamilyChild(family_id=family_id, pupil_id=pupil_id))
    support = {"started_on": date(2026, 1, 5), "status": SupportStatus.ACTIVE, "worker_id": worker.worker_id}
    save(SupportPeriod(pupil_id=pupil_id, family_id=family_id, **support))
    return worker, pupil_id


def web_entry(**fields: Any) -> WebEntry:
    """A child's baseline that scores two indicators, with one not talked about."""
    spokes = {each: SpokeEntry() for each in Indicator} | {
        Indicator.SAFE: SpokeEntry(score=4, words="It is fine"),
        Indicator.ACTIVE: SpokeEntry(score=0),
        Indicator.HEALTHY: SpokeEntry(is_talked_about=False),
    }
    given = {
        "voice": Voice.CHILD,
        "stage": WebStage.BASELINE,
        "taken_on": TAKEN_ON,
        "lowest": 0,
        "highest": 10,
        "spokes": spokes,
        "matters_to_me": "My gran",
    }
    return WebEntry(**(given | fields))


def draft_of(pupil_id: int, by: Actor) -> str:
    """The key of the person's draft of a web of this child."""
    return start_draft(form=FORM, subject=f"pupil:{pupil_id}", by=by).key


def make_web(pupil_id: int, by: Actor, **fields: Any) -> int:
    """One recorded reading."""
    return record_web(pupil_id=pupil_id, entry=web_entry(**fields), draft_key=draft_of(pupil_id, by), by=by)
