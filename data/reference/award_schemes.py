"""The award schemes as shipped: the team may retire, change and add. Sources are named with each."""

from typing import Any

from sqlalchemy import Connection, insert, inspect, select
from sqlmodel import col

from models.awards.award import AwardFor, AwardLevel, AwardScheme

_NETWORK = "https://awardsnetwork.org/awards"
_STROMNESS = "https://www.stromnessacademy.org.uk/extra-curricular/dynamic-youth-youth-achievement/"

# The scheme's columns, and its levels in order.
SHIPPED: tuple[tuple[dict[str, Any], tuple[dict[str, Any], ...]], ...] = (
    (
        {
            "name": "Hi5",
            "provider": "Youth Scotland",
            "awarded_to": AwardFor.CHILD,
            "min_age": 5,
            "note": "Whole hours, rounded down. Plan, do, review, with a challenge sheet.",
            "source": f"{_NETWORK}/youth-scotland/hi5-award",
        },
        (
            {"name": "One star", "hours": 5, "scqf_level": 2, "scqf_points": 1},
            {"name": "Two stars", "hours": 15, "scqf_level": 2, "scqf_points": 2},
            {"name": "Three stars", "hours": 25, "scqf_level": 2, "scqf_points": 3},
        ),
    ),
    (
        {
            "name": "Dynamic Youth Award",
            "provider": "Youth Scotland",
            "awarded_to": AwardFor.CHILD,
            "min_age": 10,
            "note": "From ten hours. The three stars' hours are for the team to set from the provider's guide.",
            "source": "https://youthscotland.org.uk/awards/dynamic-youth-award",
        },
        ({"name": "Dynamic Youth Award", "hours": 10, "scqf_level": 3},),
    ),
    (
        {
            "name": "Youth Achievement Award",
            "provider": "Youth Scotland",
            "awarded_to": AwardFor.CHILD,
            "min_age": 14,
            "note": "Challenges of 15 hours each; Gold adds a presentation.",
            "source": _STROMNESS,
        },
        (
            {"name": "Bronze", "hours": 60, "scqf_level": 4},
            {"name": "Silver", "hours": 90, "scqf_level": 5},
            {"name": "Gold", "hours": 120, "scqf_level": 6},
            {"name": "Platinum", "scqf_level": 7},
        ),
    ),
    (
        {
            "name": "John Muir Award (family)",
            "provider": "John Muir Trust",
            "awarded_to": AwardFor.FAMILY,
            "note": "Discover, explore, conserve, share. Please check with the Trust that it is still open.",
            "source": "https://www.johnmuiraward.org/achieving-the-award",
        },
        ({"name": "Discovery", "days": 4}, {"name": "Explorer", "days": 8}, {"name": "Conserver", "days": 20}),
    ),
    (
        {
            "name": "Wild Challenge",
            "provider": "RSPB Scotland",
            "awarded_to": AwardFor.ANYBODY,
            "note": "Six activities a level, half helping nature and half enjoying it, 30 minutes each.",
            "source": f"{_NETWORK}/rspb-scotland/wild-challenge-award",
        },
        ({"name": "Bronze", "activities": 6}, {"name": "Silver", "activities": 6}, {"name": "Gold", "activities": 6}),
    ),
    (
        {
            "name": "Young STEM Leader",
            "provider": "SSERC",
            "awarded_to": AwardFor.CHILD,
            "source": "https://www.youngstemleader.scot/the-programme",
        },
        tuple({"name": f"Level {level}", "scqf_level": level if level > 3 else None} for level in range(2, 7)),
    ),
    (
        {
            "name": "Elementary Food Hygiene",
            "provider": "REHIS",
            "awarded_to": AwardFor.ANYBODY,
            "min_age": 14,
            "expires_after_months": 36,
            "note": "A course of six hours and an exam. Three years is a usual time to refresh; set your own.",
            "source": "https://scqf.org.uk/case-studies/scqf-credit-rating-info-videos-and-case-studies/",
        },
        ({"name": "Elementary", "hours": 6, "scqf_level": 5, "scqf_points": 1},),
    ),
    ({"name": "Barista training", "provider": "", "awarded_to": AwardFor.ANYBODY}, ({"name": "Completed"},)),
)


def ensure_schemes(connection: Connection) -> None:
    """Add the shipped schemes to a database that has none; afterwards they are the team's own."""
    if not inspect(connection).has_table("award_scheme"):  # a migration before the one that makes the table
        return
    if connection.execute(select(col(AwardScheme.id)).limit(1)).first() is not None:
        return
    for scheme, levels in SHIPPED:
        added = insert(AwardScheme).values(is_offered=True, version=1, **scheme).returning(col(AwardScheme.id))
        scheme_id = connection.scalars(added).one()
        for position, level in enumerate(levels):
            connection.execute(insert(AwardLevel).values(scheme_id=scheme_id, position=position, **level))
