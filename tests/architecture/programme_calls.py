"""One call of every action about programmes, registers, the path into them and the school calendar."""

from collections.abc import Callable
from functools import partial

from data.programmes.actions import programmes, reach, registers, sessions
from models.clock import instant
from models.permissions import Actor
from models.programmes.programme import ReachStage, SessionChange, SessionRule
from tests.rows.families import draft_key, make_home
from tests.rows.programmes import FIRST_ON, LAST_ON, join, make_programme, make_reach, make_session, programme_of

Call = Callable[[], object]
RULE = SessionRule(weekdays=frozenset({1}), at="15:15", minutes=90)


def _programme() -> Actor:
    """A worker with family 1, pupil 1 and adult 1; programme 1 with session 1 and the child on its register."""
    home = make_home()
    programme_id = make_programme()
    make_session(programme_id)
    join(programme_id, pupil_id=home.pupil_id)
    return home.worker


def _drafted(action: Callable[..., object], form: str, **values: object) -> Call:
    by = _programme()
    return partial(action, draft_key=draft_key(form, by), by=by, **values)


def _plain(action: Callable[..., object], **values: object) -> Call:
    return partial(action, by=_programme(), **values)


def _of_reach(action: Callable[..., object], at: ReachStage, /, **values: object) -> Call:
    by = _programme()
    return partial(action, reach_id=make_reach(1, 1, by, stage=at), by=by, **values)


PROGRAMME_CALLS: dict[str, Callable[[], Call]] = {
    "programmes.plan_programme": lambda: _drafted(
        programmes.plan_programme, "programme", programme=programme_of(), rule=RULE
    ),
    "programmes.change_programme": lambda: _drafted(
        programmes.change_programme, "programme_change", programme_id=1, version=1, programme=programme_of(places=9)
    ),
    "programmes.cancel_programme": lambda: _plain(
        programmes.cancel_programme, programme_id=1, version=1, is_cancelled=True
    ),
    "sessions.add_sessions": lambda: _drafted(
        sessions.add_sessions, "sessions", programme_id=1, rule=RULE, first_on=FIRST_ON, last_on=LAST_ON
    ),
    "sessions.change_session": lambda: _drafted(
        sessions.change_session,
        "session_change",
        session_id=1,
        version=1,
        change=SessionChange(starts_at=instant(LAST_ON, "10:00"), minutes=60),
    ),
    "registers.mark": lambda: _plain(registers.mark, session_id=1, marks={1: False}),
    "registers.mark_rest_present": lambda: _plain(registers.mark_rest_present, session_id=1),
    "registers.count_meals": lambda: _plain(registers.count_meals, session_id=1, meals=9),
    "registers.add_walk_in": lambda: _plain(registers.add_walk_in, session_id=1, who="adult:1"),
    "registers.leave_register": lambda: _plain(registers.leave_register, session_id=1, participant_id=1),
    "registers.change_health_note": lambda: _drafted(
        registers.change_health_note, "health_note", session_id=1, participant_id=1, version=0, allergies="Nuts"
    ),
    "reach.invite_families": lambda: _drafted(reach.invite_families, "invite", programme_id=1, family_ids=[1]),
    "reach.set_stage": lambda: _of_reach(
        reach.set_stage, ReachStage.INVITED, seen=ReachStage.INVITED, stage=ReachStage.JOINED
    ),
    "reach.take_off_list": lambda: _of_reach(reach.take_off_list, ReachStage.INVITED),
    "reach.say_where": lambda: _of_reach(
        reach.say_where, ReachStage.MOVED_ON, version=1, moved_on_to="club", note="Football"
    ),
}
