"""Contacts, meetings and statements: the forms that log one, and one as it was logged."""

from collections.abc import Mapping
from datetime import datetime

import streamlit as st

from components.kit.drafts import DraftForm, draft_form
from components.kit.layout import explained
from components.kit.links import to_page
from components.kit.record_form import RecordForm
from components.kit.records import Layout, change_drawer, new_record, show_record
from components.kit.text import as_text
from data.access.queries.choices import child_protection_words
from data.core.queries.records import record_of
from data.core.visits import note_visit
from data.families.actions.contacts import log_contacts, read_restricted
from data.families.queries.contacts import ContactFamily, list_contact_families
from models.audit import AuditAction
from models.clock import TIMES, instant, today
from models.columns import now
from models.families.contacts import CONTACTS
from models.families.meetings import MEETINGS, STATEMENTS
from models.kinds import Record
from models.permissions import Actor, Permission

_WHOM = CONTACTS.fields["who"].help


def safety_note(words: str) -> None:
    """The family's safety note as a warning, if there is one."""
    if words:
        st.warning(f"**Safety:** {as_text(words)}", icon=":material/warning:")


def family_seen(family_id: int, what: str, actor: Actor) -> None:
    """Log a visit to the family: to look at one of its records is to look at its story."""
    note_visit(action=AuditAction.FAMILY_VIEWED, target=f"family:{family_id}", detail=what, by=actor)


def chosen_family(actor: Actor, asked: int | None, *, key: str) -> ContactFamily | None:
    """The family asked for, or one's own chosen here."""
    families = {family.family_id: family for family in list_contact_families(actor=actor, family_id=asked)}
    if asked not in families:
        asked = st.selectbox(
            "Which family?",
            list(families),
            index=None,
            format_func=lambda id_: families[id_].name,
            key=key,
            placeholder="Choose one of your families",
        )
    if asked is None:
        to_page("families", "Find another family", actor=actor)
        return None
    st.header(as_text(families[asked].name))
    return families[asked]


def log_contact(actor: Actor, families: Mapping[int, ContactFamily], asked: ContactFamily | None) -> list[int]:
    """The form of a contact with the family asked for and others; the families, once it is logged."""
    if asked:
        st.header(as_text(asked.name))
        safety_note(asked.safety_note)
    form = draft_form("contact", actor=actor, subject=f"family:{asked.family_id}" if asked else "")
    logged = []
    if contacts := _contacts(RecordForm(form, CONTACTS, actor=actor), families, asked):
        with explained():
            log_contacts(draft_key=form.draft.key, contacts=contacts, by=actor)
            logged = list(contacts)
    form.discard_button()
    return logged


def _contacts(
    fields: RecordForm, families: Mapping[int, ContactFamily], asked: ContactFamily | None
) -> dict[int, dict[str, object]] | None:
    """A contact for each family chosen, once the form is sent and complete. The fields used most come first."""
    form = fields.form
    fields.draw("kind")
    chosen = _families(form, families, asked)
    people = {one.family_id: _people(form, one) for one in chosen}
    fields.draw("is_answered", "minutes", "line")
    with st.expander("More: a note, restricted, other minutes, another time", key=form.key("more")):
        typed = form.number("minutes_typed", "Other minutes", min_value=0, max_value=600, step=1)
        fields.values |= {"happened_at": _when(form), "who": frozenset()}  # asked in their own way
        fields.draw()  # and whatever else there is, so that a field added later is on the form too
    if typed is not None:
        fields.values["minutes"] = int(typed) or None
    problems = {} if chosen else {"families": "Please choose at least one family."}
    values = fields.send("Save the contact", problems=problems)
    return None if values is None else {id_: values | {"who": frozenset(who)} for id_, who in people.items()}


def _families(
    form: DraftForm, families: Mapping[int, ContactFamily], asked: ContactFamily | None
) -> list[ContactFamily]:
    """The family the page was opened for, and any others chosen."""
    others = {str(id_): as_text(one.name) for id_, one in families.items() if one is not asked}
    if asked is None:
        chosen = form.choices("families", "Which family? Tap several if they were together.", others)
    else:
        with st.expander("Other families at the same time", key=form.key("others")):
            chosen = form.choices("families", "Also these families", others) if others else []
    return [one for id_, one in families.items() if one is asked or str(id_) in chosen]


