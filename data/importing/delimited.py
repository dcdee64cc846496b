"""Text files in rows and columns: which alphabet, which separator, and the cells. Runs in the child process."""

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Iterator

from data.importing.limits import MAX_CELL_LENGTH, MAX_COLUMNS, MAX_ROWS, Refused

Row = list[str | None]

SEPARATORS = ",;\t"
SAMPLE_ROWS = 60
NOT_UTF8 = "The file is in an older Windows alphabet, not UTF-8: please check that letters such as é and £ look right."
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x19\x1b-\x1f]")


def decode(content: bytes) -> tuple[str, tuple[str, ...]]:
    """The text of a file, and a note when its alphabet had to be guessed."""
    notes: tuple[str, ...] = ()
    try:
        if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            text = content.decode("utf-16")
        else:
            text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text, notes = _decode_windows(content), (NOT_UTF8,)
    if _CONTROL.search(text):
        raise Refused("This file holds data that is not text. Save it again as a CSV file and bring that in.")
    return text, notes


def _decode_windows(content: bytes) -> str:
    try:
        return content.decode("windows-1252")
    except UnicodeDecodeError:
        raise Refused("This file is not text we can read. Save it again as “CSV UTF-8” and bring that in.") from None


def separator(text: str) -> str:
    """The separator that splits the most lines into the same number of columns, so that titles do not count."""

    def evenness(candidate: str) -> tuple[int, int]:
        widths: Counter[int] = Counter()
        try:
            for row, _ in zip(csv.reader(_lines(text), delimiter=candidate), range(SAMPLE_ROWS), strict=False):
                widths[len(row)] += len(row) > 1
        except csv.Error:  # reported with its row when the whole file is read
            pass
        return max(((count, width) for width, count in widths.items()), default=(0, 0))

    return max(SEPARATORS, key=evenness)


def _lines(text: str) -> io.StringIO:
    return io.StringIO(text, newline="")  # csv itself decides which line ends are inside a quotation


def read_rows(text: str) -> Iterator[Row]:
    """Every row of the file, all as long as the longest; blank rows at the end are left out."""
    csv.field_size_limit(MAX_CELL_LENGTH)
    rows: list[Row] = []
    reader = csv.reader(_lines(text), delimiter=separator(text[:200_000]), strict=True)
    try:
        for row in reader:
            _check_row(row, number=len(rows) + 1)
            rows.append([cell or None for cell in row])
    except csv.Error as error:
        raise Refused(_explain(error, row=len(rows) + 1)) from None
    while rows and not any(rows[-1]):
        rows.pop()
    width = max(map(len, rows), default=0)
    return (row + [None] * (width - len(row)) for row in rows)


def _check_row(row: list[str], *, number: int) -> None:
    if number > MAX_ROWS:
        raise Refused(f"This file has more than {MAX_ROWS:,} rows. Split it and bring in the parts.")
    if len(row) > MAX_COLUMNS:
        raise Refused(
            f"Row {number} has {len(row):,} columns, and we read at most {MAX_COLUMNS}. "
            "Remove the columns that are not needed and try again."
        )


def _explain(error: csv.Error, *, row: int) -> str:
    if "field limit" in str(error):
        return (
            f"Row {row} has a cell of more than {MAX_CELL_LENGTH:,} characters, perhaps because a quotation mark "
            "before it is never closed. Shorten or mend it and try again."
        )
    return (
        f'Row {row} has a quotation mark (") that is not closed or is in the wrong place, so the columns after it '
        "cannot be trusted. Mend that row and try again."
    )
