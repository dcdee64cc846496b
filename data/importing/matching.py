"""Which school a file means by a code or a name."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from rapidfuzz import fuzz, process

from models.attendance.schools import Sector, name_key

SUGGEST_FROM = 75  # rapidfuzz score from which a school is suggested; a person confirms it
_GENERIC = {
    "primary": Sector.PRIMARY,
    "prim": Sector.PRIMARY,
    "ps": Sector.PRIMARY,
    "school": None,
    "sch": None,
    "the": None,
    "academy": Sector.SECONDARY,
    "acad": Sector.SECONDARY,
    "high": Sector.SECONDARY,
    "secondary": Sector.SECONDARY,
    "sec": Sector.SECONDARY,
}


@dataclass(frozen=True, slots=True)
class KnownSchool:
    """A school as the database has it. `id` is negative while it is about to be added."""

    id: int
    name: str
    seed_code: str
    sector: Sector


@dataclass(frozen=True, slots=True)
class Match:
    """The school meant, or why there is none. `note` is a reading worth telling."""

    school: KnownSchool | None = None
    reason: str = ""
    suggestion: KnownSchool | None = None
    note: str = ""


def sector_of_stage(stage: str | None) -> Sector | None:
    """The sector a stage belongs to; None when there is no stage."""
    return (
        {"P": Sector.PRIMARY, "S": Sector.SECONDARY}.get(stage[0])
        if stage and stage != "SP"
        else (Sector.SPECIAL if stage else None)
    )


def _core(key: str) -> str:
    return " ".join(word for word in key.split() if word not in _GENERIC)


def _said_sector(key: str) -> Sector | None:
    return next((_GENERIC[word] for word in key.split() if _GENERIC.get(word)), None)


@dataclass(slots=True)
class SchoolMatcher:
    """Finds schools by code or name, remembering each answer."""

    schools: tuple[KnownSchool, ...]
    aliases: Mapping[str, int]  # a name's key: the school a person said it means
    confirmed: Mapping[str, int] = field(default_factory=dict)
    _answers: dict[tuple[str | None, str | None, str | None], Match] = field(default_factory=dict)

    def is_school(self, name: str) -> bool:
        """Whether the text is the name of one of the schools."""
        return self.find(None, name).school is not None

    def find(self, seed_code: str | None, name: str | None, *, stage: str | None = None) -> Match:
        """The school with this code, else of this name; the stage tells an all-through school's two parts apart."""
        asked = (seed_code, name, stage)
        if asked not in self._answers:
            self._answers[asked] = self._find(seed_code, name, sector_of_stage(stage))
        return self._answers[asked]

    def _find(self, seed_code: str | None, name: str | None, sector: Sector | None) -> Match:
        by_name = self._by_name(name, sector) if name else Match(reason="The school is missing.")
        if not seed_code:
            return by_name
        coded = [school for school in self.schools if school.seed_code == seed_code]
        if not coded:
            reason = f"There is no school with SEED code {seed_code[:20]} on the list of schools."
            return by_name if by_name.school else Match(reason=reason)
        match = _only(coded, sector, f"SEED code {seed_code}")
        if match.school and by_name.school and by_name.school.seed_code != seed_code:
            return Match(match.school, note="The SEED code and the name are of different schools; we went by the code.")
        return match

    def _by_name(self, name: str, sector: Sector | None) -> Match:
        key = name_key(name)
        for chosen in (self.confirmed.get(name), self.aliases.get(key)):
            school = next((each for each in self.schools if each.id == chosen), None)
            if school:
                return Match(school)
        same = [school for school in self.schools if name_key(school.name) == key]
        if same:
            return _only(same, sector, f"“{name}”")
        said = _said_sector(key) or sector
        core = _core(key)
        short = [
            school
            for school in self.schools
            if core and _core(name_key(school.name)) == core and said in (None, school.sector)
        ]
        if len(short) == 1:
            return Match(short[0])
        return self._suggest(name, core)

    def _suggest(self, name: str, core: str) -> Match:
        cores = {school.id: _core(name_key(school.name)) for school in self.schools}
        close = process.extract(core, cores, scorer=fuzz.WRatio, score_cutoff=SUGGEST_FROM, limit=2) if core else []
        reason = f"There is no school called “{name[:80]}” on the list of schools."
        if not close or (len(close) > 1 and close[0][1] == close[1][1]):
            return Match(reason=reason)
        suggestion = next(school for school in self.schools if school.id == close[0][2])
        return Match(reason=f"{reason} Did the file mean {suggestion.name}?", suggestion=suggestion)


def _only(schools: list[KnownSchool], sector: Sector | None, what: str) -> Match:
    fitting = schools if len(schools) == 1 else [each for each in schools if each.sector is sector]
    if len(fitting) == 1:
        return Match(fitting[0])
    return Match(reason=f"There is more than one school for {what}, and the row does not say which.")
