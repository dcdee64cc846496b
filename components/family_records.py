"""Logging contacts, meetings and statements of a family, and one contact as it was logged."""

from functools import partial

import streamlit as st

from components.address import asked_id
from components.drafts import draft_form
from components.editing import change_form, saved_or, show_both
from components.forms.contact import PeopleOf, contact_change_form, contact_form
from components.forms.meeting import meeting_form
from components.forms.statement import statement_form
from components.layout import explained
from components.links import to_page
from components.state import leave_notice
from components.text import as_text
from data.actions.contacts import change_contact, log_contacts, read_restricted
from data.actions.meetings import record_meeting
from data.actions.statements import log_statement
from data.queries.choices import child_protection_words, labels, offered
from data.queries.contacts import ContactFamily, ContactRecord, contact_record, list_contact_families
from models.choices import ChoiceList
from models.clock import local_text
from models.contacts import ContactChange
from models.errors import NotFound
from models.permissions import Actor, Permission

FAMILY_PAGE, WEEK_PAGE = "../pages/casework/family.py", "../pages/casework/my_week.py"
_CONTACT_NAMES = {
    "kind": "Kind", "answered": "Did anybody answer?", "minutes": "Minutes", "line": "In one line", "note": "Note",
}  # fmt: skip


def log_contact(actor: Actor) -> None:
    """The form, for the family of the address or for those chosen in it."""
    preset = asked_id("family")
    families = list_contact_families(actor=actor, family_id=preset)
    preset = preset if any(family.family_id == preset for family in families) else None
    if not families:
        st.info("You have no families yet. Find or add one first.", icon=":material/groups:")
        to_page("families", "Families", actor=actor)
        return
    form = draft_form("contact", actor=actor, subject=f"family:{preset}" if preset else "")
    choices = [PeopleOf(family.family_id, family.name, family.people) for family in families]
    _safety(families, preset)
    kinds = offered(actor=actor, list_name=ChoiceList.CONTACT_KIND)
    if contacts := contact_form(form, kinds=kinds, families=choices, preset=preset):
        with explained():
            log_contacts(draft_key=form.draft.key, contacts=contacts, by=actor)
            leave_notice("The contact is saved." if len(contacts) == 1 else f"{len(contacts)} contacts are saved.")
            _back_to(contacts[0].family_id if len(contacts) == 1 else None)
    form.discard_button()


def _safety(families: tuple[ContactFamily, ...], preset: int | None) -> None:
    for family in families:
        if family.family_id == preset:
            st.header(as_text(family.name))
            if family.safety_note:
                st.warning(f"**Safety:** {as_text(family.safety_note)}", icon=":material/warning:")


def _back_to(family_id: int | None) -> None:
    if family_id:
        st.switch_page(FAMILY_PAGE, query_params={"id": str(family_id)})
    st.switch_page(WEEK_PAGE)


def chosen_family(actor: Actor, *, key: str) -> ContactFamily:
    """The family of the address, or one's own chosen here; the page stops until there is one."""
    families = {f.family_id: f for f in list_contact_families(actor=actor, family_id=asked_id("family"))}
    asked = asked_id("family")
    if asked in families:
        st.header(as_text(families[asked].name))
        return families[asked]
    chosen = st.selectbox(
        "Which family?", list(families), index=None, format_func=lambda id_: families[id_].name, key=key,
        placeholder="Choose one of your families",
    )  # fmt: skip
    if chosen is None:
        to_page("families", "Find another family", actor=actor)
        st.stop()
    return families[chosen]


def children_of(family: ContactFamily) -> dict[str, str]:
    """The children by their number."""
    return {key.removeprefix("pupil:"): name for key, name in family.people.items() if key.startswith("pupil:")}


