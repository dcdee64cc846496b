"""Changing a family, its adults and its consents, each in a drawer that opens by itself while a form is in hand."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from components.drafts import draft_form
from components.editing import change_form, saved_or, show_both
from components.forms.family import DETAIL_NAMES, adult_form, consent_form, family_form
from components.layout import saved
from components.text import as_text
from data.actions.families import change_family, record_consent, save_adult
from data.queries.drafts import find_draft
from data.queries.family import AdultRow, FamilyRecord
from models.families import AdultBase
from models.permissions import Actor

_ADULT_NAMES = {
    "forename": "First name", "surname": "Surname", "relationship": "To the children", "phone": "Phone",
    "email": "E-mail", "emergency": "To be called in an emergency",
}  # fmt: skip


@contextmanager
def _drawer(label: str, form: str, *, subject: str, actor: Actor, icon: str, times: int) -> Iterator[DeltaGenerator]:
    """Closed it costs nothing: no draft is begun until it is opened. It closes when `times` has changed."""
    in_hand = find_draft(actor=actor, form=form, subject=subject)
    is_open = in_hand is not None and in_hand.saved_at is not None
    key = f"family.{form}.{subject}.{times}"
    with st.expander(label, expanded=is_open, icon=icon, key=key, on_change="rerun") as drawer:
        yield drawer


def change_details(family: FamilyRecord, actor: Actor, *, has_weights: bool) -> None:
    """What to know before a visit."""
    subject = f"family:{family.family_id}"
    label, icon = "Change what is known", ":material/edit:"
    with _drawer(label, "family", subject=subject, actor=actor, icon=icon, times=family.version) as drawer:
        if not drawer.open:
            return
        kept = family.details.model_dump() | {"weight": str(family.details.weight)}
        form, version = change_form("family", actor=actor, subject=subject, kept=kept, version=family.version)
        if not (change := family_form(form, has_weights=has_weights)):
            return
        mine = change.model_dump() | {"weight": str(change.weight)}
        both = partial(show_both, form, names=DETAIL_NAMES, kept=kept, mine=mine, version=family.version)
        with saved_or(both, notice="The family's page is up to date."):
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
        with _drawer(label, "adult", subject=subject, actor=actor, icon=icon, times=times) as drawer:
            if drawer.open:
                _adult(family, adult, subject, actor, relationships)


def _adult(
    family: FamilyRecord, adult: AdultRow | None, subject: str, actor: Actor, relationships: Mapping[str, str]
) -> None:
    kept = _adult_answers(adult) if adult else {}
    now = adult.version if adult else 1
    form, version = change_form("adult", actor=actor, subject=subject, kept=kept, version=now)
    if not (entered := adult_form(form, relationships=relationships)):
        return
    adult_id = adult.adult_id if adult else None
    both = partial(show_both, form, names=_ADULT_NAMES, kept=kept, mine=_adult_answers(entered), version=now)
    with saved_or(both, notice=f"{entered.forename} is saved."):
        save_adult(
            draft_key=form.draft.key, family_id=family.family_id, adult_id=adult_id, version=version, adult=entered,
            by=actor,
        )  # fmt: skip


def _adult_answers(adult: AdultRow | AdultBase) -> dict[str, str | bool]:
    texts = {name: getattr(adult, name) for name in ("forename", "surname", "relationship", "phone", "email")}
    return texts | {"emergency": adult.is_emergency_contact}


def add_consent(family: FamilyRecord, actor: Actor, kinds: Mapping[str, str]) -> None:
    """Record what the family said."""
    subject, icon = f"family:{family.family_id}", ":material/how_to_reg:"
    times = len(family.consents)
    with _drawer("Record a consent", "consent", subject=subject, actor=actor, icon=icon, times=times) as drawer:
        if not drawer.open:
            return
        form = draft_form("consent", actor=actor, subject=subject)
        children = {str(child.pupil_id): child.name for child in family.children}
        consent = consent_form(form, family_id=family.family_id, kinds=kinds, children=children)
        if consent:
            with saved("The consent is recorded."):
                record_consent(draft_key=form.draft.key, consent=consent, by=actor)
