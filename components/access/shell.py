"""The script behind every page: page settings, who is here, navigation. Nothing else."""

import streamlit as st

from components.access.guard import current
from components.access.navigation import pages_of_visit
from components.access.state import note_page
from components.kit.layout import ICON, frame

st.set_page_config(page_title="Home Link", page_icon=ICON, layout="wide")

visit = current()
page = st.navigation(pages_of_visit(visit), expanded=True)  # nothing to look for behind "View more"
note_page(page.url_path)
frame(visit)
page.run()
