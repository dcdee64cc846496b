"""Meetings about a family and its children's statements: logged in seconds, and put right afterwards."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from datetime import date
from functools import partial
from typing import Any

import streamlit as st
from streamlit.elements.lib.mutable_expander_container import ExpanderContainer

from components.access.state import leave_notice
from components.families.forms.meeting import INDICATORS, MEETING_NAMES, codes, meeting_answers, meeting_form
from components.families.forms.statement import STATEMENT_NAMES, statement_answers, statement_form
from components.kit.address import asked_id
from components.kit.drafts import DraftForm, draft_form
from components.kit.editing import change_form, drawer, sending
from components.kit.layout import explained
from components.kit.links import to_page
from components.kit.text import as_text
from data.access.queries.choices import child_protection_words, labels, offered
from data.core.visits import note_visit, refusal_noted
from data.families.actions.meetings import change_record, log_record
from data.families.queries.contacts import ContactFamily, list_contact_families
from data.families.queries.meetings import Logged, meeting_record, statement_record
from models.audit import AuditAction
from models.choices import ChoiceList
from models.clock import day_text
from models.errors import NotFound
from models.families.meetings import MeetingCreate, StatementCreate
from models.permissions import Actor

FAMILY_PAGE, WEEK_PAGE = "../../pages/families/family.py", "../../pages/families/my_week.py"


def safety_note(words: str) -> None:
    """What to know before ringing the bell."""
    if words:
        st.warning(f"**Safety:** {as_text(words)}", icon=":material/warning:")


@contextmanager
def sent(notice: str, *, family_id: int | None) -> Iterator[None]:
    """Round the call of an action that logs something: back to the family, or to the week."""
    with explained():
        yield
        leave_notice(notice)
        if family_id:
            st.switch_page(FAMILY_PAGE, query_params={"id": str(family_id)})
        st.switch_page(WEEK_PAGE)


@contextmanager
def found() -> Iterator[None]:
    """Round the look for a record: when it is not this person's to open, the page says so and ends."""
    try:
        yield
    except NotFound as refusal:
        st.warning(str(refusal), icon=":material/lock:")
        st.stop()


def family_seen(family_id: int, what: str, actor: Actor) -> None:
    """A record of a family is part of its story: looking at one is a visit to the family."""
    note_visit(action=AuditAction.FAMILY_VIEWED, target=f"family:{family_id}", detail=what, by=actor)


def mending(form: str, *, subject: str, actor: Actor, version: int) -> AbstractContextManager[ExpanderContainer]:
    """Where something recorded is put right."""
    return drawer("Put something right", form, subject=subject, actor=actor, icon=":material/edit:", times=version)


def chosen_family(actor: Actor, *, key: str) -> ContactFamily:
    """The family of the address, or one's own chosen here; the page stops until there is one."""
    asked = asked_id("family")
    families = {f.family_id: f for f in list_contact_families(actor=actor, family_id=asked)}
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
        st.stop()
    st.header(as_text(families[asked].name))
    return families[asked]


def family_of(actor: Actor, family_id: int | None) -> ContactFamily:
    """The family something was recorded with, and its people."""
    families = list_contact_families(actor=actor, family_id=family_id)
    family = next((family for family in families if family.family_id == family_id), None)
    if family is None:
        raise NotFound
    return family


def _children_of(family: ContactFamily) -> dict[str, str]:
    return {key.removeprefix("pupil:"): name for key, name in family.people.items() if key.startswith("pupil:")}


def log_meeting(family: ContactFamily, actor: Actor) -> None:
    """The form of a meeting about this family."""
    form = draft_form("meeting", actor=actor, subject=f"family:{family.family_id}")
    kinds = offered(actor=actor, list_name=ChoiceList.MEETING_KIND)
    if meeting := meeting_form(form, kinds=kinds, family_id=family.family_id, children=_children_of(family)):
        with sent("The meeting is saved.", family_id=family.family_id):
            log_record(draft_key=form.draft.key, content=meeting, by=actor)
    form.discard_button()
    st.caption(as_text(child_protection_words(actor=actor)))


