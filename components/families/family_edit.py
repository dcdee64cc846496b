"""Changing a family, its people and its consents, each in a drawer that opens by itself while a form is in hand."""

from collections.abc import Mapping

from components.families.child_search import children_found
from components.families.forms.family import ADULT_NAMES, DETAIL_NAMES, adult_form, consent_form, family_form
from components.kit.drafts import draft_form
from components.kit.editing import change_form, drawer, sending
from components.kit.fields import has_problems
from components.kit.layout import saved
from components.kit.text import as_text, told_apart
from data.families.actions.families import add_child, change_family, record_consent, save_adult
from data.families.actions.family_leaving import take_out
from data.families.queries.family import AdultRow, FamilyRecord
from models.families.family import Leaving
from models.permissions import Actor


def change_details(family: FamilyRecord, actor: Actor, *, has_weights: bool) -> None:
    """What to know before a visit."""
    subject, icon = f"family:{family.family_id}", ":material/edit:"
    label = "Safety note, and how they like to be met"
    with drawer(label, "family", subject=subject, actor=actor, icon=icon, times=family.version) as part:
        if not part.open:
            return
        stored = family.details.model_dump() | {"weight": str(family.details.weight)}
        form, version = change_form(
            "family", actor=actor, subject=subject, stored=stored, version=family.version, names=DETAIL_NAMES
        )
        if change := family_form(form, has_weights=has_weights):
            with sending(form, "The family's page is up to date.", stored=stored):
                change_family(
                    draft_key=form.draft.key, family_id=family.family_id, version=version, change=change, by=actor
                )


def change_adults(family: FamilyRecord, actor: Actor, relationships: Mapping[str, str]) -> None:
    """Add an adult, or change one."""
    for adult in (*family.adults, None):
        label = f"Change {as_text(adult.name)}" if adult else "Add an adult"
        subject = f"adult:{adult.adult_id}" if adult else f"family:{family.family_id}"
        icon = ":material/edit:" if adult else ":material/person_add:"
        times = adult.version if adult else len(family.adults)
        with drawer(label, "adult", subject=subject, actor=actor, icon=icon, times=times) as part:
            if part.open:
                _adult(family, adult, subject, actor, relationships)


def _adult(
    family: FamilyRecord, adult: AdultRow | None, subject: str, actor: Actor, relationships: Mapping[str, str]
) -> None:
    stored = _answers(adult) if adult else {}
    form, version = change_form(
        "adult",
        actor=actor,
        subject=subject,
        stored=stored,
        version=adult.version if adult else 1,
        names=ADULT_NAMES,
        labels=relationships,
    )
    if entered := adult_form(form, relationships=relationships):
        with sending(form, f"{entered.forename} is saved.", stored=stored):
            save_adult(
                draft_key=form.draft.key,
                family_id=family.family_id,
                adult_id=adult.adult_id if adult else None,
                version=version,
                adult=entered,
                by=actor,
            )


def _answers(adult: AdultRow) -> dict[str, str | bool]:
    texts = {name: getattr(adult, name) for name in ADULT_NAMES if name != "emergency"}
    return texts | {"emergency": adult.is_emergency_contact}


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
        if has_problems(form, problems) or who is None or why is None:
            return
        kind, _, number = who.partition(":")
        person = {f"{kind}_id": int(number)}
        with saved(f"{people[who]} is taken out of the family."):
            take_out(draft_key=form.draft.key, family_id=family.family_id, **person, why=Leaving(why), by=actor)


def add_consent(family: FamilyRecord, actor: Actor, kinds: Mapping[str, str]) -> None:
    """Record what the family said."""
    subject, icon = f"family:{family.family_id}", ":material/how_to_reg:"
    times = len(family.consents)
    with drawer("Record a consent", "consent", subject=subject, actor=actor, icon=icon, times=times) as part:
        if not part.open:
            return
        form = draft_form("consent", actor=actor, subject=subject)
        children = {str(child.pupil_id): child.name for child in family.children}
        consent = consent_form(form, family_id=family.family_id, kinds=kinds, children=children)
        if consent:
            with saved("The consent is recorded."):
                record_consent(draft_key=form.draft.key, consent=consent, by=actor)
