"""Fields of a record, each declared once beside its column: how it is asked for, shown, limited and guarded."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum, StrEnum
from typing import Any, TypeAlias

from sqlmodel import Field, SQLModel

from models.choices import ChoiceList
from models.clock import day_text, local_text
from models.columns import enum_type

Column: TypeAlias = Any  # what a field helper gives: SQLModel reads it, mypy sees the annotation beside it
Held: TypeAlias = Any  # whatever a column, a draft or a widget holds
Shape = Enum("Shape", "TEXT NOTE NUMBER TICK DAY MOMENT CHOICE MANY ONE_OF LINKS")
Privacy = Enum("Privacy", "PERSONAL SENSITIVE ORDINARY")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """How one column is asked for, shown and guarded. It travels in the column's pydantic metadata."""

    shape: Shape
    label: str
    help: str = ""
    short: str = ""  # its name on a page, in a table and in a conflict, where the question is too long
    missing: str = "Please fill this in."
    none: str = ""  # how a page reads where there is nothing: not yet, the family
    privacy: Privacy = Privacy.ORDINARY
    words: Mapping[str, str] = field(default_factory=dict)  # code to label, where the code base knows them
    choices: ChoiceList | None = None  # or the team's own list
    starts: Callable[[], Held] | None = None  # what a new form shows
    not_after: Callable[[], Held] | None = None
    to_come: str = "That day is still to come."
    taps: tuple[int, ...] = ()  # numbers to tap in a new record, where most are one of a few
    after: str = ""  # such as `min`, after a tapped number
    unit: int = 1  # asked in this many of what the column counts: 60 for minutes asked in hours
    least: float | None = None
    most: float | None = None
    step: float = 1
    height: int = 140
    is_once: bool = False  # asked of a new record only
    is_inverted: bool = False  # a tick that asks the opposite of what the column says
    is_listed: bool = False  # chosen from a list that is searched, however short, instead of by a tap

    @property
    def name(self) -> str:
        """A short name for a page, a table and a conflict; the question without its mark where none is declared."""
        return self.short or self.label.rstrip("?")

    def knows(self, value: Held) -> bool:
        """Whether a code is one of those the code base lists. The team's own lists are in the database."""
        if not self.words or self.shape not in (Shape.CHOICE, Shape.MANY) or not value:
            return True
        return all(code in self.words for code in (self.to_answer(value) if self.shape is Shape.MANY else [value]))

    def to_answer(self, value: Held) -> Held:
        """The value as plain JSON, as drafts and widgets hold it."""
        if self.shape is Shape.TICK and self.words:
            return "yes" if value else "no"
        if self.is_inverted:
            return not value
        if value is None or (self.shape is Shape.NUMBER and self.unit == 1):
            return value
        turn = _TO_ANSWER.get(self.shape)
        return turn(self, value) if turn else value

    def to_value(self, answer: Held) -> Held:
        """The value to store for an answer that a widget gave."""
        turn = _TO_VALUE.get(self.shape)
        return turn(self, answer) if turn else answer

    def to_words(self, value: Held, labels: Mapping[str, str]) -> str:
        """The value as text on a page; `labels` name codes and what ids point at."""
        if self.shape is Shape.TICK:
            return self.words[self.to_answer(value)] if self.words else "Yes" if self.to_answer(value) else self.none
        if self.shape in (Shape.MANY, Shape.LINKS):
            return ", ".join(labels.get(code, code) for code in self.to_answer(value)) or self.none
        match value:
            case None | "":
                return self.none
            case datetime():
                return local_text(value)
            case date():
                return day_text(value)
            case int():
                return labels.get(str(value), f"{value / self.unit:g}")
        return labels.get(value, value)


_TO_ANSWER: dict[Shape, Callable[[Asked, Held], Held]] = {
    Shape.MANY: lambda _, value: [code for code in value.split(",") if code],
    Shape.LINKS: lambda _, value: sorted(value),
    Shape.DAY: lambda _, value: value.isoformat(),
    Shape.ONE_OF: lambda _, value: str(value),
    Shape.NUMBER: lambda how, value: value / how.unit,
}
_TO_VALUE: dict[Shape, Callable[[Asked, Held], Held]] = {
    Shape.TEXT: lambda _, answer: (answer or "").strip(),
    Shape.NOTE: lambda _, answer: (answer or "").strip(),
    Shape.CHOICE: lambda _, answer: answer or "",
    Shape.MANY: lambda _, answer: ",".join(answer or ()),
    Shape.LINKS: lambda _, answer: frozenset(answer or ()),
    Shape.ONE_OF: lambda _, answer: int(answer) if answer else None,
    Shape.NUMBER: lambda how, answer: None if answer is None else round(float(answer) * how.unit),
    Shape.TICK: lambda how, answer: (
        {"yes": True, "no": False}.get(answer) if how.words else bool(answer) is not how.is_inverted
    ),
}


