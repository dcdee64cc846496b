"""Results of evaluations for the team: what changed, every answer, and the programmes beside one another."""

from collections.abc import Mapping, Sequence
from functools import partial

import streamlit as st

from components.evaluations.charts import Changes, answer_dots, change_bars
from components.evaluations.words import NO_CAUSE, chance_words, change_words, made_of, middle_words, place_words
from components.kit.charts import CONFIG
from components.kit.tables import DAY, show_table
from components.kit.text import as_text, counted, told_apart
from data.evaluations.actions.answers import export_evaluation
from data.evaluations.queries.evaluations import Evaluation, Measure
from data.evaluations.scope import AnswerFilters
from models.evaluations.change import LEAST_FOR_AVERAGE, Change, share
from models.permissions import Actor

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def choose_questionnaire(found: Sequence[Evaluation]) -> Evaluation:
    """Answers to different questionnaires are never added up."""
    if len(found) == 1:
        return found[0]
    by_id = {one.questionnaire_id: one for one in found}
    chosen = st.radio(
        "Questionnaire",
        list(by_id),
        format_func=lambda id_: as_text(by_id[id_].name),
        horizontal=True,
        key="results.questionnaire",
        bind="query-params",
    )
    return by_id.get(chosen, found[0])


def show_results(one: Evaluation, aims: Mapping[str, str], filters: AnswerFilters, *, actor: Actor) -> None:
    """The whole page about one questionnaire."""
    st.text(made_of(one))
    _changes("What changed, by question", [(each.words, each.change) for each in one.measures], "questions")
    if one.measures:
        _one_question(one.measures)
    if one.scores:
        _scores(one.scores)
    if one.aims:
        names = [(aims.get(aim, aim), change) for aim, change in one.aims.items()]
        _changes("What changed, by aim", names, "aims")
        st.caption("An aim counts every pair of answers to its questions, so one person may count more than once.")
    _counted(one)
    _by_programme(one)
    st.caption(NO_CAUSE)
    st.download_button(
        "Download as an Excel workbook",
        partial(export_evaluation, filters=filters, by=actor),
        "evaluation_results.xlsx",
        EXCEL,
        icon=":material/download:",
        key="results.download",
        on_click="ignore",
    )


def _changes(title: str, lines: Sequence[tuple[str, Change]], key: str) -> None:
    st.header(title)
    with_pairs = [(name, change) for name, change in lines if change.pairs]
    if not with_pairs:
        st.info("Nobody answered both before and after yet, so there is nothing to compare.", icon=":material/link:")
        return
    bars = [Changes(name, change.lower, change.same, change.improved) for name, change in with_pairs]
    words = " ".join(f"{name}: {change_words(change)}." for name, change in with_pairs)
    st.plotly_chart(change_bars(bars), alt=f"{title}. {words}", key=f"results.{key}", config=CONFIG)
    with st.expander("The same as a table", icon=":material/table_rows:"):
        show_table([_row(name, change) for name, change in lines], alt=title, key=f"results.{key}.table")


def _row(name: str, change: Change) -> dict[str, object]:
    counts = {"Improved": change.improved, "The same": change.same, "Lower": change.lower}
    return {"": name, "Pairs": change.pairs, **counts, "Improved %": _percent(change)}


def _percent(change: Change) -> str:
    part = share(change.improved, change.pairs)
    return "–" if part is None else f"{part}%"


def _one_question(measures: Sequence[Measure]) -> None:
    st.header("Every answer to one question")
    by_code = {one.code: one for one in measures}
    words = told_apart({one.code: one.words for one in measures})
    code = st.selectbox(
        "Question", list(by_code), format_func=words.__getitem__, key="results.question", bind="query-params"
    )
    one = by_code[code]
    if one.pairs and one.scale:
        alt = f"A dot for each answer. {one.words}: {change_words(one.change)}."
        st.plotly_chart(answer_dots(one.pairs, one.scale), alt=alt, key="results.dots", config=CONFIG)
    who = counted(one.change.pairs, "person", "people")
    st.text(f"{who} answered this both times. {change_words(one.change).capitalize()}.")
    st.text(f"{middle_words(one)} {one.before_only} answered it only before, {one.after_only} only after.")
    st.text(chance_words(one))
    if one.scale:
        with st.expander("Before and after as a table", icon=":material/table_rows:"):
            rows = [
                {
                    "Answer": words,
                    "Before": sum(before == place for before, _ in one.pairs),
                    "After": sum(after == place for _, after in one.pairs),
                }
                for place, words in reversed([*one.scale.items()])
            ]
            show_table(rows, alt=words_of(one), key="results.dots.table")


def words_of(one: Measure) -> str:
    """What the table of one question holds."""
    return f"How often each answer was given to “{one.words}” by people who answered both times"


def _scores(scores: Sequence[Measure]) -> None:
    st.header("Scores")
    rows = [
        {
            **_row(one.words, one.change),
            "Middle before": _middle(one, one.change.median_before),
            "Middle after": _middle(one, one.change.median_after),
            "Chance": chance_words(one),
        }
        for one in scores
    ]
    show_table(rows, alt="Each score before and after", key="results.scores")


def _middle(one: Measure, place: float | None) -> str:
    return place_words(one, place) if place is not None and one.change.pairs >= LEAST_FOR_AVERAGE else "too few"


def _counted(one: Evaluation) -> None:
    for count in one.counts:
        answered = sum(count.answers.values())
        if answered:
            st.header(as_text(count.words))
            rows = [
                {"Answer": words, "People": number, "Share %": share(number, answered)}
                for words, number in count.answers.items()
            ]
            show_table(rows, alt=f"{count.words}: {answered} answers", key=f"results.count.{count.code}")
            st.caption(f"{counted(answered, 'answer', 'answers')}, whether paired or not.")


def _by_programme(one: Evaluation) -> None:
    if len(one.programmes) < 2:
        return
    st.header("Programme by programme")
    rows = [
        {
            "Programme": each.name,
            "Began": each.first_on,
            "Before": each.before,
            "After": each.after,
            "Pairs": each.pairs,
            "Answers improved": each.change.improved,
            "The same": each.change.same,
            "Lower": each.change.lower,
            "Improved %": _percent(each.change),
        }
        for each in one.programmes
    ]
    show_table(rows, alt=f"{len(rows)} programmes side by side", key="results.programmes", columns={"Began": DAY})
    st.caption("Answers improved counts every question, so one person may count more than once.")
