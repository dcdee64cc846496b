"""Working out answers from form services: which questionnaire, which programme, whose, and whether we have them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from sqlmodel import Session, col, select

from data.core.tables import held_rows
from data.importing.fields import Row, Severity
from data.importing.kinds.evaluations import stage_in
from data.importing.parsing import titles
from data.importing.plans.evaluation_programmes import NamedProgrammes
from data.importing.plans.evaluation_questions import asked_in, scale_words
from data.importing.plans.plan import ImportPlan, Outcome, PlanRequest
from data.importing.recognise import SheetReading
from models.attendance.candidate_number import NumberState, read_candidate_number
from models.attendance.pupils import Pupil
from models.columns import now
from models.errors import ImportProblem
from models.evaluations.questionnaires import (
    STAGE_WORDS,
    Answer,
    AnswerSheet,
    AnswerWay,
    AskedAt,
    Question,
    QuestionKind,
    Questionnaire,
    QuestionnaireVersion,
    Stage,
)
from models.programmes.programme import Participant, ParticipantRole
from models.wellbeing.web import IMPORTED

Answers = dict[str, int | str]  # by the question's code: a place on its scale, or words
_ASK = (
    "We could not tell whether these answers are from before or from after the programme. Nothing was changed. "
    "Please say which."
)


def plan_evaluations(session: Session, request: PlanRequest) -> ImportPlan:
    """Plan each set of answers as new, the same as one held, now matched to its person, or rejected."""
    asked = asked_in(session, request.parsed.recognised.kind)
    if not asked:
        raise ImportProblem(
            "None of our published questionnaires asks the questions in this file. Nothing was changed. "
            "Make and publish it under Questionnaires first, with the same words."
        )
    stages = {one.sheet.name: _stage_of(request, one, asked.values()) for one in request.parsed.recognised.sheets}
    sheets = _Sheets(session, request, asked, stages)
    for row in request.parsed.rows:
        sheets.plan.settle(row, sheets.work_out(row))
    sheets.say_what_was_done()
    return sheets.plan


def _stage_of(request: PlanRequest, sheet: SheetReading, asked: Iterable[Question]) -> tuple[Stage, str] | None:
    """Before or after the programme, and a phrase that says how we know; None if only a column of its own tells."""
    if request.options.answer_stage:
        return request.options.answer_stage, "as you said"
    for line in titles(sheet):
        if stage := stage_in(line):
            return stage, f"as “{line[:60]}” says"
    if stage := stage_in(request.filename):
        return stage, "as the file’s name says"
    when = {question.asked_when for question in asked}
    for only, stage in ((AskedAt.POST, Stage.POST), (AskedAt.PRE, Stage.PRE)):
        if only in when:
            return stage, "because some of the questions are asked only then. Please check"
    if "answer_stage" not in sheet.fields:
        raise ImportProblem(_ASK)
    return None


@dataclass(slots=True)
class _Held:
    """One stored set of answers; `said` is what it says of who answered, and the day."""

    id: int
    participant_id: int | None
    said: tuple[str, date]
    answers: Answers = field(default_factory=dict)


class _Sheets:
    """Sets of answers: those we hold, and those this file adds."""

    def __init__(
        self,
        session: Session,
        request: PlanRequest,
        asked: dict[str, Question],
        stages: dict[str, tuple[Stage, str] | None],
    ) -> None:
        self.plan, self.request, self.asked, self.stages = ImportPlan(), request, asked, stages
        first = next(iter(asked.values()))
        self.version = session.get_one(QuestionnaireVersion, first.version_id)
        self.questionnaire = session.get_one(Questionnaire, self.version.questionnaire_id)
        self.pupils: dict[str, int] = dict(held_rows(session, Pupil, "candidate_number", "id"))
        names = ("programme_id", "pupil_id", "id")
        people = held_rows(session, Participant, *names)
        self.participants: dict[tuple[int, int], int] = {
            (programme, pupil): key for programme, pupil, key in people if pupil
        }
        self.programmes = NamedProgrammes(session, request.parsed.rows, self.questionnaire.answered_by)
        self.by_person: dict[tuple[int, Stage, int], _Held | Row] = {}
        self.by_words: defaultdict[tuple[int, Stage, tuple[str, date]], list[_Held]] = defaultdict(list)
        self._read_held(session)
        self.unmatched = 0

    def _read_held(self, session: Session) -> None:
        """Answers to any version of the questionnaire: its codes stay when its words change."""
        versions = select(QuestionnaireVersion.id).where(
            QuestionnaireVersion.questionnaire_id == self.version.questionnaire_id
        )
        held: dict[int, _Held] = {}
        for row in session.exec(select(AnswerSheet).where(col(AnswerSheet.version_id).in_(versions))):
            one = held[row.id or 0] = _Held(row.id or 0, row.participant_id, (row.said_name, row.answered_on))
            if row.participant_id:
                self.by_person[row.programme_id, row.stage, row.participant_id] = one
            if row.way is AnswerWay.FILE and row.said_name:
                self.by_words[row.programme_id, row.stage, one.said].append(one)
        asked = session.exec(select(Question).where(col(Question.version_id).in_(versions)))
        questions = {one.id: one for one in asked}
        for sheet_id, question_id, value, words in held_rows(
            session, Answer, "sheet_id", "question_id", "value", "words"
        ):
            if question := questions.get(question_id):
                held[sheet_id].answers[question.code] = words if question.kind is QuestionKind.TEXT else value

    def work_out(self, row: Row) -> Outcome:
        """What becomes of one row."""
        stage, answers = self._checked(row)
        if row.is_rejected or stage is None:
            return Outcome.REJECTED
        pupil_id, said_name = self._person(row)
        said = (said_name, row.values["completed_at"])
        programme_id = self.programmes.known(row.values["programme"])
        participant_id = self.participants.get((programme_id, pupil_id or 0))
        held = self.by_person.get((programme_id, stage, participant_id or 0))
        if held is not None:
            return self._compare(row, held, answers)
        earlier = self._said_before(programme_id, stage, said, answers)
        if earlier is not None and (pupil_id is None or earlier.participant_id):
            return Outcome.SAME
        programme_id = programme_id or self.programmes.add(self.plan, row.values["programme"])
        if pupil_id is not None:
            participant_id = self._participant(programme_id, pupil_id)
            self.by_person[programme_id, stage, participant_id] = row
        if earlier is not None:
            self.plan.change(AnswerSheet, earlier.id, {"participant_id": None}, {"participant_id": participant_id})
            return Outcome.CHANGED
        self._add(programme_id, stage, participant_id, said, answers)
        return Outcome.NEW

    def _checked(self, row: Row) -> tuple[Stage | None, Answers]:
        found = self.stages[row.layout.sheet]
        stage = found[0] if found else row.values.get("answer_stage")
        day = row.values.get("completed_at")
        answers = {
            question.code: value
            for name, question in self.asked.items()
            if (value := row.values.get(name)) not in (None, "")
        }
        for is_wrong, name, words in (
            (not row.values.get("programme"), "programme", "The programme is missing."),
            (day is None, "completed_at", "The day is missing."),
            (day is not None and day > self.request.today, "completed_at", "This day has not come yet."),
            (stage is None, "answer_stage", "It does not say whether this is before or after."),
            (not answers, "programme", "There are no answers in this row."),
        ):
            if is_wrong and not row.is_rejected:
                row.say(name, words)
        return stage, answers

    def _person(self, row: Row) -> tuple[int | None, str]:
        """The pupil's id by candidate number, None if unknown, and how the answers name who gave them."""
        text = row.values.get("candidate_number") or ""
        number = read_candidate_number(text) if text else None
        digits = (number.digits if number else "") or ""
        is_mended = number is not None and number.state is NumberState.LOST_ZERO
        usable = digits and (not is_mended or self.request.options.repair_lost_zeros)
        pupil_id = self.pupils.get(digits) if usable else None
        if pupil_id is not None:
            if is_mended:
                reason = "The zero at the front was lost; we put it back."
                row.say("candidate_number", reason, severity=Severity.REPAIRED)
            return pupil_id, digits
        self.unmatched += 1
        reply = f"Reply {row.values.get('reply_number') or f'in row {row.number}'}"
        return None, (digits or text or row.values.get("said_name") or reply)[:120]

    def _compare(self, row: Row, held: "_Held | Row", answers: Answers) -> Outcome:
        if isinstance(held, Row):
            row.say("candidate_number", f"Answers of the same person are already in {held.place}. We kept those.")
        elif held.answers != answers:
            row.say("candidate_number", "We hold other answers of this person for this time already, and kept those.")
        else:
            return Outcome.SAME
        return Outcome.REJECTED

    def _said_before(self, programme_id: int, stage: Stage, said: tuple[str, date], answers: Answers) -> _Held | None:
        """A stored set that says the same, if any; each is used for one row only, so that two alike stay two."""
        found = self.by_words[programme_id, stage, said]
        place = next((place for place, one in enumerate(found) if one.answers == answers), None)
        return None if place is None else found.pop(place)

    def _participant(self, programme_id: int, pupil_id: int) -> int:
        key = (programme_id, pupil_id)
        if key not in self.participants:
            values = {
                "programme_id": programme_id,
                "pupil_id": pupil_id,
                "adult_id": None,
                "volunteer_id": None,
                "name": "",
                "role": ParticipantRole.TAKES_PART,
                "left_on": None,
                "added_at": now(),
                "added_by": IMPORTED,
            }
            self.participants[key] = self.plan.add(Participant, values, has_id=True)
        return self.participants[key]

    def _add(
        self, programme_id: int, stage: Stage, participant_id: int | None, said: tuple[str, date], answers: Answers
    ) -> None:
        values = {
            "programme_id": programme_id,
            "version_id": self.version.id,
            "stage": stage,
            "way": AnswerWay.FILE,
            "participant_id": participant_id,
            "said_name": "" if participant_id else said[0],
            "answered_on": said[1],
            "recorded_at": now(),
            "recorded_by": IMPORTED,
            "draft_key": None,
            "version": 1,
        }
        sheet_id = self.plan.add(AnswerSheet, values, has_id=True)
        for question in self.asked.values():
            if (said_this := answers.get(question.code)) is not None:
                value, words = (None, said_this) if question.kind is QuestionKind.TEXT else (said_this, "")
                row = {"sheet_id": sheet_id, "question_id": question.id, "value": value, "words": words, "tags": ""}
                self.plan.add(Answer, row)

    def say_what_was_done(self) -> None:
        """Add the notes to the plan: how words became places, then what was taken for granted."""
        notes = self.plan.notes
        notes.append(f"These are answers to “{self.questionnaire.name}”, version {self.version.number}.")
        notes.extend(scale_words(self.asked.values()))
        for sheet, found in self.stages.items():
            if found:
                where = f"The sheet “{sheet}”" if len(self.stages) > 1 else "We take these answers"
                verb = "is" if len(self.stages) > 1 else "to be"
                notes.append(f"{where} {verb} from {STAGE_WORDS[found[0]].lower()} the programme, {found[1]}.")
        notes.extend(self.programmes.notes)
        if self.unmatched:
            notes.append(
                f"{self.unmatched:,} sets of answers name nobody we know by number. They are kept, shown as not "
                "matched, and can be matched by hand."
            )
