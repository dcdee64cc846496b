"""The national SIMD postcode lookup."""

import re

from data.importing.fields import FileField, FileKind, Row, Severity
from data.importing.kinds.shared_fields import read_postcode_key
from data.importing.source import Cell
from data.importing.values import read_text, read_whole_number
from models.attendance.simd import DATA_ZONES, quintile
from models.imports import ImportKind

_DATA_ZONE = re.compile(r"S01\d{6}")


def read_data_zone(cell: Cell) -> str | None:
    """A 2011 data zone code."""
    text = (read_text(cell) or "").upper()
    if text and not _DATA_ZONE.fullmatch(text):
        raise ValueError("A data zone is S01 and six digits.")
    return text or None


KIND = FileKind(
    ImportKind.SIMD,
    (
        FileField(
            "postcode",
            "Postcode",
            ("postcode", "post code", "pcd", "pcds", "postcodes", "pc", "pc7", "pc8", "unit postcode"),
            read_postcode_key,
        ),
        FileField(
            "data_zone",
            "Data zone",
            (
                "dz",
                "data zone",
                "datazone",
                "data zone code",
                "datazone code",
                "dz code",
                "datazone2011",
                "dz2011",
                "data zone 2011",
                "datazone 2011",
                "2011 data zone",
                "2011 data zone code",
                "dz 2011",
                "datazone2011code",
                "dz2011 code",
                "data zone 2011 code",
            ),
            read_data_zone,
            is_distinctive=True,
        ),
        FileField(
            "rank",
            "SIMD rank",
            ("simd rank", "rank", "simd v2 rank", "overall simd rank", "overall rank", "simd overall rank"),
            read_whole_number,
            is_distinctive=True,
        ),
        FileField(
            "quintile",
            "SIMD quintile",
            ("simd quintile", "quintile", "simd v2 quintile", "simd overall quintile", "overall simd quintile"),
            read_whole_number,
            on_fault=Severity.DOUBTFUL,
            is_distinctive=True,
        ),
    ),
    needs=(("postcode",), ("data_zone",), ("rank",)),
    key="postcode",
)


def checked_postcode(row: Row) -> str | None:
    """The postcode, once everything is there, the rank possible, and the quintile what the rank gives."""
    values = row.values
    for name in ("postcode", "data_zone", "rank"):
        if values.get(name) is None and not row.is_rejected:
            row.say(name, f"The {KIND.field(name).label[:1].lower()}{KIND.field(name).label[1:]} is missing.")
    if row.is_rejected:
        return None
    rank, stated = values["rank"], values.get("quintile")
    if not 1 <= rank <= DATA_ZONES:
        row.say("rank", f"A SIMD rank is from 1 to {DATA_ZONES:,}.")
    elif stated is not None and stated != quintile(rank):
        reason = f"The file says quintile {stated}; rank {rank} is in quintile {quintile(rank)}, which we use."
        row.say("quintile", reason, severity=Severity.DOUBTFUL)
    return str(values["postcode"])
