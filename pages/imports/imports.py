"""Bring in SEEMiS files, the tracker and published data; see what was brought in, and undo it."""

import streamlit as st

from components.access.guard import require
from components.imports.files import file_in_hand
from components.imports.history import import_history
from components.imports.review import review_file
from data.imports.queries import list_imports
from models.permissions import Permission

actor = require(Permission.IMPORT_WRITE)

st.title("Bring files in")
st.markdown("Choose files as they come. You see what each would change before anything is saved.")
if file := file_in_hand():
    review_file(file, actor=actor)
else:
    import_history(list_imports(actor=actor), actor=actor)
