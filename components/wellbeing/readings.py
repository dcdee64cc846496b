"""The readings of one child: up to three over one another, what changed, and where two voices differ."""

from collections.abc import Sequence

import streamlit as st

from components.kit.charts import CONFIG
from components.kit.text import as_text
from components.wellbeing.charts import Shape, radar
from components.wellbeing.words import (
    change_rows,
    change_words,
    disagreement_words,
    overlay_rows,
    reading_name,
    scale_name,
    shape_words,
)
from data.wellbeing.queries import Amendment, Web
from models.clock import day_text, local_text
from models.wellbeing.change import lines, two_voices
from models.wellbeing.web import IMPORTED, INDICATOR_NAMES, Indicator

MOST_SHOWN = 3


def overlay(webs: Sequence[Web]) -> None:
    """Choose up to three readings and see them over one another. Each can be shown or hidden by a tap."""
    st.subheader("The webs")
    shown = _chosen(webs)
    if not shown:
        st.info("Choose one to three readings above to see them.", icon=":material/hexagon:")
        return
    scale = shown[0].reading.scale
    same, apart = [web for web in shown if web.reading.scale == scale], [w for w in shown if w.reading.scale != scale]
    shapes = tuple(
        Shape(reading_name(web), tuple(web.reading.scores.get(each) for each in Indicator), place)
        for place, web in enumerate(same)
    )
    words = " ".join(f"{reading_name(web)}: {shape_words(web.reading.scores, *scale)}" for web in same)
    picture = radar(tuple(INDICATOR_NAMES.values()), shapes, lowest=scale[0], highest=scale[1])
    st.plotly_chart(picture, alt=f"Wellbeing webs over one another. {words}", key="webs.radar", config=CONFIG)
    st.caption(words)
    for web in apart:
        st.info(
            f"{reading_name(web)} is on another scale, {scale_name(*web.reading.scale)}, so it is not drawn over "
            f"the others. {shape_words(web.reading.scores, *web.reading.scale)}",
            icon=":material/straighten:",
        )
    st.dataframe(overlay_rows(shown), alt="The scores of the readings chosen", hide_index=True, key="webs.scores")
    _own_words(shown)


def _chosen(webs: Sequence[Web]) -> list[Web]:
    by_id = {web.id: web for web in reversed(webs)}
    picked = st.multiselect(
        "Which readings? Up to three at a time",
        list(by_id),
        default=list(by_id)[:MOST_SHOWN],
        max_selections=MOST_SHOWN,
        format_func=lambda id_: f"{reading_name(by_id[id_])} ({scale_name(*by_id[id_].reading.scale)})",
        placeholder="Choose a reading",
        key="webs.shown",
    )
    return [by_id[id_] for id_ in picked]


def _own_words(shown: Sequence[Web]) -> None:
    """What was said, as text."""
    for web in shown:
        said = [f"{INDICATOR_NAMES[each]}: {spoke.words}" for each, spoke in web.spokes.items() if spoke.words]
        said += [f"What matters to me: {web.matters_to_me}"] if web.matters_to_me else []
        if said:
            st.markdown(f"**{reading_name(web)}, in their own words**")
            st.text("\n".join(said))


def changes(webs: Sequence[Web]) -> None:
    """First and latest of the same voice on the same scale. Nothing else is compared."""
    st.subheader("What changed")
    found = lines(web.reading for web in webs)
    pairs = [line for line in found if line.is_paired]
    if not pairs:
        st.text("There are not yet two readings by the same voice on the same scale, so there is nothing to compare.")
    for line in pairs:
        words = change_words(line)
        st.caption(words)
        key = f"webs.change.{line.first.voice}.{line.first.lowest}.{line.first.highest}"
        st.dataframe(change_rows(line), alt=words, hide_index=True, key=key)
    if len({line.first.scale for line in found}) > 1:
        st.caption(
            "Readings on different scales are listed apart and never compared: a 4 on one is not a 4 on another."
        )
    st.caption("A web shows how things seemed on a day. There is no pass mark, and a lower score can mean more trust.")


def voices(webs: Sequence[Web]) -> None:
    """Where the newest readings of two people differ most."""
    found = two_voices(web.reading for web in webs)
    if found:
        st.subheader("How the voices compare")
        for one, other in found:
            st.text(disagreement_words(one, other))


def history(webs: Sequence[Web]) -> None:
    """Who recorded each reading, and what was put right since, with the old value."""
    st.subheader("Every reading")
    for web in reversed(webs):
        who = "Brought in from a file" if web.recorded_by == IMPORTED else f"Recorded by {web.written_by}"
        st.text(f"{reading_name(web)}: {who}, {local_text(web.recorded_at)}")
        for amendment in web.amendments:
            st.caption(as_text(_amendment(amendment)))


def _amendment(one: Amendment) -> str:
    what = f"{INDICATOR_NAMES[one.indicator]}: " if one.indicator else ""
    return (
        f"Amended by {one.amended_by}, {local_text(one.amended_at)}. {what}It was “{one.before}” and is now "
        f"“{one.after}”. Reason: {one.reason}"
    )


def taken_in(webs: Sequence[Web]) -> str:
    """How many readings there are, and over what time."""
    if len(webs) < 2:
        return f"1 reading, of {day_text(webs[0].taken_on)}." if webs else ""
    return f"{len(webs)} readings, from {day_text(webs[0].taken_on)} to {day_text(webs[-1].taken_on)}."
