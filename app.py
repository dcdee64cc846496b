"""The entry: `streamlit run app.py` starts this server, which serves components/shell.py."""

from pathlib import Path

import pandas  # noqa: F401 - here, in the main thread: two first visitors would import it at the same time
import plotly.graph_objects  # noqa: F401 - the same
import streamlit as st

from components.http import MIDDLEWARE, ROUTES
from components.layout import show_fault
from components.start import lifespan

app = st.App(
    Path(__file__).parent / "components" / "shell.py",
    lifespan=lifespan,
    routes=ROUTES,
    middleware=MIDDLEWARE,
    on_script_error=show_fault,
)
