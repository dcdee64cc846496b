"""The number that changes with the data, so that no figure kept from before is shown after."""

from sqlmodel import Session

from models.access import Setting


def next_data_version(session: Session) -> None:
    """End every cached figure: call in each transaction that may change a figure, or the name of what it is about."""
    version = session.get(Setting, "data_version") or Setting(key="data_version", value="0")
    version.value = str(int(version.value) + 1)
    session.add(version)
