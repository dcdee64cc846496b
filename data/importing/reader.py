"""The child process that reads one file: bytes on standard input, lines of JSON on standard output.

It runs apart because a hostile file can end the process that reads it. It imports little, to start fast.
"""

import gc
import json
import sys
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from data.importing.limits import MAX_ADDRESS_SPACE, MAX_MEMORY, MAX_SECONDS, Refused

Row = list[Any]
NamedSheet = tuple[str, bool, Iterator[Row]]  # name, whether it is hidden, rows
Message = list[Any]  # ["note", text], ["sheet", name, is_hidden], ["rows", rows, dates], ["refused", text], ["end"]

CHUNK = 256 * 1024  # bytes of cells in one line: the server takes each in a few milliseconds
WORKBOOK, TEXT = ".xlsx", ".csv"
TEXT_ENDINGS = (TEXT, ".txt", ".tsv")
OLD_EXCEL = "This is an old Excel workbook (.xls). Open it, save it as “Excel workbook (.xlsx)” and bring that in."
SIGNATURES = {
    b"%PDF": "a PDF document",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"{\\rtf": "a Word document",
    b"\x1f\x8b": "a compressed file",
    b"Rar!": "a compressed file",
    b"7z\xbc\xaf": "a compressed file",
    b"SQLite format 3": "a database",
}
_OLE = b"\xd0\xcf\x11\xe0"
_OLD_EXCEL_STREAM = (b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00", b"\x09\x08\x10\x00")


def read(content: bytes, ending: str) -> Iterator[Message]:
    """What the file holds, as messages for the server. `ending` is that of its name, such as `.csv`."""
    kind = _kind(content)
    _check_name(kind, ending)
    if kind == WORKBOOK:
        from data.importing.workbook import read_sheets  # only when needed: each import delays the answer

        sheets: Iterable[NamedSheet] = read_sheets(content)
    else:
        from data.importing.delimited import decode, read_rows

        text, notes = decode(content)
        yield from (["note", note] for note in notes)
        sheets = [("", False, read_rows(text))]
    yield from _messages(sheets)
    yield ["end"]


def _kind(content: bytes) -> str:
    if content.startswith(b"PK"):
        return WORKBOOK
    if content.startswith(_OLE):
        raise Refused(_explain_ole(content))
    if content.startswith(_OLD_EXCEL_STREAM):
        raise Refused(OLD_EXCEL)
    what = next((what for signature, what in SIGNATURES.items() if content.startswith(signature)), None)
    if content.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"<"):
        what = "a web page or XML file"
    if what:
        raise Refused(f"This is {what}, not a table. Bring in an Excel workbook (.xlsx) or a CSV file (.csv).")
    return TEXT


def _explain_ole(content: bytes) -> str:
    if "EncryptedPackage".encode("utf-16-le") in content:
        return "This workbook is protected by a password. Save a copy without a password and bring that in."
    if "Workbook".encode("utf-16-le") in content or "Book".encode("utf-16-le") in content:
        return OLD_EXCEL
    return "This is an old Office document. Open it, save it as “Excel workbook (.xlsx)” and bring that in."


def _check_name(kind: str, ending: str) -> None:
    if ending not in (WORKBOOK, ".xlsm", *TEXT_ENDINGS):
        raise Refused(
            "We read Excel workbooks (.xlsx) and CSV files (.csv). Save the file as one of these and try again."
        )
    if kind == TEXT and ending not in TEXT_ENDINGS:
        raise Refused(
            f"The name of this file ends in {ending}, but it is not a workbook. "
            "If it is a CSV file, rename it to end in .csv; otherwise ask for the file again."
        )
    if kind == WORKBOOK and ending in TEXT_ENDINGS:
        raise Refused(
            f"The name of this file ends in {ending}, but it is not a CSV file. "
            "If it is an Excel workbook, rename it to end in .xlsx; otherwise ask for the file again."
        )


def _messages(sheets: Iterable[NamedSheet]) -> Iterator[Message]:
    total, any_rows = 0, False
    for name, is_hidden, rows in sheets:
        yield ["sheet", name, is_hidden]
        for chunk, size in _chunks(rows):
            any_rows = True
            total += size
            if total > MAX_MEMORY:
                raise Refused("This file holds more than we can read at once. Split it and bring in the parts.")
            yield ["rows", chunk, _take_dates(chunk)]
    if not any_rows:
        raise Refused("There is nothing in this file. Check that it is the right one and ask for it again if need be.")


def _chunks(rows: Iterator[Row]) -> Iterator[tuple[list[Row], int]]:
    chunk: list[Row] = []
    size = 0
    for row in rows:
        chunk.append(row)
        size += sys.getsizeof(row) + sum(map(sys.getsizeof, filter(None, row)))
        if size > CHUNK:
            yield chunk, size
            chunk, size = [], 0
    if chunk:
        yield chunk, size


def _take_dates(chunk: list[Row]) -> list[tuple[int, int, str]]:
    """Where the dates are, as text, each replaced by null: JSON has no dates."""
    dates = []
    for row_index, row in enumerate(chunk):
        for column, cell in enumerate(row):
            if isinstance(cell, date):
                row[column] = None
                dates.append((row_index, column, cell.isoformat()))
    return dates


def limit_resources() -> None:
    """Memory and time for this process. Windows has no such limits: there only the server's clock ends it."""
    try:
        import resource
    except ImportError:
        return
    limits = {
        resource.RLIMIT_AS: MAX_ADDRESS_SPACE,
        resource.RLIMIT_CPU: MAX_SECONDS,
        resource.RLIMIT_CORE: 0,  # a core dump would hold children's names
        resource.RLIMIT_FSIZE: 0,
    }
    for limit, most in limits.items():
        resource.setrlimit(limit, (most, most))


def main() -> None:
    """Read standard input and write messages until the end or a refusal."""
    limit_resources()
    gc.disable()  # cells hold no cycles, and looking for them takes a third of the time
    write = sys.stdout.write
    sys.stdout.reconfigure(encoding="utf-8", newline="\n")  # type: ignore[union-attr]
    try:
        for message in read(sys.stdin.buffer.read(), sys.argv[1]):
            write(json.dumps(message, ensure_ascii=False, separators=(",", ":")) + "\n")
    except Refused as refusal:
        write(json.dumps(["refused", str(refusal)]) + "\n")


if __name__ == "__main__":
    main()
