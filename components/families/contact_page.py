"""Logging a contact, and one contact as it was logged."""

from collections.abc import Mapping

import streamlit as st

from components.families.forms.contact import (
    ANSWERED,
    CONTACT_NAMES,
    PeopleOf,
    contact_answers,
    contact_change_form,
    contact_form,
)
from components.families.records import family_of, family_seen, found, mending, safety_note, sent
from components.kit.address import asked_id
from components.kit.drafts import draft_form
from components.kit.editing import change_form, sending
from components.kit.layout import explained
from components.kit.links import to_page
from components.kit.text import as_text
from data.access.queries.choices import labels, offered
from data.core.visits import refusal_noted
from data.families.actions.contacts import change_contact, log_contacts, read_restricted
from data.families.queries.contacts import ContactRecord, contact_record, list_contact_families
from models.choices import ChoiceList
from models.clock import local_text
from models.permissions import Actor, Permission


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
    for family in families:
        if family.family_id == preset:
            st.header(as_text(family.name))
            safety_note(family.safety_note)
    kinds = offered(actor=actor, list_name=ChoiceList.CONTACT_KIND)
    if contacts := contact_form(form, kinds=kinds, families=choices, preset=preset):
        is_one = len(contacts) == 1
        notice = "The contact is saved." if is_one else f"{len(contacts)} contacts are saved."
        with sent(notice, family_id=contacts[0].family_id if is_one else None):
            log_contacts(draft_key=form.draft.key, contacts=contacts, by=actor)
    form.discard_button()


def one_contact(contact_id: int, actor: Actor) -> None:
    """A contact as it was logged; a restricted note only on a click, which is written down."""
    with found(), refusal_noted(target=f"contact:{contact_id}", by=actor):
        contact = contact_record(actor=actor, contact_id=contact_id)
    family_seen(contact.family_id, "a contact", actor)
    kinds = labels(actor=actor, list_name=ChoiceList.CONTACT_KIND)
    content = contact.content
    to_page(f"family?id={contact.family_id}", "Back to the family", actor=actor)
    st.header(as_text(kinds.get(content.kind, content.kind)))
    minutes = f"{content.minutes} minutes. " if content.minutes else ""
    answered = "Answered." if content.is_answered else "Tried, no answer."
    st.text(f"{local_text(content.happened_at)}. {minutes}{answered} Logged by {contact.written_by}.")
    if contact.with_whom:
        st.text(f"With {', '.join(contact.with_whom.values())}")
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


def _mend(contact: ContactRecord, actor: Actor, kinds: Mapping[str, str]) -> None:
    subject = f"contact:{contact.contact_id}"
    with mending("contact_change", subject=subject, actor=actor, version=contact.version) as part:
        if not part.open:
            return
        people = family_of(actor, contact.family_id).people | contact.with_whom
        stored = contact_answers(contact.content, [key for key in people if key in contact.with_whom])
        form, version = change_form(
            "contact_change",
            actor=actor,
            subject=subject,
            stored=stored,
            version=contact.version,
            names=CONTACT_NAMES,
            labels={**kinds, **ANSWERED, **people},
        )
        change = contact_change_form(
            form, stored=contact.content, kinds=kinds, people=people, is_note_shown=not contact.is_restricted
        )
        if change:
            with sending(form, "The contact is put right.", stored=stored):
                change_contact(
                    draft_key=form.draft.key, contact_id=contact.contact_id, version=version, change=change, by=actor
                )
