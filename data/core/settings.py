"""The settings of one installation, read from the environment and checked at start."""

import os
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from models.errors import HomeLinkError


class SettingsError(HomeLinkError):
    """The environment lacks a setting, or holds one that makes no sense."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that differs between installations. `.env.example` lists each variable."""

    data_dir: Path
    database_url: str
    is_demo: bool
    is_behind_tls: bool
    is_behind_proxy: bool


def _flag(name: str) -> bool:
    value = os.environ.get(name, "").strip().lower()
    if value not in ("", "0", "1", "true", "false", "yes", "no"):
        raise SettingsError(f"{name} must be 1 or 0, and is {value!r}.")
    return value in ("1", "true", "yes")


def _data_dir() -> Path:
    chosen = os.environ.get("HOME_LINK_DATA_DIR")
    base = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    return Path(chosen) if chosen else Path(base) / "home-link"


def _database_url(data_dir: Path, *, is_demo: bool) -> str:
    url = os.environ.get("HOME_LINK_DATABASE_URL", "").strip()
    if url:
        return url.replace("postgres://", "postgresql://").replace("postgresql://", "postgresql+psycopg://")
    # Demonstration data has a file of its own, so that it can never meet real records by accident.
    return f"sqlite:///{data_dir / ('demonstration.sqlite3' if is_demo else 'home-link.sqlite3')}"


@lru_cache
def settings() -> Settings:
    """The settings of this process. Raises SettingsError when the environment makes no sense."""
    data_dir = _data_dir()
    is_demo = _flag("HOME_LINK_DEMO")
    url = _database_url(data_dir, is_demo=is_demo)
    if not url.startswith(("sqlite:///", "postgresql+psycopg://")):
        raise SettingsError("HOME_LINK_DATABASE_URL must begin with sqlite:/// or postgresql://.")
    return Settings(
        data_dir=data_dir,
        database_url=url,
        is_demo=is_demo,
        is_behind_tls=_flag("HOME_LINK_TLS"),
        is_behind_proxy=_flag("HOME_LINK_PROXY"),
    )
