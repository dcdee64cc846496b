"""Workbooks put together by hand, part by part, so that a test can say exactly what is wrong with one."""

import io
import warnings
import zipfile

Parts = dict[str, bytes]

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"
SHEET, STRINGS, BOOK = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/workbook.xml"


def sheet(rows: str, *, before: str = "") -> bytes:
    """The xml of a worksheet."""
    return f'<worksheet xmlns="{MAIN}">{before}<sheetData>{rows}</sheetData></worksheet>'.encode()


def cell(place: str, value: str = "1", *, attributes: str = "") -> str:
    """The xml of a cell."""
    return f'<c r="{place}"{attributes}><v>{value}</v></c>'


def row(number: int, *cells: str) -> str:
    """The xml of a row."""
    return f'<row r="{number}">{"".join(cells)}</row>'


def many_rows(count: int) -> str:
    """Plain rows of one number."""
    return "".join(row(number, cell(f"A{number}", str(number))) for number in range(1, count + 1))


def parts(sheet_xml: bytes, *, strings: bytes | None = None) -> Parts:
    """A whole, honest workbook of one sheet."""
    types = f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" ContentType="application/'
    types += 'vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
    types += f'<Override PartName="/{BOOK}" ContentType="{TYPES}.sheet.main+xml"/>'
    types += f'<Override PartName="/{SHEET}" ContentType="{TYPES}.worksheet+xml"/></Types>'
    made = {
        "[Content_Types].xml": types.encode(),
        "_rels/.rels": relations(f'Id="r1" Type="{LINK}/officeDocument" Target="{BOOK}"'),
        BOOK: f'<workbook xmlns="{MAIN}" xmlns:r="{LINK}"><sheets><sheet name="One" sheetId="1" r:id="r1"/></sheets>'
        "</workbook>".encode(),
        "xl/_rels/workbook.xml.rels": relations(
            f'Id="r1" Type="{LINK}/worksheet" Target="worksheets/sheet1.xml"',
            f'Id="r2" Type="{LINK}/sharedStrings" Target="sharedStrings.xml"',
        ),
        SHEET: sheet_xml,
    }
    return made | ({STRINGS: strings} if strings is not None else {})


def relations(*each: str) -> bytes:
    """The xml of a part that says which parts belong together."""
    inner = "".join(f"<Relationship {one}/>" for one in each)
    return f'<Relationships xmlns="{PACKAGE}/relationships">{inner}</Relationships>'.encode()


def pack(made: Parts, *, method: int = zipfile.ZIP_DEFLATED, extra: Parts | None = None) -> bytes:
    """The parts as a zip archive; `extra` may repeat names."""
    out = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(out, "w", method, compresslevel=1) as archive:
        warnings.simplefilter("ignore")  # zipfile warns of the repeated names that we want
        for name, content in [*made.items(), *(extra or {}).items()]:
            archive.writestr(name, content)
    return out.getvalue()


def workbook(rows: str = row(1, cell("A1")), **changes: bytes | None) -> bytes:
    """A good workbook with whole parts exchanged: `workbook(rows, book=b"…")`; None leaves the part out."""
    names = {"book": BOOK, "strings": STRINGS, "sheet": SHEET, "types": "[Content_Types].xml", "rels": "_rels/.rels"}
    made: dict[str, bytes | None] = {**parts(sheet(rows)), **{names[key]: part for key, part in changes.items()}}
    return pack({name: part for name, part in made.items() if part is not None})
