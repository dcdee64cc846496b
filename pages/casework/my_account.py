"""Change your password and see where you are signed in."""

import streamlit as st

from components.guard import require
from models.permissions import Permission

actor = require(Permission.ACCOUNT_READ_OWN)

st.title("My account")
