"""The entry: `streamlit run app.py` starts this server, which serves components/access/shell.py."""

from pathlib import Path

import pandas  # noqa: F401 - here, in the main thread: two first visitors would import it at the same time
import plotly.graph_objects  # noqa: F401 - the same
import streamlit as st

from components.access.http import MIDDLEWARE, ROUTES
from components.access.start import lifespan
from components.kit.layout import show_fault

app = st.App(
    Path(__file__).parent / "components" / "access" / "shell.py",
    lifespan=lifespan,
    routes=ROUTES,
    middleware=MIDDLEWARE,
    on_script_error=show_fault,
)
