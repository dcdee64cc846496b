"""Entering answers: a grid for a group, or one person's sheet, which can be handed over on the tablet."""

from collections.abc import Sequence

import streamlit as st

from components.access.guard import signed_in, still_here
from components.evaluations.answer_fields import answer_field, answer_of
from components.kit.drafts import DraftForm, draft_form
from components.kit.editing import seen_version, sending
from components.kit.layout import saved
from components.kit.opening import choose_one
from components.kit.text import as_text
from data.core.actions.drafts import save_answers
from data.evaluations.actions.answers import record_answers
from data.evaluations.queries.answers import AnswerBook, Answerer, answer_book
from data.evaluations.queries.questionnaires import AskedQuestion
from data.wellbeing.actions.tablet import lend_tablet
from models.clock import today
from models.evaluations.answers import AnswerBatch, SheetEntry, answer_words
from models.evaluations.questionnaires import ANSWER_FORMS, AnswerWay, QuestionKind, Stage

AT_ONCE = 8  # people on the screen: more would be slow to draw and long to scroll


def grid(book: AnswerBook) -> None:
    """Some people at a time; what is entered for the others stays in the form."""
    if not book.people:
        st.info("Nobody is on the register of this programme yet.", icon=":material/group_add:")
        return
    starts = list(range(0, len(book.people), AT_ONCE))
    first = 0
    if len(starts) > 1:
        first = st.radio(
            "People",
            starts,
            horizontal=True,
            key="answers.people",
            format_func=lambda start: _of_people(start + 1, min(start + AT_ONCE, len(book.people))),
        )
    _grid(book.programme_id, book.asked.id, book.stage, first)


def _of_people(first: int, last: int) -> str:
    return f"{first} to {last}" if first < last else f"{first}"


@st.fragment
def _grid(programme_id: int, version_id: int, stage: Stage, first: int) -> None:
    """A tap runs this alone, so that it reads who is here and what is recorded by itself."""
    actor = still_here()
    book = answer_book(actor=actor, programme_id=programme_id, version_id=version_id, stage=stage)
    form = draft_form(ANSWER_FORMS[AnswerWay.GRID], actor=actor, subject=f"grid:{programme_id}:{version_id}:{stage}")
    asked = book.asked.asked_at(book.stage)
    seen = seen_version(form, book.edition + 1)
    _legend(asked)
    form.date("answered_on", "Day they answered", default=today(), max_value=today())
    for person in book.people[first : first + AT_ONCE]:
        _person(form, person, asked)
    if form.submit("Save these answers", icon=":material/check:"):
        _send(form, book, asked, is_current=seen == book.edition + 1)
    form.discard_button()


def _person(form: DraftForm, person: Answerer, asked: Sequence[AskedQuestion]) -> None:
    usual = form.edition
    form.edition = usual * 1000 + person.version  # once a colleague recorded something, fields start afresh from it
    with st.container(border=True):
        st.subheader(as_text(person.name), anchor=False)  # by headings a screen reader goes from person to person
        with st.container(horizontal=True, gap="small"):  # side by side at a desk, one below the other on a phone
            for question in asked:
                _cell(form, person, question)
    form.edition = usual


def _legend(asked: Sequence[AskedQuestion]) -> None:
    """What the numbers of the grid mean, and of which questions where they do not mean the same in all."""
    scales: dict[str, list[int]] = {}
    for place, one in enumerate(asked, 1):
        if one.kind in (QuestionKind.AGREE, QuestionKind.FACES):
            words = ", ".join(f"{number} {word}" for number, word in _places(one).items())
            scales.setdefault(words, []).append(place)
    for words, places in scales.items():
        which = "Question" if len(places) == 1 else "Questions"
        of = f"{which} {', '.join(map(str, places))}: " if len(scales) > 1 else ""
        st.caption(f"{of}{words}")


def _places(question: AskedQuestion) -> dict[int, str]:
    return answer_words(question.kind, question.options)


def _name(person: Answerer, question: AskedQuestion) -> str:
    return f"{person.participant_id}.{question.code}"


def _cell(form: DraftForm, person: Answerer, question: AskedQuestion) -> None:
    name, stored = _name(person, question), person.answers.get(question.code)
    if question.kind in (QuestionKind.AGREE, QuestionKind.FACES):
        numbers = {str(place): str(place) for place in _places(question)}
        form.choice(name, as_text(question.words), numbers, default=None if stored is None else str(stored))
    else:
        answer_field(form, name, question, as_text(question.words), stored=stored)


