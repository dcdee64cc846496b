"""Scottish Index of Multiple Deprivation: postcodes, ranks and the bands derived from them."""

import math
import re
from typing import ClassVar

from sqlmodel import Field, SQLModel

SIMD_VERSION = "2020v2"
DATA_ZONES = 6976  # data zones in SIMD 2020v2, on 2011 geography


class PostcodeSimd(SQLModel, table=True):
    """One postcode of the national lookup, with the rank of its data zone (1 is most deprived)."""

    __tablename__ = "postcode_simd"
    ORDINARY: ClassVar = {"postcode", "data_zone", "rank", "version", "import_id"}

    postcode: str = Field(primary_key=True, max_length=7)  # as postcode_key gives it
    data_zone: str = Field(max_length=9)
    rank: int = Field(ge=1, le=DATA_ZONES)
    version: str = Field(default=SIMD_VERSION, max_length=16)
    import_id: int | None = Field(default=None, foreign_key="import_run.id", index=True)


def quintile(rank: int) -> int:
    """The Scottish Government fifth, 1 (most deprived) to 5: ROUNDUP(rank x 5 / 6976).

    Source: "SIMD 2020v2 ranks to quintiles, deciles and vigintiles", Scottish Government. Public Health
    Scotland's population-weighted bands differ and are not used in education statistics.
    """
    return math.ceil(rank * 5 / DATA_ZONES)


_POSTCODE = re.compile(r"^[A-Z]{1,2}\d[A-Z\d]?\d[A-Z]{2}$")


def postcode_key(text: str) -> str | None:
    """A postcode in capitals without spaces, or None when the text is not shaped like one."""
    key = re.sub(r"\s+", "", text).upper()
    return key if _POSTCODE.match(key) else None
