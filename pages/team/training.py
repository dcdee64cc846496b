"""Staff training: record what you took part in; the lead sees how many hours each worker had."""

import streamlit as st

from components.access.guard import require
from components.kit.address import asked_id
from components.kit.opening import close_button, open_here
from components.kit.records import change_drawer, new_record_drawer, opened_record, show_record
from components.team.training import own_list, team_hours
from data.team.queries import own_training, training_of_team
from models.attendance.openings import school_year
from models.clock import today
from models.permissions import Permission
from models.team.training import TRAININGS

actor = require(Permission.TRAINING_READ)

st.title("Training")
if training_id := asked_id("training"):
    close_button("All training", key="training.close", name="training")
    training = opened_record(TRAININGS, training_id, actor=actor)
    show_record(training)
    change_drawer(training, actor=actor)
    st.stop()

year = school_year(today())
if actor.worker_id:
    if chosen := own_list(own_training(actor=actor), year=year):
        open_here("training", chosen)
    new_record_drawer(TRAININGS, actor=actor, owner=f"worker:{actor.worker_id}", owner_id=actor.worker_id)
if actor.can(Permission.CASELOAD_READ_ALL):
    team_hours(training_of_team(actor=actor, year=year), year=year)
