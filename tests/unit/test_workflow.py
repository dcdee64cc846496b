"""Moves, the picture of them, and small rules of plans, referrals and sharing out."""

from pathlib import Path

import pytest

from models.errors import InvalidTransition
from models.families.family import SUPPORT_TRANSITIONS, TRANSFER_TRANSITIONS
from models.families.plans import lowest_indicators
from models.families.week import share_out
from models.referrals import OPEN_STATUSES, TRANSITIONS, ReferralStatus
from models.wellbeing.web import Indicator
from models.workflow import check_transition, state_diagram

DOCUMENT = Path(__file__).parents[2] / "docs" / "referrals.md"


def test_the_picture_in_the_document_is_current() -> None:
    assert state_diagram(TRANSITIONS, ReferralStatus.RECEIVED) in DOCUMENT.read_text(encoding="utf-8")


@pytest.mark.parametrize("moves", [TRANSITIONS, SUPPORT_TRANSITIONS, TRANSFER_TRANSITIONS])
def test_every_move_and_no_other_is_allowed(moves: dict) -> None:
    for now in moves:
        for to in moves:
            if to in moves[now]:
                check_transition(moves, now, to)
            else:
                with pytest.raises(InvalidTransition):
                    check_transition(moves, now, to)


def test_what_is_over_is_not_open() -> None:
    assert set(ReferralStatus) - OPEN_STATUSES == {
        ReferralStatus.CLOSED,
        ReferralStatus.DECLINED,
        ReferralStatus.WITHDRAWN,
    }


def test_lowest_indicators_keep_ties_and_never_propose_everything() -> None:
    assert lowest_indicators({}) == ()
    assert lowest_indicators({Indicator.ACTIVE: 3}) == (Indicator.ACTIVE,)
    ties = {Indicator.SAFE: 5, Indicator.HEALTHY: 2, Indicator.ACTIVE: 4, Indicator.NURTURED: 4, Indicator.INCLUDED: 4}
    assert lowest_indicators(ties) == (Indicator.HEALTHY, Indicator.NURTURED, Indicator.ACTIVE, Indicator.INCLUDED)
    assert len(lowest_indicators(dict.fromkeys(Indicator, 5))) == 3


def test_families_go_where_there_is_room() -> None:
    assert share_out([1, 2, 3], {7: 2, 8: 1}) == {1: 7, 2: 7, 3: 8}
    assert share_out([1], {7: 0}) == {1: 7}
    assert share_out([1], {}) == {}
