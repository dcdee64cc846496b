"""Adding a family, after a look at those that may be the same."""

from collections.abc import Mapping

import streamlit as st

from components.access.state import leave_notice
from components.families.child_search import children_found
from components.kit.drafts import DraftForm, draft_form
from components.kit.editing import drawer
from components.kit.layout import explained
from components.kit.links import to_page
from components.kit.record_form import RecordForm
from components.kit.text import as_text
from data.families.actions.families import add_family
from data.families.queries.families import near_matches
from models.attendance.simd import postcode_key
from models.families.family import FamilyCreate
from models.families.likeness import Likeness
from models.families.people import ADULTS
from models.kinds import problems_of
from models.permissions import Actor
from models.text import search_key


def new_family(actor: Actor) -> int | None:
    """The drawer with the form of a new family; its id once it is added."""
    with drawer("Add a new family", "new_family", actor=actor, icon=":material/add:") as part:
        return _new_family(actor) if part.open else None


def _new_family(actor: Actor) -> int | None:
    form = draft_form("new_family", actor=actor)
    found = children_found(form, actor)
    adult = _fields(form, found)
    is_checked = form.key("is_different") in st.session_state
    is_pressed = form.submit("Add the family", icon=":material/add:")
    if not (is_pressed or is_checked):
        form.discard_button()
        return None
    family = _family(form, found, adult)
    if family is None or not _is_new(form, family, actor) or not is_pressed:
        return None
    family_id = None
    with explained():
        family_id = add_family(draft_key=form.draft.key, family=family, by=actor)
        leave_notice(f"{family.name} is added.")
    return family_id


def _fields(form: DraftForm, found: Mapping[str, str]) -> RecordForm:
    """Draw the form and return the fields of the first adult; the rest stays in the draft."""
    form.text_input("name", "Name of the family", max_chars=80, help="As you would say it, such as Reid family.")
    form.choices("children", "Children of the family", {key: as_text(name) for key, name in found.items()})
    form.text_input("postcode", "Postcode, to find a family that is here already", max_chars=8)
    adult = RecordForm(form, ADULTS, actor=form.actor)
    with st.container(border=True):
        st.caption("The adult you usually speak to, if you know already")
        adult.draw()
    return adult


def _family(form: DraftForm, found: Mapping[str, str], adult: RecordForm) -> FamilyCreate | None:
    """The family as filled in, or None with problems shown. The postcode is only compared, never stored."""
    name, postcode = _text(form, "name"), _text(form, "postcode")
    children = [key for key in form.held("children") or () if key in found]
    known = {name: value for name, value in adult.values.items() if value}
    problems = problems_of(ADULTS, known) if known else {}
    if not name:
        problems["name"] = "Please give the family a name."
    if not children:
        problems["children"] = "Please choose at least one child. Find them with the box above."
    if postcode and not postcode_key(postcode):
        problems["postcode"] = "This is not shaped like a postcode."
    form.show_problems(problems)
    if problems:
        return None
    return FamilyCreate(name=name, pupil_ids=frozenset(int(key) for key in children), adult=known or None)


def _text(form: DraftForm, name: str) -> str:
    return (form.held(name) or "").strip()


def _is_new(form: DraftForm, family: FamilyCreate, actor: Actor) -> bool:
    """Whether no stored family looks like this one, or the person ticked that it is a different one."""
    near = near_matches(actor=actor, wanted=_wanted(form, family), pupil_ids=family.pupil_ids)
    if not near:
        return True
    for row in near:
        st.warning(
            f"This may be the same family: {as_text(row.name)}, {as_text(row.school or 'school not known')}, "
            f"supported by {as_text(row.worker or 'nobody now')}.",
            icon=":material/family_restroom:",
        )
        if row.can_open:
            to_page(f"family?id={row.family_id}", f"Open {row.name}", actor=actor)
    return form.tick("is_different", "This is a different family. Add it when I press the button again.")


def _wanted(form: DraftForm, family: FamilyCreate) -> list[Likeness]:
    postcode = postcode_key(_text(form, "postcode"))
    names = [family.name.removesuffix(" family")]
    if family.adult:
        names.append(f"{family.adult['forename']} {family.adult.get('surname', '')}")
    return [Likeness(search_key(name), None, postcode) for name in names]
