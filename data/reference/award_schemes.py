"""The award schemes as shipped: the team may retire, change and add. Sources are named with each."""

from pathlib import Path

from sqlalchemy import Connection, inspect, select
from sqlmodel import col

from data.reference.files import Loader
from models.awards.award import AwardScheme


def ensure_schemes(connection: Connection) -> None:
    """Add the shipped schemes to a database that has none; afterwards they are the team's own."""
    if not inspect(connection).has_table("award_scheme"):  # a migration before the one that makes the table
        return
    if connection.execute(select(col(AwardScheme.id)).limit(1)).first() is None:
        Loader(connection).load(Path(__file__).parent / "awards")
