"""What people said in their own words: searched, and tagged by the team. Never with a name."""

from collections.abc import Mapping

import streamlit as st

from components.kit.layout import saved
from components.kit.opening import choose_one
from components.kit.tables import show_table
from components.kit.text import as_text, counted
from data.evaluations.actions.answers import tag_answer
from data.evaluations.queries.choices import Said, list_said
from data.evaluations.scope import AnswerFilters
from models.evaluations.questionnaires import STAGE_WORDS
from models.permissions import Actor


def show_said(tags: Mapping[str, str], filters: AnswerFilters, *, actor: Actor) -> None:
    """Search, the list, and the tags of one of them."""
    st.header("What people said")
    with st.container(horizontal=True, vertical_alignment="bottom"):
        search = st.text_input("Search their words", max_chars=80, key="results.search", bind="query-params")
        tag = st.selectbox(
            "Tag", list(tags), index=None, placeholder="Any", format_func=lambda code: tags[code],
            key="results.tag", bind="query-params", width=220,
        )  # fmt: skip
    found = list_said(actor=actor, filters=filters, search=search or "", tag=tag or "")
    if not found:
        st.info("Nobody said anything that fits.", icon=":material/format_quote:")
        return
    rows = [
        {"What they said": one.words, "Asked": one.question, "Programme": one.programme,
         "When": STAGE_WORDS[one.stage], "Tags": ", ".join(tags.get(code, code) for code in one.tags)}
        for one in found
    ]  # fmt: skip
    show_table(rows, alt=f"{len(found)} things people said", key="results.said")
    st.caption(f"{counted(len(found), 'answer', 'answers')} in people's own words. For the team only.")
    chosen = choose_one(
        "Tag which of them?",
        {one.id: one for one in found},
        lambda one: one.words[:90],
        key="results.tagging",
        placeholder="Choose an answer",
    )
    if chosen:
        _tags_of(chosen, tags, actor)


def _tags_of(one: Said, tags: Mapping[str, str], actor: Actor) -> None:
    with st.form(f"results.tags.{one.id}.{one.tags}", border=False):
        with st.container(horizontal=True):
            ticked = [code for code, words in tags.items() if st.checkbox(as_text(words), code in one.tags)]
        is_sent = st.form_submit_button("Save the tags")
    if is_sent:
        with saved("The tags are saved."):
            tag_answer(answer_id=one.id, tags=ticked, seen=one.tags, by=actor)
