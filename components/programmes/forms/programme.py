"""Planning a programme, its sessions by rule, and one session moved or cancelled."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from components.kit.drafts import DraftForm
from models.clock import HERE, TIMES, instant
from models.programmes.programme import (
    AUDIENCE_NAMES,
    USUAL_PLACES,
    VENUE_NAMES,
    Audience,
    ProgrammeCreate,
    SessionChange,
    SessionRule,
    VenueKind,
)

PROGRAMME_NAMES = {
    "kind": "Kind",
    "name": "Name",
    "audience": "For",
    "is_for": "Where it belongs",
    "worker": "Run by",
    "partner": "Partner",
    "venue_kind": "Venue",
    "venue": "Where exactly",
    "first_on": "First day",
    "last_on": "Last day",
    "places": "Places",
    "meal": "A meal",
    "needs": "Needed",
    "aims": "Aims",
}
SESSION_NAMES = {
    "day": "Day",
    "at": "From",
    "minutes": "Minutes",
    "venue": "Where",
    "note": "Note",
    "is_cancelled": "Cancelled",
}
WEEKDAYS = {"0": "Mon", "1": "Tue", "2": "Wed", "3": "Thu", "4": "Fri", "5": "Sat", "6": "Sun"}
LENGTHS = {"60": "1 hour", "90": "1½ hours", "120": "2 hours", "180": "3 hours", "240": "4 hours", "300": "5 hours"}
EVERY = {"1": "Every week", "2": "Every other week", "3": "Every third week", "4": "Every fourth week"}
MEALS = {"yes": "A meal at every session", "no": "No meal"}
_TEAM = "team"


@dataclass(frozen=True, slots=True)
class ProgrammeChoices:
    """What a programme is made of: code or key to words."""

    kinds: Mapping[str, str]
    aims: Mapping[str, str]
    schools: Mapping[int, str]
    clusters: tuple[str, ...]
    workers: Mapping[int, str]
    spans: Mapping[str, tuple[str, date, date]]  # terms and holidays

    @property
    def is_for(self) -> dict[str, str]:
        """Whose a programme may be, by a key such as `school:3`."""
        schools = {f"school:{id_}": name for id_, name in self.schools.items()}
        clusters = {f"cluster:{name}": f"All of {name}" for name in self.clusters}
        return {_TEAM: "The whole team", **schools, **clusters}


def programme_answers(content: ProgrammeCreate) -> dict[str, object]:
    """A programme as its form holds it."""
    wider = f"cluster:{content.cluster}" if content.cluster else _TEAM
    return {
        **content.model_dump(include={"kind", "name", "partner", "venue", "places", "needs"}),
        "audience": content.audience.value,
        "venue_kind": content.venue_kind.value,
        "meal": "yes" if content.has_meal else "no",
        "is_for": f"school:{content.school_id}" if content.school_id else wider,
        "worker": str(content.worker_id) if content.worker_id else None,
        "first_on": content.first_on.isoformat(),
        "last_on": content.last_on.isoformat(),
        "aims": [code for code in content.aims.split(",") if code],
    }


def programme_fields(form: DraftForm, choices: ProgrammeChoices, *, worker: str | None = None) -> dict[str, object]:
    """Draw the fields; what they hold, by name."""
    workers = {str(id_): name for id_, name in choices.workers.items()}
    held: dict[str, object] = {
        "kind": form.select("kind", "What kind of programme?", choices.kinds, placeholder="Choose a kind"),
        "name": form.text_input("name", "Name (the kind, if left empty)", max_chars=120),
        "audience": form.choice("audience", "Who is it for?", {one.value: AUDIENCE_NAMES[one] for one in Audience}),
        "is_for": form.select("is_for", "Which school or cluster?", choices.is_for, placeholder="Choose one"),
        "worker": form.select("worker", "Who runs it?", workers, placeholder=workers.get(worker or "", "Nobody yet")),
        "venue_kind": form.choice("venue_kind", "Where?", {one.value: VENUE_NAMES[one] for one in VenueKind}),
        "venue": form.text_input("venue", "Where exactly", max_chars=120),
    }
    held["worker"] = held["worker"] or worker
    first_on, last_on = _days(form, choices)
    return held | {
        "first_on": first_on,
        "last_on": last_on,
        "places": form.number(
            "places",
            f"Places (if left empty {USUAL_PLACES[Audience.PUPILS]} pupils, or "
            f"{USUAL_PLACES[Audience.FAMILIES]} families)",
            min_value=1,
            max_value=200,
            step=1,
        ),
        "meal": form.choice("meal", "Is there a meal?", MEALS, default="yes"),
        "partner": form.text_input("partner", "Partner, if any", max_chars=120),
        "needs": form.text_area("needs", "What is needed", max_chars=1_000),
        "aims": form.choices("aims", "What does it aim at?", choices.aims),
    }


def _days(form: DraftForm, choices: ProgrammeChoices) -> tuple[date | None, date | None]:
    """The days of a term or holiday, or those typed."""
    spans = {key: name for key, (name, _, _) in choices.spans.items()}
    span = form.select("span", "Which term or holiday?", spans, placeholder="Choose one, or the days below")
    first_on = form.date("first_on", "First day, if not the term's or holiday's")
    last_on = form.date("last_on", "Last day, if not the term's or holiday's")
    _, starts, ends = choices.spans[span] if span else ("", None, None)
    return first_on or starts, last_on or ends


def programme_of(form: DraftForm, held: Mapping[str, object], kinds: Mapping[str, str]) -> ProgrammeCreate | None:
    """The programme, or None after saying next to each field what to mend."""
    first_on, last_on = held["first_on"], held["last_on"]
    problems = {
        "kind": None if held["kind"] else "Please choose what kind of programme it is.",
        "audience": None if held["audience"] else "Please tap who it is for.",
        "is_for": None if held["is_for"] else "Please choose a school, a cluster or the whole team.",
        "venue_kind": None if held["venue_kind"] else "Please tap where it is.",
        "first_on": None if first_on else "Please choose a term or holiday above, or the first day.",
        "last_on": _last_day_problem(first_on, last_on),
    }
    if form.has_problems(problems):
        return None
    kind, _, whose = str(held["is_for"]).partition(":")
    audience = Audience(str(held["audience"]))
    texts = {name: str(held[name]).strip() for name in ("partner", "venue", "needs")}
    return ProgrammeCreate.model_validate(
        texts
        | {
            "kind": held["kind"],
            "name": str(held["name"]).strip() or kinds[str(held["kind"])],
            "audience": audience,
            "school_id": int(whose) if kind == "school" else None,
            "cluster": whose if kind == "cluster" else "",
            "worker_id": int(str(held["worker"])) if held["worker"] else None,
            "venue_kind": held["venue_kind"],
            "first_on": first_on,
            "last_on": last_on,
            "places": held["places"] or USUAL_PLACES[audience],
            "has_meal": held["meal"] != "no",
            "aims": ",".join(held["aims"]),  # type: ignore[arg-type]
        }
    )


def _last_day_problem(first_on: object, last_on: object) -> str | None:
    if not isinstance(last_on, date):
        return "Please choose a term or holiday above, or the last day."
    return "The last day is before the first." if isinstance(first_on, date) and last_on < first_on else None


def rule_fields(form: DraftForm, *, is_asked: bool) -> tuple[SessionRule | None, dict[str, str | None]]:
    """When it meets, and what is to be mended; nothing chosen is no rule, unless one `is_asked` for."""
    days = form.choices("weekdays", "On which days?", WEEKDAYS)
    at = form.select("at", "From", TIMES, placeholder="Choose a time")
    minutes = form.choice("minutes", "How long?", LENGTHS, default="120")
    every = form.choice("every", "How often?", EVERY, default="1")
    if not days and not at and not is_asked:
        return None, {}
    if not days or not at:
        words = {"weekdays": None if days else "Please tap the days.", "at": None if at else "Please choose a time."}
        return None, words
    weekdays = frozenset(int(day) for day in days)
    return SessionRule(weekdays=weekdays, at=at, minutes=int(minutes or 120), every_weeks=int(every or 1)), {}


def session_answers(content: SessionChange) -> dict[str, object]:
    """A session as its form holds it."""
    there = content.starts_at.astimezone(HERE)
    stored = content.model_dump(include={"minutes", "venue", "note", "is_cancelled"})
    return stored | {"day": there.date().isoformat(), "at": f"{there:%H:%M}"}


def session_form(form: DraftForm, *, at: str) -> SessionChange | None:
    """A session moved, cancelled or given a note, once the form is sent and complete."""
    day = form.date("day", "Day")
    start = form.select("at", "From", {at: at} | TIMES)
    minutes = form.number("minutes", "Minutes", min_value=5, max_value=600, step=5)
    venue = form.text_input("venue", "Where, if not the programme's own place", max_chars=120)
    note = form.text_area("note", "Note for the team", max_chars=500)
    is_cancelled = form.tick("is_cancelled", "This session is cancelled")
    if not form.submit("Save the change", icon=":material/check:"):
        return None
    problems = {
        "day": None if day else "Please choose the day.",
        "minutes": None if minutes else "Please say how long.",
    }
    if form.has_problems(problems) or day is None or minutes is None:
        return None
    return SessionChange(
        starts_at=instant(day, start or at),
        minutes=int(minutes),
        venue=venue.strip(),
        note=note.strip(),
        is_cancelled=is_cancelled,
    )