def log_meeting(family: ContactFamily, actor: Actor) -> None:
    """The form of a meeting about this family."""
    form = draft_form("meeting", actor=actor, subject=f"family:{family.family_id}")
    kinds, children = offered(actor=actor, list_name=ChoiceList.MEETING_KIND), children_of(family)
    if meeting := meeting_form(form, kinds=kinds, family_id=family.family_id, children=children):
        with explained():
            record_meeting(draft_key=form.draft.key, meeting=meeting, by=actor)
            leave_notice("The meeting is saved.")
            _back_to(family.family_id)
    form.discard_button()
    st.caption(as_text(child_protection_words(actor=actor)))


def log_child_statement(family: ContactFamily, actor: Actor) -> None:
    """The form of a statement by a child of this family."""
    form = draft_form("statement", actor=actor, subject=f"family:{family.family_id}")
    kinds, words = offered(actor=actor, list_name=ChoiceList.STATEMENT_KIND), child_protection_words(actor=actor)
    if statement := statement_form(form, kinds=kinds, children=children_of(family), protection=words):
        with explained():
            log_statement(draft_key=form.draft.key, statement=statement, by=actor)
            is_concern = statement.is_safety_concern
            leave_notice(f"The statement is saved. {words}" if is_concern else "The statement is saved.")
            _back_to(family.family_id)
    form.discard_button()


def one_contact(contact_id: int, actor: Actor) -> None:
    """A contact as it was logged; a restricted note only on a click, which is written down."""
    try:
        contact = contact_record(actor=actor, contact_id=contact_id)
    except NotFound as refusal:
        st.warning(str(refusal), icon=":material/lock:")
        return
    kinds = labels(actor=actor, list_name=ChoiceList.CONTACT_KIND)
    content = contact.content
    to_page(f"family?id={contact.family_id}", "Back to the family", actor=actor)
    st.header(as_text(kinds.get(content.kind, content.kind)))
    minutes = f"{content.minutes} minutes. " if content.minutes else ""
    answered = "Answered." if content.is_answered else "Tried, no answer."
    st.text(f"{local_text(contact.happened_at)}. {minutes}{answered} Logged by {contact.written_by}.")
    if contact.with_whom:
        st.text(f"With {', '.join(contact.with_whom)}")
    if content.line:
        st.text(content.line)
    _note(contact, actor)
    _mend(contact, actor, kinds)


def _note(contact: ContactRecord, actor: Actor) -> None:
    if not contact.is_restricted:
        if contact.content.note:
            st.text(contact.content.note)
        return
    st.info(f"There is a restricted note. {as_text(contact.written_by)} wrote it.", icon=":material/lock:")
    if actor.can(Permission.RESTRICTED_READ):
        label, key = "Show the note; this is written down", f"contact.restricted.{contact.contact_id}"
        if st.button(label, icon=":material/visibility:", key=key):
            with explained():
                st.text(read_restricted(contact_id=contact.contact_id, by=actor))


def _mend(contact: ContactRecord, actor: Actor, kinds: dict[str, str]) -> None:
    key = f"contact.mend.{contact.contact_id}.{contact.version}"
    with st.expander("Put something right", icon=":material/edit:", key=key, on_change="rerun") as drawer:
        if not drawer.open:
            return
        subject, kept = f"contact:{contact.contact_id}", _answers(contact.content)
        form, version = change_form(
            "contact_change", actor=actor, subject=subject, kept=kept, version=contact.version
        )  # fmt: skip
        if not (change := contact_change_form(form, kinds=kinds, is_note_shown=not contact.is_restricted)):
            return
        both = partial(
            show_both, form, names=_CONTACT_NAMES, kept=kept, mine=_answers(change), version=contact.version
        )  # fmt: skip
        with saved_or(both, notice="The contact is put right."):
            change_contact(
                draft_key=form.draft.key, contact_id=contact.contact_id, version=version, change=change, by=actor
            )


def _answers(content: ContactChange) -> dict[str, object]:
    return content.model_dump(exclude={"is_answered"}) | {"answered": "yes" if content.is_answered else "no"}
