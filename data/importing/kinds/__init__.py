"""The kinds of file that can be brought in, each one declaration."""

from data.importing.fields import FileKind
from data.importing.kinds import attendance, benchmark, evaluations, pupils, schools, simd, tracker, webs
from data.importing.kinds.records import IN_FILES, file_kind
from models.imports import ImportKind

KINDS: dict[ImportKind, FileKind] = {
    module.KIND.kind: module.KIND
    for module in (schools, simd, pupils, tracker, attendance, benchmark, webs, evaluations)
} | {kind: file_kind(kind) for kind in IN_FILES}