def _send(form: DraftForm, book: AnswerBook, asked: Sequence[AskedQuestion], *, is_current: bool) -> None:
    entries = [entry for person in book.people if (entry := _entry(form, person, asked, is_current=is_current))]
    if not entries:
        st.info("There is nothing new to save yet.")
        return
    batch = _batch(form, book, AnswerWay.GRID, entries)
    with sending(form, f"Saved: the answers of {len(entries)} people."):
        record_answers(draft_key=form.draft.key, batch=batch, by=form.actor)


def _entry(form: DraftForm, person: Answerer, asked: Sequence[AskedQuestion], *, is_current: bool) -> SheetEntry | None:
    """What is new about one person, on this screen or entered before."""
    answers: dict[str, int | str | None] = {}
    for question in asked:
        name = _name(person, question)
        said = answer_of(question, form.held(name))
        if said is not None and said != person.answers.get(question.code):
            answers[question.code] = said
    if not answers:
        return None
    return SheetEntry(
        participant_id=person.participant_id, answers=answers, seen=person.version if is_current else person.version - 1
    )


def _batch(form: DraftForm, book: AnswerBook, way: AnswerWay, entries: Sequence[SheetEntry]) -> AnswerBatch:
    return AnswerBatch(
        programme_id=book.programme_id,
        version_id=book.asked.id,
        stage=book.stage,
        way=way,
        answered_on=form.held("answered_on") or today(),
        sheets=tuple(entries),
    )


def one_person(book: AnswerBook) -> None:
    """One person's sheet: filled in with them, or by them on the tablet."""
    waiting = {person.participant_id: person for person in book.people if not person.version}
    if not waiting:
        st.info("Everybody here has answers for this time. Use the grid to put one right.", icon=":material/check:")
        return
    chosen = choose_one(
        "Whose answers?",
        waiting,
        lambda person: person.name,
        key="answers.person",
        placeholder="Choose a person",
        bound="person",
    )
    if chosen:
        _sheet(book.programme_id, book.asked.id, book.stage, chosen.participant_id)


@st.fragment
def _sheet(programme_id: int, version_id: int, stage: Stage, participant_id: int) -> None:
    actor = still_here()
    book = answer_book(actor=actor, programme_id=programme_id, version_id=version_id, stage=stage)
    subject = f"answers:{programme_id}:{version_id}:{stage}:{participant_id}"
    form = draft_form(ANSWER_FORMS[AnswerWay.TABLET], actor=actor, subject=subject)
    _hand_over(form)
    form.date("answered_on", "Day they answered", default=today(), max_value=today())
    asked = book.asked.asked_at(book.stage)
    for question in asked:
        answer_field(form, question.code, question, as_text(question.words), stored=None)
    if form.submit("Save these answers", icon=":material/check:"):
        _send_one(form, book, asked, participant_id)
    form.discard_button()


def _send_one(form: DraftForm, book: AnswerBook, asked: Sequence[AskedQuestion], participant_id: int) -> None:
    answers: dict[str, int | str | None] = {
        one.code: said for one in asked if (said := answer_of(one, form.held(one.code))) is not None
    }
    if not answers:
        st.info("There is no answer to save yet.")
        return
    batch = _batch(form, book, AnswerWay.TABLET, [SheetEntry(participant_id=participant_id, answers=answers)])
    with saved("The answers are saved."):
        record_answers(draft_key=form.draft.key, batch=batch, by=form.actor)


def _hand_over(form: DraftForm) -> None:
    with st.expander("Hand over the tablet", icon=":material/child_care:"):
        st.text(
            "They answer by themselves, one big question at a time. Your own pages stay hidden until you take the "
            "tablet back with your password. Close any other tab first."
        )
        st.button("Hand over now", key=form.key("hand_over"), on_click=_give, args=(form.draft.key,), width="stretch")


def _give(draft_key: str) -> None:
    if by := signed_in():
        save_answers(key=draft_key, answers={"child_step": 0}, by=by)
        lend_tablet(draft_key=draft_key, form=ANSWER_FORMS[AnswerWay.TABLET], by=by)
