"""The script behind every page: page settings, who is here, navigation. Nothing else."""

import streamlit as st

from components.guard import signed_in
from components.navigation import HIDDEN, pages_for

st.set_page_config(page_title="Home Link", page_icon=":material/diversity_1:", layout="wide")

actor = signed_in()
sections: dict[str, list] = {}
for entry in pages_for(actor) if actor else []:
    page = st.Page(
        f"../pages/{entry.path}",
        title=entry.title,
        icon=entry.icon,
        url_path=entry.url_path,
        help=entry.help,
        visibility="hidden" if entry.url_path in HIDDEN else "visible",
    )
    sections.setdefault(entry.section, []).append(page)
st.navigation(sections or [st.Page("sign_in.py", title="Sign in")]).run()
