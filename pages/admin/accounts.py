"""Who may sign in, and as what."""

import streamlit as st

from components.guard import require
from models.permissions import Permission

actor = require(Permission.ACCOUNT_WRITE)

st.title("Accounts")
