"""The list of supported children, with a filter by school and status."""

import streamlit as st

from components.kit.tables import DAY, show_table
from components.kit.text import counted
from data.families.queries.support import SupportedChildRow
from models.families.family import SupportStatus

_STATUS = {
    SupportStatus.ACTIVE: "Supported now",
    SupportStatus.WAITING: "Waiting",
    SupportStatus.STEPPED_DOWN: "Stepped down",
    SupportStatus.CLOSED: "Support has ended",
}
_GOING_ON = [status for status in _STATUS if status is not SupportStatus.CLOSED]


def filtered(children: list[SupportedChildRow]) -> list[SupportedChildRow]:
    """Draw the filters, kept in the address, and return the children they leave."""
    schools = sorted({child.school for child in children})
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = len(schools) > 1 and st.multiselect(
            "Schools", schools, key="supported.schools", placeholder="All schools", width=380, bind="query-params"
        )
        statuses = st.multiselect(
            "Support",
            list(_STATUS),
            default=_GOING_ON,
            key="supported.status",
            format_func=_STATUS.__getitem__,
            placeholder="Any",
            width=320,
            bind="query-params",
        )
    return [
        child
        for child in children
        if (not chosen or child.school in chosen) and (not statuses or child.status in statuses)
    ]


def show_children(children: list[SupportedChildRow]) -> None:
    """How many there are, and the table; the browser can search in it."""
    if not children:
        st.info("No child matches this choice. Choose another school or kind of support.", icon=":material/filter_alt:")
        return
    schools = len({child.school_id for child in children})
    words = f"{counted(len(children), 'child', 'children')} at {counted(schools, 'school', 'schools')}"
    st.caption(words)
    rows = [  # a school knows which it is: on a narrow screen its name may be out of sight
        {
            "Child": one.child,
            "Stage": one.stage,
            "Support": _STATUS[one.status],
            "Worker": one.worker,
            "Since": one.started_on,
            "Until": one.ended_on,
            "School": one.school,
        }
        for one in children
    ]
    show_table(
        rows,
        alt=f"Supported children: {words}",
        key="supported.table",
        placeholder="–",
        columns={"Since": DAY, "Until": DAY},
    )
