"""Forms about a family: a new one, what to know before a visit, its adults, and what it agreed to."""

from collections.abc import Mapping

import streamlit as st

from components.kit.fields import Fields, has_problems
from components.kit.text import as_text
from models.attendance.simd import postcode_key
from models.clock import today
from models.families.family import AdultBase, ConsentCreate, FamilyChange, FamilyCreate

GIVEN = {"yes": "Said yes", "no": "Said no, or took it back"}
WEIGHTS = {"1": "Usual", "2": "Much going on", "3": "Very much going on"}
DETAIL_NAMES = {
    "name": "Name of the family",
    "safety_note": "Safety note, shown before every visit",
    "preferred_contact": "How they like to be reached",
    "suits_where": "Where suits them",
    "suits_when": "When suits them",
    "weight": "How much of your room this family takes",
}

ADULT_NAMES = {
    "forename": "First name",
    "surname": "Surname",
    "relationship": "To the children",
    "phone": "Phone",
    "email": "E-mail",
    "emergency": "To be called in an emergency",
}


def new_family_fields(form: Fields, *, found: Mapping[str, str], relationships: Mapping[str, str]) -> None:
    """Draw the form of a new family. `found` are the children that were searched for."""
    form.text_input("name", "Name of the family", max_chars=80, help="As you would say it, such as Reid family.")
    form.choices("children", "Children of the family", {key: as_text(name) for key, name in found.items()})
    form.text_input("postcode", "Postcode, to find a family that is here already", max_chars=8)
    with st.container(border=True):
        st.caption("The adult you usually speak to, if you know already")
        _adult_fields(form, relationships)


def new_family_of(form: Fields, found: Mapping[str, str]) -> FamilyCreate | None:
    """The family as filled in, or None once the form says what to mend. The postcode is only to compare."""
    name, children = form_text(form, "name"), [key for key in form_list(form, "children") if key in found]
    postcode = form_text(form, "postcode")
    problems = {
        "name": None if name else "Please give the family a name.",
        "children": None if children else "Please choose at least one child. Find them with the box above.",
        "postcode": "This is not shaped like a postcode." if postcode and not postcode_key(postcode) else None,
    } | _adult_problems(form, is_needed=False)
    if has_problems(form, problems):
        return None
    adult = _adult_of(form) if form_text(form, "forename") else None
    return FamilyCreate(name=name, pupil_ids=frozenset(int(key) for key in children), adult=adult)


def form_text(form: Fields, name: str) -> str:
    """What stands in a field that was drawn before, in this run."""
    return (st.session_state.get(form.key(name)) or "").strip()


def form_list(form: Fields, name: str) -> list[str]:
    """What is chosen in a field that was drawn before, in this run."""
    return st.session_state.get(form.key(name)) or []


def family_form(form: Fields, *, has_weights: bool) -> FamilyChange | None:
    """What a worker needs to know before ringing the bell."""
    form.text_input("name", DETAIL_NAMES["name"], max_chars=80)
    form.text_area("safety_note", DETAIL_NAMES["safety_note"], max_chars=500, height=90)
    for name in ("preferred_contact", "suits_where", "suits_when"):
        form.text_input(name, DETAIL_NAMES[name], max_chars=120)
    weight = form.saved("weight")
    if has_weights:
        weight = form.choice("weight", DETAIL_NAMES["weight"], WEIGHTS)
    if not form.submit("Save", icon=":material/check:"):
        return None
    if has_problems(form, {"name": None if form_text(form, "name") else "Please give the family a name."}):
        return None
    texts = {name: form_text(form, name) for name in DETAIL_NAMES if name != "weight"}
    return FamilyChange(**texts, weight=int(weight or 1))


def adult_form(form: Fields, *, relationships: Mapping[str, str]) -> AdultBase | None:
    """An adult of the family."""
    _adult_fields(form, relationships)
    if not form.submit("Save this adult", icon=":material/check:"):
        return None
    return None if has_problems(form, _adult_problems(form, is_needed=True)) else _adult_of(form)


def _adult_fields(form: Fields, relationships: Mapping[str, str]) -> None:
    form.text_input("forename", "First name", max_chars=80, autocomplete="off")
    form.text_input("surname", "Surname", max_chars=80, autocomplete="off")
    form.select("relationship", "To the children", relationships, placeholder="Choose")
    form.text_input("phone", "Phone", max_chars=30, autocomplete="off")
    form.text_input("email", "E-mail", max_chars=120, autocomplete="off")
    form.tick("emergency", "To be called in an emergency")


def _adult_problems(form: Fields, *, is_needed: bool) -> dict[str, str | None]:
    is_begun = is_needed or any(form_text(form, name) for name in ("surname", "phone", "email"))
    is_nameless = is_begun and not form_text(form, "forename")
    email = form_text(form, "email")
    return {
        "forename": "Please enter the adult's first name." if is_nameless else None,
        "email": "Please check this address: it has no @." if email and "@" not in email else None,
    }


def _adult_of(form: Fields) -> AdultBase:
    texts = {name: form_text(form, name) for name in ("forename", "surname", "relationship", "phone", "email")}
    return AdultBase(**texts, is_emergency_contact=bool(st.session_state.get(form.key("emergency"))))


def consent_form(
    form: Fields, *, family_id: int, kinds: Mapping[str, str], children: Mapping[str, str]
) -> ConsentCreate | None:
    """What the family said, and who said it."""
    kind = form.choice("kind", "About what?", kinds)
    given = form.choice("given", "What did they say?", GIVEN)
    who = form.text_input("who", "Who said so", max_chars=120, autocomplete="off")
    given_on = form.date("given_on", "When", default=today(), max_value=today())
    pupil = form.select("pupil", "For one child only", children, placeholder="For the whole family")
    if not form.submit("Save the consent", icon=":material/check:"):
        return None
    problems = {
        "kind": None if kind else "Please tap what it is about.",
        "given": None if given else "Please tap what they said.",
        "who": None if who.strip() else "Please enter who said so.",
        "given_on": None if given_on else "Please choose the day.",
    }
    if has_problems(form, problems) or kind is None or given_on is None:
        return None
    return ConsentCreate(
        family_id=family_id,
        pupil_id=int(pupil) if pupil else None,
        kind=kind,
        is_given=given == "yes",
        who=who.strip(),
        given_on=given_on,
    )
