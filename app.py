"""The entry: `streamlit run app.py` starts this server, which serves components/shell.py."""

from pathlib import Path

import streamlit as st

app = st.App(Path(__file__).parent / "components" / "shell.py")
