"""Setting one person, a family or a whole group out for an award, and moving a group on together."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

import streamlit as st

from components.awards.award_one import programme_options
from components.kit.drafts import DraftForm, draft_form
from components.kit.layout import saved
from components.kit.links import to_page
from components.kit.text import as_text
from data.awards.actions.awards import move_awards, set_out
from data.awards.queries.awards import AwardRow, list_awards
from data.awards.queries.people import AwardPerson, people_of_programme, people_to_award
from data.awards.queries.schemes import SchemeRow, list_schemes
from models.awards.award import (
    AWARD_STATUS_NAMES,
    AwardCreate,
    AwardFor,
    AwardScheme,
    AwardStatus,
    award_name,
    is_awarded_to,
)
from models.clock import today
from models.permissions import Actor

_NEXT = {
    AwardStatus.PLANNED: (AwardStatus.IN_PROGRESS, "Begin"),
    AwardStatus.IN_PROGRESS: (AwardStatus.SUBMITTED, "Submit"),
    AwardStatus.SUBMITTED: (AwardStatus.AWARDED, "Award"),
}
_HOLDER = {AwardFor.CHILD: "pupil_id", AwardFor.ADULT: "adult_id", AwardFor.FAMILY: "family_id"}


def set_one_out(actor: Actor, *, family_id: int | None) -> None:
    """One child, adult or family, of the family asked for or of any supported now."""
    form = draft_form("award", actor=actor, subject=f"family:{family_id}" if family_id else "")
    level_id, scheme = _choose_level(form, actor)
    people = {one.key: one for one in people_to_award(actor=actor, family_id=family_id)}
    fitting = {
        key: one.name for key, one in people.items() if scheme is None or is_awarded_to(scheme.awarded_to, one.kind)
    }
    who = form.select("who", "Who?", fitting, placeholder="Type a name")
    programmes = programme_options(actor)
    programme = form.select("programme", "Whose registers count, if any", programmes, placeholder="No programme")
    _send(form, level_id, [people[who]] if who in people else [], int(programme) if programme else None, actor)
    if not people:
        st.caption("People of the families you support appear here.")
        to_page("families", "Families", actor=actor)


def _choose_level(form: DraftForm, actor: Actor) -> tuple[int | None, AwardScheme | None]:
    levels = _levels(list_schemes(actor=actor))
    chosen = form.select(
        "level", "Which award?", {key: words for key, (words, _) in levels.items()}, placeholder="Choose an award"
    )
    if chosen is None:
        return None, None
    scheme = levels[chosen][1]
    if scheme.note:
        st.caption(as_text(scheme.note))
    return int(chosen), scheme


def _levels(schemes: Sequence[SchemeRow]) -> dict[str, tuple[str, AwardScheme]]:
    return {
        str(level.record_id): (award_name(row.scheme.name, level.heading), row.scheme)
        for row in schemes
        if row.scheme.is_offered
        for level in row.levels
    }


def _send(
    form: DraftForm, level_id: int | None, people: Sequence[AwardPerson], programme_id: int | None, actor: Actor
) -> None:
    started_on = form.date("started_on", "From which day", default=today(), max_value=today())
    if not form.submit("Set out", icon=":material/flag:"):
        return
    if level_id is None or not people or started_on is None:
        form.show_problems({"level": "Please choose the award, who it is for, and the day they set out."})
        return
    awards = [
        AwardCreate(
            level_id=level_id, programme_id=programme_id, started_on=started_on, **{_HOLDER[one.kind]: one.person_id}
        )
        for one in people
    ]
    with saved("They are on their way." if len(people) > 1 else f"{people[0].name} is on the way."):
        set_out(draft_key=form.draft.key, awards=awards, by=actor)


def whole_group(actor: Actor) -> None:
    """Everybody of a programme's register: move those on their way a step on, or set the others out."""
    programmes = programme_options(actor)
    chosen = st.selectbox(
        "Which programme?",
        list(programmes),
        index=None,
        format_func=programmes.__getitem__,
        key="awards.group",
        placeholder="Choose a programme",
        bind="query-params",
    )
    if chosen is None:
        return
    rows = [row for row in list_awards(actor=actor) if row.programme_id == int(chosen)]
    _move_together(rows, actor)
    st.subheader("Set the group out for an award")
    form = draft_form("award", actor=actor, subject=f"programme:{chosen}")
    level_id, scheme = _choose_level(form, actor)
    if scheme is None:
        return
    people = _fitting(actor, int(chosen), scheme)
    if not people:
        st.info("Nobody on this programme's register whom you support may earn this one.", icon=":material/groups:")
        return
    left_out = form.choices(
        "left_out", "Tick anybody to leave out", {key: as_text(one.name) for key, one in people.items()}
    )
    going = [one for key, one in people.items() if key not in left_out]
    st.caption(f"{len(going)} of {len(people)} set out.")
    _send(form, level_id, going, int(chosen), actor)


def _fitting(actor: Actor, programme_id: int, scheme: AwardScheme) -> Mapping[str, AwardPerson]:
    """By key, those of the programme's register whom the scheme is for; families only if it is for families."""
    kinds = {AwardFor.CHILD, AwardFor.ADULT} if scheme.awarded_to is AwardFor.ANYBODY else {scheme.awarded_to}
    return {one.key: one for one in people_of_programme(actor=actor, programme_id=programme_id) if one.kind in kinds}


def _move_together(rows: Sequence[AwardRow], actor: Actor) -> None:
    batches: dict[tuple[str, AwardStatus], list[AwardRow]] = defaultdict(list)
    for row in rows:
        is_done = row.progress.is_ready or not row.progress.parts
        if row.status in _NEXT and (is_done or row.status is not AwardStatus.IN_PROGRESS):
            batches[row.award, row.status].append(row)
    for (award, status), group in sorted(batches.items()):
        to, verb = _NEXT[status]
        names = ", ".join(row.who for row in group)
        with st.container(border=True):
            st.text(f"{award}, {AWARD_STATUS_NAMES[status].lower()}: {names}")
            seen = ".".join(f"{row.award_id}-{row.version}" for row in group)
            if st.button(as_text(f"{verb} {len(group)}: {award}"), key=f"awards.batch.{to}.{seen}"):
                with saved(f"{len(group)} moved on: {AWARD_STATUS_NAMES[to].lower()}."):
                    versions = {row.award_id: row.version for row in group}
                    move_awards(versions=versions, to=to, on=today(), by=actor)
