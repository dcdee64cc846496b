"""Makes a folder of files that try to harm or deceive the reader: `python -m tests.files.make_hostile FOLDER`."""

import gzip
import random
import struct
import sys
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tests.files.archives import (
    BOOK,
    LINK,
    MAIN,
    PACKAGE,
    SHEET,
    STRINGS,
    TYPES,
    cell,
    many_rows,
    pack,
    parts,
    relations,
    row,
    sheet,
    workbook,
)  # fmt: skip

Builder = Callable[[], bytes]

XXE = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>'
LAUGHS = b'<!DOCTYPE x [<!ENTITY a "ha">' + b"".join(
    f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">'.encode() for n in range(9)
)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


@dataclass(frozen=True, slots=True)
class HostileFile:
    """One file on disk. `rows` is how many must come out if it is read; None: it must be refused."""

    name: str
    path: Path
    why: str
    rows: int | None = None


def _with(name: str, content: bytes = b"x") -> Builder:
    return lambda: pack(parts(sheet(many_rows(3))), extra={name: content})


def _prefixed(name: str, prefix: bytes) -> Builder:
    return lambda: pack(
        (good := parts(sheet(many_rows(3)), strings=f'<sst xmlns="{MAIN}"/>'.encode())) | {name: prefix + good[name]}
    )


def _cells(*places: str) -> Builder:
    numbers = [(int("".join(filter(str.isdigit, place))), place) for place in places]
    return lambda: workbook("".join(row(number, cell(place)) for number, place in numbers))


def _one_row(*places: str) -> Builder:
    return lambda: workbook(row(1, *(cell(place) for place in places)))


def _truncated(share: float) -> Builder:
    return lambda: (whole := workbook(many_rows(400)))[: int(len(whole) * share)]


def _lying_sizes() -> bytes:
    """Headers that promise 100 bytes for a part that unpacks to 150 MB."""
    whole = bytearray(pack(parts(sheet("", before=" " * 150_000_000))))
    true_size = struct.pack("<I", len(sheet("", before=" " * 150_000_000)))
    return bytes(whole.replace(true_size, struct.pack("<I", 100)))


def _flipped() -> bytes:
    whole = bytearray(pack(parts(sheet(many_rows(50))), method=zipfile.ZIP_STORED))
    whole[whole.index(b"sheetData") + 60] ^= 1
    return bytes(whole)


def _marked(offset_local: int, offset_central: int, value: int) -> bytes:
    """A field of every header overwritten: encryption flag or compression method."""
    whole = bytearray(workbook())
    for signature, offset in ((b"PK\x03\x04", offset_local), (b"PK\x01\x02", offset_central)):
        at = whole.find(signature)
        while at >= 0:
            whole[at + offset] = value
            at = whole.find(signature, at + 4)
    return bytes(whole)


def _strings(text: str, count: int) -> Builder:
    table = f'<sst xmlns="{MAIN}"><si><t>{text}</t></si></sst>'.encode()
    rows = "".join(row(n, cell(f"A{n}", "0", attributes=' t="s"')) for n in range(1, count + 1))
    return lambda: pack(parts(sheet(rows), strings=table))


def _many_sheets(count: int) -> bytes:
    made = parts(sheet(many_rows(2)))
    numbers = range(1, count + 1)
    listed = "".join(f'<sheet name="S{n}" sheetId="{n}" r:id="r{n}"/>' for n in numbers)
    made[BOOK] = f'<workbook xmlns="{MAIN}" xmlns:r="{LINK}"><sheets>{listed}</sheets></workbook>'.encode()
    made["xl/_rels/workbook.xml.rels"] = relations(
        *(f'Id="r{n}" Type="{LINK}/worksheet" Target="worksheets/sheet{n}.xml"' for n in numbers)
    )
    return pack(made | {f"xl/worksheets/sheet{n}.xml": made[SHEET] for n in numbers})


def _one_name_twice() -> bytes:
    made = parts(sheet(many_rows(2)))
    made[BOOK] = made[BOOK].replace(b"</sheets>", b'<sheet name="One" sheetId="2" r:id="r9"/></sheets>')
    made["xl/_rels/workbook.xml.rels"] = relations(
        *(f'Id="r{n}" Type="{LINK}/worksheet" Target="worksheets/sheet{n}.xml"' for n in (1, 9))
    )
    return pack(made | {"xl/worksheets/sheet9.xml": sheet(many_rows(3))})


def _utf16(text: str) -> bytes:
    return text.encode("utf-16-le")


