"""The settings an installation runs with: Streamlit's, ours, and the headers on every answer."""

import base64
import hashlib
import re
import tomllib
from dataclasses import fields
from pathlib import Path

import pytest
import streamlit

from components.access.http import INLINE_SCRIPT
from data.core.settings import Settings, SettingsError, settings
from tests.architecture.source import ROOT

CONFIG = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
# What each protects is said in docs/decisions/sessions-and-headers.md.
PRODUCTION = {
    "server.headless": True,
    "server.address": "127.0.0.1",
    "server.fileWatcherType": "none",
    "server.runOnSave": False,
    "server.enableCORS": True,
    "server.enableXsrfProtection": True,
    "server.maxUploadSize": 20,
    "server.maxMessageSize": 20,
    "server.enableStaticServing": False,
    "server.disconnectedSessionTTL": 900,
    "client.showErrorDetails": "none",
    "client.toolbarMode": "minimal",
    "client.disableDataExport": True,
    "browser.gatherUsageStats": False,
    "logger.enableRich": False,
    "runner.postScriptGC": False,
    "runner.magicEnabled": False,
}
# Environment variable of each setting; the database's address has the data directory in it.
VARIABLES = {
    "data_dir": "HOME_LINK_DATA_DIR",
    "database_url": "HOME_LINK_DATABASE_URL",
    "is_demo": "HOME_LINK_DEMO",
    "is_behind_tls": "HOME_LINK_TLS",
    "is_behind_proxy": "HOME_LINK_PROXY",
}


def test_streamlit_runs_with_production_settings() -> None:
    found = {
        f"{section}.{name}": value
        for section, values in CONFIG.items()
        if section != "theme"
        for name, value in values.items()
    }
    assert found == PRODUCTION


def test_the_agent_interface_is_never_switched_on() -> None:
    assert "enableAgentApi" not in CONFIG["server"]


def test_example_lists_every_setting() -> None:
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    assert set(re.findall(r"^(HOME_LINK_\w+)=", example, re.M)) == set(VARIABLES.values())
    assert {field.name for field in fields(Settings)} == set(VARIABLES)


def test_settings_read_every_variable(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    given = {"HOME_LINK_DEMO": "1", "HOME_LINK_TLS": "yes", "HOME_LINK_PROXY": "true"}
    for name, value in {**given, "HOME_LINK_DATA_DIR": str(tmp_path)}.items():
        monkeypatch.setenv(name, value)
    settings.cache_clear()
    found = settings()
    assert (found.is_demo, found.is_behind_tls, found.is_behind_proxy) == (True, True, True)
    assert found.database_url == f"sqlite:///{tmp_path}/demonstration.sqlite3"


@pytest.mark.parametrize(("name", "value"), [("HOME_LINK_DEMO", "perhaps"), ("HOME_LINK_DATABASE_URL", "mysql://x")])
def test_senseless_settings_are_refused(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(name, value)
    settings.cache_clear()
    with pytest.raises(SettingsError, match=name):
        settings()


def test_the_only_inline_script_allowed_is_streamlits_own() -> None:
    page = (Path(streamlit.__file__).parent / "static" / "index.html").read_text(encoding="utf-8")
    scripts = re.findall(r"<script>(.*?)</script>", page, re.S)
    hashes = [f"sha256-{base64.b64encode(hashlib.sha256(s.encode()).digest()).decode()}" for s in scripts]
    assert hashes == [INLINE_SCRIPT]
