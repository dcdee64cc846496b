"""Changing a family, its people and its consents, each in a drawer that opens by itself while a form is in hand."""

from components.families.child_search import children_found
from components.kit.drafts import DraftForm, draft_form
from components.kit.editing import change_form, drawer, sending
from components.kit.layout import saved
from components.kit.records import change_fields, new_record
from components.kit.text import as_text, told_apart
from data.core.queries.records import list_records
from data.families.actions.families import add_child, change_family
from data.families.actions.family_leaving import take_out
from data.families.queries.family import FamilyRecord
from models.families.family import FamilyChange, Leaving
from models.families.people import ADULTS, CONSENTS
from models.kinds import Kind
from models.permissions import Actor

_WEIGHTS = {"1": "Usual", "2": "Much going on", "3": "Very much going on"}
_DETAILS = {
    "name": "Name of the family",
    "safety_note": "Safety note, shown before every visit",
    "preferred_contact": "How they like to be reached",
    "suits_where": "Where suits them",
    "suits_when": "When suits them",
    "weight": "How much of your room this family takes",
}


def change_details(family: FamilyRecord, actor: Actor, *, has_weights: bool) -> None:
    """The drawer to change the safety note, and how the family likes to be met."""
    subject, icon = f"family:{family.family_id}", ":material/edit:"
    label = "Safety note, and how they like to be met"
    with drawer(label, "family", subject=subject, actor=actor, icon=icon, times=family.version) as part:
        if not part.open:
            return
        stored = family.details.model_dump() | {"weight": str(family.details.weight)}
        form, version = change_form(
            "family", actor=actor, subject=subject, stored=stored, version=family.version, names=_DETAILS
        )
        if change := _details(form, has_weights=has_weights):
            with sending(form, "The family's page is up to date.", stored=stored):
                change_family(
                    draft_key=form.draft.key, family_id=family.family_id, version=version, change=change, by=actor
                )


def _details(form: DraftForm, *, has_weights: bool) -> FamilyChange | None:
    name = form.text_input("name", _DETAILS["name"], max_chars=80)
    texts = {"safety_note": form.text_area("safety_note", _DETAILS["safety_note"], max_chars=500, height=90)} | {
        one: form.text_input(one, _DETAILS[one], max_chars=120)
        for one in ("preferred_contact", "suits_where", "suits_when")
    }
    weight = form.choice("weight", _DETAILS["weight"], _WEIGHTS) if has_weights else form.saved("weight")
    if not form.submit("Save", icon=":material/check:"):
        return None
    if not name.strip():
        form.show_problems({"name": "Please give the family a name."})
        return None
    stripped = {one: words.strip() for one, words in texts.items()}
    return FamilyChange(name=name.strip(), weight=int(weight or 1), **stripped)


def change_adults(family: FamilyRecord, actor: Actor) -> None:
    """The drawers to add an adult, or change one."""
    for adult in list_records(kind=ADULTS, actor=actor, owner_id=family.family_id):
        subject, label = f"adult:{adult.record_id}", f"Change {as_text(adult.heading)}"
        with drawer(
            label, "adult_change", subject=subject, actor=actor, icon=":material/edit:", times=adult.version
        ) as part:
            if part.open:
                change_fields(adult, actor=actor, label="Save this adult")
    _new_part(ADULTS, "Add an adult", "Save this adult", ":material/person_add:", family, actor, len(family.adults))


def _new_part(kind: Kind, label: str, send: str, icon: str, family: FamilyRecord, actor: Actor, times: int) -> None:
    subject = f"family:{family.family_id}"
    with drawer(label, kind.name, subject=subject, actor=actor, icon=icon, times=times) as part:
        if not part.open:
            return
        options = {"pupil_id": {str(child.pupil_id): child.name for child in family.children}}
        notice = f"The {kind.title.lower()} is recorded."
        new_record(
            kind, actor=actor, label=send, owner_id=family.family_id, subject=subject, options=options, notice=notice
        )


def add_sibling(family: FamilyRecord, actor: Actor) -> None:
    """Add a brother or sister."""
    subject, icon = f"family:{family.family_id}", ":material/person_add:"
    times = len(family.children)
    with drawer("Add a child", "family_child", subject=subject, actor=actor, icon=icon, times=times) as part:
        if not part.open:
            return
        form = draft_form("family_child", actor=actor, subject=subject)
        chosen = form.choice("child", "Which child?", children_found(form, actor))
        if not form.submit("Add the child", icon=":material/check:"):
            return
        if chosen is None:
            form.show_problems({"child": "Please find the child with the box above, and tap the name."})
            return
        with saved("The child is added."):
            add_child(draft_key=form.draft.key, family_id=family.family_id, pupil_id=int(chosen), by=actor)


def take_somebody_out(family: FamilyRecord, actor: Actor) -> None:
    """Somebody added to the wrong family; what hangs on them is said when it cannot be done."""
    subject, icon = f"family:{family.family_id}", ":material/person_remove:"
    people = told_apart(
        {f"pupil:{child.pupil_id}": child.name for child in family.children}
        | {f"adult:{adult.adult_id}": adult.name for adult in family.adults}
    )
    label, times = "Take somebody out of the family", len(people)
    with drawer(label, "family_leaving", subject=subject, actor=actor, icon=icon, times=times) as part:
        if not part.open:
            return
        form = draft_form("family_leaving", actor=actor, subject=subject)
        who = form.choice("who", "Who?", {key: as_text(name) for key, name in people.items()})
        why = form.choice("why", "Why?", {one.value: one.value for one in Leaving})
        if not form.submit("Take them out", icon=":material/check:"):
            return
        problems = {"who": None if who else "Please tap who.", "why": None if why else "Please tap why."}
        if form.has_problems(problems) or who is None or why is None:
            return
        kind, _, number = who.partition(":")
        person = {f"{kind}_id": int(number)}
        with saved(f"{people[who]} is taken out of the family."):
            take_out(draft_key=form.draft.key, family_id=family.family_id, **person, why=Leaving(why), by=actor)


def add_consent(family: FamilyRecord, actor: Actor) -> None:
    """Record what the family said."""
    icon, times = ":material/how_to_reg:", len(family.consents)
    _new_part(CONSENTS, "Record a consent", "Save the consent", icon, family, actor, times)
