"""The sign-in page."""

import streamlit as st

st.title("Sign in")
