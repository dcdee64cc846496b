"""The long forms as the kill test fills them: what a form asks, what of it is kept, and what is recorded in the end."""

import json
from abc import ABC, abstractmethod
from random import Random
from typing import Any, ClassVar

from playwright.sync_api import Locator, Page, expect

from models.wellbeing.web import INDICATOR_NAMES, STAGE_NAMES, VOICE_NAMES, Indicator
from tests.e2e.conftest import Server, settled
from tests.e2e.fields import fill, pick, tick
from tests.e2e.web_journey import children, choose, families, look, score, tap

WORDS = "We play football in the park and my gran comes along"
_VOICES, _STAGES = list(VOICE_NAMES.values()), list(STAGE_NAMES.values())


class LongForm(ABC):
    """One form about one subject. `kept` are the draft's answers said to be saved; `given` what must be recorded."""

    form: ClassVar[str]
    path: str
    note: ClassVar[str]  # the long field a hand is in when the server is killed
    note_name: ClassVar[str]
    button: ClassVar[str]
    subject: str = ""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.kept: dict[str, Any] = {}
        self.given: Any = None

    def answers(self) -> dict[str, Any]:
        """What is kept of the open draft."""
        query = "SELECT answers FROM draft WHERE form = ? AND subject = ? AND submitted_at IS NULL ORDER BY id DESC"
        found = look(self.server, query, self.form, self.subject)
        return json.loads(found[0][0]) if found else {}

    def holds_what_is_kept(self) -> bool:
        """Whether the open draft holds every answer said to be saved."""
        held = self.answers()
        return {name: held.get(name) for name in self.kept} == self.kept

    def ready(self, tab: Page) -> None:
        """Wait until the form is there."""
        expect(tab.get_by_role("button", name=self.button, exact=True)).to_be_visible()

    def fill_rest(self, tab: Page) -> None:  # noqa: B027 - many forms are complete when half filled
        """Fill what must be filled before it can be sent."""

    @abstractmethod
    def fill_half(self, tab: Page, random: Random) -> None: ...

    @abstractmethod
    def still_shows(self, tab: Page) -> None:
        """Check that the fields on the screen hold what was kept."""

    @abstractmethod
    def sent(self, tab: Page) -> None:
        """Wait until the screen says that it is saved."""

    @abstractmethod
    def count(self) -> int: ...

    @abstractmethod
    def recorded(self) -> Any: ...


