"""One family's page: what to know before ringing the bell, the ways on, and the people."""

from collections.abc import Mapping, Sequence

import streamlit as st

from components.kit.links import contact_button, to_page
from components.kit.tables import DAY, show_table
from components.kit.text import as_text
from data.families.queries.family import Child, ConsentRow, FamilyRecord
from models.awards.award import age_on
from models.clock import today
from models.families.family import SUPPORT_WORDS, SupportStatus
from models.permissions import Actor


def heading(family: FamilyRecord) -> None:
    """Who the family is and who supports it."""
    st.header(as_text(family.name))
    st.text(f"Reference {family.reference}. {family.worker or 'Nobody'} supports this family.")


def ways_on(family: FamilyRecord, actor: Actor) -> None:
    """What a worker does next, one tap away."""
    query = (("family", str(family.family_id)),)
    contact_button(actor, family_id=family.family_id)
    for address, label in (
        ("meeting", "Record a meeting"),
        ("statement", "Log a statement"),
        ("support", "Support: review, extend, close"),
        ("awards", "Set out for an award"),
    ):
        to_page(address, label, actor=actor, query=query)


def people(family: FamilyRecord, relationships: Mapping[str, str], actor: Actor) -> None:
    """Children, each with the ways into their own record, and adults with what is needed to reach them."""
    st.subheader("People")
    for child in family.children:
        _child(child, actor)
    for adult in family.adults:
        facts = (relationships.get(adult.relationship, adult.relationship), adult.phone, adult.email)
        line = ", ".join(fact for fact in facts if fact)
        emergency = ". To be called in an emergency" if adult.is_emergency_contact else ""
        st.text(f"{adult.name}: {line}{emergency}" if line else f"{adult.name}{emergency}")
    if not family.adults:
        st.info("No adult is known yet. Add the one you usually speak to.", icon=":material/person_add:")


def _child(child: Child, actor: Actor) -> None:
    years = f"{age_on(child.born_on, today())} years old" if child.born_on else ""
    query = (("pupil", str(child.pupil_id)),)
    with st.container(border=True, gap="xsmall"):
        to_page(f"pupil?id={child.pupil_id}", child.name, actor=actor)
        st.text(", ".join(part for part in (years, child.stage, child.school or "school not known") if part))
        with st.container(horizontal=True, gap="small"):
            for address, label in (("web", "New web"), ("webs", "Webs so far"), ("plan", "Plan")):
                to_page(address, label, actor=actor, query=query, width="content")


def preferences(family: FamilyRecord) -> None:
    """How and where the family likes to be met."""
    details = family.details
    wishes = {
        "Reach them": details.preferred_contact,
        "Where suits": details.suits_where,
        "When suits": details.suits_when,
    }
    known = [f"{name}: {words}" for name, words in wishes.items() if words]
    st.text("\n".join(known) if known else "Nothing is noted yet about how, where and when suits them.")


def support(family: FamilyRecord) -> None:
    """Every period of support, newest first."""
    rows = [
        {
            "Child": row.child,
            "Worker": row.worker,
            "Standing": SUPPORT_WORDS[row.status],
            "From": row.started_on,
            "To": row.ended_on,
            "Review": None if row.status is SupportStatus.CLOSED else row.review_on,
        }
        for row in family.supports
    ]
    if not rows:
        st.text("No support has begun.")
        return
    columns = dict.fromkeys(("From", "To", "Review"), DAY)
    alt = f"{len(rows)} periods of support: child, worker, standing and dates"
    show_table(rows, alt=alt, key="family.supports", columns=columns, placeholder="–")


def consents(rows: Sequence[ConsentRow], kinds: Mapping[str, str]) -> None:
    """What the family agreed to: the newest word on each, and what was said before."""
    if not rows:
        st.text("No consent has been recorded yet.")
        return
    table = [
        {
            "About": kinds.get(row.kind, row.kind) + (f", {row.child}" if row.child else ""),
            "They said": ("Yes" if row.is_given else "No, or took it back") + ("" if row.is_newest else " (earlier)"),
            "Who": row.who,
            "When": row.given_on,
        }
        for row in sorted(rows, key=lambda row: not row.is_newest)
    ]
    show_table(table, alt=f"{len(table)} consents", key="family.consents", columns={"When": DAY})
