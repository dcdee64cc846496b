"""What tests of pages share: a browser without cookies, and no cache left behind."""

from collections.abc import Iterator
from functools import lru_cache

import pytest
import streamlit as st
from streamlit.components.v2 import manifest_scanner
from streamlit.runtime.context import ContextProxy

from tests.rows.families import Home, make_home

# Each AppTest would read through every installed package for its components: most of the time a page's test took.
manifest_scanner.scan_component_manifests = lru_cache(manifest_scanner.scan_component_manifests)


@pytest.fixture(autouse=True)
def _fresh_tab(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """AppTest has no browser (its cookies are a mock that has them all) and one session for every test."""
    monkeypatch.setattr(ContextProxy, "cookies", {})
    yield
    st.cache_data.clear()
    st.cache_resource.clear()


@pytest.fixture
def home(sqlite_database: str) -> Home:
    return make_home()
