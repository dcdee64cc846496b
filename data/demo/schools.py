"""The invented schools, postcodes and published figures of the demonstration. None of them exists."""

from dataclasses import dataclass
from typing import Any

from models.attendance.openings import school_year_name
from models.attendance.pupils import SECONDARY_STAGES
from models.attendance.schools import Sector
from models.attendance.simd import DATA_ZONES

MARK = "(demo)"
CLUSTERS: dict[str, tuple[str, ...]] = {
    "Larchmuir": ("Whinfell", "Thornbank", "Skylark Brae", "Burnhead"),
    "Strathember": ("Rowanside", "Cairnholm", "Mosswater", "Hazel Glen"),
    "Kelpie Bay": ("Harbourlea", "Saltmarsh", "Dunroan", "Ferrybank"),
}
POSTCODES_PER_CLUSTER = 15
FIRST_YEAR, LAST_YEAR = 2024, 2026  # school years by the calendar year they begin in
_COUNCIL = ("S12999999", f"Whinshire Council {MARK}", "council")
_SCOTLAND = ("0", f"Scotland {MARK}", "scotland")
# Percentages for S1 to S6, made up for the demonstration and marked so.
_PUBLISHED = {_COUNCIL: (88.1, 85.9, 84.0, 84.9, 87.2, 88.8), _SCOTLAND: (89.4, 87.1, 85.2, 86.6, 88.6, 90.1)}


@dataclass(frozen=True, slots=True)
class DemoSchool:
    """One invented school; its place in the list stands for its id until it is stored."""

    name: str
    cluster: str
    sector: Sector


def demo_schools() -> list[DemoSchool]:
    """Three clusters, each a secondary and its four primaries."""
    schools = []
    for cluster, primaries in CLUSTERS.items():
        schools.append(DemoSchool(f"{cluster} Academy {MARK}", cluster, Sector.SECONDARY))
        schools += [DemoSchool(f"{name} Primary School {MARK}", cluster, Sector.PRIMARY) for name in primaries]
    return schools


def school_rows() -> list[dict[str, Any]]:
    """The schools as rows; SEED codes begin with 99, which no Scottish school's does."""
    return [
        {
            "seed_code": f"99{number:05d}",
            "sector": school.sector,
            "name": school.name,
            "postcode": cluster_postcodes(school.cluster)[0],
            "cluster": f"{school.cluster} cluster {MARK}",
            "is_supported": True,
        }
        for number, school in enumerate(demo_schools(), start=1)
    ]


def cluster_postcodes(cluster: str) -> list[str]:
    """Postcodes of an area ZZ, which Royal Mail does not use, from the most deprived to the least."""
    district = list(CLUSTERS).index(cluster) + 1
    return [f"ZZ{district} {number % 9 + 1}{chr(65 + number)}A" for number in range(POSTCODES_PER_CLUSTER)]


def postcode_rows() -> list[dict[str, Any]]:
    """A rank for each invented postcode, spread over the five quintiles."""
    rows = []
    for district, cluster in enumerate(CLUSTERS):
        for number, postcode in enumerate(cluster_postcodes(cluster)):
            rank = 150 + district * 70 + number * (DATA_ZONES // POSTCODES_PER_CLUSTER)
            zone = f"S01999{district}{number:02d}"
            rows.append({"postcode": postcode.replace(" ", ""), "data_zone": zone, "rank": rank, "version": "demo"})
    return rows


def benchmark_rows() -> list[dict[str, Any]]:
    """Made-up published attendance for a made-up council and for Scotland, by stage."""
    rows = []
    for year in range(FIRST_YEAR - 2, LAST_YEAR):
        for (code, name, kind), percents in _PUBLISHED.items():
            drift = 0.2 * (year - FIRST_YEAR)
            by_stage = {"all": sum(percents) / len(percents)} | dict(zip(SECONDARY_STAGES, percents, strict=True))
            for stage, percent in by_stage.items():
                rows.append(
                    {
                        "year": school_year_name(year),
                        "area_code": code,
                        "area_name": name,
                        "area_kind": kind,
                        "sector": Sector.SECONDARY.value,
                        "stage": stage,
                        "measure": "attendance",
                        "percent": round(percent + drift, 1),
                    }
                )
    return rows