def one_meeting(meeting_id: int, actor: Actor) -> None:
    """A meeting as it was recorded."""
    with found(), refusal_noted(target=f"meeting:{meeting_id}", by=actor):
        meeting = meeting_record(actor=actor, meeting_id=meeting_id)
        family = family_of(actor, meeting.content.family_id)
    family_seen(family.family_id, "a meeting", actor)
    kinds = labels(actor=actor, list_name=ChoiceList.MEETING_KIND)
    words = {**kinds, **_children_of(family), **INDICATORS}
    content, stored = meeting.content, meeting_answers(meeting.content)
    _as_recorded(family, words.get(content.kind, content.kind), content.held_on, actor)
    st.text(content.summary or "Nothing was written about it.")
    _facts(
        {
            "About": [
                words.get(stored["pupil"] or "", "the family"),
                *(words[code] for code in codes(content.indicators)),
            ],
            "There": [content.attended_by],
            "Told": ["the family"] * content.is_family_told + ["the school"] * content.is_school_told,
        }
    )
    fields = partial(meeting_form, kinds=kinds, family_id=family.family_id, children=_children_of(family))
    _mend("meeting", meeting_id, meeting, stored, fields, names=MEETING_NAMES, words=words, actor=actor)


def log_child_statement(family: ContactFamily, actor: Actor) -> None:
    """The form of a statement by a child of this family."""
    form = draft_form("statement", actor=actor, subject=f"family:{family.family_id}")
    kinds, words = offered(actor=actor, list_name=ChoiceList.STATEMENT_KIND), child_protection_words(actor=actor)
    if statement := statement_form(form, kinds=kinds, children=_children_of(family), protection=words):
        concern = f" {words}" if statement.is_safety_concern else ""
        with sent(f"The statement is saved.{concern}", family_id=family.family_id):
            log_record(draft_key=form.draft.key, content=statement, by=actor)
    form.discard_button()


def one_statement(statement_id: int, actor: Actor) -> None:
    """A statement as it was logged; what was done about it, and that the child was told, may follow later."""
    with found():
        with refusal_noted(target=f"statement:{statement_id}", by=actor):
            statement = statement_record(actor=actor, statement_id=statement_id)
        family = family_of(actor, statement.family_id)
    family_seen(family.family_id, "a statement", actor)
    kinds, protection = labels(actor=actor, list_name=ChoiceList.STATEMENT_KIND), child_protection_words(actor=actor)
    content, stored = statement.content, statement_answers(statement.content)
    child = {key: name for key, name in _children_of(family).items() if key == str(content.pupil_id)}
    words = {**kinds, **child, **INDICATORS}
    _as_recorded(family, words.get(content.kind, content.kind), content.made_on, actor)
    if content.is_safety_concern:
        st.error(f"A safety concern. {as_text(protection)}", icon=":material/emergency:")
    st.text(content.summary or "Nothing was written about it.")
    told = day_text(content.child_told_on) if content.child_told_on else "not yet"
    _facts(
        {
            "From": list(child.values()),
            "About": [words[code] for code in codes(content.indicators)],
            "Done": [content.action_taken],
            "The child was told": [told],
        }
    )
    fields = partial(statement_form, kinds=kinds, children=child, protection=protection)
    _mend("statement", statement_id, statement, stored, fields, names=STATEMENT_NAMES, words=words, actor=actor)


def _mend(
    what: str,
    record_id: int,
    logged: Logged[Any],
    stored: Mapping[str, Any],
    fields: Callable[[DraftForm], MeetingCreate | StatementCreate | None],
    *,
    names: Mapping[str, str],
    words: Mapping[str, str],
    actor: Actor,
) -> None:
    """Where it is put right, or what was done about it is added."""
    name, subject = f"{what}_change", f"{what}:{record_id}"
    with mending(name, subject=subject, actor=actor, version=logged.version) as part:
        if not part.open:
            return
        form, version = change_form(
            name, actor=actor, subject=subject, stored=stored, version=logged.version, names=names, labels=words
        )
        if content := fields(form):
            with sending(form, f"The {what} is put right.", stored=stored):
                change_record(draft_key=form.draft.key, record_id=record_id, version=version, content=content, by=actor)


def _as_recorded(family: ContactFamily, kind: str, on: date, actor: Actor) -> None:
    to_page(f"family?id={family.family_id}", family.name, actor=actor)
    st.header(as_text(f"{kind}, {day_text(on)}"))


def _facts(facts: Mapping[str, list[str]]) -> None:
    known = {name: [part for part in parts if part] for name, parts in facts.items()}
    st.text("\n".join(f"{name}: {', '.join(parts)}" for name, parts in known.items() if parts))