class WebForm(LongForm):
    """A wellbeing web: each round has a child, voice and stage of its own, for a day has one web of each."""

    form, note, note_name, button = "web", "What matters to me", "matters", "Save this web"

    def __init__(self, server: Server, place: int) -> None:
        super().__init__(server)
        own = children(server)
        self.pupil_id, turn = own[place % len(own)], place // len(own)
        self.path, self.subject = f"web?pupil={self.pupil_id}", f"pupil:{self.pupil_id}"
        self.voice, self.stage = _VOICES[turn % 3], _STAGES[turn // 3 % 3]

    def fill_half(self, tab: Page, random: Random) -> None:
        choose(tab, self.voice)
        choose(tab, self.stage)
        self.given = {name: str(random.randint(0, 10)) for name in random.sample(list(Indicator), 4)}
        for indicator, value in self.given.items():
            tap(tab, INDICATOR_NAMES[indicator], value)
        fill(tab, "Safe: in their own words", "All right")
        self.kept = {f"score.{name}": value for name, value in self.given.items()} | {"words.safe": "All right"}

    def still_shows(self, tab: Page) -> None:
        for indicator, value in self.given.items():
            expect(score(tab, INDICATOR_NAMES[indicator], value)).to_be_checked()

    def sent(self, tab: Page) -> None:
        expect(tab.get_by_role("heading", name="Wellbeing webs", exact=True)).to_be_visible(timeout=30_000)

    def count(self) -> int:
        return int(look(self.server, "SELECT count(*) FROM web_reading WHERE pupil_id = ?", self.pupil_id)[0][0])

    def recorded(self) -> dict[str, str]:
        newest = "SELECT max(id) FROM web_reading WHERE pupil_id = ?"
        query = f"SELECT indicator, score FROM web_score WHERE reading_id = ({newest}) AND score IS NOT NULL"
        return {name: str(value) for name, value in look(self.server, query, self.pupil_id)}


class ReferralForm(LongForm):
    """A referral of a child who is not on the list."""

    form, path, note, note_name = "referral", "refer", "What is happening, and what would help?", "reason"
    button = "Send the referral"

    def __init__(self, server: Server, place: int) -> None:
        super().__init__(server)
        self.given = (f"Nova Pretend {place}", f"Demo Teacher {place}", "07700 900100")

    def _fields(self, tab: Page) -> list[tuple[Locator, str]]:
        names = ("Child's first name and surname", "Name of the person referring", "How the team can reach them")
        return [(tab.get_by_label(name, exact=True), words) for name, words in zip(names, self.given, strict=True)]

    def fill_half(self, tab: Page, random: Random) -> None:
        tick(tab.get_by_role("checkbox", name="The child is not on the list"))
        for field, words in self._fields(tab):
            field.fill(words)
            field.blur()
            settled(tab)
        names = ("child_name", "referrer_name", "referrer_contact")
        self.kept = dict(zip(names, self.given, strict=True)) | {"is_unlisted": True}

    def fill_rest(self, tab: Page) -> None:
        for name, label in (
            ("school", "School"),
            ("source", "The referral comes from"),
            ("main_reason", "Main reason"),
        ):
            if not self.answers().get(name):
                pick(tab, label)
        if not tab.get_by_label(self.note).input_value():
            fill(tab, self.note, WORDS)

    def still_shows(self, tab: Page) -> None:
        for field, words in self._fields(tab):
            expect(field).to_have_value(words)

    def sent(self, tab: Page) -> None:
        expect(tab.get_by_text("The referral is with the team.")).to_be_visible(timeout=30_000)

    def count(self) -> int:
        return int(look(self.server, "SELECT count(*) FROM referral WHERE child_name = ?", self.given[0])[0][0])

    def recorded(self) -> tuple[str, ...]:
        query = "SELECT child_name, referrer_name, referrer_contact FROM referral WHERE child_name = ?"
        return tuple(look(self.server, query, self.given[0])[0])


class MeetingForm(LongForm):
    """A meeting about a family."""

    form, note, note_name, button = "meeting", "What was said and agreed", "summary", "Save the meeting"

    def __init__(self, server: Server, place: int) -> None:
        super().__init__(server)
        own = families(server)
        self.family_id = own[place % len(own)]
        self.path, self.subject = f"meeting?family={self.family_id}", f"family:{self.family_id}"
        self.given = (f"Mum, Miss Round {place}", True)

    def fill_half(self, tab: Page, random: Random) -> None:
        choose(tab, "Team With The Family")
        fill(tab, "Who was there", self.given[0])
        tick(tab.get_by_role("checkbox", name="The school knows what was agreed"))
        self.kept = {"attended_by": self.given[0], "is_school_told": True}

    def still_shows(self, tab: Page) -> None:
        expect(tab.get_by_label("Who was there", exact=True)).to_have_value(self.given[0])
        expect(tab.get_by_label("The school knows what was agreed")).to_be_checked()

    def sent(self, tab: Page) -> None:
        expect(tab.get_by_text("The meeting is saved")).to_be_visible(timeout=30_000)

    def count(self) -> int:
        return int(look(self.server, "SELECT count(*) FROM meeting WHERE attended_by = ?", self.given[0])[0][0])

    def recorded(self) -> tuple[str, bool]:
        query = "SELECT attended_by, is_school_told FROM meeting WHERE attended_by = ?"
        attended_by, is_told = look(self.server, query, self.given[0])[0]
        return attended_by, bool(is_told)


LONG_FORMS = (WebForm, ReferralForm, MeetingForm)
