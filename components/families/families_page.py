"""One's own families at once, the search before a new one, and the new one."""

from collections.abc import Mapping, Sequence

import streamlit as st

from components.access.state import leave_notice
from components.families.child_search import children_found
from components.families.forms.family import form_text, new_family_fields, new_family_of
from components.kit.drafts import DraftForm, draft_form
from components.kit.editing import drawer
from components.kit.layout import explained
from components.kit.links import to_page
from components.kit.opening import open_row
from components.kit.tables import DAY
from components.kit.text import as_text, counted
from data.families.actions.families import add_family, search_families
from data.families.queries.families import MOST_FOUND, FamilyFound, FamilyRow, FamilySearch, near_matches
from models.attendance.simd import postcode_key
from models.families.family import FamilyCreate
from models.families.likeness import Likeness
from models.permissions import Actor, Permission
from models.text import is_searchable, search_key

AT_ONCE = 20  # families; more than a caseload scrolls
FAMILY_PAGE = "../../pages/families/family.py"
_LAST_SEARCH = "families.last_search"


def whose(actor: Actor) -> bool:
    """Whether only one's own families are wanted; asked of those who may see every worker's."""
    if not actor.can(Permission.CASELOAD_READ_ALL):
        return True
    choice = st.radio(
        "Whose families?", ["mine", "all"], format_func={"mine": "My own", "all": "The whole team's"}.get,
        index=1 if actor.worker_id is None else 0, key="families.whose", horizontal=True,
    )  # fmt: skip
    return choice == "mine"


def caseload(rows: Sequence[FamilyRow]) -> None:
    """Every family at once; a tap on a row opens its page."""
    if not rows:
        st.info(
            "No families yet. Search above for the first one, and add it if it is not there.", icon=":material/groups:"
        )
        return
    words = counted(len(rows), "family", "families")
    waiting = sum(row.review_on is None for row in rows)  # as on the page Support
    st.caption(f"{words}{f', {waiting} of them waiting to begin' if waiting else ''}. Tap a family to open its page.")
    table = [
        {"Family": row.name, "Safety": "⚠ note" if row.has_safety_note else "", "Children": ", ".join(row.children),
         "Last contact": row.last_contact_at, "Tries since": row.tries or None, "Next review": row.review_on,
         "School": ", ".join(row.schools), "Worker": row.worker, "Reference": row.reference}
        for row in rows
    ]  # fmt: skip
    columns = {"Last contact": DAY, "Next review": DAY}
    found = st.dataframe(
        table, alt=f"{words}: name, children, school, last contact and next review", hide_index=True,
        key="families.table", column_config=columns, placeholder="–", on_select="rerun", selection_mode="single-cell",
        height="content" if len(rows) <= AT_ONCE else "auto",
    )  # fmt: skip
    open_row(
        found.selection.cells, rows,
        lambda row: (row.family_id, ": ".join(filter(None, (row.name, ", ".join(row.children))))),
        label="Or open a family by name", key="families.open",
        opened=lambda id_: st.switch_page(FAMILY_PAGE, query_params={"id": str(id_)}),
    )  # fmt: skip


def search(actor: Actor) -> FamilySearch | None:
    """Look for a family; each new search is written down once."""
    text = st.text_input(
        "Find a family", key="families.text", icon=":material/search:", autocomplete="off", max_chars=100,
        help="By its name or reference, a child's or an adult's name, or a postcode.", persist_state="session",
    )  # fmt: skip
    if not text or not is_searchable(text):
        return None
    found = search_families(text=text, by=actor, is_repeat=st.session_state.get(_LAST_SEARCH) == text)
    st.session_state[_LAST_SEARCH] = text
    return found


def found_families(found: FamilySearch, actor: Actor) -> None:
    """What was found: a link to one's own, and who supports the others."""
    if not found.rows:
        st.info("No family found. Try another part of the name, or add the family below.", icon=":material/search_off:")
        return
    for row in found.rows:
        _found_row(row, actor)
    if found.total > MOST_FOUND:
        st.caption(f"These are the first {MOST_FOUND} of {found.total:,}. Type more of the name to narrow it down.")


def _found_row(row: FamilyFound, actor: Actor) -> None:
    where = f"{row.school or 'school not known'}, supported by {row.worker or 'nobody now'}"
    if row.can_open:
        to_page(f"family?id={row.family_id}", row.name, actor=actor)
        st.text(where)
    else:
        what_next = "Ask them, or find the child to cover for a colleague" if row.worker else "Ask your team lead"
        st.text(f"{row.name}: {where}. {what_next}.")


def new_family(actor: Actor, relationships: Mapping[str, str]) -> None:
    """Add a family."""
    with drawer("Add a new family", "new_family", actor=actor, icon=":material/add:") as part:
        if part.open:
            _new_family(actor, relationships)


def _new_family(actor: Actor, relationships: Mapping[str, str]) -> None:
    """After a look at those that may be the same."""
    form = draft_form("new_family", actor=actor)
    found = children_found(form, actor)
    new_family_fields(form, found=found, relationships=relationships)
    is_checked = form.key("is_different") in st.session_state
    is_pressed = form.submit("Add the family", icon=":material/add:")
    if not (is_pressed or is_checked):
        form.discard_button()
        return
    family = new_family_of(form, found)
    if family is None or not _is_new(form, family, actor) or not is_pressed:
        return
    with explained():
        family_id = add_family(draft_key=form.draft.key, family=family, by=actor)
        leave_notice(f"{family.name} is added.")
        st.switch_page(FAMILY_PAGE, query_params={"id": str(family_id)})


def _is_new(form: DraftForm, family: FamilyCreate, actor: Actor) -> bool:
    """Whether nothing like it is here, or the person said it is a different family."""
    postcode = postcode_key(form_text(form, "postcode"))
    near = near_matches(actor=actor, wanted=_wanted(family, postcode), pupil_ids=family.pupil_ids)
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


def _wanted(family: FamilyCreate, postcode: str | None) -> list[Likeness]:
    names = [family.name.removesuffix(" family")]
    if family.adult:
        names.append(f"{family.adult.forename} {family.adult.surname}")
    return [Likeness(search_key(name), None, postcode) for name in names]
