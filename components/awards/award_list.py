"""The team's awards: nearly there first, then by where each stands."""

from collections import Counter
from collections.abc import Sequence

import streamlit as st

from components.awards.award_one import one_award
from components.kit.opening import any_of, choose_one, open_button
from components.kit.tables import DAY, show_table
from components.kit.text import as_text
from data.awards.actions.awards import open_award
from data.awards.queries.awards import AwardRow, list_awards
from models.attendance.openings import school_year_name
from models.awards.award import AWARD_STATUS_NAMES, AwardStatus
from models.permissions import Actor

MOST_LINKS = 20


def on_their_way(actor: Actor) -> None:
    """Links to those nearly there, then a table of every award by status; a chosen one opens in place."""
    rows = filtered(list_awards(actor=actor))
    if not rows:
        st.info(
            "No awards here yet. Set somebody out for one, or choose other filters.", icon=":material/emoji_events:"
        )
        return
    nearly_there(rows)
    st.subheader("All awards")
    by_status(rows)
    chosen = choose_one(
        "Open an award",
        {row.award_id: row for row in rows},
        lambda row: f"{row.who}: {row.award}",
        key="awards.chosen",
        placeholder="Type a name",
    )
    if chosen:
        one_award(open_award(award_id=chosen.award_id, by=actor), actor)


def filtered(rows: Sequence[AwardRow]) -> list[AwardRow]:
    """The awards of the school, programme and year chosen; the choice stands in the address."""
    with st.popover("Filters", icon=":material/tune:"):
        school = any_of("School", sorted({row.school for row in rows if row.school}), key="awards.school")
        programme = any_of(
            "Programme", sorted({row.programme for row in rows if row.programme}), key="awards.programme"
        )
        year = any_of("School year", sorted({school_year_name(row.year) for row in rows}), key="awards.year")
    if chosen := ", ".join(filter(None, (school, programme, year))):
        st.caption(as_text(f"Only {chosen}"))
    return [
        row
        for row in rows
        if school in (None, row.school)
        and programme in (None, row.programme)
        and year in (None, school_year_name(row.year))
    ]


def nearly_there(rows: Sequence[AwardRow]) -> None:
    """A link to each award that is ready, then to each that lacks a quarter or less of any part."""
    st.subheader("Nearly there")
    ready = [row for row in rows if row.is_on_its_way and row.progress.is_ready]
    nearly = [row for row in rows if row.is_on_its_way and row.progress.is_nearly_there]
    if not ready and not nearly:
        st.caption("Nobody is within a quarter of an award just now.")
    for row in [*ready, *nearly][:MOST_LINKS]:
        icon = ":material/task_alt:" if row.progress.is_ready else ":material/trending_up:"
        words = f"{_how_near(row)}: {row.who}, {row.award}"
        open_button(words, row.award_id, icon=icon, key=f"awards.open.{row.award_id}")
    if len(ready) + len(nearly) > MOST_LINKS:
        st.caption(
            f"The first {MOST_LINKS} of {len(ready) + len(nearly)}. Choose a school or programme to see the rest."
        )


def _how_near(row: AwardRow) -> str:
    """What the award still needs. Links begin with it, because a phone cuts off their end."""
    if row.status is AwardStatus.SUBMITTED:
        return AWARD_STATUS_NAMES[row.status]
    return "Ready" if row.progress.is_ready else row.progress.words


def by_status(rows: Sequence[AwardRow]) -> None:
    """The awards of one status, as a table."""
    counts = Counter(row.status for row in rows)
    status = st.radio(
        "Where they stand",
        [*AwardStatus],
        index=1,
        horizontal=True,
        key="awards.status",
        format_func=lambda one: f"{AWARD_STATUS_NAMES[one]} ({counts[one]})",
        bind="query-params",
    )
    chosen = [row for row in rows if row.status == status]
    if not chosen:
        st.caption("None.")
        return
    is_earned = status is AwardStatus.AWARDED
    when = "Awarded" if is_earned else "Began"
    lines = [
        {
            "Who": row.who,
            "Award": row.award,
            "So far": row.progress.words,
            when: row.awarded_on if is_earned else row.started_on,
            "School": row.school,
            "Programme": row.programme,
        }
        for row in chosen
    ]
    alt = f"{AWARD_STATUS_NAMES[AwardStatus(status)]}: {len(chosen)} awards"
    show_table(lines, alt=alt, key="awards.rows", placeholder="–", columns={when: DAY})
