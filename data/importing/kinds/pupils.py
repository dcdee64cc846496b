"""The schools system's list of pupils."""

from data.importing.fields import FileField, FileKind, Severity
from data.importing.kinds.shared_fields import (
    ADDITIONAL_SUPPORT_HEADINGS,
    BORN_ON,
    CANDIDATE_NUMBER,
    FREE_MEALS_HEADINGS,
    LOOKED_AFTER_HEADINGS,
    PERSON,
    POSTCODE,
    SCHOOL_NAME,
    SEED_CODE,
    SEX,
    STAGE,
    short_text,
)
from data.importing.values import read_yes_no
from models.imports import ImportKind


def _yes_no(name: str, label: str, headings: tuple[str, ...]) -> FileField:
    return FileField(name, label, headings, read_yes_no, is_personal=True, on_fault=Severity.DOUBTFUL)


KIND = FileKind(
    ImportKind.PUPILS,
    (
        CANDIDATE_NUMBER,
        *PERSON,
        BORN_ON,
        STAGE,
        FileField(
            "registration_class",
            "Class",
            (
                "reg class",
                "registration class",
                "class",
                "reg",
                "registration",
                "form",
                "form class",
                "tutor group",
                "reg group",
                "class name",
                "regclass",
            ),
            short_text(20),
            is_personal=True,
            on_fault=Severity.DOUBTFUL,
        ),
        FileField(
            "house",
            "House",
            ("house", "house group", "guidance group", "house name"),
            short_text(40),
            is_personal=True,
            on_fault=Severity.DOUBTFUL,
        ),
        POSTCODE,
        SEX,
        SCHOOL_NAME,
        SEED_CODE,
        _yes_no("free_meals", "Free school meals", FREE_MEALS_HEADINGS),
        _yes_no("additional_support", "Additional support needs", ADDITIONAL_SUPPORT_HEADINGS),
        _yes_no(
            "english_additional",
            "English as an additional language",
            ("eal", "english as an additional language", "english additional language", "additional language"),
        ),
        _yes_no("looked_after", "Looked after", LOOKED_AFTER_HEADINGS),
    ),
    needs=(("candidate_number",), ("surname", "name"), ("stage",)),
    key="candidate_number",
    has_school_sections=True,
)
