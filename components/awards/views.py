"""What the page of awards is asked for: one thing at a time."""

from collections.abc import Callable
from enum import StrEnum

import streamlit as st

from components.awards.award_list import on_their_way
from components.awards.counts import celebration, lapsing, show_counts
from components.awards.set_out import set_one_out, whole_group
from models.permissions import Actor


class AwardView(StrEnum):
    """The views of the page; each value is its name on screen."""

    LIST = "On their way"
    SET_OUT = "Set somebody out"
    GROUP = "A whole group"
    CERTIFICATES = "Certificates"
    RENEW = "To renew"
    COUNTS = "How many"


_VIEWS: dict[AwardView, Callable[[Actor], None]] = {
    AwardView.LIST: on_their_way,
    AwardView.GROUP: whole_group,
    AwardView.CERTIFICATES: celebration,
    AwardView.RENEW: lapsing,
    AwardView.COUNTS: show_counts,
}


def show_view(actor: Actor, *, family_id: int | None) -> None:
    """The view chosen, which stands in the address. A family that is asked for is there to be set out."""
    view = st.radio(
        "What to see",
        list(AwardView),
        index=int(family_id is not None),
        horizontal=True,
        key="awards.view",
        label_visibility="collapsed",
        bind="query-params",
    )
    if view == AwardView.SET_OUT:
        set_one_out(actor, family_id=family_id)
    else:
        _VIEWS[AwardView(view or AwardView.LIST)](actor)