_OVERRIDE = f'<Types xmlns="{PACKAGE}/content-types"><Override PartName="/a.xml" ContentType="%s"/></Types>'
_INLINE = ' t="inlineStr"'
_DEEP = "<a>" * 200_000
_FALSE = '<dimension ref="A1:B2"/>'
_WIDE = '<dimension ref="A1:XFD1048576"/>'

# name: what it is, how it is made, and how many rows come out if it is no reason to refuse the file
BUILDERS: dict[str, tuple[str, Builder, int | None]] = {
    "far_cell.xlsx": ("one cell in the last place of the sheet", _cells("XFD1048576"), None),
    "far_pair.xlsx": ("first and last cell", _cells("A1", "XFD1048576"), None),
    "far_row.xlsx": ("first and last row", _cells("A1", "A1048576"), None),
    "far_column.xlsx": ("first and last column", _one_row("A1", "XFD1"), None),
    "far_box.xlsx": ("corners of a box of 32 million cells", _cells("A1", "XFD2000"), None),
    "far_allowed.xlsx": ("a box inside the limits, of 20 million cells", _cells("A1", "CV200000"), None),
    "impossible_column.xlsx": ("a column beyond any", _one_row("ZZZZZZZ1"), None),
    "impossible_row.xlsx": ("a row beyond any", _cells("A99999999999"), None),
    "false_dimension_long.xlsx": (
        "300,000 rows said to be two", lambda: workbook(sheet=sheet(many_rows(300_000), before=_FALSE)), None),
    "false_dimension.xlsx": (
        "500 rows said to be two", lambda: workbook(sheet=sheet(many_rows(500), before=_FALSE)), 500),
    "false_dimension_far.xlsx": (
        "500 rows said to be all", lambda: workbook(sheet=sheet(many_rows(500), before=_WIDE)), 500),
    "rows_twice.xlsx": ("two rows of one number", lambda: workbook(row(1, cell("A1")) + row(1, cell("A1", "2"))), None),
    "rows_backwards.xlsx": ("rows out of order", lambda: workbook(row(9, cell("A9")) + row(1, cell("A1"))), None),
    "rows_empty.xlsx": ("400,000 rows of nothing", lambda: workbook("".join(row(n) for n in range(1, 400_000))), None),
    "columns_20000.xlsx": (
        "20,000 cells in a row", lambda: workbook("<row>" + "<c><v>1</v></c>" * 20_000 + "</row>"), None),
    "columns_300.xlsx": (
        "300 columns, 1,000 rows", lambda: workbook(("<row>" + "<c><v>1</v></c>" * 300 + "</row>") * 1000), None),
    "columns_200.xlsx": (
        "as many columns as we read", lambda: workbook(("<row>" + "<c><v>1</v></c>" * 200 + "</row>") * 9), 9),
    "sheets_900.xlsx": ("900 sheets", lambda: _many_sheets(900), 1800),
    "sheets_one_name.xlsx": ("two sheets of one name", _one_name_twice, None),
    "bomb_padding.xlsx": ("150 MB of spaces", lambda: workbook(sheet=sheet("", before=" " * 150_000_000)), None),
    "bomb_ratio.xlsx": ("60 MB that pack to nothing", lambda: workbook(sheet=sheet("", before=" " * 60_000_000)), None),
    "bomb_picture.xlsx": ("a picture of zeros", _with("xl/media/a.png", bytes(60_000_000)), None),
    "bomb_lying.xlsx": ("150 MB said to be 100 bytes", _lying_sizes, None),
    "bomb_entries.xlsx": (
        "5,000 entries", lambda: pack(parts(sheet("")), extra={f"x{n}.xml": b"<a/>" for n in range(5000)}), None),
    "bomb_directory.xlsx": ("20,000 entries", lambda: pack({f"{n}": b"" for n in range(20_000)}), None),
    "bomb_strings.xlsx": ("a string of 1 MB, 2,000 times", _strings("a" * 1_000_000, 2_000), None),
    "bomb_strings_many.xlsx": ("a string of 9,000, 60,000 times", _strings("a" * 9_000, 60_000), None),
    "bomb_nested.xlsx": ("a zip in a zip", _with("xl/inner.zip", zipfile.ZIP_STORED.to_bytes() + bytes(99)), 3),
    "long_cell.xlsx": ("a cell of 100,000 characters", _strings("b" * 100_000, 1), None),
    "deep.xlsx": ("200,000 elements inside each other", lambda: workbook(sheet=sheet(_DEEP)), None),
    "unclosed_tags.xlsx": ("tags that never close", lambda: workbook("<row " * 200_000), None),
    "nul_reference.xlsx": (
        "a NUL by its number", lambda: workbook(row(1, f'<c r="A1"{_INLINE}><is><t>a&#0;b</t></is></c>')), None),
    "nul_raw.xlsx": (
        "a NUL in the xml", lambda: workbook(row(1, f'<c r="A1"{_INLINE}><is><t>a\0b</t></is></c>')), None),
    **{f"xxe_{n}.xlsx": (f"an outside entity in {name}", _prefixed(name, XXE), None)
       for n, name in enumerate((SHEET, STRINGS, BOOK, "_rels/.rels", "[Content_Types].xml"))},
    **{f"laughs_{n}.xlsx": (f"entities of entities in {name}", _prefixed(name, LAUGHS + b"]>"), None)
       for n, name in enumerate((SHEET, STRINGS, BOOK, "_rels/.rels"))},
    "xxe_utf16.xlsx": ("an entity in another alphabet", lambda: workbook(sheet=_utf16("\ufeff<!DOCTYPE x>")), None),
    "entity_unknown.xlsx": ("an entity nobody declared", lambda: workbook(row(1, cell("A1", "&e;"))), None),
    "password.xlsx": ("protected by a password", lambda: OLE + _utf16("EncryptedPackage"), None),
    "password_zip.xlsx": ("an encrypted zip", lambda: _marked(6, 8, 1), None),
    "old_excel.xls": ("an old workbook", lambda: OLE + _utf16("Workbook"), None),
    "old_excel_renamed.xlsx": ("an old workbook renamed", lambda: OLE + _utf16("Book"), None),
    "old_word.xlsx": ("an old document renamed", lambda: OLE + _utf16("WordDocument"), None),
    "biff8.xls": ("an older workbook still", lambda: b"\x09\x08\x10\x00\x00\x06\x05\x00" + bytes(99), None),
    "biff4.xlsx": ("the oldest workbook, renamed", lambda: b"\x09\x04\x06\x00\x00\x00\x10\x00" + bytes(99), None),
    "macros.xlsx": ("macros", _with("xl/vbaProject.bin"), None),
    "macros.xlsm": ("macros, openly", _with("xl/vbaProject.bin"), None),
    "macros_hidden.xlsx": (
        "macros by type only", lambda: workbook(types=(_OVERRIDE % "vnd.ms-office.vbaProject").encode()), None),
    "macros_excel4.xlsx": ("old macros", _with("xl/macrosheets/sheet1.xml"), None),
    "links.xlsx": ("links to another workbook", _with("xl/externalLinks/externalLink1.xml", b"<a/>"), None),
    "links_hidden.xlsx": (
        "links by type only", lambda: workbook(types=(_OVERRIDE % f"{TYPES}.externalLink+xml").encode()), None),
    "connections.xlsx": ("a connection to a database", _with("xl/connections.xml", b"<a/>"), None),
    **{f"cut_{n}.xlsx": (f"cut after {n}%", _truncated(n / 100), None) for n in (1, 10, 25, 50, 75, 90, 99)},
    "twice.xlsx": ("the sheet twice", _with(SHEET, sheet(many_rows(9))), None),
    "twice_case.xlsx": ("the sheet twice, in capitals", _with(SHEET.upper(), sheet(many_rows(9))), None),
    "slip.xlsx": ("a name that climbs out", _with("../../evil.xml", b"<a/>"), None),
    "slip_windows.xlsx": ("the same for Windows", _with("..\\..\\evil.xml", b"<a/>"), None),
    "slip_root.xlsx": ("a name from the root", _with("/etc/evil.xml", b"<a/>"), None),
    "slip_drive.xlsx": ("a name with a drive", _with("C:/evil.xml", b"<a/>"), None),
    "flipped.xlsx": ("one bit changed", _flipped, None),
    "packed_oddly.xlsx": ("a way of packing nobody knows", lambda: _marked(8, 10, 77), None),
    "packed_lzma.xlsx": (
        "packed as Excel never does", lambda: pack(parts(sheet(many_rows(5))), method=zipfile.ZIP_LZMA), 5),
    "broken_sheet.xlsx": ("a sheet that is not xml", lambda: workbook(sheet=b"<worksheet><sheetData><row></c>"), None),
    "cut_sheet.xlsx": ("a sheet that stops", lambda: workbook(sheet=sheet(many_rows(20))[:500]), None),
    "noise_sheet.xlsx": ("noise for a sheet", lambda: workbook(sheet=random.Random(1).randbytes(5000)), None),
    "no_sheet.xlsx": ("a sheet that is not there", lambda: workbook(sheet=None), None),
    "no_sheets.xlsx": (
        "no sheets at all", lambda: workbook(book=f'<workbook xmlns="{MAIN}"><sheets/></workbook>'.encode()), None),
    "no_book.xlsx": ("no workbook inside", lambda: workbook(book=None), None),
    "no_strings.xlsx": (
        "a text that is not there", lambda: workbook(row(1, cell("A1", "7", attributes=' t="s"'))), None),
    "document.xlsx": ("a Word document renamed", lambda: pack({"word/document.xml": b"<a/>"}), None),
    "open.ods": ("an OpenDocument file", lambda: pack({"mimetype": b"x", "content.xml": b"<a/>"}), None),
    "binary.xlsx": ("a binary workbook renamed", lambda: pack({"xl/workbook.bin": b"x"}), None),
    "empty_zip.xlsx": ("an empty zip", lambda: pack({}), None),
    "letters_pk.xlsx": ("two letters", lambda: b"PK", None),
    "noise.xlsx": ("noise", lambda: b"\x01" + random.Random(2).randbytes(9000), None),
    "empty.xlsx": ("nothing", lambda: b"", None),
    "empty.csv": ("nothing", lambda: b"", None),
    "nuls.xlsx": ("nothing but NULs", lambda: bytes(5000), None),
    "page.xlsx": ("a web page", lambda: b"<html><table><tr><td>1</td></tr></table></html>", None),
    "page.csv": ("a web page", lambda: b"\xef\xbb\xbf \r\n<!doctype html><p>Sign in</p>", None),
    "old_xml.xlsx": ("an xml workbook", lambda: b'<?xml version="1.0"?><Workbook/>', None),
    "document.csv": ("a PDF", lambda: b"%PDF-1.7\n1 0 obj", None),
    "picture.xlsx": ("a picture", lambda: b"\x89PNG\r\n\x1a\n" + bytes(50), None),
    "picture.csv": ("a photograph", lambda: b"\xff\xd8\xff\xe0" + bytes(50), None),
    "letter.csv": ("a document", lambda: b"{\\rtf1 hello}", None),
    "packed.csv": ("a packed file", lambda: gzip.compress(b"a,b\n1,2\n"), None),
    "workbook.csv": ("a workbook renamed", workbook, None),
    "table.xlsx": ("a CSV renamed", lambda: b"a,b\n1,2\n", None),
    "program.exe": ("a program", lambda: b"MZ" + bytes(50), None),
    "no_ending": ("no ending", lambda: b"a,b\n1,2\n", None),
    "long_line.csv": ("a line of 1 MB", lambda: b"a,b\n" + b"x" * 1_000_000, None),
    "long_quote.csv": ("a quotation of 19 MB", lambda: b'a,b\n"' + b"x,\n" * 6_000_000, None),
    "open_quote.csv": ("a quotation that never ends", lambda: b'a,b\n1,"2\n3,4\n', None),
    "loose_quote.csv": ("a quotation mark in the wrong place", lambda: b'a,b\n"1"2,3\n', None),
    "columns.csv": ("100,000 columns", lambda: b"," * 100_000, None),
    "rows.csv": ("300,000 rows", lambda: b"1,2\n" * 300_000, None),
    "rows_wide.csv": ("249,000 rows as wide as the first", lambda: b"," * 199 + b"\n" + b"1\n" * 249_000, None),
    "cells_many.csv": ("4 million cells", lambda: (b"9999.5," * 100 + b"\n") * 25_000, None),
    "large.csv": ("more than we take", lambda: b"1,2\n" * 5_300_000, None),
    "only_commas.csv": ("nothing between commas", lambda: b",,,\n" * 100, None),
    "only_mark.csv": ("a byte-order mark alone", lambda: b"\xef\xbb\xbf", None),
    "nul.csv": ("a NUL among cells", lambda: b"a,b\n1,\x002\n", None),
    "control.csv": ("a control character", lambda: b"a,b\n1,\x072\n", None),
    "utf16_bare.csv": ("wide letters unmarked", lambda: _utf16("a,b\n1,2\n"), None),
    "utf16_cut.csv": ("wide letters, cut", lambda: b"\xff\xfe" + _utf16("a,b\n1,2")[:-1], None),
    "no_alphabet.csv": ("bytes of no alphabet", lambda: b"a,b\n\x81\x8d,2\n", None),
}  # fmt: skip


def make(name: str, folder: Path) -> HostileFile:
    """One of the files, by its name."""
    why, build, rows = BUILDERS[name]
    path = folder / name
    path.write_bytes(build())
    return HostileFile(name, path, why, rows)


def make_all(folder: Path) -> list[HostileFile]:
    """Every file."""
    folder.mkdir(parents=True, exist_ok=True)
    return [make(name, folder) for name in BUILDERS]


if __name__ == "__main__":
    for made in make_all(Path(sys.argv[1])):
        sys.stdout.write(f"{made.name}: {made.why}\n")