def _people(form: DraftForm, family: ContactFamily) -> list[str]:
    options = {key: as_text(name) for key, name in family.people.items()}
    label = f"Who of {as_text(family.name)}? {_WHOM}"
    return form.choices(f"who.{family.family_id}", label, options) if options else []


def _when(form: DraftForm) -> datetime | None:
    """The moment chosen, now if none was; None when there is a day and no time."""
    day = form.date("on_day", "Day, if not today", max_value=today())
    at = form.select("happened_at", "Time, if not now", TIMES, placeholder="Now")
    if day is None and at is None:
        return now()
    return instant(day or today(), at) if at else None


def one_contact(contact: Record, family: ContactFamily, actor: Actor) -> None:
    """A contact as it was logged; a restricted note only on a click, which is written down."""
    show_record(contact)
    if contact.values["is_restricted"]:
        st.info(f"There is a restricted note. {as_text(contact.written_by)} wrote it.", icon=":material/lock:")
        if actor.can(Permission.RESTRICTED_READ):
            label, key = "Show the note; this is written down", f"contact.restricted.{contact.record_id}"
            if st.button(label, icon=":material/visibility:", key=key):
                with explained():
                    st.text(read_restricted(contact_id=contact.record_id, by=actor))
    people = {**family.people, **contact.labels["who"]}  # also who has left the family since
    change_drawer(contact.naming(who=people), actor=actor, options={"who": people})


def log_meeting(family: ContactFamily, actor: Actor) -> int | None:
    """The form of a meeting about this family; its id once it is stored."""
    subject, options = f"family:{family.family_id}", {"pupil_id": family.children}
    meeting_id = new_record(
        MEETINGS, actor=actor, label="Save the meeting", owner_id=family.family_id, subject=subject, options=options
    )
    st.caption(as_text(child_protection_words(actor=actor)))
    return meeting_id


def one_meeting(meeting: Record, family: ContactFamily, actor: Actor) -> None:
    """A meeting as it was recorded."""
    meeting = meeting.naming(pupil_id=family.children)
    show_record(meeting)
    change_drawer(meeting, actor=actor, options={"pupil_id": family.children})


def log_statement(family: ContactFamily, actor: Actor) -> int | None:
    """The form of a statement by a child of this family; its id once it is stored."""
    subject, options = f"family:{family.family_id}", {"pupil_id": family.children}
    label = "Save the statement"
    return new_record(
        STATEMENTS, actor=actor, label=label, subject=subject, options=options, draw=_statement_fields(actor)
    )


def statement_saved(statement_id: int, actor: Actor) -> str:
    """The notice for a statement that was stored; after a concern it says whom to tell."""
    statement = record_of(kind=STATEMENTS, record_id=statement_id, actor=actor)
    concern = f" {child_protection_words(actor=actor)}" if statement.values["is_safety_concern"] else ""
    return f"The statement is saved.{concern}"


def one_statement(statement: Record, family: ContactFamily, actor: Actor) -> None:
    """A statement as it was logged; what was done about it, and that the child was told, may follow later."""
    child = {key: name for key, name in family.children.items() if key == str(statement.owner_id)}
    statement = statement.naming(pupil_id=child)
    if statement.values["is_safety_concern"]:
        words = as_text(child_protection_words(actor=actor))
        st.error(f"A safety concern. {words}", icon=":material/emergency:")
    show_record(statement)
    change_drawer(statement, actor=actor, options={"pupil_id": child}, draw=_statement_fields(actor))


def _statement_fields(actor: Actor) -> Layout:
    """The layout that shows what to do about a concern as soon as it is ticked, before the form is sent."""

    def draw(fields: RecordForm) -> None:
        fields.draw("pupil_id", "kind", "made_on", "summary", "indicators", "is_safety_concern")
        if fields.values["is_safety_concern"]:
            st.error(as_text(child_protection_words(actor=actor)), icon=":material/emergency:")
        fields.draw()

    return draw
