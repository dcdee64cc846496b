"""Staff training on screen: one's own list, and the hours of the whole team."""

from collections.abc import Sequence

import streamlit as st

from components.kit.opening import choose_one
from components.kit.records import list_key
from components.kit.tables import DAY, show_table
from components.kit.text import counted
from data.team.queries import WorkerTraining
from models.attendance.openings import school_year, school_year_name
from models.kinds import Record
from models.team.training import TRAININGS


def own_list(records: Sequence[Record], *, year: int) -> int | None:
    """A person's own training and the hours of `year`; returns the id of the one chosen to be opened."""
    st.subheader("Your training")
    if not records:
        st.info("Nothing recorded yet. Add the first below.", icon=":material/school:")
        return None
    minutes = sum(one.values["minutes"] for one in records if school_year(one.values["held_on"]) == year)
    st.caption(f"{minutes / 60:g} hours in {school_year_name(year)}")
    table = [
        {"Day": one.values["held_on"], "Hours": one.values["minutes"] / 60, "Training": one.values["what"]}
        for one in records
    ]
    alt = counted(len(records), "training", "trainings")
    show_table(table, alt=alt, key="training.rows", columns={"Day": DAY})
    by_id = {one.record_id: one for one in records}
    chosen = choose_one("Open one", by_id, lambda one: one.heading, key=f"{list_key(TRAININGS)}.open")
    return chosen.record_id if chosen else None


def team_hours(workers: Sequence[WorkerTraining], *, year: int) -> None:
    """A table of each worker's times and hours in `year`, with those who have none."""
    st.subheader(f"The team in {school_year_name(year)}")
    total, without = sum(one.hours for one in workers), sum(not one.times for one in workers)
    st.caption(f"{total:g} hours by {counted(len(workers), 'worker', 'workers')}; {without} with none recorded yet.")
    table = [{"Worker": one.worker, "Times": one.times, "Hours": one.hours} for one in workers]
    show_table(table, alt=f"Hours of training of {counted(len(workers), 'worker', 'workers')}", key="training.team")
