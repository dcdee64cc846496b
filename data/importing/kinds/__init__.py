"""The kinds of file that can be brought in, each one declaration."""

from data.importing.fields import FileKind
from data.importing.kinds import attendance, benchmark, evaluations, pupils, schools, simd, tracker, webs
from models.imports import ImportKind

KINDS: dict[ImportKind, FileKind] = {
    module.KIND.kind: module.KIND
    for module in (schools, simd, pupils, tracker, attendance, benchmark, webs, evaluations)
}