def asked_of(table: type[SQLModel]) -> dict[str, Asked]:
    """The columns that are asked for, in the order they were declared."""
    found = {
        name: [one for one in info.metadata if isinstance(one, Asked)] for name, info in table.model_fields.items()
    }
    return {name: marks[-1] for name, marks in found.items() if marks}


def _column(shape: Shape, label: str, default: Held, needed: str, asked: Mapping[str, Held], **options: Any) -> Column:  # noqa: ANN401
    """A field that must be filled in if there are words, `needed`, to say it is missing; else it has a default."""
    how = Asked(shape=shape, label=label, **{**asked, **({"missing": needed} if needed else {})})
    info = Field(**({} if needed else {"default": default}), **options)
    info.metadata.append(how)  # the one place that survives inheritance, table=True and create_model alike
    return info


def text(label: str, most: int, *, needed: str = "", privacy: Privacy = Privacy.SENSITIVE, **asked: Held) -> Column:
    """One line of words; sensitive unless declared otherwise."""
    asked = {"privacy": privacy, "most": most, **asked}
    return _column(Shape.TEXT, label, "", needed, asked, max_length=most, **_filled(needed))


def note(label: str, most: int, *, needed: str = "", privacy: Privacy = Privacy.SENSITIVE, **asked: Held) -> Column:
    """Several lines of words; sensitive unless declared otherwise."""
    asked = {"privacy": privacy, "most": most, **asked}
    return _column(Shape.NOTE, label, "", needed, asked, max_length=most, **_filled(needed))


def number(
    label: str,
    *,
    most: float,
    least: float = 0,
    unit: int = 1,
    needed: str = "",
    default: int | None = None,
    **asked: Held,
) -> Column:
    """A whole number, within limits; `unit=60` asks for hours where minutes are counted."""
    asked = {"least": least, "most": most, "unit": unit, **asked}
    return _column(Shape.NUMBER, label, default, needed, asked, ge=least * unit, le=most * unit)


def tick(label: str, *, default: bool = False, **asked: Held) -> Column:
    """A box to tick, stored as true or false; nobody has to answer it."""
    return _column(Shape.TICK, label, default, "", asked)


def yes_no(label: str, yes: str, no: str, *, needed: str = "", default: bool = True, **asked: Held) -> Column:
    """Yes or no, each in words that say what it means; with `needed`, nothing is chosen until somebody does."""
    starts = {} if needed else {"starts": lambda: "yes" if default else "no"}
    return _column(Shape.TICK, label, default, needed, {"words": {"yes": yes, "no": no}, **starts, **asked})


def day(label: str, *, needed: str = "", **asked: Held) -> Column:
    """A date without a time, stored as NULL while it is not given."""
    return _column(Shape.DAY, label, None, needed, asked)


def moment(label: str, *, needed: str = "Please choose a day and a time.", **asked: Held) -> Column:
    """A day and a time, asked for in two fields in local time and stored in UTC."""
    return _column(Shape.MOMENT, label, None, needed, asked)


def choice(label: str, of: ChoiceList | Mapping[Any, str], *, needed: str = "Please tap one.", **asked: Held) -> Column:
    """One code of a list: the team's own, or words that the code base lists, by an enum or by plain codes."""
    asked = {"choices" if isinstance(of, ChoiceList) else "words": of, **asked}
    if not isinstance(of, ChoiceList) and isinstance(code := next(iter(of)), StrEnum):
        return _column(Shape.CHOICE, label, None, needed, asked, sa_type=enum_type(type(code)))
    return _column(Shape.CHOICE, label, "", needed, asked, max_length=40, **_filled(needed))


def many(label: str, words: Mapping[str, str], *, most: int = 160, **asked: Held) -> Column:
    """Any number of codes of a list, stored in one column with commas between."""
    return _column(Shape.MANY, label, "", "", {"words": words, **asked}, max_length=most)


def one_of(label: str, key: str, *, needed: str = "", **asked: Held) -> Column:
    """The id of another row, such as a child of the family; the page passes which may be chosen."""
    return _column(Shape.ONE_OF, label, None, needed, asked, foreign_key=key, index=True)


def owner(key: str) -> Column:
    """The id of the row it belongs to, which no form asks for or changes."""
    return Field(foreign_key=key, index=True)


def _filled(needed: str) -> dict[str, int]:
    return {"min_length": 1} if needed else {}
