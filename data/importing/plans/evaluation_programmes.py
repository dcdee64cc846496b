"""Which programme a file of answers means by a name, and planning one that is not known."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from rapidfuzz import fuzz, process
from sqlmodel import Session

from data.core.tables import held_rows
from data.importing.fields import Row
from data.importing.plans.plan import ImportPlan
from models.attendance.schools import name_key
from models.choices import Choice, ChoiceList
from models.columns import now
from models.evaluations.questionnaires import AnsweredBy
from models.programmes.programme import USUAL_PLACES, Audience, Programme, VenueKind
from models.wellbeing.web import IMPORTED

_SAME_PROGRAMME = timedelta(days=120)  # from its days to the file's: further apart, it is another year's


class NamedProgrammes:
    """Programmes by name, told apart by their days; one we do not know is planned."""

    def __init__(self, session: Session, rows: Iterable[Row], answered_by: AnsweredBy) -> None:
        self.audience = Audience.FAMILIES if answered_by is AnsweredBy.PARENT else Audience.PUPILS
        kinds = held_rows(session, Choice, "code", "label", list_name=ChoiceList.PROGRAMME_KIND)
        self.kinds: dict[str, str] = dict(kinds)
        self.notes: list[str] = []
        self._spans: dict[str, tuple[date, date]] = {}
        for row in rows:
            name, day = row.values.get("programme"), row.values.get("completed_at")
            if name and day:
                first, last = self._spans.get(name_key(name), (day, day))
                self._spans[name_key(name)] = min(first, day), max(last, day)
        self._ids: dict[str, int] = self._known(held_rows(session, Programme, "id", "name", "first_on", "last_on"))

    def _known(self, rows: list[tuple[Any, ...]]) -> dict[str, int]:
        found: dict[str, tuple[timedelta, int]] = {}
        for id_, name, first_on, last_on in rows:
            first, last = self._spans.get(key := name_key(name), (date.max, date.max))
            gap = max(first - last_on, first_on - last, timedelta(0))
            if gap <= _SAME_PROGRAMME:
                found[key] = min(found.get(key, (gap, id_)), (gap, id_))
        return {key: id_ for key, (_, id_) in found.items()}

    def known(self, name: str) -> int:
        """The programme's id; 0 when we do not know it."""
        return self._ids.get(name_key(name), 0)

    def add(self, plan: ImportPlan, name: str) -> int:
        """Plan a programme of the kind its name resembles most."""
        key = name_key(name)
        first_on, last_on = self._spans[key]
        match = process.extractOne(name, self.kinds, scorer=fuzz.token_set_ratio, processor=str.casefold)
        kind = str(match[2]) if match else ""
        values = {
            "kind": kind,
            "name": name,
            "audience": self.audience,
            "school_id": None,
            "cluster": "",
            "worker_id": None,
            "partner": "",
            "venue_kind": VenueKind.SCHOOL,
            "venue": "",
            "first_on": first_on,
            "last_on": last_on,
            "places": USUAL_PLACES[self.audience],
            "has_meal": False,
            "needs": "",
            "aims": "",
            "is_cancelled": False,
            "recorded_at": now(),
            "recorded_by": IMPORTED,
            "draft_key": None,
            "version": 1,
        }
        self._ids[key] = plan.add(Programme, values, has_id=True)
        self.notes.append(
            f"“{name}” is not planned here yet. We add it as “{self.kinds.get(kind, kind)}”, {first_on:%d/%m/%Y} to "
            f"{last_on:%d/%m/%Y}, the days of the answers. Please look at it afterwards."
        )
        return self._ids[key]
