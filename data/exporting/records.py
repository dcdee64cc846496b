"""Records of any kind as a sheet; codes as the words people know them by."""

from collections.abc import Sequence

from data.exporting.workbook import ExportSheet, Value
from models.fields import Privacy, Shape
from models.kinds import Kind, Record


def record_sheet(kind: Kind, records: Sequence[Record], *, is_anonymous: bool = False) -> ExportSheet:
    """A column for each field, or for the ordinary ones alone."""
    shown = {
        name: asked for name, asked in kind.fields.items() if not is_anonymous or asked.privacy is Privacy.ORDINARY
    }
    rows: list[list[Value]] = [
        [one.values.get(name) if asked.shape is Shape.DAY else one.words(name) for name, asked in shown.items()]
        for one in records
    ]
    return ExportSheet(f"{kind.title}s", [asked.name for asked in shown.values()], rows)
