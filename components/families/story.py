"""A family's story: one picture and one list, of the kinds chosen."""

from collections import Counter
from collections.abc import Sequence
from datetime import date

import streamlit as st

from components.families.addresses import story_address
from components.families.charts import MOST_MARKS, timeline
from components.kit.charts import CONFIG
from components.kit.links import to_page
from components.kit.tables import DAY, show_table
from models.clock import day_text
from models.families.timeline import KIND_NAMES, TimelineItem, TimelineKind
from models.permissions import Actor

ON_A_PAGE = 10
_ICONS: dict[TimelineKind, str] = {
    TimelineKind.REFERRAL: ":material/inbox:",
    TimelineKind.SUPPORT: ":material/handshake:",
    TimelineKind.CONTACT: ":material/call:",
    TimelineKind.MEETING: ":material/groups:",
    TimelineKind.WEB: ":material/hexagon:",
    TimelineKind.STATEMENT: ":material/record_voice_over:",
    TimelineKind.ACTION: ":material/task_alt:",
    TimelineKind.ATTENDANCE: ":material/calendar_month:",
    TimelineKind.PROGRAMME: ":material/celebration:",
    TimelineKind.AWARD: ":material/emoji_events:",
}


def story(items: Sequence[TimelineItem], *, actor: Actor, today: date) -> None:
    """The picture, the filter and the list, newest first."""
    st.subheader("The story so far")
    if not items:
        st.info("Nothing has been recorded yet. The first contact begins the story.", icon=":material/auto_stories:")
        return
    shown = _of_kinds(items)
    summary = summary_words(shown)
    st.caption(summary)
    st.plotly_chart(timeline(shown, today=today), alt=f"Time axis. {summary}", key="family.timeline", config=CONFIG)
    _list(shown, actor)
    with st.expander(
        "The same as a table", icon=":material/table_rows:", key="family.table", on_change="rerun"
    ) as all_:
        if all_.open:
            rows = [
                {"Day": item.happened_on, "Kind": KIND_NAMES[item.kind], "What": item.title, "More": item.line}
                for item in shown
            ]
            show_table(rows, alt=summary, key="family.rows", columns={"Day": DAY})


def _of_kinds(items: Sequence[TimelineItem]) -> list[TimelineItem]:
    there = {item.kind for item in items}
    kinds = [kind for kind in TimelineKind if kind in there]
    chosen = st.multiselect(
        "Show only", kinds, format_func=KIND_NAMES.__getitem__, placeholder="Everything", key="family.kinds"
    )
    return [item for item in items if not chosen or item.kind in chosen]


def summary_words(items: Sequence[TimelineItem]) -> str:
    """How much there is of each kind, and over which time."""
    counts = Counter(item.kind for item in items)
    parts = ", ".join(f"{KIND_NAMES[kind]} {counts[kind]}" for kind in TimelineKind if counts[kind])
    first, last = min(item.happened_on for item in items), max(item.happened_on for item in items)
    most = f" The picture holds the newest {MOST_MARKS} days of each kind." if _is_cut(items) else ""
    return f"From {day_text(first)} to {day_text(last)}: {parts}.{most}"


def _is_cut(items: Sequence[TimelineItem]) -> bool:
    days = Counter(kind for kind, _ in {(item.kind, item.happened_on) for item in items})
    return any(count > MOST_MARKS for count in days.values())


def _list(items: Sequence[TimelineItem], actor: Actor) -> None:
    pages = -(-len(items) // ON_A_PAGE)
    key = f"family.page.{len(items)}"  # another choice of kinds starts again at the first page
    number = int(st.session_state.get(key) or 1)
    for item in items[(number - 1) * ON_A_PAGE : number * ON_A_PAGE]:
        with st.container(border=True, gap="xsmall"):
            words = f"{day_text(item.happened_on)}: {item.title}"
            to_page(story_address(item), words, actor=actor, icon=_ICONS[item.kind])
            if item.line:
                st.text(item.line)
    if pages > 1:
        st.pagination(pages, key=key)
